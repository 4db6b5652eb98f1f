"""When a form is due, and whether it may be answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum, auto

from django.utils.translation import gettext as _

from ayni.instruments.models import MOST_OPEN_FIRST, Reserve
from ayni.lib.errors import RuleBroken
from ayni.people.rules.ages import ADULT

ADOLESCENT, OLDER = 12, 60
"""Ley 27337: a child under 12, an adolescent under 18. Ley 30490: an older person from 60 on."""


class CannotAnswer(RuleBroken):
    pass


class Standing(StrEnum):
    """How a form of a case stands."""

    OVERDUE = auto()
    DUE = auto()
    STARTED = auto()
    OFFERED = auto()
    COMPLETE = auto()


def age_group(age: int | None) -> str:
    """As conditions of forms name it; empty if nobody knows the age."""
    if age is None:
        return ""
    if age < ADOLESCENT:
        return "child"
    if age < ADULT:
        return "adolescent"
    return "older" if age >= OLDER else "adult"


def due_at(
    *, opened_at: datetime, last: datetime | None, due_days: int | None, again_days: int | None
) -> datetime | None:
    """When the form is to be answered next; None: never, or not again."""
    if last is None:
        return None if due_days is None else opened_at + timedelta(days=due_days)
    return None if again_days is None else last + timedelta(days=again_days)


def standing(*, begun: bool, complete: bool, due: datetime | None, at: datetime) -> Standing:
    if begun:
        return Standing.STARTED
    if due is not None and due < at:
        return Standing.OVERDUE
    if complete:
        return Standing.COMPLETE
    return Standing.OFFERED if due is None else Standing.DUE


def levels(*, keeps: bool, in_team: bool, supervises: bool, began: bool) -> frozenset[str]:
    """Which levels of reserve somebody reads who may open the case. `began`: it was they who began the form."""
    found: set[str] = {Reserve.OPEN}
    if keeps or in_team or supervises:
        found.add(Reserve.PROTECTED)
    if keeps or in_team:
        found.add(Reserve.RESTRICTED)
    if in_team or began:
        found |= set(MOST_OPEN_FIRST)
    return frozenset(found)


def check_is_offered(*, codes: Iterable[str], code: str) -> None:
    if code not in set(codes):
        raise CannotAnswer(_("This form is not in use any more. Choose another one of the list."))


def check_is_draft(*, is_draft: bool) -> None:
    if not is_draft:
        raise CannotAnswer(_("This form is complete. To change what it says, answer it again: both stay in the file."))


def check_nobody_saved_meanwhile(*, seen: datetime | None, saved_at: datetime, who: str, when: str) -> None:
    """`who`: whoever saved it last; nobody's name says that it was the same user, from another window."""
    if seen is not None and seen != saved_at and not who:
        raise CannotAnswer(
            _("You saved this form at %(when)s in another window, after you opened it here. What you typed is still "
              "here: compare, and save once more if this is to stand.")
            % {"when": when}
        )  # fmt: skip
    if seen is not None and seen != saved_at:
        raise CannotAnswer(
            _("%(who)s saved this form at %(when)s, after you opened it. What you typed is still here: compare, and "
              "save once more if yours is to stand.")
            % {"who": who, "when": when}
        )  # fmt: skip
