"""Looking for a service: by need, place, for whom, language, and whether it is open now. From near to far."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory, Territory
from ayni.codelists.rules import fold

from ..models import Record, Schedule, Service, ServiceAtLocation, ServiceTerm, Standing
from ..rules.hsds import WEEKDAYS
from ..rules.opening import Opening, is_open, opening
from .freshness import is_stale
from .pages import hours_of

A_PAGE = 20
MOST = 1000


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Empty means: any."""

    text: str = ""
    category: str = ""
    need: str = ""
    profile: str = ""
    population: str = ""
    department: str = ""
    district: str = ""
    language: str = ""
    admits: str = ""
    age: int | None = None
    open_now: bool = False
    no_appointment: bool = False
    accessible: bool = False
    confirmed: bool = False


@dataclass
class Hit:
    """A service, where one goes for it, and how far that is."""

    service: Service
    link: ServiceAtLocation | None
    km: float | None
    is_stale: bool
    opening: Opening | None = None


@dataclass(frozen=True)
class Place:
    """One candidate, before it is fetched whole."""

    service: int
    link: int | None
    location: int
    name: str
    department: str
    km: float | None

    @property
    def order(self) -> tuple[bool, float, str, int, int]:
        return (self.km is None, self.km or 0.0, self.name, self.service, self.link or 0)


@dataclass
class Found:
    hits: list[Hit]
    total: int
    page: int
    pages: int
    by_department: Counter[str] = field(default_factory=Counter)


def search(wanted: Wanted, at: datetime, page: int = 1) -> Found:
    """Services and where they are, the nearest to the district first, then by name. At most eight statements."""
    rows = _services(wanted)
    candidates = _candidates(rows, wanted)
    if wanted.open_now:
        candidates = _open(candidates, at)
    candidates.sort(key=lambda one: one.order)
    pages = max(1, -(-len(candidates) // A_PAGE))
    page = min(max(page, 1), pages)
    some = candidates[(page - 1) * A_PAGE : page * A_PAGE]
    counted = Counter(one.department for one in candidates if one.department)
    return Found(_whole(some, at), len(candidates), page, pages, counted)


def _services(wanted: Wanted) -> QuerySet[Service]:
    rows = Service.objects.filter(status__in=[Standing.ACTIVE, Standing.CLOSED])
    if wanted.category:
        below = codelists.current(ServiceCategory).filter(parent_code=wanted.category).values_list("code", flat=True)
        rows = rows.filter(category__code__in=[wanted.category, *below])
    if wanted.need:
        of_sector = codelists.current(ServiceCategory).filter(need_sector=wanted.need).values("code")
        rows = rows.filter(Q(category__code__in=of_sector) | Q(_term("need", wanted.need)))
    if wanted.profile:
        rows = rows.filter(_term("profile", wanted.profile))
    if wanted.population:
        # What nobody said to be unsuitable is shown; what was said to be suitable as well.
        rows = rows.exclude(_term("population", wanted.population, suits=False))
    if wanted.admits:
        rows = rows.filter(admits__in=_ADMITTED_TO[wanted.admits])
    if wanted.age is not None:
        rows = rows.filter(Q(minimum_age__isnull=True) | Q(minimum_age__lte=wanted.age))
        rows = rows.filter(Q(maximum_age__isnull=True) | Q(maximum_age__gte=wanted.age))
    if wanted.no_appointment:
        rows = rows.filter(by_appointment=False)
    if wanted.language:
        spoken = Record.objects.filter(table="language", code=wanted.language, service=OuterRef("pk"))
        rows = rows.filter(Exists(spoken))
    return rows


_ADMITTED_TO = {"none": ["ANYONE"], "document": ["ANYONE", "DOCUMENT"], "regular": ["ANYONE", "DOCUMENT", "REGULAR"]}
"""What the person has → which requirements they meet."""


def _term(taxonomy: str, code: str, *, suits: bool = True) -> Exists:
    return Exists(ServiceTerm.objects.filter(service=OuterRef("pk"), taxonomy=taxonomy, code=code, suits=suits))


def _candidates(rows: QuerySet[Service], wanted: Wanted) -> list[Place]:
    words = fold(wanted.text).split()
    columns: tuple[str, ...] = ("pk", "name", "organisation__name", "organisation__code", "note")
    texts = ((pk, name, f"{name} {' '.join(more)}") for pk, name, *more in rows.order_by().values_list(*columns))
    services = {pk: name for pk, name, text in texts if not words or all(word in fold(text) for word in words)}
    # Of a service that is entered somewhere else, only the entrance is a place to go to.
    links = ServiceAtLocation.objects.filter(location__is_closed=False).order_by()
    if wanted.accessible:
        links = links.filter(Exists(Record.objects.filter(table="accessibility", location=OuterRef("location"))))
    centre = _centre(wanted.district)
    by_service: dict[int, list[tuple[bool, Place, str]]] = defaultdict(list)
    # A confidential point has no coordinates: the centre of its district stands for it.
    columns = ("pk", "service", "location", "is_intake", "location__latitude", "location__longitude",
               "location__district__code", "location__district__latitude", "location__district__longitude",
               "location__department__code")  # fmt: skip
    for pk, service, location, is_intake, lat, lon, district, dlat, dlon, department in links.values_list(*columns):
        if service in services:
            spot = (lat, lon) if lat is not None else (dlat, dlon)
            place = Place(service, pk, location, services[service], department or "", _km(centre, spot))
            by_service[service].append((is_intake, place, district or ""))
    return _reachable(services, by_service, wanted)


def _reachable(
    services: dict[int, str], by_service: dict[int, list[tuple[bool, Place, str]]], wanted: Wanted
) -> list[Place]:
    found = []
    for service, name in services.items():
        places = by_service.get(service, [])
        entrances = [one for one in places if one[0]] or places
        for _is_intake, place, district in entrances:
            if wanted.department and place.department != wanted.department:
                continue
            if wanted.district and not wanted.department and district[:2] != wanted.district[:2]:
                continue
            found.append(place)
        if not places and not (wanted.department or wanted.district or wanted.accessible):
            found.append(Place(service, None, 0, name, "", None))
    return found


def _centre(code: str) -> tuple[float | None, float | None]:
    if not code:
        return (None, None)
    place = codelists.current(Territory).filter(code=code).values_list("latitude", "longitude").first()
    return place or (None, None)


def _km(one: tuple[Any, Any], other: tuple[Any, Any]) -> float | None:
    """Great circle, from centre to centre where nothing better is known."""
    if None in one or None in other:
        return None
    (lat1, lon1), (lat2, lon2) = ([radians(x) for x in one], [radians(x) for x in other])
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(12742 * asin(sqrt(h)), 1)


def _open(candidates: list[Place], at: datetime) -> list[Place]:
    """Those that are open at the moment. Hours of other weekdays are not even read."""
    today, before = WEEKDAYS[at.weekday()], WEEKDAYS[(at - timedelta(1)).weekday()]
    relevant = Q(is_closure=True) | Q(byday="") | Q(byday__contains=today) | Q(byday__contains=before)
    services = {one.service for one in candidates}
    # So many ids are slower to name than all hours are to read.
    by_owner = _hours(Schedule.objects.filter(relevant), services if len(services) < MOST else None)
    holidays = codelists.holidays()
    return [one for one in candidates if is_open(_nearest(one, by_owner), at, holidays)]


Owner = tuple[str, int]


def _hours(rows: QuerySet[Schedule], services: Collection[int] | None) -> dict[Owner, list[Schedule]]:
    if services is not None:
        mine = ServiceAtLocation.objects.filter(service__in=services).order_by()
        rows = rows.filter(
            Q(service__in=services) | Q(at__in=mine.values("pk")) | Q(location__in=mine.values("location"))
        )
    found: dict[Owner, list[Schedule]] = defaultdict(list)
    for hours in rows.order_by().defer("description", "kept"):
        for name in ("service", "location", "at"):
            if (pk := getattr(hours, f"{name}_id")) is not None:
                found[name, pk].append(hours)
    return found


def _nearest(one: Place, by_owner: dict[Owner, list[Schedule]]) -> list[Schedule]:
    own = by_owner.get(("service", one.service), [])
    if one.link is None:
        return own
    some = [*by_owner.get(("at", one.link), []), *by_owner.get(("location", one.location), [])]
    return hours_of(ServiceAtLocation(pk=one.link, location_id=one.location), own, some)


def _whole(some: list[Place], at: datetime) -> list[Hit]:
    services = Service.objects.select_related("organisation", "category").in_bulk([one.service for one in some])
    wanted = ("location__district__parent", "location__department")
    links = ServiceAtLocation.objects.select_related(*wanted).in_bulk([one.link for one in some if one.link])
    by_owner = _hours(Schedule.objects.all(), [one.service for one in some])
    holidays = codelists.holidays()
    return [
        Hit(
            service=(service := services[one.service]),
            link=links.get(one.link) if one.link else None,
            km=one.km,
            is_stale=is_stale(service, at),
            opening=opening(_nearest(one, by_owner), at, holidays),
        )
        for one in some
    ]
