"""Needs, goals, services and denials of a case, and denials as a list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.rules import fold

from ..models import Case, Denial, Goal, GoalState, Need, ServiceGiven
from .lists import of_visible

RECORDED = ("-recorded_at", "-pk")


def goals(case: Case) -> QuerySet[Goal]:
    """What the person wants to reach, for the plan: what they do not want any more is not in it."""
    return Goal.objects.filter(case=case).exclude(state=GoalState.CHANGED).order_by("pk")


@dataclass(frozen=True)
class Needed:
    goals: list[Goal]
    needs: list[Need]
    services: list[ServiceGiven]
    denials: list[Denial]


def needed(case: Case) -> Needed:
    """What the person wants and needs, what they got and what was denied. Four statements."""
    services = list(case.services_given.select_related("category", "organisation", "need__sector"))
    denials = case.denials.select_related("organisation", "category", "barrier", "norm", "district")
    return Needed(
        goals=list(case.goals.order_by("pk")),
        needs=list(case.needs.select_related("sector", "gap").order_by("pk")),
        services=services,
        denials=list(denials.order_by("-happened_on", "-pk")),
    )


@dataclass(frozen=True)
class DenialFilters:
    """What narrows the list of denials. Empty: everything."""

    barrier: str = ""
    category: str = ""
    outcome: str = ""
    right: str = ""
    institution: str = ""
    case_department: str = ""
    since: date | None = None
    without_gap: bool = False


def denials(user: User, filters: DenialFilters) -> QuerySet[Denial]:
    """The denials of the cases that this user may open, narrowed. Order: RECORDED."""
    rows = Denial.objects.filter(of_visible(user))
    if filters.barrier:
        rows = rows.filter(barrier__code=filters.barrier)
    if filters.category:
        rows = rows.filter(Q(category__code=filters.category) | Q(category__parent_code=filters.category))
    if filters.right:
        made_real_by = [right.category_codes for right in codelists.kept_rights() if right.code == filters.right]
        rows = rows.filter(category__code__in=[code for codes in made_real_by for code in codes])
    if filters.institution:
        rows = rows.filter(organisation__code=filters.institution)
    if filters.case_department:
        rows = rows.filter(case__office__department__code=filters.case_department)
    if filters.outcome:
        rows = rows.filter(outcome=filters.outcome)
    if filters.since:
        rows = rows.filter(happened_on__gte=filters.since)
    if filters.without_gap:
        rows = rows.filter(gap__isnull=True)
    cases = Prefetch("case", queryset=Case.objects.select_related("person", "office").defer("wishes", "closing_note"))
    whole = rows.select_related("organisation", "category", "barrier", "gap").prefetch_related(cases)
    return whole.defer("words", "consequences", "done")


def who_denied(user: User) -> list[tuple[str, str]]:
    """Institutions that denied something, of the denials that this user may read: code and name."""
    read = Denial.objects.filter(of_visible(user), organisation=OuterRef("pk"))
    found = Organisation.objects.filter(Exists(read)).order_by().values_list("code", "name")
    return sorted(found, key=lambda row: fold(row[1]))
