"""A link that ran out before it was answered, and whoever holds it asks for another."""

from datetime import datetime

from django.db import transaction

from ayni.audit import actions as audit

from .. import rules
from ..models import AccessLink, Referral
from .answering import lock
from .telling import can_use_link, send_another_link


@transaction.atomic
def ask_for_another_link(*, link: AccessLink, at: datetime) -> bool:
    """Send another where the first went, while the referral still waits. Returns whether one was sent; the page that
    asks never says it."""
    referral = lock(link.referral)
    newest = AccessLink.objects.filter(referral=referral, focal_point=link.focal_point_id).latest("made_at")
    is_spent = link.used_at is not None or link.revoked_at is not None
    if not rules.may_be_renewed(is_spent=is_spent, expires_at=link.expires_at, newest_made_at=newest.made_at, at=at):
        return False
    waits = Referral.objects.waiting().filter(pk=referral.pk).exists()
    if not waits or link.focal_point.ended_at is not None or not can_use_link(link.focal_point):
        return False
    link.referral = referral
    send_another_link(link, at=at)
    audit.record("link.renewed", subject=link, by=f"link:{link.pk}", at=at, thread=referral.case_id)
    return True
