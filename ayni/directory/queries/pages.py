"""All that the page of a service or of a point shows, in few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import NeedSector, Profile, ServiceCategory, Territory

from ..models import (
    Admits,
    Location,
    NationalityVariable,
    PointKind,
    Population,
    Proposal,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Standing,
    Strengthening,
    Taxonomy,
)
from ..rules.opening import Opening, hours_there, opening
from . import plain
from .freshness import is_stale

_LISTS: dict[Taxonomy, type[NeedSector] | type[Profile]] = {Taxonomy.NEED: NeedSector, Taxonomy.PROFILE: Profile}


@dataclass
class ShownPoint:
    link: ServiceAtLocation
    hours: list[Schedule]
    opening: Opening


@dataclass
class ServicePage:
    service: Service
    is_stale: bool
    opening: Opening
    points: list[ShownPoint]
    hours: list[Schedule]
    needs: list[str]
    profiles: list[str]
    suits: list[str]
    not_for: list[str]
    records: dict[str, list[Record]]
    strengthenings: list[Strengthening]
    waiting: int


@dataclass
class LocationPage:
    location: Location
    is_stale: bool
    opening: Opening
    hours: list[Schedule]
    services: list[ServiceAtLocation]
    records: dict[str, list[Record]] = field(default_factory=dict)
    waiting: int = 0


def service_page(pk: int, at: datetime) -> ServicePage | None:
    found = Service.objects.select_related("organisation", "category", "verified_by")
    service = found.filter(pk=pk).first()
    if service is None:
        return None
    links = list(
        ServiceAtLocation.objects.filter(service=service, location__is_closed=False)
        .select_related("location__district__parent", "location__department")
        .order_by("-is_intake", "pk")
    )
    places = [link.location_id for link in links]
    schedules = list(Schedule.objects.filter(Q(service=service) | Q(at__in=links) | Q(location__in=places)))
    own = [hours for hours in schedules if hours.service_id == service.pk]
    holidays = codelists.holidays()
    points = [ShownPoint(link, mine := _hours_of(link, own, schedules), opening(mine, at, holidays)) for link in links]
    terms = list(ServiceTerm.objects.filter(service=service))
    return ServicePage(
        service=service,
        is_stale=is_stale(service, at),
        opening=opening(own, at, holidays),
        points=points,
        hours=own,
        needs=_labels(terms, Taxonomy.NEED),
        profiles=_labels(terms, Taxonomy.PROFILE),
        suits=[str(Population(t.code).label) for t in terms if t.code in Population.values and t.suits],
        not_for=[str(Population(t.code).label) for t in terms if t.code in Population.values and not t.suits],
        records=_by_table(Record.objects.filter(service=service)),
        strengthenings=list(Strengthening.objects.filter(service=service)),
        waiting=Proposal.objects.filter(service=service, decision=Proposal.Decision.WAITING).count(),
    )


def _hours_of(link: ServiceAtLocation, own: list[Schedule], schedules: list[Schedule]) -> list[Schedule]:
    there = [hours for hours in schedules if hours.at_id == link.pk]
    return hours_there(there, own, [hours for hours in schedules if hours.location_id == link.location_id])


def location_page(pk: int, at: datetime) -> LocationPage | None:
    found = Location.objects.select_related("organisation", "district__parent__parent", "department", "verified_by")
    place = found.filter(pk=pk).first()
    if place is None:
        return None
    hours = list(Schedule.objects.filter(location=place))
    links = ServiceAtLocation.objects.filter(location=place).select_related("service").order_by("service__name", "pk")
    return LocationPage(
        location=place,
        is_stale=is_stale(place, at),
        opening=opening(hours, at, codelists.holidays()),
        hours=hours,
        services=list(links),
        records=_by_table(Record.objects.filter(location=place)),
        waiting=Proposal.objects.filter(location=place, decision=Proposal.Decision.WAITING).count(),
    )


def _by_table(records: Any) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records.order_by("pk"):
        found[record.table].append(record)
    return dict(found)


def _labels(terms: Iterable[ServiceTerm], taxonomy: Taxonomy) -> list[str]:
    names = dict(codelists.kept_choices(_LISTS[taxonomy]))
    return [names.get(term.code, term.code) for term in terms if term.taxonomy == taxonomy and term.suits]


# Proposals, in words


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    now: str
    after: str

    @property
    def has_moved(self) -> bool:
        """Somebody changed the entry since it was proposed."""
        return self.before != self.now


def shown_differences(proposal: Proposal, entry: Service | Location, labels: dict[str, str]) -> list[Difference]:
    """Field by field; `labels`: what a form calls them."""
    now = plain.plain(entry)
    after = proposal.taken or proposal.after
    return [
        Difference(
            labels.get(name, name),
            in_words(name, proposal.before.get(name)),
            in_words(name, now.get(name)),
            in_words(name, value),
        )
        for name, value in after.items()
    ]


def in_words(name: str, value: Any) -> str:
    """A plain value as it is read."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(in_words(name, one) for one in value)
    return str(_CODES.get(name, {}).get(value) or _listed(name, str(value)))


def _listed(name: str, code: str) -> str:
    if name == "district":
        district = Territory.objects.filter(code=code).order_by("-valid_from").first()
        return district.label_es if district else code
    lists: dict[str, type[NeedSector] | type[Profile] | type[ServiceCategory]] = {
        "needs": NeedSector, "profiles": Profile, "category": ServiceCategory,
    }  # fmt: skip
    return dict(codelists.kept_choices(lists[name])).get(code, code) if name in lists else code


_CODES: dict[str, dict[Any, Any]] = {
    "suits": dict(Population.choices),
    "not_for": dict(Population.choices),
    "status": dict(Standing.choices),
    "admits": dict(Admits.choices),
    "nationality_variable": dict(NationalityVariable.choices),
    "kind": dict(PointKind.choices),
}
