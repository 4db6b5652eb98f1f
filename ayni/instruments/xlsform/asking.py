"""A form with the answers so far: what is shown, what is wrong, what is worked out. Plain values in and out.

An answer has a path: the name of its question, in a repeat `repeat.2.question`, and in a repeat inside of that
`repeat.2.inner.1.question`.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .expressions import Around, Tree, holds, parse, text, work_out

MOST_TIMES = 50
MOST_PLACES = 25_000
"""A form has no more than this on its page, however often its repeats are filled in."""
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
    within: str = ""
    """Of what stands in a repeat: which time of that it belongs to, as the page calls it."""


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


class _Many(list[Any]):
    """The answers to a question of a repeat, as they are seen from outside of it."""


Inside = ChainMap[str, Any]
"""What was answered in this time of a repeat, then in that of the repeat around it."""


class _Filling:
    def __init__(self, definition: Mapping[str, Any], typed: Mapping[str, Any], today: date, language: str) -> None:
        self.lists, self.typed, self.today, self.language = definition["lists"], typed, today, language
        self.items = list(definition["items"])
        self.shown: list[Shown] = []
        self.answers: dict[str, Any] = {}
        self.faults: dict[str, str] = {}
        self.within: list[str] = []

    def fill(self) -> None:
        self._walk(0, len(self.items), "", ChainMap())

    def _around(self, own: Any, inside: Inside, columns: Mapping[str, str] | None = None) -> Around:
        return Around(inside, self.today, own, columns or {})

    def _walk(self, at: int, until: int, prefix: str, inside: Inside) -> None:
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

    def _part(self, item: Mapping[str, Any], at: int, end: int, prefix: str, inside: Inside) -> None:
        label = self._words(item, "label")
        if item["kind"] == "begin group":
            self.shown.append(Shown(item, prefix + item["name"], item["kind"], label))
            self._walk(at, end, prefix, inside)
            return
        path, within = prefix + item["name"], " · ".join(self.within)
        most = self._most_times(end - at)
        times = min(most, times_of(self.typed, path))
        many: dict[str, _Many] = {}
        for time in range(1, times + 1):
            self.shown.append(Shown(item, f"{path}.{time}", item["kind"], label, time=time, within=within))
            own = inside.new_child()
            self.within.append(f"{label} {time}")
            self._walk(at, end, f"{path}.{time}.", own)
            self.within.pop()
            _gather(many, own.maps[0])
        # Only now: a question that is not shown this time must not take the answers of the times before for its own.
        inside.maps[0].update({item["name"]: _Many(range(1, times + 1)), **many})
        if times < most:
            self.shown.append(Shown(item, path, "more", label, time=times, within=within))

    def _most_times(self, size: int) -> int:
        """How often a repeat of so many rows may stand on the page that there is so far."""
        left = MOST_PLACES - len(self.shown)
        return max(1, min(MOST_TIMES, left // max(1, size)))

    def _ask(self, item: Mapping[str, Any], prefix: str, inside: Inside) -> None:
        name, path, kind = item["name"], prefix + item["name"], item["kind"]
        if kind == "calculate":
            inside[name] = self.answers[path] = text(
                work_out(understood(item["calculation"]), self._around(None, inside))
            )
            return
        label, hint, within = self._words(item, "label"), self._words(item, "hint"), " · ".join(self.within)
        if kind == "note":
            self.shown.append(Shown(item, path, kind, label, hint))
            return
        choices = tuple(self._choices(item, inside))
        given = self.typed.get(path, item.get("default", "") if path not in self.typed else "")
        value, fault = read_answer(kind, given, {code for code, _label in choices})
        fault = fault or self._fault(item, value, inside)
        if fault:
            self.faults[path] = fault
        inside[name] = self.answers[path] = value
        self.shown.append(Shown(item, path, kind, label, hint, given if fault else value, choices, within=within))

    def _fault(self, item: Mapping[str, Any], value: Any, inside: Inside) -> str:
        if value in ("", []):
            return (self._words(item, "required_message") or _("Answer this question.")) if item.get("required") else ""
        if "constraint" in item and not holds(understood(item["constraint"]), self._around(value, inside)):
            return self._words(item, "constraint_message") or _("This answer is outside of what the form allows.")
        return ""

    def _choices(self, item: Mapping[str, Any], inside: Inside) -> Iterator[tuple[str, str]]:
        for row in self.lists.get(item.get("list", ""), []):
            columns = {**row["columns"], "name": row["value"]}
            said = item.get("choice_filter")
            if said is None or holds(understood(said), self._around(None, inside, columns)):
                yield row["value"], in_language(row["texts"], self.language)

    def _words(self, item: Mapping[str, Any], column: str) -> str:
        return in_language(item["texts"].get(column, {}), self.language)


def _gather(many: dict[str, _Many], own: Mapping[str, Any]) -> None:
    """What one time of a repeat holds, put to what the times before held; what is gathered there already is put in one
    by one, so that from outside of everything a sum is over all."""
    for name, value in own.items():
        kept = many.setdefault(name, _Many())
        if isinstance(value, _Many):
            kept.extend(value)
        else:
            kept.append(value)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What a language lacks is said in Spanish."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")


def times_of(typed: Mapping[str, Any], repeat: str) -> int:
    """How many times a repeat is filled in: as the page says, or as often as there are answers. `repeat`: its path."""
    said = str(typed.get(f"{repeat}#", ""))
    begin = f"{repeat}."
    parts = (path[len(begin) :].partition(".") for path in typed if path.startswith(begin))
    answered = [int(n) for n, dot, _rest in parts if dot and n.isascii() and n.isdecimal() and len(n) < 3]
    asked = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 1
    return max(1, min(MOST_TIMES, max([asked, *answered])))


def one_more(typed: Mapping[str, Any], repeat: str) -> dict[str, Any]:
    """`repeat`: its path."""
    return {**typed, f"{repeat}#": str(min(MOST_TIMES, times_of(typed, repeat) + 1))}


def one_less(typed: Mapping[str, Any], repeat: str) -> dict[str, Any]:
    """Its last time goes, with what was answered there. The first stays."""
    last = times_of(typed, repeat)
    if last == 1:
        return dict(typed)
    begin = f"{repeat}.{last}."
    kept = {path: value for path, value in typed.items() if not path.startswith(begin)}
    return {**kept, f"{repeat}#": str(last - 1)}


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
