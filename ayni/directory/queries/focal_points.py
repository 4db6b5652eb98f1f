"""Who answers for an institution, where and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from ayni.access import queries as access
from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.codelists.rules import fold

from ..models import Absence, FocalPoint, Rank, Service

_FIRST_ASKED = (Rank.INSTITUTION, Rank.REGIONAL, Rank.NATIONAL)


def focal_point(organisation: Organisation, department_code: str) -> FocalPoint | None:
    """Who answers for the institution in that department; otherwise, in the whole country. Absences are not looked at:
    `focal_chain` does."""
    return (
        FocalPoint.objects.standing()
        .filter(Q(department__code=department_code) | Q(department__isnull=True))
        .filter(organisation=organisation, rank__in=_FIRST_ASKED)
        .select_related("department", "organisation")
        .annotate(place=Case(*_ranked(_FIRST_ASKED), output_field=IntegerField()))
        .order_by("place", F("department").asc(nulls_last=True), F("office").asc(nulls_first=True), "pk")
        .first()
    )


def _ranked(ranks: Iterable[Rank]) -> list[When]:
    return [When(rank=rank, then=Value(place)) for place, rank in enumerate(ranks)]


@dataclass(frozen=True)
class Rung:
    """One step of a chain: who answers there now."""

    rank: Rank
    focal_point: FocalPoint
    instead_of: FocalPoint | None = None
    """The one who is away, when a substitute stands in."""


def focal_chain(
    organisation: Organisation, territory: Territory | None, at: datetime, *, service: Service | None = None
) -> list[Rung]:
    """Who answers for an institution in a place at a moment, in the order in which they are asked: the service point
    (when `service` says which), the institution's focal point, the regional, the national.

    `territory` may be a department, a province or a district; without one, only who answers for the whole country
    counts. In each rank the institution itself comes before what it belongs to, and who answers in the place (in its
    department, then in a zonal office there) before who answers for the country. Whoever is away that day gives way to
    a substitute; where both are away, the rung is left out. Whoever would be asked twice is asked once. Two statements
    and one for substitutes and absences each; nobody is left out for having no e-mail: ask `can_use_link` for that.
    """
    nearness = {pk: steps for steps, pk in enumerate(access.above(organisation.pk))}
    department = territory.department_code if territory else ""
    here = Q(department__isnull=True) | Q(department__code=department)
    of_service = Q(service__isnull=True) | Q(service=service, organisation=organisation)
    rows = FocalPoint.objects.standing().filter(here, of_service, organisation__in=nearness)
    points = sorted(with_cover(rows.order_by("pk")), key=lambda point: _place_in_chain(point, nearness))
    return list(_asked_once(_rungs(points, localdate(at))))


def with_cover(rows: QuerySet[FocalPoint]) -> QuerySet[FocalPoint]:
    """The same rows with who stands in (`standing_substitutes`) and days away (`days_away`)."""
    absences = Prefetch("absences", Absence.objects.filter(cancelled_at__isnull=True), to_attr="days_away")
    substitutes = FocalPoint.objects.filter(ended_at__isnull=True).prefetch_related(absences).order_by("pk")
    return rows.select_related("organisation", "department", "office", "service").prefetch_related(
        absences, Prefetch("substitutes", substitutes, to_attr="standing_substitutes")
    )


def _place_in_chain(point: FocalPoint, nearness: dict[int, int]) -> tuple[int, int, bool, bool, int]:
    rank = list(Rank).index(Rank(point.rank))
    return (
        rank,
        nearness[point.organisation_id],
        point.department_id is None,
        point.office_id is not None,
        point.pk,
    )


def _rungs(points: Iterable[FocalPoint], day: date) -> Iterator[Rung]:
    for point in points:
        if not is_away(point, day):
            yield Rung(Rank(point.rank), point)
            continue
        there = next((s for s in point.standing_substitutes if not is_away(s, day)), None)  # type: ignore[attr-defined]
        if there is not None:
            yield Rung(Rank(point.rank), there, instead_of=point)


def is_away(point: FocalPoint, day: date) -> bool:
    """Of a focal point that was fetched with its days away."""
    return any(absence.covers(day) for absence in point.days_away)  # type: ignore[attr-defined]


def _asked_once(rungs: Iterable[Rung]) -> Iterator[Rung]:
    asked = set()
    for rung in rungs:
        reached = (rung.focal_point.email.lower(), rung.focal_point.phone)
        if reached not in asked:
            asked.add(reached)
            yield rung


def standing() -> QuerySet[FocalPoint]:
    rows = FocalPoint.objects.standing().select_related("department", "organisation", "office", "service")
    return rows.order_by(F("department__label_es").asc(nulls_first=True), "organisation__name", "pk")


def focal_points_of(organisation: Organisation) -> QuerySet[FocalPoint]:
    """Who answers for an institution now, with substitutes and days away: the one for the whole country first."""
    return with_cover(standing().filter(organisation=organisation))


@dataclass(frozen=True)
class Place:
    """A department, and the focal points in it."""

    department: Territory
    focal_points: list[FocalPoint] = field(default_factory=list)


@dataclass(frozen=True)
class Coverage:
    """Where somebody answers, and where nobody does (R135)."""

    places: list[Place]
    national: list[FocalPoint]

    @property
    def gaps(self) -> list[Place]:
        return [place for place in self.places if not place.focal_points]

    def counts(self) -> dict[str, int]:
        return {place.department.code: len(place.focal_points) for place in self.places}


def coverage(organisation: Organisation | None = None) -> Coverage:
    """Focal points by department, of one institution or of all."""
    points = list(standing().filter(organisation=organisation) if organisation else standing())
    # Sorted here: not every database knows that Áncash comes before Apurímac.
    places = {d.code: Place(d) for d in sorted(codelists.departments(), key=lambda d: fold(d.label_es))}
    for point in points:
        if point.department and point.department.code in places:
            places[point.department.code].focal_points.append(point)
    return Coverage(list(places.values()), [point for point in points if point.department is None])
