"""What people are told about their appointment, in the language in which they booked it. Whoever shares a telephone may
read it: never what it is for."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as write
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ayni.lib.tongues import SPANISH, TONGUES
from ayni.notices import actions as notices

from ...models import Appointment, Wait
from ...speech import address

Tell = TypeVar("Tell", bound=Callable[..., None])


def _in_their_language(tell: Tell) -> Tell:
    """Whoever works when a message goes out, and whoever's booking sets it off, may speak another one."""

    @wraps(tell)
    def told(whom: Appointment | Wait | Mapping[str, str], *args: Any, **words: Any) -> None:
        contact = whom.contact if isinstance(whom, Appointment | Wait) else whom
        asked = contact.get("language", SPANISH)
        with translation.override(asked if asked in TONGUES else SPANISH):
            tell(whom, *args, **words)

    return cast("Tell", told)


def say(contact: Mapping[str, str], text: str, *, about: UUID | None, at: datetime) -> bool:
    """By e-mail, or else by SMS; whether there is a way. What nobody typed is not used."""
    if email := contact.get("email"):
        notices.queue_email(to=email, subject=_("Appointment"), text=text, about=about, at=at)
    elif phone := contact.get("phone"):
        notices.queue_sms(to=phone, text=text, about=about, at=at)
    else:
        return False
    return True


def in_words(moment: datetime) -> str:
    """Such as «vie 11 dic 2026, 10:30», in Lima."""
    return write(localtime(moment), "D j M Y, H:i")


def day(on: date) -> str:
    return write(on, "D j M Y")


def own_page() -> str:
    return settings.PUBLIC_URL + address("own-appointment")


@_in_their_language
def code_for_booking(contact: Mapping[str, str], code: str, *, at: datetime) -> None:
    text = _("%(code)s is your code to confirm the appointment. It lasts 10 minutes. Do not share it.")
    say(contact, text % {"code": code}, about=None, at=at)


@_in_their_language
def cannot_book(contact: Mapping[str, str], *, at: datetime) -> None:
    text = _(
        "We could not make an appointment: there is one for this already. With its number and code you can move it or "
        "cancel it: %(url)s. If it is not yours, ask at the counter."
    )
    say(contact, text % {"url": own_page()}, about=None, at=at)


@_in_their_language
def booked(appointment: Appointment, *, at: datetime) -> None:
    text = _("Appointment %(number)s, code %(secret)s: %(when)s, %(place)s. To move it or cancel it: %(url)s")
    _about(appointment, text, at=at)


@_in_their_language
def closed(appointment: Appointment, *, at: datetime) -> None:
    """Of the new one, when the office receives nobody on the day of the old one."""
    text = _(
        "The office is closed on the day of your appointment. Your new one is %(number)s, code %(secret)s: %(when)s, "
        "%(place)s. If you cannot come then, choose another time: %(url)s"
    )
    _about(appointment, text, at=at)


@_in_their_language
def closed_and_listed(wait: Wait, *, at: datetime) -> None:
    text = _(
        "The office is closed on the day of your appointment, and no other time is free. You are on the waiting list: "
        "%(number)s, code %(secret)s. We write to you as soon as there is one."
    )
    _of_list(wait, text, at=at)


@_in_their_language
def cancelled(appointment: Appointment, *, at: datetime) -> None:
    _about(appointment, _("Appointment %(number)s is cancelled."), at=at)


@_in_their_language
def reminder(appointment: Appointment, *, at: datetime) -> None:
    """It says neither where nor what for."""
    text = _("We expect you on %(when)s. Number %(number)s. If you cannot come, tell us: %(url)s")
    _about(appointment, text, at=at)


@_in_their_language
def listed(wait: Wait, *, at: datetime) -> None:
    text = _(
        "You are on the waiting list: %(number)s, code %(secret)s. When a time becomes free we write to you. To see it "
        "or leave the list: %(url)s"
    )
    _of_list(wait, text, at=at)


@_in_their_language
def offered(wait: Wait, *, starts_at: datetime, answer_by: datetime, at: datetime) -> None:
    text = _(
        "A time has become free: %(when)s. It is kept for you until %(until)s. Take it or leave it, with the number "
        "%(number)s and your code: %(url)s"
    )
    words = {"when": in_words(starts_at), "until": in_words(answer_by)}
    _of_list(wait, text, at=at, **words)


@_in_their_language
def lapsed(wait: Wait, *, at: datetime) -> None:
    _of_list(wait, _("You did not answer, and are not on the waiting list any more (%(number)s)."), at=at)


def _about(appointment: Appointment, text: str, *, at: datetime) -> None:
    words = {
        "number": appointment.number,
        "secret": appointment.secret,
        "when": in_words(appointment.starts_at),
        "place": place_of(appointment),
        "url": own_page(),
    }
    say(appointment.contact, text % words, about=appointment.pk, at=at)


def _of_list(wait: Wait, text: str, *, at: datetime, **words: str) -> None:
    said = {"number": wait.number, "secret": wait.secret, "url": own_page(), **words}
    say(wait.contact, text % said, about=wait.pk, at=at)


def place_of(appointment: Appointment) -> str:
    campaign = appointment.seat.slot.calendar.campaign
    return campaign.place if campaign else str(appointment.office)
