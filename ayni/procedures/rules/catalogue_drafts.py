"""What a draft of a regime or a procedure must say, who may approve it, and what differs from the version before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from ayni.codelists.models import Confidence
from ayni.codelists.tables import Expected
from ayni.design import words
from ayni.governance.models import DraftState
from ayni.governance.rules.drafting import CannotApprove, CannotWrite

from ..models import Applies, CatalogueDraft, Effect, RequirementKind, Silence
from . import conditions

CODES = {
    CatalogueDraft.Kind.REGIME: re.compile(r"REG-[A-Z0-9]{2,10}(-[A-Z0-9]{1,8})?"),
    CatalogueDraft.Kind.PROCEDURE: re.compile(r"PR-[A-Z0-9]{2,10}(-[A-Z0-9]{1,8})?"),
}
PARTS = ("requirements", "fees", "rules")
MOST = 60
"""Of each part: more is a slip."""


def check_code(kind: str, code: str, *, taken: bool) -> None:
    if not CODES[CatalogueDraft.Kind(kind)].fullmatch(code):
        raise CannotWrite(
            _("Write the code as REG- or PR- and 2 to 10 capital letters or digits, such as REG-CPP26 or PR-CPP26.")
        )
    if taken:
        raise CannotWrite(
            _("The code %(code)s is taken. Choose another, or write the next version of that one.") % {"code": code}
        )


def check_may_start(*, open_draft: bool) -> None:
    if open_draft:
        raise CannotWrite(_("Somebody has begun a draft of it. Go on with that one, or discard it first."))


def check_part(part: str, fields: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> None:
    """A requirement, a fee or a rule that may stand beside the others."""
    if len(others) >= MOST:
        raise CannotWrite(_("There are more than %(most)s of these already. Check them.") % {"most": MOST})
    if part == "fees" and any(other["applies"] == fields["applies"] for other in others):
        raise CannotWrite(_("There is a fee for these people already. Change that one."))
    if part == "rules":
        try:
            conditions.parse(fields["when"])
        except Expected as expected:
            raise CannotWrite(
                _("The conditions cannot be read: there should stand %(expected)s.") % {"expected": expected}
            ) from expected


@dataclass(frozen=True)
class Whole:
    """What decides whether a draft is complete."""

    kind: str
    content: Mapping[str, Any]
    reason: str
    is_new: bool
    valid_from: date | None


def what_is_missing(draft: Whole, *, today: date) -> list[str]:
    """In sentences, for whoever writes it."""
    content = draft.content
    found = []
    if not str(content.get("legal_basis", "")).strip():
        found.append(_("State the legal basis: the norm that it rests on, with its number."))
    if not draft.is_new and not draft.reason.strip():
        found.append(_("Say why it changes: whoever approves it, and whoever works with it, will ask."))
    if _ends_before_it_begins(content):
        found.append(_("It closes before it opens. Check both days."))
    if draft.valid_from is not None and draft.valid_from < today:
        found.append(_("The day from which it is to be in force has passed. Choose today or a later day, or none."))
    if draft.kind == CatalogueDraft.Kind.PROCEDURE:
        found += _missing_of_a_procedure(content)
    return found


def _missing_of_a_procedure(content: Mapping[str, Any]) -> list[str]:
    found = []
    if not content.get("regime"):
        found.append(_("Choose the regime that it belongs to."))
    if not content.get("authority"):
        found.append(_("Choose who decides."))
    if not content.get("requirements"):
        found.append(_("Add what it asks for: at least one requirement."))
    if not content.get("rules"):
        found.append(_("Say who may apply: at least one rule, or the route finder will never name it."))
    return found


def _ends_before_it_begins(content: Mapping[str, Any]) -> bool:
    return bool(content.get("opens_on") and content.get("closes_on") and content["closes_on"] < content["opens_on"])


def check_base(*, is_newest: bool) -> None:
    if not is_newest:
        raise CannotWrite(_("Another version came meanwhile. Discard this draft, and begin from the version in force."))


def check_may_approve(*, state: str, wrote_it: bool, seen: int, revision: int) -> None:
    if state != DraftState.SUBMITTED:
        raise CannotApprove(_("This draft is not waiting for approval any more. Look at it again."))
    if wrote_it:
        raise CannotApprove(_("You wrote part of this draft. A colleague who did not must approve it."))
    if seen != revision:
        raise CannotApprove(_("The draft changed since you read it. Read it again before you approve it."))


def next_rule_code(procedure: str, used: Iterable[str]) -> str:
    """A code that no rule ever had."""
    stem = f"RT-{procedure.removeprefix('PR-')}-H"[:21]
    numbers = [int(tail) for code in used if (tail := code.removeprefix(stem)) != code and tail.isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"


@dataclass(frozen=True)
class Difference:
    """One value that a draft says otherwise. Either side may be empty."""

    place: str
    """A field, or a part and what it is known by."""
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What a draft changes, field by field and part by part."""
    old, new = _flat(before), _flat(after)
    places = [*new, *(place for place in old if place not in new)]
    pairs = [(place, old.get(place, ""), new.get(place, "")) for place in places]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


KNOWN_BY = {"requirements": "label_es", "fees": "applies", "rules": "says"}
CHOICES: dict[str, type[TextChoices]] = {
    "confidence": Confidence, "silence": Silence, "kind": RequirementKind, "applies": Applies, "effect": Effect,
}  # fmt: skip
DAYS = ("opens_on", "closes_on")


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in content.items():
        if name in PARTS:
            found |= _flat_parts(name, value)
        else:
            found[name] = "; ".join(map(str, value)) if isinstance(value, list) else _in_words(name, value)
    return {place: value for place, value in found.items() if value}


def _flat_parts(name: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Two that are known by the same words stand one after the other: none hides what changed in the other."""
    found: dict[str, str] = {}
    for one in parts:
        rest = [_in_words(key, said) for key, said in one.items() if key not in {KNOWN_BY[name], "code"}]
        place = f"{name}: {one[KNOWN_BY[name]]}"
        same = sum(other == place or other.startswith(f"{place} (") for other in found)
        found[f"{place} ({same + 1})" if same else place] = " · ".join(filter(None, rest))
    return found


def _in_words(name: str, value: Any) -> str:
    """As whoever approves it reads it: no code where there are words, no day as a machine writes it."""
    if name == "mandatory":
        return "" if value else _("Only if there is one")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value and name in CHOICES:
        return str(CHOICES[name](value).label)
    if value and name in DAYS:
        return words.day(date.fromisoformat(value))
    return str(value or "")
