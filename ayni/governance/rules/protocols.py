"""Deadlines, what differs between two versions, and what may be written by hand. Plain functions over plain values."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.periods import add_working_days, end_of_day

from ..models import DeadlineUnit

LIMA = ZoneInfo("America/Lima")


def due_at(*, start: datetime, amount: int, unit: str, holidays: Set[date]) -> datetime:
    """When a step that starts at `start` is due.

    Hours are elapsed hours, nights and Sundays included. Days end with their last day in Lima; the day of the start
    does not count. Working days follow Peru's calendar (TUO of Ley 27444, art. 145); calendar days count every day.
    """
    if unit == DeadlineUnit.HOURS:
        return start + timedelta(hours=amount)
    here = start.astimezone(LIMA)
    if unit == DeadlineUnit.WORKING_DAYS:
        last = add_working_days(here.date(), amount, holidays)
    elif unit == DeadlineUnit.DAYS:
        last = here.date() + timedelta(days=amount)
    else:
        raise ValueError(f"{unit!r} is not a unit of deadlines. Use one of {DeadlineUnit.values}.")
    return end_of_day(last, like=here).astimezone(UTC)


@dataclass(frozen=True)
class Difference:
    """One thing that two versions of a protocol say differently."""

    place: str
    """The step, or nothing for the protocol as a whole."""
    column: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        return not self.column and not self.before

    @property
    def is_gone(self) -> bool:
        return not self.column and not self.after


Said = Mapping[str, Mapping[str, str]]
"""Of each place: what each column says, in words."""


def differences(before: Said, after: Said) -> list[Difference]:
    """What the later version says differently, in its order; what it dropped comes last."""
    found = []
    for place, columns in after.items():
        old = before.get(place)
        if old is None:
            found.append(Difference(place, "", "", next(iter(columns.values()), "")))
            continue
        found += [Difference(place, c, old.get(c, ""), said) for c, said in columns.items() if old.get(c, "") != said]
        found += [Difference(place, c, said, "") for c, said in old.items() if said and c not in columns]
    gone = [place for place in before if place not in after]
    return found + [Difference(place, "", next(iter(before[place].values()), ""), "") for place in gone]


class CannotWriteProfile(RuleBroken):
    pass


@dataclass(frozen=True)
class ProfileFields:
    """What a person writes of a profile."""

    label_es: str
    family: str
    sensitivity: str
    default_urgency: str
    pathway_code: str = ""
    approaches: str = ""
    lead_institution: str = ""
    mandatory_notification: str = ""
    label_en: str = ""
    note: str = ""
    source: str = ""


CODE = re.compile(r"VP-[A-Z0-9]{2,12}(-[A-Z0-9]{1,8})?")


def check_code(code: str, *, taken: bool) -> None:
    if not CODE.fullmatch(code):
        raise CannotWriteProfile(_("Write the code as VP- and 2 to 12 capital letters or digits, such as VP-REUNIF."))
    if taken:
        sentence = _("The code %(code)s is taken, perhaps by a closed profile. Choose another.")
        raise CannotWriteProfile(sentence % {"code": code})


def check_is_current(*, closed: bool) -> None:
    if closed:
        sentence = _(
            "Somebody changed or closed this profile meanwhile. Open it again and repeat what is still needed."
        )
        raise CannotWriteProfile(sentence)


def check_may_close(*, added_by_hand: bool) -> None:
    if not added_by_hand:
        sentence = _("This profile comes from the reference data. It is taken out there, and not on this page.")
        raise CannotWriteProfile(sentence)
