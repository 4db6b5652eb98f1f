"""One question after an attention: drawn by lot, nobody twice a month, by a way that the person said is safe."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.audit import actions as audit
from ayni.lib.tongues import asked_as
from ayni.notices import actions as notices
from ayni.people.models import ContactPoint, Person
from ayni.people.queries import tongue_of
from ayni.referrals.queries import token_hash

from .. import rules
from ..models import Invitation, Opinion
from ..queries import participation
from .telling import url

ONE_IN = 3
"""Of those who were attended."""
LOOKS_BACK = timedelta(hours=26)
"""A little more than the day between two runs: nobody is asked twice for it."""


def ask_after_attention(*, at: datetime, one_in: int = ONE_IN, limit: int = 500) -> int:
    """Ask some of those who were attended since yesterday. How many."""
    asked = 0
    for one in participation.attended(at - LOOKS_BACK, at):
        if asked < limit and participation.is_drawn(one.person, localdate(at), one_in):
            asked += _ask(one, at=at)
    return asked


@transaction.atomic
def _ask(one: participation.Attended, *, at: datetime) -> bool:
    # The person is locked: two workers at once ask once.
    person = Person.objects.select_for_update(of=("self",)).select_related("language").filter(pk=one.person).first()
    if person is None:
        return False
    contact = participation.may_be_asked(one.person, at)
    if contact is None:
        return False
    token = secrets.token_urlsafe(9)
    made = Invitation.objects.create(
        person_id=one.person, office_id=one.office, attention=one.attention, asked_at=at,
        token_hash=token_hash("survey-link", token), expires_at=at + rules.SURVEY_LASTS,
    )  # fmt: skip
    language = tongue_of(person)
    with override(language):
        text = _("Hello. How did it go? One question, if you want to answer: %(url)s")
        text, subject = text % {"url": url("feedback:opinion", token) + asked_as(language)}, _("One question for you")
    if contact.kind == ContactPoint.Kind.EMAIL:
        notices.queue_email(to=contact.value, subject=subject, text=text, about=None, at=at)
    else:
        notices.queue_sms(to=contact.value, text=text, about=None, at=at)
    audit.record("survey.asked", subject=made, by=audit.SYSTEM, at=at)
    return True


@transaction.atomic
def answer_survey(*, invitation: Invitation, mark: str, why: str, at: datetime) -> bool:
    """What they think, kept apart from who they are. Whether the page still took it."""
    rules.check_mark(mark)
    found = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not found.is_open(at):
        return False
    Opinion.objects.create(
        office=found.office, attention=found.attention, mark=mark, why=why[: rules.LONGEST],
        month=localdate(at).replace(day=1),
    )  # fmt: skip
    found.used_at = at
    found.save(update_fields=["used_at"])
    return True
