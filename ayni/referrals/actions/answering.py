"""What the two sides say to each other. Each verb takes a user, or the link through which a focal point speaks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases import actions as cases

from .. import queries, rules
from ..models import UNANSWERED, AccessLink, Change, Message, MessageKind, Referral, Result, Side, Status
from .links import close_links, spend_link
from .telling import tell_institution, tell_senders

Voice = User | AccessLink


def acknowledge(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """It arrived, and somebody there is looking at it."""
    return _say(referral, MessageKind.ACKNOWLEDGED, text, by=by, at=at, signature=signature)


def accept(
    *, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "", appointment: datetime | None = None
) -> Referral:
    """The institution takes it up, and may say when it receives the person."""
    rules.check_appointment(appointment, at=at)
    return _say(referral, MessageKind.ACCEPTED, text, by=by, at=at, signature=signature, appointment=appointment)


def decline(*, referral: Referral, reason: str, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """The institution does not take it up, and says why. The step is ours to do again."""
    return _say(referral, MessageKind.DECLINED, text, by=by, at=at, signature=signature, reason=reason)


def report_outcome(
    *, referral: Referral, result: str, text: str, by: Voice, at: datetime, signature: str = ""
) -> Referral:
    """What came of it. Only a person who was served settles the step."""
    return _say(referral, MessageKind.OUTCOME, text, by=by, at=at, signature=signature, result=result)


STATUS_OF: dict[str, Status] = {
    MessageKind.ACKNOWLEDGED: Status.ACKNOWLEDGED,
    MessageKind.ACCEPTED: Status.ACCEPTED,
    MessageKind.DECLINED: Status.DECLINED,
    MessageKind.OUTCOME: Status.COMPLETED,
}
ENDS = frozenset({Status.DECLINED, Status.COMPLETED})


@transaction.atomic
def _say(
    referral: Referral,
    kind: MessageKind,
    text: str,
    *,
    by: Voice,
    at: datetime,
    signature: str,
    result: str = "",
    reason: str = "",
    appointment: datetime | None = None,
) -> Referral:
    # Read again under a lock, so that two people answering at once cannot both win.
    referral = lock(referral)
    status = STATUS_OF[kind]
    rules.check_answer(kind, text=text, result=result, reason=reason)
    referral.result, referral.decline_reason = result, reason
    referral.appointment_at = appointment or referral.appointment_at
    set_status(referral, status, by=by, at=at, detail=result or reason)
    write(referral, kind, text, by=by, at=at, signature=signature)
    details = {"result": result, "reason": reason}
    audit.record(
        f"referral.{status.lower()}", subject=referral, by=name_of(by), at=at, thread=referral.case_id,
        **{name: code for name, code in details.items() if code},
    )  # fmt: skip
    if status in ENDS:
        settle(referral, done=result == Result.SERVED, by=name_of(by), at=at)
    if isinstance(by, AccessLink):
        spend_link(by, ended=status in ENDS, at=at)
    tell_senders(referral, _subject(referral, kind), at=at, by=by if isinstance(by, User) else None)
    return referral


def settle(referral: Referral, *, done: bool, by: User | str, at: datetime) -> None:
    """It ended: the step is done or ours again, and the need learns what became of it."""
    if referral.task is not None and not queries.waiting_elsewhere(referral.task, referral):
        cases.referral_ended(task=referral.task, done=done, by=by, at=at)
    effect = rules.EFFECT_ON_NEED.get(referral.result or referral.decline_reason)
    if referral.need is not None and effect is not None:
        cases.note_effect_on_need(need=referral.need, effect=effect, by=by, at=at)


@transaction.atomic
def ask(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """The institution needs something before it can answer: until we say it, its time stands still."""
    referral = lock(referral)
    rules.check_still_open(referral.status)
    rules.check_answer(MessageKind.QUESTION, text=text)
    if Status.ASKED in rules.NEXT[referral.status]:
        set_status(referral, Status.ASKED, by=by, at=at)
    write(referral, MessageKind.QUESTION, text, by=by, at=at, signature=signature)
    audit.record("referral.question", subject=referral, by=name_of(by), at=at, thread=referral.case_id)
    if isinstance(by, AccessLink):
        spend_link(by, ended=False, at=at)
    tell_senders(referral, _subject(referral, MessageKind.QUESTION), at=at, by=by if isinstance(by, User) else None)
    return referral


@transaction.atomic
def reply(*, referral: Referral, text: str, by: User, at: datetime) -> Referral:
    """The sender answers what the institution asked, or adds something."""
    referral = lock(referral)
    rules.check_still_open(referral.status)
    rules.check_answer(MessageKind.REPLY, text=text)
    if referral.status == Status.ASKED:
        set_status(referral, Status.ACKNOWLEDGED, by=by, at=at)
    write(referral, MessageKind.REPLY, text, by=by, at=at)
    audit.record("referral.replied", subject=referral, by=by, at=at, thread=referral.case_id)
    tell_institution(referral, _subject(referral, MessageKind.REPLY), at=at)
    return referral


def lock(referral: Referral) -> Referral:
    """The referral as it is now, held until the verb ends."""
    rows = Referral.objects.select_related("organisation", "service", "task", "need__case", "sent_by", "consent")
    return rows.select_related("case__caseworker", "case__office__department").select_for_update(of=("self",)).get(
        pk=referral.pk
    )  # fmt: skip


def set_status(referral: Referral, status: Status, *, by: Voice | None, at: datetime, detail: str = "") -> None:
    """Move it on, with the times that belong to the step, write the line of its history, and let the clock know.
    Without `by` it was the clock itself."""
    rules.check_status_change(referral.status, status)
    _stand_still(referral, status, at=at)
    referral.status = status
    if status in {Status.ACKNOWLEDGED, Status.ASKED, Status.ACCEPTED, Status.DECLINED}:
        # Whoever answers has received it.
        referral.acknowledged_at = referral.acknowledged_at or at
    if status in {Status.ACCEPTED, Status.DECLINED}:
        referral.answered_at = at
    if status not in UNANSWERED:
        referral.expires_at = None
    if status in {Status.DECLINED, Status.COMPLETED, Status.WITHDRAWN, Status.EXPIRED}:
        referral.finished_at = at
        close_links(referral, at=at)
    struck = set(referral.clock_events.order_by("pk").values_list("kind", flat=True))
    referral.next_strike_at = rules.next_strike(timed(referral), struck=struck, after=at)
    referral.save(update_fields=MOVING)
    note_change(referral, by=by, at=at, detail=detail)


MOVING = [
    "status", "acknowledged_at", "asked_at", "answer_by", "answered_at", "expires_at", "finished_at", "result",
    "decline_reason", "appointment_at", "next_strike_at",
]  # fmt: skip


def _stand_still(referral: Referral, status: Status, *, at: datetime) -> None:
    """While the institution waits for our word its time stands still; then it gets back what it waited."""
    if status == Status.ASKED:
        referral.asked_at = at
    elif referral.asked_at is not None:
        waited = at - referral.asked_at
        referral.answer_by += waited
        referral.expires_at = referral.expires_at + waited if referral.expires_at else None
        referral.asked_at = None


def note_change(referral: Referral, *, by: Voice | None, at: datetime, detail: str = "") -> Change:
    """One line of the history that both sides read."""
    who = by if isinstance(by, User) else None
    side = Side.BY_LINK if isinstance(by, AccessLink) else Side.CLOCK
    if who is not None:
        side = Side.INSTITUTION if who.organisation_id == referral.organisation_id else Side.SENDER
    return Change.objects.create(referral=referral, status=referral.status, detail=detail, side=side, by=who, at=at)


def timed(referral: Referral) -> rules.Timed:
    return rules.Timed(referral.status, referral.sent_at, referral.acknowledge_by, referral.answer_by)


def write(referral: Referral, kind: MessageKind, text: str, *, by: Voice, at: datetime, signature: str = "") -> Message:
    return Message.objects.create(
        referral=referral, kind=kind, text=text, written_at=at, written_by=by if isinstance(by, User) else None,
        signature=signature,
    )  # fmt: skip


def name_of(by: Voice) -> User | str:
    """As the trail writes it: a focal point speaks through a link, not as a user."""
    return by if isinstance(by, User) else f"link:{by.pk}"


def _subject(referral: Referral, kind: MessageKind) -> str:
    words = {
        MessageKind.ACKNOWLEDGED: _("Referral %(number)s: received"),
        MessageKind.ACCEPTED: _("Referral %(number)s: accepted"),
        MessageKind.DECLINED: _("Referral %(number)s: declined"),
        MessageKind.QUESTION: _("Referral %(number)s: the institution asks for something"),
        MessageKind.REPLY: _("Referral %(number)s: there is a reply"),
        MessageKind.OUTCOME: _("Referral %(number)s: its outcome was reported"),
    }
    return words[kind] % {"number": referral.number}
