"""Who keeps how much: for a supervisor, by caseworker. What the supervisor may not open is in no figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from ayni.access.models import Membership, Office, Team, User
from ayni.access.permissions import Role
from ayni.access.scope import scope_of
from ayni.audit.models import Event
from ayni.governance.models import Urgency
from ayni.people.models import Sensitivity

from ..models import Case, Task, TaskState
from .lists import listed, supervised_offices

BY_NAME = ("last_name", "first_name", "pk")
OLDEST = ("opened_at", "pk")


@dataclass(frozen=True)
class Scope:
    """What a supervisor looks at: all their offices, one, or one team."""

    office: int | None = None
    team: int | None = None
    caseworker: int | None = None
    urgency: str = ""
    overdue: bool = False


@dataclass
class Load:
    """What one caseworker keeps, as far as the supervisor may know."""

    user: User
    open: int = 0
    by_urgency: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    referred: int = 0
    """Tasks that wait for an institution."""
    soonest: datetime | None = None
    is_away: bool = False

    @property
    def urgencies(self) -> list[tuple[str, str, int]]:
        """The most urgent first: value, words, how many."""
        return [(u.value, str(u.label), self.by_urgency[u]) for u in Urgency if self.by_urgency.get(u)]


def offices_of(user: User) -> list[Office]:
    return list(Office.objects.filter(pk__in=supervised_offices(user)).order_by("name", "pk"))


def teams_of(user: User) -> list[Team]:
    return list(Team.objects.filter(office__in=supervised_offices(user)).order_by("name", "pk"))


def supervised_cases(user: User, scope: Scope) -> QuerySet[Case]:
    """Open cases of the offices that this user supervises, without those that are closed to them.

    The same as `visible_to` says for a supervisor's own offices, in words that an index answers: of an office they see
    everything but what is restricted, and of that what they keep or what their teams keep.
    """
    seen = scope_of(user)
    inside = ~Q(sensitivity=Sensitivity.RESTRICTED) | Q(caseworker=user) | Q(team__in=seen.teams)
    offices = supervised_offices(user)
    rows = Case.objects.open().filter(inside, office__in=[pk for pk in offices if scope.office in {None, pk}])
    return rows.filter(team=scope.team) if scope.team else rows


def caseworkers(user: User, scope: Scope, at: datetime) -> QuerySet[User]:
    """Colleagues who work on cases in these offices, and whoever left and still keeps some. Order: BY_NAME."""
    offices = [pk for pk in supervised_offices(user) if scope.office in {None, pk}]
    held = Membership.objects.filter(user=OuterRef("pk"), office__in=offices, starts_at__lte=at, ends_at__gt=at)
    working = held.filter(role__in=(Role.CASEWORKER, Role.SUPERVISOR))
    if scope.team:
        working = working.filter(team=scope.team)
    keeping = supervised_cases(user, scope).filter(caseworker=OuterRef("pk"))
    return User.objects.filter(Exists(working) | Exists(keeping)).select_related("office")


def loads(user: User, users: Sequence[User], scope: Scope, at: datetime) -> list[Load]:
    """What each of these keeps. Three statements, whatever there is."""
    found = {one.pk: Load(one) for one in users}
    rows = supervised_cases(user, scope).filter(caseworker__in=found)
    for pk, urgency, count in rows.order_by().values_list("caseworker", "urgency").annotate(n=Count("pk")):
        found[pk].by_urgency[urgency] = count
        found[pk].open += count
    # Asked of each task that waits, and not of every case.
    inside = supervised_cases(user, scope).filter(pk=OuterRef("case"))
    tasks = Task.objects.waiting().filter(Exists(inside), assignee__in=found)
    counted = (
        tasks.order_by()
        .values_list("assignee")
        .annotate(
            late=Count("pk", filter=Q(due_at__lt=at)),
            referred=Count("pk", filter=Q(state=TaskState.REFERRED)),
            soonest=Min("due_at"),
        )
    )
    for pk, late, referred, soonest in counted:
        load = found[pk]
        load.overdue, load.referred, load.soonest = late, referred, soonest
    away = User.objects.filter(pk__in=found, absences__starts_at__lte=at, absences__ends_at__gt=at)
    for pk in away.order_by().values_list("pk", flat=True):
        found[pk].is_away = True
    return list(found.values())


def worklist(user: User, scope: Scope, at: datetime) -> QuerySet[Case]:
    """The open cases behind the figures, the oldest first, with when somebody last did something. Order: OLDEST."""
    rows = supervised_cases(user, scope)
    if scope.caseworker:
        rows = rows.filter(caseworker=scope.caseworker)
    if scope.urgency:
        rows = rows.filter(urgency=scope.urgency)
    if scope.overdue:
        rows = rows.filter(Exists(Task.objects.waiting().filter(case=OuterRef("pk"), due_at__lt=at)))
    return listed(rows)


def last_touched(cases: Sequence[Case]) -> dict[str, datetime]:
    """When somebody last did something about each of these; that somebody read it does not count."""
    done = Event.objects.filter(thread__in=[case.pk for case in cases]).exclude(verb__endswith=".opened")
    return {str(pk): at for pk, at in done.order_by().values_list("thread").annotate(last=Max("at"))}


def of_caseworker(user: User, caseworker: User) -> QuerySet[Case]:
    """The open cases of somebody that this user may hand on. Order: OLDEST."""
    return listed(supervised_cases(user, Scope()).filter(caseworker=caseworker))
