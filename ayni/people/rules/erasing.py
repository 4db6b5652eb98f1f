"""When a file may be erased, and what may stay of a birth date."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from ayni.facts.periods import PERU, AgeBand, age_on
from ayni.lib.errors import RuleBroken
from ayni.people.models import Ground

BY_HAND = tuple(ground for ground in Ground if ground != Ground.RETENTION)


class CannotErase(RuleBroken):
    pass


class CannotHold(RuleBroken):
    pass


class FileErased(RuleBroken):
    """Whose case is reopened, or whose file is written to, after it was erased."""


def check_not_erased(*, erased: bool) -> None:
    if erased:
        raise FileErased(_("The file of this person was erased. If they come back, register them anew."))


def check_may_erase(*, erased: bool, held_until: date | None, blockers: Collection[str]) -> None:
    if erased:
        raise CannotErase(_("This file was erased already."))
    if held_until:
        raise CannotErase(
            _("This file is on hold until %(day)s. Lift the hold first, if its reason is gone.")
            % {"day": held_until.strftime("%d/%m/%Y")}
        )
    if blockers:
        raise CannotErase(" ".join(blockers))


def check_sees_all(*, sees_all: bool) -> None:
    if not sees_all:
        raise CannotErase(_("This file cannot be erased from here. Talk to the focal point of the unit."))


def check_ground(ground: str) -> None:
    if ground not in BY_HAND:
        raise CannotErase(_("Say why the file is erased."))


def check_may_hold(*, stands: bool, until: date, today: date, reason: str) -> None:
    if stands:
        raise CannotHold(_("This file is on hold already. Lift that hold before placing another."))
    if until <= today:
        raise CannotHold(_("A hold ends on a day after today. Choose a later day."))
    if not reason.strip():
        raise CannotHold(_("Say why this file must be kept."))


def check_may_lift(*, lifted: bool) -> None:
    if lifted:
        raise CannotHold(_("This hold was lifted already."))


def blurred(birth: date | None, registered_at: datetime) -> date | None:
    """A birth date that says no more than the band of age on the day of registration: statistics count it alike.

    The first of January of one same year for all who were in the band then. None for a birth that nobody knows or that
    lies after the registration.
    """
    day = registered_at.astimezone(PERU).date()
    if birth is None or (age := age_on(birth, day)) < 0:
        return None
    least = 0
    for _code, most in (band.value for band in AgeBand):
        if age <= most:
            return date(day.year - least, 1, 1)
        least = most + 1
    return None
