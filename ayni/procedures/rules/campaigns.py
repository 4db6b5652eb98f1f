"""What may be done with a campaign day. Plain functions over plain values."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .calendars import CannotKeep


def check_campaign(*, day: date, begins: time, ends: time, at: datetime) -> None:
    if day < localdate(at):
        raise CannotKeep(_("That day has passed. Choose a day from today on."))
    if ends <= begins:
        raise CannotKeep(_("It would end before it begins. Change one of the hours."))


def check_has_hours(day: date, holidays: Collection[date]) -> None:
    """No hours are released on a holiday: nobody could book."""
    if day in holidays:
        raise CannotKeep(
            _("That day is a holiday, and no hours are booked on it. Choose another day, or let people come without an "
              "appointment.")
        )  # fmt: skip


def check_may_cancel(*, cancelled: bool, closed: bool) -> None:
    if cancelled or closed:
        raise CannotKeep(_("This day is over or cancelled already: there is nothing to cancel."))


def check_may_note(*, day: date, cancelled: bool, closed: bool, at: datetime) -> None:
    if cancelled:
        raise CannotKeep(_("This day was cancelled. Plan another one."))
    if closed:
        raise CannotKeep(_("The results of this day are told already, and nobody is added any more."))
    if day > localdate(at):
        raise CannotKeep(_("This day has not come yet. Write down who came once it is there."))


def check_may_tell(*, day: date, cancelled: bool, at: datetime) -> None:
    if cancelled:
        raise CannotKeep(_("This day was cancelled. It has no results."))
    if day > localdate(at):
        raise CannotKeep(_("This day has not come yet. Tell its results once it is over."))


def no_such_appointment() -> CannotKeep:
    return CannotKeep(_("There is no appointment with this number here. Check it, or leave the box empty."))


def check_is_of(appointment: UUID | None, campaign: UUID) -> None:
    if appointment != campaign:
        raise CannotKeep(_("That appointment is not of this day. Check its number."))
