"""Where anybody may go, as the public site tells it: nothing by which a confidential point, or a person, is found.

Of a service at a confidential point this says what it is and which telephone of the service answers, for every place
alike: it is in no department's count, no distance, no order by place. Its page, too, is that of the service.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ayni.codelists import queries as codelists
from ayni.codelists.models import Language
from ayni.codelists.rules import fold

from ..models import Location, Record, Schedule, Service, ServiceAtLocation, ServiceTerm, Standing
from ..rules.costs import is_free
from ..rules.opening import Hours, Opening, State, hours_there, opening
from .freshness import is_stale
from .search import MOST, Owner, Spot, hours_by_owner, kilometres
from .texts import services_that_say

_SALT = "ayni.ways"
NEAR = 100.0
"""Kilometres within which a place comes before what is for the whole country."""
GIVEN = (Standing.ACTIVE.value, Standing.CLOSED.value)
TABLES = ("phone", "cost_option", "language", "accessibility", "required_document")


@dataclass(frozen=True)
class Sought:
    """What somebody looks for. Empty means: any."""

    categories: frozenset[str] = frozenset()
    text: str = ""
    text_categories: frozenset[str] = frozenset()
    """What the words of the text are called in the list of categories."""
    place: str = ""
    """Code of a district, a province or a department."""
    point: Spot = (None, None)
    language: str = ""
    open_now: bool = False
    free: bool = False
    accessible: bool = False


class Candidate(NamedTuple):
    """A service where one goes for it, before it is fetched whole."""

    public_id: UUID
    service: int
    link: int | None
    location: int | None
    name: str
    code: str
    """Of its district, else of its department; empty for the whole country, and for what is confidential."""
    is_confidential: bool
    tier: int
    km: float | None = None
    state: int = 0
    """Among what is open now: what is open, then what is by appointment, then what nobody wrote down."""

    @property
    def order(self) -> tuple[int, int, float, str, str]:
        return self.state, self.tier, self.km or 0.0, fold(self.name), str(self.public_id)


@dataclass
class WayPoint:
    """All that anybody may know of a service and of where one goes for it."""

    public_id: UUID
    service: Service
    location: Location | None
    """None: it is for the whole country, or nobody is told where."""
    is_confidential: bool
    code: str
    tier: int
    km: float | None
    hours: Sequence[Hours]
    opening: Opening
    is_stale: bool
    verified_at: datetime | None
    verified_how: str
    records: Mapping[str, list[dict[str, Any]]]
    suits: list[str]
    is_free: bool
    is_gone: bool = False


@dataclass
class Ways:
    points: list[WayPoint]
    total: int
    here: int
    """Those in the place that was asked for, not counting what is for the whole country."""
    next_key: str
    by_place: Counter[str] = field(default_factory=Counter)
    """Code of a district, else of a department → how many are there."""


def ways(sought: Sought, at: datetime, *, after: str = "", size: int = 10) -> Ways:
    """From near to far. `after`: the key that the page before ended with. At most nine statements."""
    found = _candidates(sought)
    by_owner = None
    if sought.open_now:
        found, by_owner = _not_closed(found, at)
    found.sort(key=lambda one: one.order)
    start = bisect_right(found, place, key=lambda one: one.order) if (place := _read_key(after)) else 0
    some = found[start : start + size]
    more = start + size < len(found)
    return Ways(
        points=_whole(some, at, by_owner),
        total=len(found),
        here=sum(bool(one.code) for one in found),
        next_key=signing.dumps(list(some[-1].order), salt=_SALT, compress=True) if more and some else "",
        by_place=Counter(one.code for one in found if one.code),
    )


def _read_key(key: str) -> tuple[Any, ...] | None:
    """The place in the list that a page ended with. One that somebody altered is none."""
    try:
        return tuple(signing.loads(key, salt=_SALT)) if key else None
    except signing.BadSignature:
        return None


def _services(sought: Sought) -> dict[int, str]:
    rows = Service.objects.filter(status__in=GIVEN)
    if sought.categories:
        rows = rows.filter(category__code__in=sought.categories)
    if sought.language:
        spoken = Record.objects.filter(table="language", code=sought.language)
        at_point = spoken.filter(location__services__service=OuterRef("pk"), location__is_confidential=False)
        rows = rows.filter(Exists(spoken.filter(service=OuterRef("pk"))) | Exists(at_point))
    if not sought.text:
        return services_that_say(rows, "")
    found = services_that_say(rows, sought.text, "organisation__name", "organisation__code", "note")
    if sought.text_categories:
        found |= services_that_say(rows.filter(category__code__in=sought.text_categories), "")
    return found


_LINK = (
    "pk", "hsds_id", "service", "location", "is_intake", "location__is_confidential", "location__department__code",
    "location__district__code", "location__latitude", "location__longitude",
)  # fmt: skip


def _candidates(sought: Sought) -> list[Candidate]:
    services = _services(sought)
    if sought.free:
        free = _free(services)
        services = {pk: name for pk, name in services.items() if pk in free}
    links = _links().filter(location__is_closed=False)
    few = len(services) < MOST
    if few:
        links = links.filter(service__in=list(services))
    columns: tuple[str, ...] = _LINK
    if sought.accessible:
        equipped = Record.objects.filter(table="accessibility", location=OuterRef("location"))
        links, columns = links.annotate(equipped=Exists(equipped)), (*_LINK, "equipped")
    by_service: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in links.values_list(*columns):
        if row[2] in services:
            by_service[row[2]].append(row)
    ids = Service.objects.filter(pk__in=list(services)) if few else Service.objects.filter(status__in=GIVEN)
    public = dict(ids.order_by().values_list("pk", "hsds_id"))
    places = codelists.kept_places()
    return [
        one
        for service, name in services.items()
        for one in _of_service(service, name, public[service], by_service.get(service, []), sought, places)
    ]


def entrances(links: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of the points of a service, those that anybody may be sent to. Of one that is entered somewhere, only the
    entrance; never one that is confidential."""
    told = [row for row in links if not row[5]]
    return [row for row in told if row[4]] or told


def _of_service(
    service: int, name: str, public_id: UUID, rows: list[tuple[Any, ...]], sought: Sought,
    places: Mapping[str, codelists.Place],
) -> list[Candidate]:  # fmt: skip
    told = entrances(rows)
    if sought.accessible:
        told = [row for row in told if row[-1]]
    elif not told:
        # For the whole country, or nobody says where: the same wherever somebody asks.
        last = 1 if sought.point[0] is not None else 3
        return [Candidate(public_id, service, None, None, name, "", bool(rows), last)]
    found = []
    for pk, link_id, _service, location, _intake, _hidden, department, district, latitude, longitude, *_more in told:
        code = district or department or ""
        tier, km = _how_near(sought, code, (latitude, longitude), places)
        if tier is not None:
            found.append(Candidate(link_id, service, pk, location, name, code, False, tier, km))
    return found


def _how_near(
    sought: Sought, code: str, spot: Spot, places: Mapping[str, codelists.Place]
) -> tuple[int | None, float | None]:
    """In which tier it stands and how far it is. No tier: it is somewhere else."""
    if sought.point[0] is not None:
        centre = codelists.middle_of(places, code)
        if spot[0] is None:
            spot = (centre.latitude, centre.longitude) if centre else spot
        km = kilometres(sought.point, spot)
        return (0 if km <= NEAR else 2, km) if km is not None else (2 if code else 1, None)
    if not code:
        return 3, None
    if not sought.place:
        return 0, None
    for steps, size in enumerate(range(len(sought.place), 0, -2)):
        if code[:size] == sought.place[:size]:
            return steps, None
    return None, None


def _free(services: Collection[int]) -> set[int]:
    fees = dict(Service.objects.filter(status__in=GIVEN).order_by().values_list("pk", "fees_description"))
    amounts: dict[int, list[Any]] = defaultdict(list)
    costs = Record.objects.filter(table="cost_option", service__isnull=False).order_by()
    for service, data in costs.values_list("service", "data"):
        amounts[service].append(data.get("amount"))
    return {pk for pk in services if is_free(fees.get(pk, ""), amounts[pk])}


def _not_closed(found: list[Candidate], at: datetime) -> tuple[list[Candidate], dict[Owner, list[Hours]]]:
    """Without what is known to be closed. What is by appointment, and what nobody wrote down, is not known to be."""
    services = {one.service for one in found}
    by_owner = hours_by_owner(services if len(services) < MOST else None)
    holidays = codelists.holidays()
    by_appointment = set(Service.objects.filter(by_appointment=True).order_by().values_list("pk", flat=True))
    known: dict[tuple[int, ...], Opening] = {}
    kept = []
    for one in found:
        hours = _hours(one, by_owner)
        key = tuple(map(id, hours))
        if key not in known:
            known[key] = opening(hours, at, holidays)
        state = known[key].state
        if state == State.OPEN and one.service not in by_appointment:
            kept.append(one)
        elif one.service in by_appointment:
            kept.append(one._replace(state=1))
        elif state == State.UNKNOWN:
            kept.append(one._replace(state=2))
    return kept, by_owner


def _hours(one: Candidate, by_owner: Mapping[Owner, list[Hours]]) -> list[Hours]:
    own = by_owner.get(("service", one.service), [])
    if one.link is None or one.location is None:
        return own
    return hours_there(by_owner.get(("at", one.link), []), own, by_owner.get(("location", one.location), []))


@dataclass(frozen=True)
class Fetched:
    """What the rows of a page are put together from."""

    services: Mapping[int, Service]
    locations: Mapping[int, Location]
    records: Mapping[Owner, list[Record]]
    by_owner: Mapping[Owner, list[Hours]]
    holidays: Collection[date]


def _whole(some: Sequence[Candidate], at: datetime, by_owner: Mapping[Owner, list[Hours]] | None) -> list[WayPoint]:
    suits = Prefetch("terms", ServiceTerm.objects.filter(taxonomy="population", suits=True), to_attr="suited")
    rows = Service.objects.select_related("organisation", "category").prefetch_related(suits)
    services = rows.in_bulk([one.service for one in some])
    fetched = Fetched(
        services,
        Location.objects.in_bulk([one.location for one in some if one.location]),
        _records(some),
        hours_by_owner(list(services)) if by_owner is None else by_owner,
        codelists.holidays(),
    )
    return [_way_point(one, fetched, at) for one in some]


def _way_point(one: Candidate, fetched: Fetched, at: datetime) -> WayPoint:
    service, location = fetched.services[one.service], fetched.locations.get(one.location or 0)
    hours = _hours(one, fetched.by_owner)
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    owners: list[Owner] = [("service", service.pk)]
    if one.link and location:
        owners = [("at", one.link), ("location", location.pk), *owners]
    for owner in owners:
        for record in fetched.records.get(owner, []):
            said[record.table].append(dict(record.data) | {"code": record.code})
    entries: list[Service | Location] = [service, location] if location else [service]
    oldest = min(entries, key=lambda entry: entry.verified_at.timestamp() if entry.verified_at else 0.0)
    return WayPoint(
        public_id=one.public_id,
        service=service,
        location=location,
        is_confidential=one.is_confidential,
        code=one.code,
        tier=one.tier,
        km=one.km,
        hours=hours,
        opening=opening(hours, at, fetched.holidays),
        is_stale=any(is_stale(entry, at) for entry in entries),
        verified_at=oldest.verified_at,
        verified_how=oldest.verified_how,
        records=said,
        suits=[term.code for term in service.suited],  # type: ignore[attr-defined]
        is_free=is_free(service.fees_description, [cost.get("amount") for cost in said["cost_option"]]),
        is_gone=service.status not in GIVEN or bool(location and location.is_closed),
    )


def _records(some: Sequence[Candidate]) -> dict[Owner, list[Record]]:
    """Rows that hang on these. A telephone that is a contact's own is that of somebody, and not shown."""
    owned = Q(service__in=[one.service for one in some])
    owned |= Q(at__in=[one.link for one in some if one.link])
    owned |= Q(location__in=[one.location for one in some if one.location])
    found: dict[Owner, list[Record]] = defaultdict(list)
    for row in Record.objects.filter(owned, table__in=TABLES).order_by("pk"):
        if row.data.get("contact_id"):
            continue
        for name, pk in (("service", row.service_id), ("at", row.at_id), ("location", row.location_id)):
            if pk is not None:
                found[name, pk].append(row)
    return found


def way_point(public_id: UUID, at: datetime) -> WayPoint | None:
    """One, by the id that its page has. None: there is no such, or nobody is told of it."""
    found = _at_a_point(public_id) or _without_point(public_id)
    return _whole([found], at, None)[0] if found else None


def _links() -> QuerySet[ServiceAtLocation]:
    return ServiceAtLocation.objects.order_by()


def _at_a_point(public_id: UUID) -> Candidate | None:
    row = _links().filter(hsds_id=public_id, location__is_confidential=False).values_list(*_LINK).first()
    if row is None:
        return None
    siblings = _links().filter(service=row[2], location__is_closed=False).values_list(*_LINK)
    others = entrances(siblings)
    if any(other[4] for other in others) and not row[4]:
        # One does not go here, but to the entrance.
        return None
    return Candidate(row[1], row[2], row[0], row[3], "", row[7] or row[6] or "", False, 0)


def _without_point(public_id: UUID) -> Candidate | None:
    service = Service.objects.filter(hsds_id=public_id).first()
    if service is None:
        return None
    rows = list(_links().filter(service=service, location__is_closed=False).values_list(*_LINK))
    return Candidate(service.hsds_id, service.pk, None, None, "", "", bool(rows) and not entrances(rows), 3)


def points_of(service: Service) -> list[tuple[UUID, str, str]]:
    """Where else it is given: public id, name of the point, code of its place."""
    rows = list(_links().filter(service=service, location__is_closed=False).values_list(*_LINK, "location__name"))
    told = [(row[1], row[-1], row[7] or row[6] or "") for row in entrances(rows)]
    return sorted(told, key=lambda one: (one[2], fold(one[1])))


def spoken_languages() -> list[tuple[str, str]]:
    """Those that some service is written down to speak: code and label."""
    rows = Record.objects.filter(table="language").exclude(location__is_confidential=True)
    codes = set(rows.exclude(code="").order_by().values_list("code", flat=True).distinct())
    return [one for one in codelists.kept_choices(Language) if one[0] in codes]


def public_points() -> list[tuple[UUID, datetime | None]]:
    """For machines: every page of a point that anybody may be sent to, and when it was last verified."""
    rows = _links().filter(location__is_closed=False, location__is_confidential=False, service__status__in=GIVEN)
    intake = _links().filter(
        service=OuterRef("service"), is_intake=True, location__is_closed=False, location__is_confidential=False
    )
    rows = rows.filter(Q(is_intake=True) | ~Exists(intake))
    return list(rows.order_by("pk").values_list("hsds_id", "location__verified_at")[:40_000])


def schedules_of_office(office: int) -> list[Schedule]:
    """The hours of a site of ours, and when it is closed."""
    mine = Schedule.objects.filter(location__office=office, location__is_closed=False)
    return list(mine.order_by("is_closure", "opens_at", "pk"))
