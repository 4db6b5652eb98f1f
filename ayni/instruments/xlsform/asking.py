"""A form with the answers so far: what is shown, what is wrong, what is worked out. Plain values in and out.

An answer has a path: the name of its question, and in a repeat `repeat.2.question`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .expressions import Around, Tree, holds, parse, text, work_out

MOST_TIMES = 50
LONGEST = 4_000
_WHOLE = re.compile(r"-?\d{1,12}")


@lru_cache(maxsize=2048)
def understood(said: str) -> Tree:
    return parse(said)


@dataclass(frozen=True)
class Shown:
    """What stands on the page at one place."""

    item: Mapping[str, Any]
    path: str
    kind: str
    """As in the form; of a repeat `begin repeat` for each time that it is filled in, and `more` behind the last."""
    label: str
    hint: str = ""
    value: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    time: int = 0


@dataclass(frozen=True)
class Filled:
    """A form as it stands."""

    shown: tuple[Shown, ...]
    answers: dict[str, Any]
    """Path → answer, of what is shown: texts, numbers as texts, lists; and what was worked out."""
    faults: dict[str, str]
    """Path → what is wrong and how to mend it."""

    @property
    def is_whole(self) -> bool:
        return not self.faults


class _Filling:
    def __init__(self, definition: Mapping[str, Any], typed: Mapping[str, Any], today: date, language: str) -> None:
        self.lists, self.typed, self.today, self.language = definition["lists"], typed, today, language
        self.items = list(definition["items"])
        self.shown: list[Shown] = []
        self.answers: dict[str, Any] = {}
        self.faults: dict[str, str] = {}
        self.many: dict[str, list[Any]] = {}
        """Question of a repeat that was filled in → its answers."""

    def fill(self) -> None:
        self._walk(0, len(self.items), "", {})

    def _around(self, own: Any, inside: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Around:
        return Around({**self.answers, **self.many, **inside}, self.today, own, columns or {})

    def _walk(self, at: int, until: int, prefix: str, inside: dict[str, Any]) -> None:
        while at < until:
            item = self.items[at]
            is_shown = "relevant" not in item or holds(understood(item["relevant"]), self._around(None, inside))
            if item["kind"].startswith("begin"):
                end = self._end(at)
                if is_shown:
                    self._part(item, at + 1, end, prefix, inside)
                at = end + 1
                continue
            if is_shown and not item["kind"].startswith("end"):
                self._ask(item, prefix, inside)
            at += 1

    def _end(self, at: int) -> int:
        """Where the part that begins here ends."""
        depth = 0
        for place in range(at, len(self.items)):
            depth += self.items[place]["kind"].startswith("begin") - self.items[place]["kind"].startswith("end")
            if depth == 0:
                return place
        return len(self.items)

    def _part(self, item: Mapping[str, Any], at: int, end: int, prefix: str, inside: dict[str, Any]) -> None:
        label = self._words(item, "label")
        if item["kind"] == "begin group":
            self.shown.append(Shown(item, prefix + item["name"], item["kind"], label))
            self._walk(at, end, prefix, inside)
            return
        times = times_of(self.typed, item["name"])
        for time in range(1, times + 1):
            self.shown.append(Shown(item, f"{item['name']}.{time}", item["kind"], label, time=time))
            own: dict[str, Any] = {}
            self._walk(at, end, f"{item['name']}.{time}.", own)
            for name, value in own.items():
                self.many.setdefault(name, []).append(value)
        self.many[item["name"]] = list(range(1, times + 1))
        if times < MOST_TIMES:
            self.shown.append(Shown(item, item["name"], "more", label, time=times))

    def _ask(self, item: Mapping[str, Any], prefix: str, inside: dict[str, Any]) -> None:
        name, path, kind = item["name"], prefix + item["name"], item["kind"]
        kept = inside if prefix else self.answers
        if kind == "calculate":
            kept[name] = self.answers[path] = text(
                work_out(understood(item["calculation"]), self._around(None, inside))
            )
            return
        label, hint = self._words(item, "label"), self._words(item, "hint")
        if kind == "note":
            self.shown.append(Shown(item, path, kind, label, hint))
            return
        choices = tuple(self._choices(item, inside))
        given = self.typed.get(path, item.get("default", "") if path not in self.typed else "")
        value, fault = read_answer(kind, given, {code for code, _label in choices})
        fault = fault or self._fault(item, value, inside)
        if fault:
            self.faults[path] = fault
        kept[name] = self.answers[path] = value
        self.shown.append(Shown(item, path, kind, label, hint, given if fault else value, choices))

    def _fault(self, item: Mapping[str, Any], value: Any, inside: Mapping[str, Any]) -> str:
        if value in ("", []):
            return (self._words(item, "required_message") or _("Answer this question.")) if item.get("required") else ""
        if "constraint" in item and not holds(understood(item["constraint"]), self._around(value, inside)):
            return self._words(item, "constraint_message") or _("This answer is outside of what the form allows.")
        return ""

    def _choices(self, item: Mapping[str, Any], inside: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for row in self.lists.get(item.get("list", ""), []):
            columns = {**row["columns"], "name": row["value"]}
            said = item.get("choice_filter")
            if said is None or holds(understood(said), self._around(None, inside, columns)):
                yield row["value"], in_language(row["texts"], self.language)

    def _words(self, item: Mapping[str, Any], column: str) -> str:
        return in_language(item["texts"].get(column, {}), self.language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What a language lacks is said in Spanish."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")


def times_of(typed: Mapping[str, Any], repeat: str) -> int:
    """How many times a repeat is filled in: as the page says, or as often as there are answers."""
    said = str(typed.get(f"{repeat}#", ""))
    answered = [int(path.split(".")[1]) for path in typed if re.fullmatch(rf"{re.escape(repeat)}\.\d{{1,2}}\..+", path)]
    asked = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 1
    return max(1, min(MOST_TIMES, max([asked, *answered])))


def read_answer(kind: str, given: Any, allowed: set[str]) -> tuple[Any, str]:
    """The answer as it is kept, and what is wrong with it."""
    if kind == "select_multiple":
        several = [str(one) for one in given] if isinstance(given, list | tuple) else str(given).split()
        return [one for one in dict.fromkeys(several) if one in allowed], ""
    said = str(given if given is not None else "").strip()[: LONGEST + 1]
    if not said:
        return "", ""
    ways = {"integer": _whole, "decimal": _decimal, "date": _day}
    if kind == "select_one":
        return (said, "") if said in allowed else ("", "")
    if kind in ways:
        return ways[kind](said)
    return (said, "") if len(said) <= LONGEST else ("", _("That is too long: 4 000 characters at most."))


def _whole(said: str) -> tuple[str, str]:
    return (said, "") if said.isascii() and _WHOLE.fullmatch(said) else ("", _("Type a whole number, such as 12."))


def _decimal(said: str) -> tuple[str, str]:
    try:
        found = Decimal(said.replace(",", "."))
    except InvalidOperation:
        return "", _("Type a number, such as 12.5.")
    return (str(found), "") if found.is_finite() and abs(found) < Decimal("1e12") else ("", _("Type a smaller number."))


def _day(said: str) -> tuple[str, str]:
    try:
        return date.fromisoformat(said).isoformat(), ""
    except ValueError:
        return "", _("Type the day as 2026-03-12.")


def filled(definition: Mapping[str, Any], typed: Mapping[str, Any], *, today: date, language: str = "") -> Filled:
    """The form with what was typed so far. An answer to what is not shown is not kept."""
    filling = _Filling(definition, typed, today, "" if language == "es" else language)
    filling.fill()
    return Filled(tuple(filling.shown), filling.answers, filling.faults)
