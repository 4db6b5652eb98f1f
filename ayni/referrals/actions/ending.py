"""How a referral ends when nobody answers, and how whoever sent it closes it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from .. import rules
from ..models import Draft, Message, MessageKind, Referral, Status
from .answering import lock, set_status, settle
from .telling import tell_institution, tell_senders

DRAFTS_LAST = timedelta(days=30)


@transaction.atomic
def close(*, referral: Referral, text: str, by: User, at: datetime) -> Referral:
    """Its outcome was read, and nothing is left to do: from now on the institution sees no data."""
    referral = lock(referral)
    rules.check_status_change(referral.status, Status.CLOSED)
    set_status(referral, Status.CLOSED, by=by, at=at, detail=referral.result)
    if text.strip():
        Message.objects.create(referral=referral, kind=MessageKind.CLOSED, text=text, written_by=by, written_at=at)
    audit.record("referral.closed", subject=referral, by=by, at=at, thread=referral.case_id)
    return referral


def expire_due(*, at: datetime, limit: int = 100) -> int:
    """End what nobody answered long after it was due, and say how many. Each is a transaction of its own."""
    # While we owe the institution a word its time stands still, and so does this.
    due = Referral.objects.filter(expires_at__lte=at, asked_at__isnull=True).order_by("expires_at", "id")
    return sum(_expire(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _expire(pk: UUID, *, at: datetime) -> bool:
    referral = lock(Referral(pk=pk))
    if referral.expires_at is None or referral.expires_at > at or referral.asked_at is not None:
        # It was answered this moment, or another worker was faster.
        return False
    set_status(referral, Status.EXPIRED, by=None, at=at)
    settle(referral, done=False, by=audit.SYSTEM, at=at)
    audit.record("referral.expired", subject=referral, by=audit.SYSTEM, at=at, thread=referral.case_id)
    subject = _("Referral %(number)s: it ended because nobody answered") % {"number": referral.number}
    tell_institution(referral, subject, at=at, with_link=False)
    tell_senders(referral, subject, at=at)
    return True


def forget_drafts(*, at: datetime) -> int:
    """What was begun and not sent within a month is not kept: it holds what somebody said of a person."""
    return Draft.objects.filter(saved_at__lt=at - DRAFTS_LAST).delete()[0]
