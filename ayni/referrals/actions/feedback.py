""" "¿Le atendieron?": asked by whoever accompanies the person, or by a page for their own telephone."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.tongues import address_in
from ayni.notices import actions as notices
from ayni.people.queries import tongue_of

from .. import queries, rules
from ..models import Feedback, FeedbackLink, Referral
from .answering import lock


@transaction.atomic
def note_feedback(
    *, referral: Referral, attended: str, treated_well: str, text: str, by: User | None, at: datetime
) -> Feedback:
    """What the person says of how it went. Without `by` they said it themselves, by their own page."""
    referral = lock(referral)
    rules.check_may_ask_the_person(referral.status)
    rules.check_feedback(attended)
    said = Feedback.objects.create(
        referral=referral, attended=attended, treated_well=treated_well, text=text, asked_by=by, at=at
    )
    audit.record(
        "referral.feedback", subject=referral, by=by or audit.SYSTEM, at=at, thread=referral.case_id,
        by_themselves=by is None,
    )  # fmt: skip
    return said


@transaction.atomic
def ask_the_person(*, referral: Referral, by: User, at: datetime) -> FeedbackLink:
    """Send the one question to a telephone that the person said is safe. Whoever else reads it learns nothing."""
    referral = lock(referral)
    rules.check_may_ask_the_person(referral.status)
    contact = queries.safe_for_a_message(referral.case.person)
    rules.check_is_safe_to_write(is_safe=contact is not None)
    referral.feedback_links.filter(used_at__isnull=True).update(used_at=at)
    token = secrets.token_urlsafe(9)
    link = FeedbackLink.objects.create(
        referral=referral, token_hash=queries.token_hash("feedback", token), made_by=by, made_at=at,
        expires_at=at + rules.FEEDBACK_LASTS,
    )  # fmt: skip
    language = tongue_of(referral.case.person)
    with override(language):
        text = _("Hello. How did it go? One question, if you want to answer: %(url)s")
        text %= {"url": settings.PUBLIC_URL + address_in(language, "referrals:feedback", token)}
    notices.queue_sms(to=contact.value if contact else "", text=text, about=None, at=at)
    audit.record("referral.person_asked", subject=referral, by=by, at=at, thread=referral.case_id)
    return link


@transaction.atomic
def answer_feedback(*, link: FeedbackLink, attended: str, at: datetime) -> bool:
    """The person answered. Whether the page still took it."""
    link = FeedbackLink.objects.select_for_update(of=("self",)).select_related("referral").get(pk=link.pk)
    if not link.is_open(at) or not rules.may_ask_the_person(link.referral.status):
        return False
    note_feedback(referral=link.referral, attended=attended, treated_well="", text="", by=None, at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return True
