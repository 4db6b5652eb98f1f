"""What the two sides say to each other. Each verb takes a user, or the link through which a focal point speaks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases import actions as cases

from .. import queries, rules
from ..models import AccessLink, Message, MessageKind, Referral, Result, Status
from .links import close_links, spend_link
from .telling import tell_institution, tell_senders

Voice = User | AccessLink


def acknowledge(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """It arrived, and somebody there is looking at it."""
    return _say(referral, MessageKind.ACKNOWLEDGED, text, by=by, at=at, signature=signature)


def accept(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """The institution takes it up."""
    return _say(referral, MessageKind.ACCEPTED, text, by=by, at=at, signature=signature)


def decline(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """The institution does not take it up, and says why. The step is ours to do again."""
    return _say(referral, MessageKind.DECLINED, text, by=by, at=at, signature=signature)


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
    referral: Referral, kind: MessageKind, text: str, *, by: Voice, at: datetime, signature: str, result: str = ""
) -> Referral:
    # Read again under a lock, so that two people answering at once cannot both win.
    referral = lock(referral)
    status = STATUS_OF[kind]
    rules.check_answer(kind, text=text, result=result)
    referral.result = result
    set_status(referral, status, at=at)
    write(referral, kind, text, by=by, at=at, signature=signature)
    audit.record(
        f"referral.{status.lower()}", subject=referral, by=_name(by), at=at, thread=referral.case_id,
        **({"result": result} if result else {}),
    )  # fmt: skip
    if status in ENDS and referral.task is not None and not queries.waiting_elsewhere(referral.task, referral):
        done = result == Result.SERVED
        cases.referral_ended(task=referral.task, done=done, by=_name(by), at=at)
    if isinstance(by, AccessLink):
        spend_link(by, ended=status in ENDS, at=at)
    tell_senders(referral, _subject(referral, kind), at=at, by=by if isinstance(by, User) else None)
    return referral


@transaction.atomic
def ask(*, referral: Referral, text: str, by: Voice, at: datetime, signature: str = "") -> Referral:
    """The institution needs something before it can answer."""
    referral = lock(referral)
    rules.check_still_open(referral.status)
    rules.check_answer(MessageKind.QUESTION, text=text)
    write(referral, MessageKind.QUESTION, text, by=by, at=at, signature=signature)
    audit.record("referral.question", subject=referral, by=_name(by), at=at, thread=referral.case_id)
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
    write(referral, MessageKind.REPLY, text, by=by, at=at)
    audit.record("referral.replied", subject=referral, by=by, at=at, thread=referral.case_id)
    tell_institution(referral, _subject(referral, MessageKind.REPLY), at=at)
    return referral


def lock(referral: Referral) -> Referral:
    """The referral as it is now, held until the verb ends."""
    rows = Referral.objects.select_related("organisation", "service", "task", "sent_by", "consent")
    return rows.select_related("case__caseworker", "case__office__department").select_for_update(of=("self",)).get(
        pk=referral.pk
    )  # fmt: skip


def set_status(referral: Referral, status: Status, *, at: datetime) -> None:
    """Move it on, with the times that belong to the step, and let the clock know."""
    rules.check_status_change(referral.status, status)
    referral.status = status
    if status in {Status.ACKNOWLEDGED, Status.ACCEPTED, Status.DECLINED}:
        # Whoever answers has received it.
        referral.acknowledged_at = referral.acknowledged_at or at
    if status in {Status.ACCEPTED, Status.DECLINED}:
        referral.answered_at = at
    if status in {Status.DECLINED, Status.COMPLETED, Status.WITHDRAWN}:
        referral.finished_at = at
        close_links(referral, at=at)
    struck = set(referral.clock_events.order_by("pk").values_list("kind", flat=True))
    referral.next_strike_at = rules.next_strike(timed(referral), struck=struck, after=at)
    referral.save(update_fields=["status", "acknowledged_at", "answered_at", "finished_at", "result", "next_strike_at"])


def timed(referral: Referral) -> rules.Timed:
    return rules.Timed(referral.status, referral.sent_at, referral.acknowledge_by, referral.answer_by)


def write(referral: Referral, kind: MessageKind, text: str, *, by: Voice, at: datetime, signature: str = "") -> Message:
    return Message.objects.create(
        referral=referral, kind=kind, text=text, written_at=at, written_by=by if isinstance(by, User) else None,
        signature=signature,
    )  # fmt: skip


def _name(by: Voice) -> User | str:
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
