"""The clock of what was sent: it reminds, then escalates, once each."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.written import check_as_seen

from .. import queries, rules
from ..models import ClockEvent, ClockSetting, Referral
from .answering import lock, timed
from .telling import tell_institution, tell_of_escalation, tell_up_the_chain

Kind = ClockEvent.Kind


def strike_clock(*, at: datetime, limit: int = 100) -> int:
    """Strike what is due, and say for how many referrals. Each is a transaction of its own: a worker that stops
    half-way loses nothing, and one that was down for a day sends one message a referral, not four."""
    due = Referral.objects.filter(next_strike_at__lte=at).order_by("next_strike_at", "id")
    return sum(_strike(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _strike(pk: UUID, *, at: datetime) -> bool:
    referral = lock(Referral(pk=pk))
    if referral.next_strike_at is None or referral.next_strike_at > at:
        # Another worker was faster, or it was answered this moment.
        return False
    times = timed(referral)
    struck = set(referral.clock_events.order_by("pk").values_list("kind", flat=True))
    strike = rules.loudest([s for s in rules.strikes(times) if s.at <= at and s.kind not in struck])
    referral.next_strike_at = rules.next_strike(times, struck=struck, after=at)
    if strike is not None:
        rank = _tell(referral, strike.kind, at=at)
        ClockEvent.objects.create(referral=referral, kind=strike.kind, rank=rank, at=at)
        escalates = strike.kind in rules.ESCALATIONS
        referral.escalated_at = referral.escalated_at or (at if escalates else None)
        verb = "referral.escalated" if escalates else "referral.reminded"
        audit.record(verb, subject=referral, by=audit.SYSTEM, at=at, thread=referral.case_id, kind=strike.kind.value)
    referral.save(update_fields=["next_strike_at", "reached", "escalated_at"])
    return strike is not None


def _tell(referral: Referral, kind: ClockEvent.Kind, *, at: datetime) -> str:
    """Whom of the chain was asked, if it was an escalation."""
    words = {
        Kind.REMINDED_TO_ACKNOWLEDGE: _("Reminder: referral %(number)s waits for you to confirm that it arrived"),
        Kind.REMINDED_TO_ANSWER: _("Reminder: referral %(number)s waits for your answer"),
        Kind.ESCALATED_RECEIPT: _("Referral %(number)s: not received in time"),
        Kind.ESCALATED_ANSWER: _("Referral %(number)s: not answered in time"),
        Kind.ESCALATED_FURTHER: _("Referral %(number)s: still not answered"),
    }
    subject = words[kind] % {"number": referral.number}
    referral.reached = tell_institution(referral, subject, at=at)
    if kind not in rules.ESCALATIONS:
        return ""
    tell_of_escalation(referral, subject, at=at)
    return tell_up_the_chain(referral, subject, step=rules.STEPS[kind], at=at)


@transaction.atomic
def set_clock(*, urgency: str, allowance: rules.Allowance, by: User, at: datetime, seen: str = "") -> ClockSetting:
    """Change within what time institutions acknowledge and answer. What was sent keeps its times. `seen`: the mark of
    the times that the page showed."""
    rules.check_allowance(allowance)
    former = queries.clock_for(urgency)
    check_as_seen(seen=seen, mark=rules.mark_of_allowance(former))
    (ack, ack_unit), (answer, answer_unit) = allowance.acknowledge, allowance.answer
    setting, _made = ClockSetting.objects.update_or_create(
        urgency=urgency,
        defaults={
            "acknowledge_amount": ack,
            "acknowledge_unit": ack_unit,
            "answer_amount": answer,
            "answer_unit": answer_unit,
            "expire_days": allowance.expire_days,
        },
    )
    if former != allowance:
        audit.record(
            "clock.changed",
            subject=setting,
            by=by,
            at=at,
            urgency=urgency,
            former=[*former.acknowledge, *former.answer, former.expire_days],
            now=[*allowance.acknowledge, *allowance.answer, allowance.expire_days],
        )
    return setting
