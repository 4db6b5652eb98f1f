"""Cases and tasks as the desk lists them. A number on the desk counts the very rows that its list shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from ayni.access.models import User
from ayni.access.permissions import Permission, Role
from ayni.access.scope import scope_of
from ayni.codelists.models import Profile
from ayni.lib.ids import read_number
from ayni.lib.paging import count_up_to
from ayni.people.models import Sensitivity
from ayni.people.models.people import is_within_reach

from ..models import Case, CaseProfile, Screening, Status, Task, TaskState

OPENED = ("-opened_at", "-pk")
MANY = 2000
"""Cases that are soon gathered and sorted."""
DUE = ("due_at", "pk")


@dataclass(frozen=True)
class Filters:
    """What narrows the list of cases. Empty: everything."""

    status: str = ""
    urgency: str = ""
    profile: str = ""
    stage: str = ""
    area: str = ""
    caseworker: int | None = None
    overdue: bool = False


def cases(user: User, filters: Filters, at: datetime) -> QuerySet[Case]:
    """The cases that this user may open, narrowed. Order: OPENED."""
    rows = Case.objects.visible_to(user)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.urgency:
        rows = rows.filter(urgency=filters.urgency)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.area:
        rows = rows.filter(area=filters.area)
    if filters.caseworker:
        rows = rows.filter(caseworker=filters.caseworker)
    if filters.profile:
        chosen = CaseProfile.objects.filter(case=OuterRef("pk"), profile__code=filters.profile)
        rows = rows.filter(Exists(chosen))
    if filters.overdue:
        rows = rows.filter(Exists(Task.objects.waiting().filter(case=OuterRef("pk"), due_at__lt=at)))
    return _spread(rows)


def _spread(rows: QuerySet[Case]) -> QuerySet[Case]:
    """These cases as a list shows them, so that its first page costs the same among any number of cases.

    Whoever may open many cases sees them by walking all cases from the newest: each is asked for by its key, because
    from the conditions themselves a database gathers and sorts everything that the user may open, for a page of 25.
    Whoever may open few would walk for ever, and for few to gather and sort is nothing.
    """
    if not count_up_to(rows, MANY)[1]:
        rows = Case.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))
    # In statements of their own: joined, a database may begin with the offices, and sort all cases of all of them.
    return listed(rows).select_related(None).prefetch_related("person", "caseworker", "office")


def of_visible(user: User) -> Q:
    """Of what has a case and a list in an order of its own: that this user may open the case. As `_spread`, so that
    whoever may open many cases walks that list, and whoever may open few gathers what is theirs."""
    seen = Case.objects.visible_to(user)
    if count_up_to(seen, MANY)[1]:
        return Q(case__in=seen.order_by().values("pk"))
    return Q(Exists(seen.filter(pk=OuterRef("case"))))


def listed(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With what a line of a list shows: whose it is, the main profile, and when the next thing is due."""
    main = CaseProfile.objects.filter(case=OuterRef("pk"), is_main=True)
    waiting = Task.objects.waiting().filter(case=OuterRef("pk")).order_by().values("case")
    return rows.select_related("person", "caseworker", "office").defer("wishes", "closing_note").annotate(
        main_profile=Subquery(main.values("profile__label_es")[:1]),
        next_due=Subquery(waiting.annotate(soonest=Min("due_at")).values("soonest")),
    )  # fmt: skip


def in_charge_of(user: User, *, assignee: str = "caseworker", case: str = "") -> Q:
    """What this user sees to: their own; while a colleague is away for whom they stand in, that colleague's; and what
    is restricted of a colleague who is away, for whoever leads the team, if nobody of the team stands in.

    Whoever sees to something sees it too only as `visible_to` says: this adds work, never sight.
    """
    mine = Q(**{f"{assignee}__in": [user.pk, *user.covered_ids]})
    led = user.led_while_away
    if not led:
        return mine
    restricted = Q(**{f"{case}sensitivity": Sensitivity.RESTRICTED, f"{case}team__in": user.team_ids})
    return mine | (Q(**{f"{assignee}__in": led}) & restricted)


def my_cases(user: User) -> QuerySet[Case]:
    """Open cases that this user keeps, or sees to while a colleague is away."""
    return listed(Case.objects.visible_to(user).open().filter(in_charge_of(user)))


def new_cases(user: User, since: datetime) -> QuerySet[Case]:
    """Cases that were opened since then and that this user sees to."""
    return my_cases(user).filter(opened_at__gte=since)


def office_cases(user: User) -> QuerySet[Case]:
    """Open cases of the offices that this user supervises, as far as they may open them."""
    return listed(Case.objects.visible_to(user).open().filter(office__in=supervised_offices(user)))


def supervised_offices(user: User) -> list[int]:
    return [m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR and m.office_id]


def _tasks(user: User) -> QuerySet[Task]:
    rows = Task.objects.waiting().visible_to(user).filter(due_at__isnull=False)
    return rows.select_related("case__person", "step", "organisation", "assignee").defer(
        "remark", "case__wishes", "case__closing_note"
    )


def _mine(user: User) -> QuerySet[Task]:
    return _tasks(user).filter(in_charge_of(user, assignee="assignee", case="case__"))


def due_today(user: User, at: datetime) -> QuerySet[Task]:
    """What this user sees to that is still due before the day ends. Order: DUE."""
    return _mine(user).filter(due_at__gte=at, due_at__lt=end_of_today(at))


def overdue(user: User, at: datetime) -> QuerySet[Task]:
    """What this user sees to whose deadline has passed. Order: DUE."""
    return _mine(user).filter(due_at__lt=at)


def office_overdue(user: User, at: datetime) -> QuerySet[Task]:
    """What is overdue in the offices that this user supervises. Order: DUE."""
    # A case does not close while a task waits, and open cases are fewer.
    open_here = {"case__office__in": supervised_offices(user), "case__status": Status.OPEN}
    return _tasks(user).filter(**open_here, due_at__lt=at)


def next_tasks(user: User, limit: int) -> list[Task]:
    """What this user can do now, the nearest deadline first. What was referred is for others to do."""
    return list(_mine(user).filter(state=TaskState.TODO).order_by(*DUE)[:limit])


def unfinished_screenings(user: User) -> QuerySet[Screening]:
    """Conversations that this user began and that ended in nothing yet."""
    rows = Screening.objects.unfinished().filter(started_by=user)
    return rows.select_related("person").defer("departure_reason", "orientation")


def end_of_today(at: datetime) -> datetime:
    local = localtime(at)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def days_ago(at: datetime, days: int) -> datetime:
    """The beginning of that day in Lima."""
    local = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return local - timedelta(days=days)


def colleagues(user: User) -> QuerySet[User]:
    """Whoever keeps a case that this user may open, for the filter of the list."""
    # Colleague by colleague, of the offices that the user reaches: not through all cases for the few who keep them.
    # One case of each is asked for: of EXISTS PostgreSQL makes a join with all of them.
    scope = scope_of(user)
    near = is_within_reach(scope, "office") | Q(pk=user.pk) | Q(memberships__team__in=scope.teams)
    keeping = Case.objects.visible_to(user).filter(caseworker=OuterRef("pk"))
    known = User.objects.filter(pk__in=User.objects.filter(near).values("pk")).alias(one=keeping.values("pk")[:1])
    return known.filter(one__isnull=False).order_by("last_name", "first_name", "pk")


def may_take_over(case: Case, at: datetime) -> list[User]:
    """To whom the case can be handed: colleagues of its office with a role to work on cases today."""
    active = Q(memberships__starts_at__lte=at, memberships__ends_at__gt=at)
    roles = [Role.CASEWORKER, Role.SUPERVISOR]
    users = User.objects.filter(active, office=case.office_id, is_active=True, suspended_at=None)
    return list(users.filter(memberships__role__in=roles).distinct().order_by("last_name", "first_name", "pk"))


def profiles_in_use() -> QuerySet[Profile]:
    return Profile.objects.current().order_by("label_es", "code")


def by_number(text: str, user: User) -> Case | None:
    """The case of this number, if the user may open it."""
    number = read_number("C", text)
    if number is None or not user.may(Permission.CASE_VIEW):
        return None
    return Case.objects.visible_to(user).filter(number=number).only("pk", "number").first()


def cases_of(person: UUID, user: User) -> list[Case]:
    """The cases of a person that this user may open, the newest first."""
    return list(listed(Case.objects.visible_to(user).filter(person=person)).order_by(*OPENED))


def screenings_of(person: UUID, user: User) -> list[Screening]:
    """The screenings of a person that this user may open, the newest first."""
    rows = Screening.objects.visible_to(user).filter(person=person).defer("departure_reason", "orientation")
    return list(rows.select_related("started_by").prefetch_related("cases").order_by("-started_at", "-pk"))
