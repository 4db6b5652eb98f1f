from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.codelists.rules import fold

from .models import FocalPoint, RegisterEntry, Service


def services_accepting_referrals() -> QuerySet[Service]:
    """What can be referred to, by institution and name."""
    return Service.objects.filter(accepts_referrals=True).select_related("organisation", "category")


def services_of(organisation: Organisation) -> QuerySet[Service]:
    """All that an institution offers, what it really described before its generic service."""
    return organisation.services.select_related("category").order_by("is_generic", "name", "pk")


def focal_point(organisation: Organisation, department_code: str) -> FocalPoint | None:
    """Who answers for the institution in that department; otherwise, in the whole country."""
    return (
        FocalPoint.objects.filter(Q(department__code=department_code) | Q(department__isnull=True))
        .filter(organisation=organisation, ended_at__isnull=True)
        .select_related("department", "organisation")
        .order_by(F("department").asc(nulls_last=True), "pk")
        .first()
    )


def institutions(*, text: str = "", sector: str = "", level: str = "") -> list[Organisation]:
    """The institutions that the register names, by sector and name, with what can be referred to them and who answers
    for them. `text` is sought in name, code and role, without minding accents."""
    listed = RegisterEntry.objects.current().filter(organisation=OuterRef("pk"))
    rows = Organisation.objects.filter(Exists(listed)).select_related("parent").order_by("sector", "name", "pk")
    rows = rows.filter(sector=sector) if sector else rows
    rows = rows.filter(level=level) if level else rows
    rows = rows.prefetch_related(
        Prefetch("services", Service.objects.filter(accepts_referrals=True), to_attr="open_services"),
        Prefetch("focal_points", _standing(), to_attr="standing_focal_points"),
    )
    words = fold(text).split()
    return [row for row in rows if all(word in fold(f"{row.name} {row.code} {row.mission}") for word in words)]


def sectors() -> list[str]:
    return list(Organisation.objects.order_by("sector").values_list("sector", flat=True).distinct())


def _standing() -> QuerySet[FocalPoint]:
    rows = FocalPoint.objects.filter(ended_at__isnull=True).select_related("department", "organisation")
    return rows.order_by(F("department__label_es").asc(nulls_first=True), "organisation__name", "pk")


def focal_points_of(organisation: Organisation) -> QuerySet[FocalPoint]:
    """Who answers for an institution now: the one for the whole country first."""
    return _standing().filter(organisation=organisation)


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
    points = list(_standing().filter(organisation=organisation) if organisation else _standing())
    # Sorted here: not every database knows that Áncash comes before Apurímac.
    places = {d.code: Place(d) for d in sorted(codelists.departments(), key=lambda d: fold(d.label_es))}
    for point in points:
        if point.department and point.department.code in places:
            places[point.department.code].focal_points.append(point)
    return Coverage(list(places.values()), [point for point in points if point.department is None])


@dataclass(frozen=True)
class Hierarchy:
    """Where an institution stands: those above it, from the top, and the units right below."""

    above: list[Organisation]
    units: list[Organisation]


def everybody() -> list[Organisation]:
    """All organisations, by name: a page about one says where it stands among them."""
    return list(Organisation.objects.order_by("name", "pk"))


def hierarchy(organisation: Organisation, everybody: Iterable[Organisation]) -> Hierarchy:
    by_pk = {row.pk: row for row in everybody}
    above: list[Organisation] = []
    at = organisation.parent_id
    while at is not None and by_pk[at] not in above:
        above.insert(0, by_pk[at])
        at = by_pk[at].parent_id
    return Hierarchy(above, [row for row in by_pk.values() if row.parent_id == organisation.pk])


def register_of(organisation: Organisation) -> list[RegisterEntry]:
    """What the register has said of it, the newest first; former names are among it."""
    return list(RegisterEntry.objects.filter(organisation=organisation).order_by("-valid_from", "-version"))


def former_names(entries: Iterable[RegisterEntry], now: str) -> list[RegisterEntry]:
    return [entry for entry in entries if entry.valid_to is not None and entry.label_es != now]
