from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission, Role
from ayni.cases.hooks import Blocker
from ayni.cases.models import Case, Need, Task, TaskState
from ayni.cases.models import Status as CaseStatus
from ayni.directory import queries as directory
from ayni.directory.models import FocalPoint, Service
from ayni.directory.queries import Rung
from ayni.governance.models import Urgency
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import read_number
from ayni.lib.together import read_together
from ayni.notices import queries as notices
from ayni.notices.models import Message as Notice
from ayni.people.models import Consent
from ayni.people.rules.consents import check_may_keep

from .. import rules
from ..models import (
    UNANSWERED,
    Change,
    ClockEvent,
    ClockSetting,
    Draft,
    Feedback,
    Message,
    MessageKind,
    Referral,
    Status,
)
from ..rules import DEFAULT_CLOCK, Allowance

WAITING, ACCEPTED, ENDED = "waiting", "accepted", "ended"
_STATUSES = {
    WAITING: UNANSWERED,
    ACCEPTED: [Status.ACCEPTED],
    ENDED: [Status.DECLINED, Status.COMPLETED, Status.CLOSED, Status.WITHDRAWN, Status.EXPIRED],
}
ORDERS = {WAITING: ("answer_by", "id"), ACCEPTED: ("answer_by", "id"), ENDED: ("-sent_at", "-id")}
"""What waits, by its deadline; what ended, the newest first."""

FROM_INSTITUTIONS = [
    MessageKind.ACKNOWLEDGED,
    MessageKind.ACCEPTED,
    MessageKind.DECLINED,
    MessageKind.QUESTION,
    MessageKind.OUTCOME,
]


def inbox(user: User, which: str = WAITING) -> QuerySet[Referral]:
    """What was sent to the user's institution: waiting for an answer, accepted, or ended."""
    rows = Referral.objects.addressed_to(user).filter(status__in=_STATUSES[which])
    return rows.select_related("service", "case__office__organisation").defer("reason", "shared", "grounds").order_by(
        *ORDERS[which]
    )  # fmt: skip


def for_case(case: Case) -> list[Referral]:
    """The referrals of a case, the newest first, for whoever may open the case."""
    rows = Referral.objects.filter(case=case).select_related("service", "organisation", "consent", "sent_by", "task")
    return list(rows.defer("reason", "shared", "grounds").order_by("-sent_at", "-id"))


def waiting_for(user: User) -> QuerySet[Referral]:
    """What the user's cases wait for from institutions: sent or received, and not answered, by its deadline."""
    # A case does not close while it waits: to say so spares reading years of closed ones.
    mine = Referral.objects.filter(case__caseworker=user, case__status=CaseStatus.OPEN).unanswered()
    return _listed(mine).order_by("answer_by", "id")


def escalated(user: User) -> QuerySet[Referral]:
    """What institutions owe, past its time, in the offices that the user supervises and the cases they may open."""
    offices = [m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR and m.office_id]
    # A case does not close while an answer waits, and open cases are fewer.
    open_here = {"case__office__in": offices, "case__status": CaseStatus.OPEN}
    late = Referral.objects.visible_to(user).unanswered().filter(escalated_at__isnull=False, **open_here)
    return _listed(late).order_by("answer_by", "id")


def came_in(user: User, since: datetime) -> QuerySet[Message]:
    """What institutions said since then about the user's cases, the newest first."""
    # From the cases that the user works on, or closed since: not from all that everybody heard in these days, nor from
    # all cases ever. A case does not close while an answer waits.
    # One list of cases: with two, PostgreSQL reads all referrals there are.
    own = Case.objects.filter(Q(status=CaseStatus.OPEN) | Q(closed_at__gt=since), caseworker=user)
    mine = Referral.objects.filter(case__in=own.order_by().values("pk")).order_by().values("pk")
    said = Message.objects.filter(referral__in=mine, written_at__gt=since, kind__in=FROM_INSTITUTIONS)
    # In statements of their own: joined, SQLite begins with the institutions, and sorts all that they ever said.
    with_theirs = said.exclude(written_by=user).prefetch_related("referral__organisation", "referral__case__person")
    return with_theirs.defer("text").order_by("-written_at", "-id")


class Numbered(NamedTuple):
    """A referral that was asked for by its number."""

    pk: UUID
    number: str
    is_sent: bool
    """The user may open the case behind it; else it is for them to answer."""


def by_number(text: str, user: User) -> Numbered | None:
    """The referral of this number, if the user may open it on one side or the other."""
    number = read_number("R", text)
    if number is None:
        return None
    nothing = Referral.objects.none()
    sent = Referral.objects.visible_to(user) if user.may(Permission.REFERRAL_SEND) else nothing
    addressed = Referral.objects.addressed_to(user) if user.may(Permission.REFERRAL_ANSWER) else nothing
    this = {"pk": OuterRef("pk")}
    rows = Referral.objects.filter(number=number).annotate(
        is_sent=Exists(sent.filter(**this)), is_addressed=Exists(addressed.filter(**this))
    )
    found = rows.filter(Q(is_sent=True) | Q(is_addressed=True)).values_list("pk", "number", "is_sent").first()
    return Numbered(*found) if found else None


def _listed(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("service", "organisation", "case__person", "consent").defer(
        "reason", "shared", "grounds"
    )


def messages_of(referral: Referral) -> QuerySet[Message]:
    return referral.messages.select_related("written_by__organisation").order_by("written_at", "id")


def history_of(referral: Referral) -> QuerySet[Change]:
    """What it was, from the first day on: who made it so, and when."""
    return referral.history.select_related("by__organisation").order_by("at", "pk")


class Followed(NamedTuple):
    """What happened with a referral, as whoever sent it reads it."""

    messages: list[Message]
    history: list[Change]
    feedback: list[Feedback]
    clock: list[ClockEvent]
    stuck: list[Notice]
    """What should have told the institution, and did not go out."""


def followed(referral: Referral) -> Followed:
    """One statement."""
    return Followed(
        *read_together(
            messages_of(referral),
            history_of(referral),
            referral.feedback.select_related("asked_by").order_by("at", "pk"),
            referral.clock_events.order_by("at", "pk"),
            notices.not_delivered(referral.pk),
        )
    )


def needs_of(case: Case) -> QuerySet[Need]:
    """What the person needs and somebody may still do something about."""
    return Need.objects.filter(case=case).standing().select_related("sector").order_by("stated_at", "pk")


def drafts_of(case: Case, user: User) -> QuerySet[Draft]:
    """What this user began to write about this case and has not sent."""
    rows = Draft.objects.filter(case=case, by=user).select_related("service__organisation", "task__step")
    return rows.order_by("-saved_at", "pk")


def waiting_at(case: Case, service: Service) -> QuerySet[Referral]:
    """What this service was already asked for this case and has not answered."""
    return case.referrals.filter(service=service).unanswered()


def waiting_elsewhere(task: Task, referral: Referral) -> bool:
    """Whether the same task waits for another referral too."""
    return Referral.objects.filter(task=task).exclude(pk=referral.pk).waiting().exists()


def blockers(case: Case) -> list[Blocker]:
    """What must be settled before the case may be closed: referrals that wait for an answer or an outcome."""
    rows = Referral.objects.filter(case=case).waiting().select_related("organisation").order_by("sent_at", "id")
    words = _("Referral %(number)s to %(organisation)s waits for its answer or its outcome.")
    return [
        Blocker(
            text=words % {"number": referral.number, "organisation": referral.organisation},
            url=reverse("referrals:sent", args=[referral.pk]),
        )
        for referral in rows.defer("reason", "shared", "grounds")
    ]


def withdrawal_effects(consent: Consent) -> list[str]:
    """What withdrawing this consent would stop."""
    rows = Referral.objects.filter(consent=consent).waiting().select_related("organisation").order_by("sent_at", "id")
    words = _("%(organisation)s stops seeing the data that were shared with referral %(number)s.")
    return [words % {"number": r.number, "organisation": r.organisation} for r in rows.defer("shared")]


def answerers(referral: Referral) -> list[User]:
    """Whoever of the institution may answer this here, and has an e-mail. Of our own house, the colleagues of the
    office whose case it is."""
    may = [user for user in access.staff_of(referral.organisation) if user.may(Permission.REFERRAL_ANSWER)]
    return [user for user in may if not _is_of_the_house(user, referral) or _is_near(user, referral)]


def _is_of_the_house(user: User, referral: Referral) -> bool:
    house = referral.case.office.organisation_id
    return house in {m.office.organisation_id for m in user.active_memberships if m.office}


def _is_near(user: User, referral: Referral) -> bool:
    if user.office_id != referral.case.office_id:
        return False
    return Referral.objects.addressed_to(user).filter(pk=referral.pk).exists()


def services_for(task: Task | None) -> list[tuple[str, list[Service]]]:
    """Services that take referrals, by institution: first the one that the step names, then by name."""
    groups: dict[str, list[Service]] = {}
    wanted = task.organisation_id if task else None
    rows = directory.services_accepting_referrals().order_by("organisation__name", "is_generic", "name", "pk")
    for service in sorted(rows, key=lambda service: service.organisation_id != wanted):
        groups.setdefault(service.organisation.name, []).append(service)
    return list(groups.items())


def service(pk: str) -> Service | None:
    """The service that an address names, whether or not it takes referrals now."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 12):
        return None
    return Service.objects.select_related("organisation").filter(pk=pk).first()


def obstacle(case: Case, task: Task | None, service: Service, *, may_be_kept: bool, is_waiting: bool) -> str:
    """Why the case cannot be referred to this service at the moment; empty if it can."""
    try:
        check_may_keep(stands=may_be_kept)
        rules.check_may_refer(
            case_is_open=case.is_open,
            service_accepts=service.accepts_referrals,
            already_waiting=is_waiting,
            task_is_open=task is None or task.state in {TaskState.TODO, TaskState.REFERRED},
        )
    except RuleBroken as why:
        return str(why)
    return ""


def declined_before(case: Case, pk: str) -> Referral | None:
    """The referral of this case that was declined or withdrawn, and in whose place another is sent."""
    ended = _STATUSES[ENDED]
    try:
        return case.referrals.filter(pk=UUID(pk), status__in=ended).select_related("organisation").first()
    except ValueError:
        return None


def chain_of(referral: Referral, at: datetime) -> list[Rung]:
    """Who answers for the institution where the case is, in the order in which they are asked; whoever is away gives
    way to their substitute."""
    department = referral.case.office.department
    return directory.focal_chain(referral.organisation, department, at, service=referral.service)


def focal_point_of(referral: Referral, at: datetime) -> FocalPoint | None:
    """Whoever is asked first."""
    chain = chain_of(referral, at)
    return chain[0].focal_point if chain else None


def whole(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """With all that the page of one referral shows."""
    return rows.select_related(
        "service",
        "organisation",
        "consent__text",
        "sent_by",
        "task__step",
        "need__sector",
        "norm",
        "agreement",
        "case__caseworker",
        "case__person",
        "case__office__department",
        "case__office__organisation",
    )


def clock_table() -> dict[str, Allowance]:
    """The times in force, by urgency; for one without a row of its own, the times that the product came with."""
    rows: Iterable[ClockSetting] = ClockSetting.objects.order_by("pk")
    own = {
        row.urgency: Allowance(
            (row.acknowledge_amount, row.acknowledge_unit), (row.answer_amount, row.answer_unit), row.expire_days
        )
        for row in rows
    }
    return {urgency: own.get(urgency, DEFAULT_CLOCK[urgency]) for urgency in Urgency.values}


def clock_for(urgency: str) -> Allowance:
    return clock_table()[urgency]


def proof(text: str) -> Referral | None:
    """The referral whose letter holds this proof."""
    return Referral.objects.filter(proof=text).defer("reason", "shared", "grounds").first()
