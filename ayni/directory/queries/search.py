"""Looking for a service: by need, place, for whom, language, and whether it is open now. From near to far."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory, Territory

from ..models import Record, Schedule, Service, ServiceAtLocation, ServiceTerm, Standing
from ..rules.opening import HOURS, Hours, Opening, hours_there, is_open, opening
from .freshness import is_stale
from .texts import services_that_say

A_PAGE = 20
MOST = 1000
"""Ids that a statement names. More are slower to name than all rows are to read."""
Spot = tuple[float | None, float | None]


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
    point: str = ""
    """What kind of place one goes to: a health centre, a border post."""
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


class Place(NamedTuple):
    """One candidate, before it is fetched whole."""

    service: int
    link: int | None
    location: int
    name: str
    department: str
    district: str
    kind: str
    is_drawn: bool
    """Where a shelter stands is told by no map."""
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
    by_place: Counter[str] = field(default_factory=Counter)
    """The same by district, where it is known."""


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
    mapped = [one for one in candidates if one.department and one.is_drawn]
    by_department = Counter(one.department for one in mapped)
    by_place = Counter(one.district or one.department for one in mapped)
    return Found(_whole(some, at), len(candidates), page, pages, by_department, by_place)


def offered() -> set[str]:
    """Codes of the categories of which something is given."""
    given = Service.objects.filter(status__in=(Standing.ACTIVE, Standing.CLOSED), category__isnull=False)
    return set(given.order_by().values_list("category__code", flat=True).distinct())


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
    services = services_that_say(rows, wanted.text, "organisation__name", "organisation__code", "note")
    # Of a service that is entered somewhere else, only the entrance is a place to go to.
    links = ServiceAtLocation.objects.filter(location__is_closed=False).order_by()
    if len(services) < MOST:
        links = links.filter(service__in=list(services))
    if wanted.accessible:
        links = links.filter(Exists(Record.objects.filter(table="accessibility", location=OuterRef("location"))))
    centre = _centre(wanted.district)
    by_service: dict[int, list[tuple[bool, Place]]] = defaultdict(list)
    columns = (*_WHERE, *(_NEAR if wanted.district else ()))
    for pk, service, location, is_intake, hidden, department, district, kind, *near in links.values_list(*columns):
        if service in services:
            km = _distance(centre, *near) if near else None
            there = (department or "", district or "", kind, not hidden, km)
            by_service[service].append((is_intake, Place(service, pk, location, services[service], *there)))
    return _reachable(services, by_service, wanted)


_WHERE = (
    "pk", "service", "location", "is_intake", "location__is_confidential", "location__department__code",
    "location__district__code", "location__kind",
)  # fmt: skip
_NEAR = ("location__latitude", "location__longitude", "location__district__latitude", "location__district__longitude")


def _distance(centre: Spot, lat: Any, lon: Any, dlat: Any, dlon: Any) -> float | None:
    # A confidential point has no coordinates: the centre of its district stands for it.
    return kilometres(centre, (lat, lon) if lat is not None else (dlat, dlon))


def _reachable(
    services: dict[int, str], by_service: dict[int, list[tuple[bool, Place]]], wanted: Wanted
) -> list[Place]:
    found = []
    for service, name in services.items():
        places = by_service.get(service, [])
        entrances = [one for one in places if one[0]] or places
        found += [place for _is_intake, place in entrances if _is_there(place, wanted)]
        if not places and not (wanted.department or wanted.district or wanted.accessible or wanted.point):
            found.append(Place(service, None, 0, name, "", "", "", is_drawn=False, km=None))
    return found


def _is_there(place: Place, wanted: Wanted) -> bool:
    """In the department that was asked for, or in that of the district; and a place of that kind."""
    if wanted.point and place.kind != wanted.point:
        return False
    if wanted.department:
        return place.department == wanted.department
    return not wanted.district or place.district[:2] == wanted.district[:2]


def _centre(code: str) -> Spot:
    if not code:
        return (None, None)
    place = codelists.current(Territory).filter(code=code).values_list("latitude", "longitude").first()
    return place or (None, None)


def kilometres(one: Spot, other: Spot) -> float | None:
    """Great circle, from centre to centre where nothing better is known."""
    if None in one or None in other:
        return None
    lat1, lon1, lat2, lon2 = (radians(x) for x in (*one, *other) if x is not None)
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(12742 * asin(sqrt(h)), 1)


def _open(candidates: list[Place], at: datetime) -> list[Place]:
    """Those that are open at the moment. Many keep the same hours: each of these is thought about once."""
    services = {one.service for one in candidates}
    by_owner = hours_by_owner(services if len(services) < MOST else None)
    holidays = codelists.holidays()
    known: dict[tuple[int, ...], bool] = {}
    found = []
    for one in candidates:
        hours = nearest_hours(one, by_owner)
        kept = tuple(map(id, hours))
        if kept not in known:
            known[kept] = is_open(hours, at, holidays)
        if known[kept]:
            found.append(one)
    return found


Owner = tuple[str, int]


def hours_by_owner(services: Collection[int] | None) -> dict[Owner, list[Hours]]:
    """Of these services and their points, or of all. Hours that are alike are one object."""
    rows = Schedule.objects.order_by()
    if services is not None:
        mine = ServiceAtLocation.objects.filter(service__in=services).order_by()
        rows = rows.filter(
            Q(service__in=services) | Q(at__in=mine.values("pk")) | Q(location__in=mine.values("location"))
        )
    found: dict[Owner, list[Hours]] = defaultdict(list)
    told: dict[tuple[Any, ...], Hours] = {}
    # Days and hours as they are written: they are read once for all that are alike.
    for service, location, at, *rule in rows.values_list("service", "location", "at", *_AS_WRITTEN):
        hours = told.get(tuple(rule)) or told.setdefault(tuple(rule), _read(rule))
        for name, pk in (("service", service), ("location", location), ("at", at)):
            if pk is not None:
                found[name, pk].append(hours)
    return found


_READ = {"DateField": date.fromisoformat, "TimeField": time.fromisoformat}
_TYPES = {name: Schedule._meta.get_field(name).get_internal_type() for name in HOURS}
_AS_WRITTEN = [Cast(name, TextField()) if kind in _READ else F(name) for name, kind in _TYPES.items()]


def _read(rule: list[Any]) -> Hours:
    said = zip(HOURS, rule, strict=True)
    return Schedule(**{n: v if v is None or _TYPES[n] not in _READ else _READ[_TYPES[n]](v) for n, v in said})


def nearest_hours(one: Place, by_owner: dict[Owner, list[Hours]]) -> list[Hours]:
    own = by_owner.get(("service", one.service), [])
    if one.link is None:
        return own
    return hours_there(by_owner.get(("at", one.link), []), own, by_owner.get(("location", one.location), []))


def _whole(some: list[Place], at: datetime) -> list[Hit]:
    services = Service.objects.select_related("organisation", "category").in_bulk([one.service for one in some])
    wanted = ("location__district__parent", "location__department")
    links = ServiceAtLocation.objects.select_related(*wanted).in_bulk([one.link for one in some if one.link])
    by_owner = hours_by_owner([one.service for one in some])
    holidays = codelists.holidays()
    return [
        Hit(
            service=(service := services[one.service]),
            link=links.get(one.link) if one.link else None,
            km=one.km,
            is_stale=is_stale(service, at),
            opening=opening(nearest_hours(one, by_owner), at, holidays),
        )
        for one in some
    ]
