"""Somebody asks how their application stands, without an account: what they typed is kept, the worker looks whether it
is true of anything and sends a code, and the code opens the page for a quarter of an hour."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.audit import actions as audit
from ayni.people.models import ContactPoint

from .. import queries
from ..models import Application, Look, State
from ..queries import looks as looking
from ..queries.appointments import reach_of
from ..queries.codes import codes_to
from ..rules import codes as code_rules
from ..rules import looks as rules
from . import codes
from .applications import submit
from .evaluating import correct
from .telling import write

logger = logging.getLogger(__name__)


def ask(*, asked: dict[str, str], language: str, at: datetime) -> Look:
    """Keep what was typed. The same work whatever it is: nothing is looked up here."""
    look = Look(asked=asked, language=language, begun_at=at)
    codes.give_none(look, at=at)
    look.save(force_insert=True)
    return look


def answer_looks(*, at: datetime, limit: int = 100) -> int:
    """A duty: find what was asked for and send the codes. How many were sent."""
    return sum(_answer_safely(key, at=at) for key in looking.to_answer(limit))


def _answer_safely(key: UUID, *, at: datetime) -> bool:
    """One that cannot be read or written keeps nobody else waiting, and is not tried again: the person asks anew."""
    try:
        return _answer(key, at=at)
    except Exception as error:  # noqa: BLE001 - told by what it is alone: its words may hold what was typed
        logger.error("look %s was not answered: %s", key, type(error).__name__)  # noqa: TRY400
        Look.objects.filter(pk=key, looked_at__isnull=True).update(looked_at=at, asked={})
        return False


@transaction.atomic
def _answer(key: UUID, *, at: datetime) -> bool:
    look = Look.objects.filter(pk=key).first()
    # One statement that only one worker wins: nobody gets two codes.
    if look is None or not Look.objects.filter(pk=key, looked_at__isnull=True).update(looked_at=at, asked={}):
        return False
    look.looked_at, application = at, looking.asked_for(look.asked)
    look.asked = {}
    contact = queries.safe_contact(application.person) if application is not None else None
    if application is None or contact is None or not _may_send(application, contact, at):
        codes.give_none(look, at=at)
        look.save(update_fields=["code", "ends_at"])
        return False
    look.application, look.may_say_all, look.reach = application, contact.may_leave_content, _reach(contact)
    code = codes.give_code(look, at=at)
    look.save(update_fields=["application", "may_say_all", "reach", "code", "ends_at"])
    with override(look.language):
        text = _("%(code)s is the code that you asked for. It lasts 10 minutes. Give it to nobody.") % {"code": code}
        write(contact, _("The code that you asked for"), text, at=at)
    return True


def _reach(contact: ContactPoint) -> str:
    is_email = contact.kind == ContactPoint.Kind.EMAIL
    return reach_of({"email": contact.value} if is_email else {"phone": contact.value})


def _may_send(application: Application, contact: ContactPoint, at: datetime) -> bool:
    of_it = looking.codes_for(application, at - timedelta(hours=1))
    to_them = codes_to(Look, _reach(contact), at - timedelta(days=1))
    return of_it < rules.MOST_AN_HOUR and to_them < code_rules.MOST_CODES_A_DAY


@transaction.atomic
def enter(*, look: Look, code: str, at: datetime) -> bool:
    """Whether it is open now. A wrong code, a late one, and any code for what was never found: all the same."""
    look = Look.objects.select_for_update(of=("self",)).get(pk=look.pk)
    # What is over counts no tries: they would be counted without end.
    if codes.is_over(look, at=at) or not codes.fits(look, code) or look.application_id is None:
        return False
    # The code has done its work: it opens nothing a second time.
    look.opened_at, look.code = at, code_rules.no_code()
    look.save(update_fields=["opened_at", "code"])
    return True


def note_seen(*, look: Look, at: datetime) -> None:
    """The person looked. It stands in their own trail beside the readings of staff."""
    _told(look, "application.seen_by_person", at)


@transaction.atomic
def hand_in_own(*, look: Look, at: datetime) -> Application:
    """The person says that they have sent all that was asked for."""
    assert look.application is not None  # noqa: S101
    received = queries.received_incomplete(look.application)
    is_received = received is not None and received.ended_at is None
    rules.check_was_looked_at(state=look.application.state, is_received=is_received)
    verb = correct if look.application.state == State.OBSERVED else submit
    return verb(application=look.application, by=None, at=at)


def leave(*, look: Look, at: datetime) -> None:
    Look.objects.filter(pk=look.pk, ended_at__isnull=True).update(ended_at=at)


def forget_looks(*, at: datetime) -> int:
    """A duty: who asked is of no use once the day has been counted. How many."""
    return Look.objects.filter(begun_at__lt=at - rules.REMEMBERED).delete()[0]


def _told(look: Look, verb: str, at: datetime, **told: Any) -> None:
    application = look.application
    assert application is not None  # noqa: S101
    audit.record(
        verb, subject=application, by=audit.SYSTEM, at=at, thread=application.person_id, purpose="own", **told
    )  # fmt: skip
