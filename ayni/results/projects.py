"""Projects as they are read: their markers, their activities, and what was counted where and when they work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from ayni.codelists import queries as codelists
from ayni.codelists.models import HumanRight, ServiceCategory
from ayni.facts.builds import Build

from .attended import CASES, SERVED, SERVICES, attended
from .models import Activity, Marker, Marking, Project
from .rules import Choice, Reach

LISTED = ("-starts_on", "-pk")


@dataclass(frozen=True)
class Filters:
    """What narrows the list. Empty: everything."""

    gender: str = ""
    rights: str = ""
    state: str = ""


OPEN, ENDED = "abiertos", "terminados"


def projects(filters: Filters) -> list[Project]:
    """With their newest markers. Two statements."""
    rows = Project.objects.select_related("owner", "donor_organisation").order_by(*LISTED)
    if filters.state:
        rows = rows.filter(ended_on__isnull=filters.state == OPEN)
    found = list(rows.prefetch_related(Prefetch("markings", queryset=_newest_first(), to_attr="marked")))
    wanted = {"gender": filters.gender, "rights": filters.rights}
    return [
        one
        for one in found
        if all(not value or str(getattr(now_of(one), name)) == value for name, value in wanted.items())
    ]


def _newest_first() -> QuerySet[Marking]:
    return Marking.objects.order_by("-marked_at", "-pk").select_related("marked_by", "activity")


def now_of(project: Project) -> Marking:
    """The markers of the project as a whole, as they stand. Every project has them."""
    marked: list[Marking] = project.marked  # type: ignore[attr-defined]
    return next(one for one in marked if one.activity_id is None)


@dataclass(frozen=True)
class Sum:
    """How many projects have each step of a marker."""

    step: Marker
    gender: int
    rights: int


def sums(found: Sequence[Project]) -> list[Sum]:
    marks = [now_of(one) for one in found]
    return [
        Sum(step, sum(one.gender == step for one in marks), sum(one.rights == step for one in marks)) for step in Marker
    ]


@dataclass(frozen=True)
class Part:
    """An activity and its markers as they stand."""

    activity: Activity
    marking: Marking


@dataclass
class Whole:
    """A project with all that its page shows."""

    project: Project
    marking: Marking
    markings: list[Marking]
    parts: list[Part]
    departments: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    rights: list[HumanRight] = field(default_factory=list)

    @property
    def is_carried(self) -> bool:
        """A project that says it is for gender or rights has an activity that says so too, once it has any."""
        return all(
            getattr(self.marking, name) == Marker.NOT or any(getattr(part.marking, name) for part in self.parts)
            for name in ("gender", "rights")
        ) or not self.parts  # fmt: skip


def with_parts() -> QuerySet[Project]:
    """Each with its markers and its activities, read once for all that its page says of them. Three statements."""
    found = Project.objects.select_related("owner", "donor_organisation")
    return found.prefetch_related("activities", Prefetch("markings", queryset=_newest_first()))


def whole(project: Project) -> Whole:
    markings = sorted(project.markings.all(), key=lambda one: (one.marked_at, one.pk), reverse=True)
    activities = sorted(project.activities.all(), key=lambda one: (one.starts_on, one.pk))
    of = {one.activity_id: one for one in reversed(markings)}
    places, kinds = dict(codelists.kept_departments()), dict(codelists.kept_choices(ServiceCategory))
    return Whole(
        project, of[None], markings, [Part(one, of[one.pk]) for one in activities],
        departments=[places.get(code, code) for code in project.codes("departments")],
        categories=[kinds.get(code, code) for code in project.codes("categories")],
        rights=[one for one in codelists.kept_rights() if one.code in project.codes("for_rights")],
    )  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """What was counted in the places, kinds of service and months of a project, also by others: its contribution is
    within this, and no more is claimed."""

    cases: int
    services: int
    served: int
    """Referrals that an institution served."""
    since: date
    until: date


def reached(build: Build, reach: Reach, project: Project, today: date) -> Reached | None:
    """From the facts, with the blocks of *Cumplimiento*. None before its first month."""
    until = min(project.ended_on or project.ends_on, today).replace(day=1)
    since = project.starts_on.replace(day=1)
    if until < since:
        return None
    counted = {what: _counted(build, reach, project, what, since, until) for what in (CASES, SERVICES, SERVED)}
    return Reached(counted[CASES], counted[SERVICES], counted[SERVED], since, until)


def _counted(build: Build, reach: Reach, project: Project, what: str, since: date, until: date) -> int:
    wanted, total = set(project.codes("categories")), 0
    by = "category" if wanted and what != CASES else "department"
    for department in project.codes("departments") or [""]:
        found = attended(build, reach, Choice(by=by, department=department, since=since, until=until), what)
        if by == "category":
            total += sum(group.rows for group in found.groups if group.code in wanted)
        else:
            total += found.total.rows
    return total
