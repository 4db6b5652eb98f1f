"""Whether somebody may be noted as having come, and how heads are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import State

MOST_AT_ONCE = 500


class CannotNote(RuleBroken):
    pass


class CannotCount(RuleBroken):
    pass


@dataclass(frozen=True)
class Traits:
    """Of somebody without a file, all that is kept: codes, each of which may be unknown."""

    sex: str = ""
    age_band: str = ""
    nationality: str = ""


@dataclass(frozen=True)
class Heads:
    """A room that was counted: the total, and what is known of it by code."""

    total: int
    sex: Mapping[str, int] = field(default_factory=dict)
    age: Mapping[str, int] = field(default_factory=dict)
    nationality: Mapping[str, int] = field(default_factory=dict)


def check_may_note(*, state: str, day: date, today: date) -> None:
    if state == State.CANCELLED:
        raise CannotNote(_("This session was cancelled: nobody came to it."))
    if state == State.CLOSED:
        raise CannotNote(_("This session is closed: who came is not changed any more."))
    if today < day:
        raise CannotNote(_("It is not its day yet. Note who comes on the day."))


def check_may_take_back(*, state: str, has_certificate: bool) -> None:
    if state == State.CLOSED:
        raise CannotNote(_("This session is closed: who came is not changed any more."))
    if has_certificate:
        raise CannotNote(_("A certificate was issued for it. Withdraw the certificate first."))


def check_number(people: int) -> None:
    if not 1 <= people <= MOST_AT_ONCE:
        raise CannotNote(_("From 1 to %(most)d people at once.") % {"most": MOST_AT_ONCE})


def check_alone(*, is_colleague: bool, people: int) -> None:
    if is_colleague and people > 1:
        raise CannotNote(_("A colleague is one person: note each by name, and count the others apart."))


def check_heads(heads: Heads) -> None:
    """No part may be more than the whole. What is missing to it is not known."""
    parts = {_("By sex"): heads.sex, _("By age"): heads.age, _("By nationality"): heads.nationality}
    for name, numbers in parts.items():
        if (more := sum(numbers.values())) > heads.total:
            raise CannotCount(
                _("%(name)s: %(more)d, and there were %(total)d in all. Mend one of the two.")
                % {"name": name, "more": more, "total": heads.total}
            )


def already_noted(when: str) -> CannotNote:
    return CannotNote(_("It is noted already: %(when)s.") % {"when": when})
