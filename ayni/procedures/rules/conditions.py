"""The small language that says when a rule of the route finder holds: `situation in CPP; months >= 6`.

Conditions are separated by `;` and must all hold. A condition is a field, a sign and values separated by `|`:

- `in`: the answer is one of these (situation, entry, nationality); `is` yes or no (alone);
- `any`: one of these was chosen (documents, family, profiles, wants, events);
- `<`, `<=`, `>`, `>=`: a number (age, months, days_here) or a day written 2023-05-10 (entered).

A name that begins with `also_` is a question of `data/way/questions.csv` that nothing else knows; it takes `any`.

What was not answered makes a condition neither true nor false.
"""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.tables import Expected

from .questions import ALSO, NONE, Answers, Entry, Event, Family, Held, Situation, Wish

CONDITION = re.compile(r"([a-z_]+)\s+(in|is|any|<=|<|>=|>)\s+(\S+)")
CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]*")

COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    signs: frozenset[str]
    values: frozenset[str] = frozenset()
    """What it may be compared with. Empty: any code, number or day."""
    is_day: bool = False


ONE, MANY, ORDER = frozenset({"in"}), frozenset({"any"}), frozenset(COMPARED)
FIELDS = {
    "situation": Field(ONE, frozenset(Situation.values)),
    "entry": Field(ONE, frozenset(Entry.values)),
    "nationality": Field(ONE),
    "alone": Field(frozenset({"is"}), frozenset({"yes", "no"})),
    "age": Field(ORDER),
    "months": Field(ORDER),
    "days_here": Field(ORDER),
    "entered": Field(ORDER, is_day=True),
    "documents": Field(MANY, frozenset(Held.values)),
    "family": Field(MANY, frozenset(Family.values)),
    "profiles": Field(MANY),
    "wants": Field(MANY, frozenset(Wish.values)),
    "events": Field(MANY, frozenset(Event.values)),
}
OF_THE_DATA = Field(MANY)


@dataclass(frozen=True)
class Condition:
    field: str
    sign: str
    values: tuple[Any, ...]

    def holds(self, answers: Answers) -> bool | None:
        said = answers.to(self.field)
        if said is None or said == "" or said == frozenset():
            return None
        if self.sign in COMPARED:
            return COMPARED[self.sign](said, self.values[0])
        if self.sign == "any":
            hits = not said.isdisjoint(self.values)
            return None if not hits and not answers.unsaid.isdisjoint(self.values) else hits
        return said in self.values


def parse(written: str) -> tuple[Condition, ...]:
    """The conditions that are written. Raises `Expected`, which says what should have stood there."""
    parts = [part.strip() for part in written.split(";") if part.strip()]
    if not parts:
        raise Expected(_("at least one condition, such as “situation in CPP; months >= 6”"))
    return tuple(_condition(part) for part in parts)


def _condition(part: str) -> Condition:
    found = CONDITION.fullmatch(part)
    if found is None:
        raise Expected(_("a field, a sign and values, such as “age >= 18”, instead of “%(part)s”") % {"part": part})
    name, sign, values = found.groups()
    field = OF_THE_DATA if name.startswith(ALSO) else FIELDS.get(name)
    if field is None:
        raise Expected(_("one of the questions: %(names)s") % {"names": ", ".join(FIELDS)})
    if sign not in field.signs:
        signs = " ".join(sorted(field.signs))
        raise Expected(_("after “%(name)s” one of the signs: %(signs)s") % {"name": name, "signs": signs})
    return Condition(name, sign, tuple(_value(value, field, sign) for value in values.split("|")))


def _value(written: str, field: Field, sign: str) -> Any:
    if field.is_day:
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise Expected(_("a day written as 2023-05-10")) from None
    if sign in COMPARED:
        if not (written.isascii() and written.isdecimal() and len(written) < 6):
            raise Expected(_("a whole number after “%(sign)s”") % {"sign": sign})
        return int(written)
    if field.values and written not in field.values:
        raise Expected(_("one of: %(values)s") % {"values": ", ".join(sorted(field.values))})
    if not field.values and not CODE.fullmatch(written):
        raise Expected(_("codes in capital letters, separated by |"))
    return written


@dataclass(frozen=True)
class Together:
    """Whether conditions hold together: yes, no, or not known without these answers."""

    holds: bool | None
    unknown: frozenset[str] = frozenset()


def all_hold(conditions: Iterable[Condition], answers: Answers) -> Together:
    said = [(one, one.holds(answers)) for one in conditions]
    if any(holds is False for _one, holds in said):
        return Together(False)
    unknown = frozenset(one.field for one, holds in said if holds is None)
    return Together(None, unknown) if unknown else Together(True)


def codes_of(conditions: Iterable[Condition], field: str) -> set[str]:
    """The codes that conditions name of a field, to be looked up in its list."""
    return {value for one in conditions if one.field == field for value in one.values if value != NONE}
