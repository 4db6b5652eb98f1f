from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare

from ayni.people.models import ContactPoint, Person

from ..models import Feedback, FeedbackLink
from .links import token_hash


def safe_for_a_message(person: Person) -> ContactPoint | None:
    """A telephone on which the person said that a message may be left, or nothing."""
    kinds = [ContactPoint.Kind.SMS, ContactPoint.Kind.PHONE]
    rows = person.contacts.filter(kind__in=kinds, is_safe=True, may_leave_content=True, ended_at__isnull=True)
    return next((contact for contact in rows.order_by("kind", "pk") if contact.value.strip()), None)


PRESSED_TWICE = timedelta(minutes=5)
"""Whoever sends the same answer again within this time pressed the button twice, or sent the page again."""


def is_said_again(token: str, attended: str, at: datetime) -> bool:
    """Whether this very answer came through this page a moment ago."""
    link = FeedbackLink.objects.filter(token_hash=token_hash("feedback", token)).first()
    if link is None or link.used_at is None or at - link.used_at > PRESSED_TWICE:
        return False
    said = Feedback.objects.filter(referral=link.referral_id, asked_by=None, at=link.used_at)
    return said.filter(attended=attended).exists()


def feedback_link(token: str, at: datetime) -> FeedbackLink | None:
    """The open page of this address. Used, expired, altered and guessed are all nothing."""
    digest = token_hash("feedback", token)
    link = FeedbackLink.objects.select_related("referral").filter(token_hash=digest).first()
    if link is None or not constant_time_compare(link.token_hash, digest):
        return None
    return link if link.is_open(at) else None
