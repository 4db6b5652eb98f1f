"""What a draft of a protocol must say, who may approve it, and when it comes into force."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.lib.errors import RuleBroken

from ..models import DeadlineKind, DraftState

APPROVERS = 2
"""Who approve, none of whom wrote."""

LONGEST_DEADLINE = 3650
"""In whichever unit: ten years of days. More is a slip of the keyboard."""

CODE = re.compile(r"PW-[A-Z0-9]{2,8}(-[A-Z0-9]{1,4})?")


class CannotWrite(RuleBroken):
    """Of a draft of any kind: of a protocol, of the catalogue."""


class CannotApprove(RuleBroken):
    pass


@dataclass(frozen=True)
class DraftFields:
    """What a person writes of a protocol as a whole."""

    name: str
    profiles: Sequence[Any]
    legal_basis: str = ""
    reason: str = ""
    approaches: str = ""
    valid_from: date | None = None
    gap: Any = None
    instrument: Any = None


@dataclass(frozen=True)
class StepFields:
    """What a person writes of one step."""

    actor: Any
    action_es: str
    urgency: str
    consent_rule: str
    action_en: str = ""
    plain_es: str = ""
    deadline_kind: str = DeadlineKind.NONE
    deadline_amount: int | None = None
    deadline_unit: str = ""
    deadline_text: str = ""
    legal_basis: str = ""
    norms: Collection[Any] = field(default_factory=tuple)


def check_protocol_code(code: str, *, taken: bool) -> None:
    if not CODE.fullmatch(code):
        raise CannotWrite(
            _("Write the code as PW- and 2 to 8 capital letters or digits, such as PW-RETORNO or PW-NNA-X.")
        )
    if taken:
        raise CannotWrite(
            _("The code %(code)s is taken by another protocol. Choose another, or change that one.") % {"code": code}
        )


def check_may_start(*, open_draft: bool) -> None:
    if open_draft:
        raise CannotWrite(_("Somebody has begun a draft of this protocol. Go on with that one, or discard it first."))


def check_may_write(*, state: str, seen: int, revision: int) -> None:
    if state not in {DraftState.WRITING, DraftState.SUBMITTED}:
        raise CannotWrite(_("This draft is finished. Begin a new one from the version in force."))
    if seen != revision:
        raise CannotWrite(
            _("A colleague changed this draft meanwhile. Look at it again, and repeat what is still needed.")
        )


def check_step(step: StepFields) -> None:
    """A deadline is whole, has a kind, and what is called law has its norm; every step says what it rests on."""
    if (step.deadline_amount is None) != (step.deadline_unit == ""):
        raise CannotWrite(_("A deadline needs a number and a unit. Write both, or leave both empty."))
    if step.deadline_amount is not None and step.deadline_amount > LONGEST_DEADLINE:
        raise CannotWrite(_("That deadline is longer than ten years. Check the number."))
    if step.deadline_amount is not None and step.deadline_kind == DeadlineKind.NONE:
        raise CannotWrite(_("Say what kind of deadline it is: of the law, of the protocol, of the unit itself."))
    if step.deadline_kind != DeadlineKind.NONE and step.deadline_amount is None and not step.deadline_text.strip():
        raise CannotWrite(_("Write the deadline, or choose “No deadline”."))
    if step.deadline_kind == DeadlineKind.LEGAL and not step.norms:
        raise CannotWrite(_("A legal deadline needs its norm. Choose it, or choose another kind of deadline."))
    if not step.legal_basis.strip() and not step.norms:
        raise CannotWrite(
            _("State what the step rests on: choose a norm, or write the directive, agreement or practice.")
        )


def place_after(orders: Iterable[int]) -> int:
    return max(orders, default=0) + 1


def next_step_code(protocol: str, used: Iterable[str]) -> str:
    """A code that no step of this protocol ever had: numbers and running cases tell steps apart by it."""
    numbers = [int(tail) for code in used if (tail := code.removeprefix(f"{protocol}-")).isdecimal()]
    return f"{protocol}-{max(numbers, default=0) + 1}"


def moved(ids: Sequence[int], which: int, up: bool) -> list[int]:
    """The order after one step went up or down by a place. At the end of the list it stays where it is."""
    order = list(ids)
    at = order.index(which)
    to = max(at - 1, 0) if up else min(at + 1, len(order) - 1)
    order.insert(to, order.pop(at))
    return order


@dataclass(frozen=True)
class Whole:
    """What decides whether a draft is complete."""

    name: str
    legal_basis: str
    reason: str
    profiles: int
    is_general: bool
    steps: int
    steps_without_basis: Sequence[int]
    """Their places in the order."""
    is_first: bool
    valid_from: date | None


def what_is_missing(draft: Whole, *, today: date) -> list[str]:
    """In sentences, for whoever writes it."""
    found = []
    if not draft.legal_basis.strip():
        found.append(_("State the legal basis of the protocol: the norm or directive that it rests on."))
    if not draft.is_first and not draft.reason.strip():
        found.append(_("Say why it changes: whoever approves it, and whoever works with it, will ask."))
    if not draft.profiles and not draft.is_general:
        found.append(_("Choose the profiles that it is for."))
    if not draft.steps:
        found.append(_("Add at least one step."))
    if draft.steps_without_basis:
        places = ", ".join(str(place) for place in draft.steps_without_basis)
        number = len(draft.steps_without_basis)
        sentence = ngettext(
            "Step %(places)s states no basis: choose a norm, or write what it rests on.",
            "Steps %(places)s state no basis: choose a norm for each, or write what it rests on.",
            number,
        )
        found.append(sentence % {"places": places})
    if draft.valid_from is not None and draft.valid_from < today:
        found.append(_("The day from which it is to be in force has passed. Choose today or a later day, or none."))
    return found


def check_is_whole(missing: Sequence[str]) -> None:
    if missing:
        raise CannotWrite(" ".join(missing))


def check_base(*, is_newest: bool) -> None:
    if not is_newest:
        raise CannotWrite(_("Another version came meanwhile. Compare the draft with it, and say that you have."))


def check_may_approve(*, state: str, wrote_it: bool, approved_it: bool, seen: str, digest: str) -> None:
    if state != DraftState.SUBMITTED:
        raise CannotApprove(_("This draft is not waiting for approval any more. Look at it again."))
    if wrote_it:
        raise CannotApprove(_("You wrote part of this draft. Two colleagues who did not write in it must approve it."))
    if seen != digest:
        raise CannotApprove(_("The draft changed since you read it. Read it again before you approve it."))
    if approved_it:
        raise CannotApprove(_("You have approved it already. Another colleague must approve it too."))


def check_may_begin(start: date, *, today: date, after: date | None) -> None:
    """A version begins today or later, and not before the one that it follows."""
    if start < today:
        raise CannotApprove(
            _("The day from which it was to be in force has passed. Send it back, so that another day is chosen.")
        )
    if after is not None and start < after:
        raise CannotApprove(
            _("The version before begins only later than this one would. Send it back, so that a later day is chosen.")
        )
