"""What waits for whom: to be evaluated, to be decided, to be told, to end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.access.scope import counter_scope_of
from ayni.people.models import Compartment, Sensitivity

from .. import rules
from ..models import Application, Correction, Deadline, ExpiryNotice, Incomplete, State, Why
from ..rules import incomplete

CLOCK_RUNS = (State.SUBMITTED, State.EVALUATING, State.EVALUATED)
EXPIRY_STEPS = (90, 60, 30)
"""Days before something ends."""


def in_hand(by: User) -> int:
    return Application.objects.filter(evaluator=by, state=State.EVALUATING).count()


def is_hidden(person: str = "person") -> Exists:
    """Of somebody with a protected or restricted case."""
    return Exists(Compartment.objects.filter(person=OuterRef(person)).exclude(sensitivity=Sensitivity.ORDINARY))


def next_to_take(by: User) -> Application | None:
    """What is due first among the offices of this evaluator, locked. Whoever asks at the same moment gets another."""
    # An office at a time: so the index gives the first one, however many wait.
    firsts = [first for office in counter_scope_of(by).offices if (first := _first_of(office, by)) is not None]
    return min(firsts, key=lambda application: (application.due_on or date.max, application.pk), default=None)


def _first_of(office: int, by: User) -> Application | None:
    waiting = Application.objects.filter(office=office, state=State.SUBMITTED, evaluator__isnull=True)
    waiting = waiting.exclude(begun_by=by.pk) if _may_have_begun(by) else waiting
    rows = waiting.filter(~is_hidden()).select_for_update(of=("self",), skip_locked=True)
    return rows.order_by("due_on", "id").first()


def _may_have_begun(by: User) -> bool:
    """Whether this user also works where applications are begun: usually the roles exclude each other."""
    return bool(by.active_roles - {Role.EVALUATOR})


def to_evaluate(user: User) -> QuerySet[Application]:
    """What waits for an evaluator, as this user sees it: also what they may name somebody for."""
    rows = Application.objects.visible_to(user).filter(state=State.SUBMITTED)
    return rows.select_related("procedure", "office", "evaluator")


def mine(user: User) -> QuerySet[Application]:
    """What this user evaluates at the moment, and what was asked to be corrected of it; named for them, too."""
    states = [State.SUBMITTED, State.EVALUATING, State.OBSERVED]
    rows = Application.objects.filter(evaluator=user, state__in=states)
    return rows.select_related("procedure", "office")


def to_decide(user: User) -> QuerySet[Application]:
    """What a colleague evaluated."""
    rows = Application.objects.visible_to(user).filter(state=State.EVALUATED).exclude(evaluator=user)
    return rows.select_related("procedure", "office", "evaluator")


def listed(user: User, state: str) -> QuerySet[Application]:
    rows = Application.objects.visible_to(user).filter(state=state)
    return rows.select_related("procedure", "office", "evaluator", "incomplete")


def of_person(person: UUID, user: User) -> QuerySet[Application]:
    rows = Application.objects.visible_to(user).filter(person=person)
    rows = rows.select_related("procedure", "office", "incomplete")
    return rows.order_by("-begun_at", "-id")


def to_name(application: Application, role: Role, at: datetime) -> QuerySet[User]:
    """Who may be named to evaluate or to decide: whoever has the role at the office today."""
    held = {"memberships__role": role, "memberships__office": application.office_id}
    active = {"memberships__starts_at__lte": at, "memberships__ends_at__gt": at}
    users = User.objects.filter(is_active=True, suspended_at=None, **held, **active)
    users = users.exclude(pk=application.begun_by_id) if application.begun_by_id else users
    return users.distinct().order_by("last_name", "first_name", "pk")


def overdue_corrections(today: date) -> QuerySet[Correction]:
    """What was asked for first is first: in that order they end (`rules.abandoned_on`)."""
    rows = Correction.objects.filter(ended_at__isnull=True, due_on__lt=today, application__state=State.OBSERVED)
    return rows.order_by("asked_at", "id")


def left_lying(before: datetime) -> QuerySet[Application, UUID]:
    rows = Application.objects.filter(state=State.GATHERING, begun_at__lt=before)
    return rows.order_by("begun_at").values_list("pk", flat=True)


def overdue_incompletes(today: date) -> QuerySet[Incomplete]:
    """Applications that were received although papers lacked, and whose rest did not come by the day that was said."""
    rows = Incomplete.objects.filter(ended_at__isnull=True, due_on__lt=today, application__state=State.GATHERING)
    return rows.order_by("due_on", "pk")


@dataclass(frozen=True)
class TimeForPapers:
    """What somebody has to bring or correct: from which day, and how many working days."""

    asked: Correction | Incomplete
    start: date
    days: int


def times_for_papers() -> list[TimeForPapers]:
    """Of all that run."""
    corrections = Correction.objects.filter(ended_at__isnull=True, application__state=State.OBSERVED).order_by("pk")
    lacking = Incomplete.objects.filter(ended_at__isnull=True, application__state=State.GATHERING).order_by("pk")
    return [
        *(TimeForPapers(one, localdate(one.asked_at), one.days) for one in corrections.iterator()),
        *(TimeForPapers(one, localdate(one.received_at), incomplete.COMPLETE_WITHIN) for one in lacking.iterator()),
    ]


@dataclass(frozen=True)
class Running:
    """A statutory clock: from which day, how many working days, and the last day that was said."""

    application: UUID
    start: date
    days: int
    due_on: date


def running_clocks() -> list[Running]:
    """Of all that is undecided and does not stand still."""
    last = Deadline.objects.filter(application=OuterRef("pk"), why__in=[Why.SUBMITTED, Why.CORRECTED])
    last = last.order_by("-at", "-pk")
    left = Correction.objects.filter(application=OuterRef("pk"), ended_at__isnull=False).order_by("-asked_at", "-pk")
    rows = Application.objects.filter(state__in=CLOCK_RUNS, due_on__isnull=False).annotate(
        since=Subquery(last.values("at")[:1]), why=Subquery(last.values("why")[:1]),
        left=Subquery(left.values("days_left")[:1]),
    ).values_list("pk", "since", "why", "left", "procedure__statutory_days", "due_on").order_by("pk")  # fmt: skip
    return [
        Running(pk, localdate(since), rules.days_of(statutory)[0] if why == Why.SUBMITTED else left or 0, due)
        for pk, since, why, left, statutory, due in rows.iterator()
        if since is not None and due is not None
    ]


def ending(today: date) -> QuerySet[Application]:
    """What was granted and ends within ninety days."""
    last = today + timedelta(days=EXPIRY_STEPS[0])
    rows = Application.objects.filter(state=State.APPROVED, expires_on__gte=today, expires_on__lte=last)
    return rows.filter(~Exists(_renewed()))


def _renewed() -> QuerySet[Application]:
    """A later approval of the same procedure takes its place."""
    return Application.objects.filter(
        person=OuterRef("person"), procedure__code=OuterRef("procedure__code"), state=State.APPROVED,
        expires_on__gt=OuterRef("expires_on"),
    )  # fmt: skip


def expiring(user: User, today: date) -> QuerySet[Application]:
    """The worklist: the same, of whom this user sees, with whether they could be told."""
    told = ExpiryNotice.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
    rows = ending(today).filter(pk__in=Application.objects.visible_to(user).order_by().values("pk"))
    return rows.select_related("procedure", "office").annotate(
        told_at=Subquery(told.values("at")[:1]), told_reached=Subquery(told.values("reached")[:1])
    )


def to_be_told_of_expiry(today: date) -> list[tuple[UUID, int]]:
    """(application, the step that it has reached) of what nobody was told about at this step."""
    found: list[tuple[UUID, int]] = []
    for step, earliest in zip(EXPIRY_STEPS, (*EXPIRY_STEPS[1:], -1), strict=True):
        told = ExpiryNotice.objects.filter(application=OuterRef("pk"), days__lte=step)
        within = Q(expires_on__lte=today + timedelta(days=step), expires_on__gt=today + timedelta(days=earliest))
        rows = ending(today).filter(within).filter(~Exists(told)).order_by("expires_on", "id")
        found += [(pk, step) for pk in rows.values_list("pk", flat=True)[:500]]
    return found
