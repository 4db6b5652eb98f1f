"""Who answers for which profile where, and where nobody does; which territories come first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from ayni.access import queries as access
from ayni.access.models import Office, Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile, Territory
from ayni.codelists.rules import fold
from ayni.governance.models import ProtocolStep
from ayni.lib.together import read_together

from ..models import (
    FocalPoint,
    Location,
    MarkKind,
    MigrantCount,
    NationalityVariable,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Strengthening,
    TerritoryMark,
)
from .focal_points import standing

CENTRAL = ("MIGRACIONES", "UIM")
HERE, OURS, NATIONAL, NOBODY = "here", "ours", "national", "nobody"
"""How a profile is answered for in a department: by an institution there, only by the unit itself, only by somebody for
the country, by nobody."""


@dataclass
class Cell:
    department: Territory
    profile: Profile
    points: list[FocalPoint] = field(default_factory=list)
    ours: list[FocalPoint] = field(default_factory=list)
    """Those of the unit itself, unless the profile is its own to lead: it refers, and somebody else protects."""
    services: int = 0
    """Service points there that are prepared for the profile."""
    national: list[FocalPoint] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.points or self.services:
            return HERE
        if self.ours:
            return OURS
        return NATIONAL if self.national else NOBODY


@dataclass(frozen=True)
class Line:
    profile: Profile
    here: int
    ours: int
    national: int
    nobody: list[Territory]


@dataclass
class CoverageTable:
    profiles: list[Profile]
    departments: list[Territory]
    cells: dict[tuple[str, str], Cell]
    """(profile, department)."""

    def of_profile(self, code: str) -> list[Cell]:
        return [self.cells[code, department.code] for department in self.departments]

    def lines(self) -> list["Line"]:
        """Of each profile, in how many departments somebody answers, and in which nobody does."""
        found = []
        for profile in self.profiles:
            cells = self.of_profile(profile.code)
            states = [cell.state for cell in cells]
            nobody = [cell.department for cell in cells if cell.state == NOBODY]
            found.append(Line(profile, states.count(HERE), states.count(OURS), states.count(NATIONAL), nobody))
        return found

    def gaps(self) -> dict[str, int]:
        """Profile → departments in which nobody answers."""
        return {p.code: sum(cell.state == NOBODY for cell in self.of_profile(p.code)) for p in self.profiles}


def coverage_by_profile() -> CoverageTable:
    """For each profile in force and each department, who answers: the focal points of the institutions that the
    profile's protocol asks, and the service points that are prepared for it. Eight statements."""
    profiles = list(codelists.current(Profile).order_by("label_es"))
    departments = sorted(codelists.departments(), key=lambda d: fold(d.label_es))
    asked = _asked_of(profiles)
    by_organisation: dict[int, list[FocalPoint]] = defaultdict(list)
    for point in standing():
        by_organisation[point.organisation_id].append(point)
    prepared, unit = _prepared(), access.own_institution()
    cells = {}
    for profile in profiles:
        points = [point for pk in asked[profile.code] for point in by_organisation[pk]]
        national = [point for point in points if point.department is None]
        own = set() if profile.lead_institution in CENTRAL else set(unit)
        for department in departments:
            there = [p for p in points if p.department is not None and p.department.code == department.code]
            cells[profile.code, department.code] = Cell(
                department, profile, national=national, services=prepared.get((profile.code, department.code), 0),
                points=[p for p in there if p.organisation_id not in own],
                ours=[p for p in there if p.organisation_id in own],
            )  # fmt: skip
    return CoverageTable(profiles, departments, cells)


def _asked_of(profiles: Iterable[Profile]) -> dict[str, set[int]]:
    """Profile → institutions that its protocol in force asks for something, and the one that leads."""
    found: dict[str, set[int]] = defaultdict(set)
    steps = ProtocolStep.objects.filter(protocol__valid_to__isnull=True).order_by()
    for code, actor in steps.values_list("protocol__profiles__code", "actor").distinct():
        if code:
            found[code].add(actor)
    leading = {profile.lead_institution for profile in profiles if profile.lead_institution}
    by_code = dict(Organisation.objects.filter(code__in=leading).order_by().values_list("code", "pk"))
    for profile in profiles:
        if (pk := by_code.get(profile.lead_institution)) is not None:
            found[profile.code].add(pk)
    for code, owner in (
        ServiceTerm.objects.filter(taxonomy="profile", suits=True)
        .order_by()
        .values_list("code", "service__organisation")
    ):
        found[code].add(owner)
    return found


def _prepared() -> dict[tuple[str, str], int]:
    """(profile, department) → points at which a service for it is given or entered. Not the confidential ones: where a
    shelter stands is not told by a number either."""
    rows = ServiceAtLocation.objects.filter(
        service__terms__taxonomy="profile", service__terms__suits=True, location__is_closed=False,
        location__is_confidential=False,
    )  # fmt: skip
    counted = rows.order_by().values("service__terms__code", "location__department__code").annotate(n=Count("pk"))
    return {(row["service__terms__code"], row["location__department__code"] or ""): row["n"] for row in counted}


def who_is_where() -> dict[str, frozenset[str]]:
    """Department → codes of the institutions that can be referred to there: with a point that takes referrals, or
    somebody who answers for it there; under "", for whom somebody answers in the whole country. Confidential points
    are left out."""
    points = ServiceAtLocation.objects.filter(
        service__accepts_referrals=True, location__is_closed=False, location__is_confidential=False,
        location__department__isnull=False,
    )  # fmt: skip
    found: dict[str, set[str]] = defaultdict(set)
    for rows in (
        points.order_by().values_list("location__department__code", "service__organisation__code").distinct(),
        FocalPoint.objects.standing().order_by().values_list("department__code", "organisation__code").distinct(),
    ):
        for department, organisation in rows:
            found[department or ""].add(organisation)
    return {department: frozenset(codes) for department, codes in found.items()}


@dataclass(frozen=True)
class Ranked:
    """A district, how many migrants live there by which source, and what there is for them."""

    territory: Territory
    persons: int | None
    counted_on: date | None
    source: str
    points: int
    marks: list[TerritoryMark]
    strengthenings: list[Strengthening]


@dataclass(frozen=True)
class Territories:
    ranking: list[Ranked]
    services: list[Service]
    presence: list["Presence"]
    marks: list[TerritoryMark]
    department: str
    """To which the ranking is narrowed."""


def territories(*, department: str = "", limit: int = 100) -> Territories:
    """Everything of the page about territories, each thing asked once. Eight statements. What is no department narrows
    nothing."""
    offices, departments, marks, points = read_together(
        Office.objects.select_related("organisation", "department").order_by("name", "pk"),
        codelists.departments(), marks_in_force(), standing(),
    )  # fmt: skip
    department = department if department in {one.code for one in departments} else ""
    services = municipal_services()
    ranking = _ranking(latest_counts(department, limit), marks, services, department)
    return Territories(ranking, services, _presence(departments, offices, points, marks), marks, department)


def _ranking(
    counts: dict[str, MigrantCount], every: list[TerritoryMark], services: list[Service], department: str
) -> list[Ranked]:
    """Territories by the migrants that a source counts there, the most first; then those that are marked, and those
    with a strengthened municipal service."""
    marks: dict[str, list[TerritoryMark]] = defaultdict(list)
    for mark in every:
        if mark.territory.department_code.startswith(department):
            marks[mark.territory.code].append(mark)
    done = _strengthened(services, department)
    codes = [*counts, *marks, *done]
    places = {t.code: t for t in codelists.current(Territory).filter(code__in=codes).select_related("parent__parent")}
    points = dict(
        Location.objects.filter(is_closed=False, district__code__in=codes).order_by()
        .values_list("district__code").annotate(n=Count("pk"))
    )  # fmt: skip
    return [
        Ranked(
            territory=places[code], persons=c.persons if (c := counts.get(code)) else None,
            counted_on=c.counted_on if c else None, source=c.source if c else "",
            points=points.get(code, 0), marks=marks[code], strengthenings=done[code],
        )
        for code in dict.fromkeys(codes) if code in places
    ]  # fmt: skip


def _strengthened(services: list[Service], department: str) -> dict[str, list[Strengthening]]:
    """District → what was done for services that are given there, the newest first."""
    every = [one for service in services for one in service.strengthenings.all()]
    links = ServiceAtLocation.objects.filter(
        service__in={one.service_id for one in every}, location__district__department_code__startswith=department
    )
    districts: dict[int, list[str]] = defaultdict(list)
    for service, code in links.order_by("pk").values_list("service", "location__district__code"):
        districts[service].append(code)
    done: dict[str, list[Strengthening]] = defaultdict(list)
    for one in sorted(every, key=lambda one: (one.written_at, one.pk), reverse=True):
        for code in dict.fromkeys(districts[one.service_id]):
            done[code].append(one)
    return done


def latest_counts(department: str, limit: int) -> dict[str, MigrantCount]:
    newest = MigrantCount.objects.filter(territory=OuterRef("territory")).order_by("-counted_on").values("pk")[:1]
    rows = MigrantCount.objects.filter(pk=Subquery(newest), territory__department_code__startswith=department)
    return {row.territory.code: row for row in rows.select_related("territory").order_by("-persons", "pk")[:limit]}


def marks_in_force() -> QuerySet[TerritoryMark]:
    return TerritoryMark.objects.filter(until__isnull=True).select_related("territory__parent__parent").order_by(
        "kind", "territory__code"
    )  # fmt: skip


def municipal_services() -> list[Service]:
    """Services of municipalities and health centres, with their variable and what was done for them (R140-R142)."""
    rows = Service.objects.filter(
        Q(organisation__kind="municipal") | Q(strengthenings__isnull=False)
        | ~Q(nationality_variable=NationalityVariable.UNKNOWN)
    )  # fmt: skip
    return list(rows.select_related("organisation").prefetch_related("strengthenings").distinct().order_by(
        "organisation__name", "name", "pk"
    ))  # fmt: skip


@dataclass(frozen=True)
class Presence:
    """Offices of MIGRACIONES and of IOM in a department (R137, R138, R147), and who answers there."""

    department: Territory
    offices: list[Office]
    iom: list[Office]
    regional: list[FocalPoint]
    priority: bool


def _presence(
    departments: list[Territory], offices: list[Office], standing: list[FocalPoint], marks: list[TerritoryMark]
) -> list[Presence]:
    """By department."""
    ours = access.own_institution()
    priority = {m.territory.department_code for m in marks if m.kind == MarkKind.PRIORITY}
    points = [p for p in standing if p.department is not None and p.organisation_id in ours]
    return [
        Presence(
            d,
            [o for o in offices if o.organisation_id in ours and _is_in(o, d)],
            [o for o in offices if o.organisation.code == "OIM" and _is_in(o, d)],
            [p for p in points if p.department is not None and p.department.code == d.code],
            d.code in priority,
        )
        for d in sorted(departments, key=lambda d: fold(d.label_es))
    ]


def _is_in(office: Office, department: Territory) -> bool:
    return office.department is not None and office.department.code == department.code


def count_of(territory: Territory, day: date) -> MigrantCount | None:
    """What a source counted there on that day, if that is written down."""
    return MigrantCount.objects.filter(territory__code=territory.code, counted_on=day).first()
