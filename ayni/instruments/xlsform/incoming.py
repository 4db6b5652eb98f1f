"""Answers that come in from a table: which column is which question, and what a row says. Plain values in and out.

The columns are named as our own table of answers names them (`people`, `member.2.age`) or as ODK and Kobo do
(`home/people`, `home-people`). A row is held to the form by the same code as a page of it.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _

from ayni.lib.names import plain

from .asking import MOST_TIMES, Filled, filled
from .reading import ASKED

KEY, MONTH, TONGUE, DAY, OTHER = "respuesta", "mes", "idioma", "_submission_time", "-"
OURS = {KEY, MONTH, TONGUE}
OUR_ID, REASON, WAY = "respuesta (id)", "qué corregir", "llegó por"
"""Columns of ours that no question can be called as."""
SAID_OF_ALL: dict[str, str] = {
    KEY: KEY, MONTH: MONTH, TONGUE: TONGUE, "meta/instanceid": KEY, "meta-instanceid": KEY, "instanceid": KEY,
    "key": KEY, "_uuid": KEY, OUR_ID: KEY, "_submission_time": DAY, "submissiondate": DAY,
    **dict.fromkeys((
        REASON, WAY, "start", "end", "today", "deviceid", "username", "_id", "_index", "_parent_index",
        "_parent_table_name", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags",
        "meta/rootuuid", "meta/deprecatedid", "meta-instancename", "meta/instancename", "submitterid", "submittername",
        "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "edits", "formversion", "formhub/uuid",
        "_xform_id_string", "_attachments", "_geolocation", "_bamboo_dataset_id",
    ), OTHER),
}  # fmt: skip
"""What columns beside the questions are for, in small letters: the id of an answer, when and in which language it was
given. Of the others nothing is kept."""
MOST_FAULTS = 12
TIMES = frozenset(str(n) for n in range(1, MOST_TIMES + 1))
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")
_NEUTRAL = re.compile(r"'(?=[=+\-@\t\r])")
Chain = tuple[str, ...]
"""The repeats that a question stands in, and its name."""


@dataclass(frozen=True)
class Line:
    """What a row says. `faults`: column and what is wrong; without any, `answers` are whole."""

    key: str
    """The id that the answer has where it comes from, or empty."""
    language: str
    day: date
    answers: dict[str, Any]
    faults: tuple[tuple[str, str], ...]


class Reader:
    """Of one form. `named` says what a header is; `lay` looks at all of them; then `judge` reads rows."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        # What a page proposes nobody answered.
        items = [{k: v for k, v in item.items() if k != "default"} for item in definition["items"]]
        self.definition = {**definition, "items": items}
        self.questions = dict(_questions(items))
        self.labels = {name: _labels(rows) for name, rows in definition["lists"].items()}
        self.paths: dict[int, str] = {}
        self.places: dict[str, int] = {}
        self.headers: tuple[str, ...] = ()
        self.unknown: tuple[int, ...] = ()

    def named(self, header: str) -> str:
        return self._path(header) or SAID_OF_ALL.get(header.lower(), "")

    def _path(self, header: str) -> str:
        """Of a question; empty if it is none."""
        last = re.split(r"[/-]", header)[-1].strip()
        names, numbers = last.split(".")[::2], last.split(".")[1::2]
        counted = all(n in TIMES for n in numbers)
        whole = len(names) == len(numbers) + 1 and counted and tuple(names) in self.questions
        return last if whole and not self._parts_several(header) else ""

    def _parts_several(self, header: str) -> bool:
        """`needs/food`: one choice of several, which stands in the column `needs`, too."""
        *_groups, name, choice = ["", *re.split(r"[/-]", header)]
        item = self.questions.get((name,), {})
        return item.get("kind") == "select_multiple" and choice in self.labels[item["list"]].values()

    def lay(self, headers: Sequence[str]) -> None:
        self.headers, unknown = tuple(headers), []
        is_ours = set(headers) >= OURS
        for place, header in enumerate(headers):
            said = SAID_OF_ALL.get(header.lower(), "")
            # A question may be called as one of our columns: then the table has two of that name, ours first.
            second = header.removesuffix(" (2)")
            path = self._path(second if is_ours and second in OURS else header)
            if is_ours and header in OURS:
                path = ""
            if path and path not in self.paths.values():
                self.paths[place] = path
            elif said:
                self.places.setdefault(said, place)
            elif not self._parts_several(header) or not self._has_column(header):
                unknown.append(place)
        self.unknown = tuple(unknown)

    def _has_column(self, header: str) -> bool:
        name = re.split(r"[/-]", header)[-2]
        return any(self._path(other) == name for other in self.headers)

    def without_column(self) -> list[str]:
        """Questions that the table does not hold."""
        there = {_chain(path) for path in self.paths.values()}
        return [
            ".".join(chain) for chain, item in self.questions.items() if item["kind"] in ASKED and chain not in there
        ]

    def repeats_without_column(self) -> list[str]:
        """Repeats of which the table holds nothing, though the form asks them. Whoever has none of them answered says
        so by a table of ours."""
        there = {path.split(".")[0] for path in self.paths.values()}
        outer = dict.fromkeys(chain[0] for chain in self.questions if len(chain) > 1)
        return [] if set(self.headers) >= OURS else [name for name in outer if name not in there]

    def judge(self, cells: Sequence[str], *, today: date) -> Line:
        day, faults = self._day(cells, today)
        language = self._said(cells, TONGUE).lower() or "es"
        typed = {path: said for place, path in self.paths.items() if (said := _cell(cells, place))}
        faults += [
            (self._header(path), _("Its formula gave an error. Write the value itself."))
            for path, said in typed.items() if _ERROR.fullmatch(said)
        ]  # fmt: skip
        if any(cells[len(self.headers) :]):
            faults.append(
                ("", _("The row has more cells than there are headers. Put texts with a separator in quotation marks."))
            )
        coded = {path: self._coded(path, said) for path, said in typed.items()}
        form = filled(self.definition, coded, today=day)
        faults += self._faults(form, coded)
        key = self._said(cells, KEY).lower().removeprefix("uuid:")[:200]
        return Line(key, language, day, form.answers, tuple(faults[:MOST_FAULTS]))

    def _said(self, cells: Sequence[str], what: str) -> str:
        return _cell(cells, self.places[what]) if what in self.places else ""

    def _header(self, path: str) -> str:
        return next((self.headers[place] for place, one in self.paths.items() if one == path), path)

    def _day(self, cells: Sequence[str], today: date) -> tuple[date, list[tuple[str, str]]]:
        """When it was answered: that day, or the last that may have been of its month; today, if nothing says it."""
        try:
            found = _moment(self._said(cells, DAY)) or _of_month(self._said(cells, MONTH), today)
        except ValueError:
            what = DAY if self._said(cells, DAY) else MONTH
            return today, [(self.headers[self.places[what]], _("Write the day as 2026-03-12, the month as 2026-03."))]
        if found and found > today:
            what = DAY if self._said(cells, DAY) else MONTH
            return today, [(self.headers[self.places[what]], _("That is still to come. Mend the year or the month."))]
        return found or today, []

    def _coded(self, path: str, said: str) -> Any:
        """Choices by their code, or by their label where that is of one only."""
        item = self.questions[_chain(path)]
        if item["kind"] not in {"select_one", "select_multiple"}:
            return said
        codes = self.labels[item["list"]]
        whole = codes.get(said) or codes.get(plain(said), said)
        if item["kind"] == "select_one" or whole != said:
            return whole if item["kind"] == "select_one" else [whole]
        return said.split()

    def _faults(self, form: Filled, coded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        choices = {one.path: one.choices for one in form.shown if one.choices}
        faults = dict(form.faults)
        for path, said in coded.items():
            kind, kept = self.questions[_chain(path)]["kind"], form.answers.get(path)
            if kind == "calculate":
                continue
            if path not in form.answers:
                faults[path] = _("It is not asked with the other answers of this row. Empty it, or mend those.")
            elif kind == "select_one" and not kept:
                faults[path] = _none_of([said], choices.get(path, ()))
            elif kind == "select_multiple" and (lost := [one for one in said if one not in (kept or [])]):
                faults[path] = _none_of(lost, choices.get(path, ()))
        for path, why in faults.items():
            yield self._header(path), why


def _questions(items: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Chain, Mapping[str, Any]]]:
    around: list[tuple[str, str]] = []
    for item in items:
        sign, _space, what = item["kind"].partition(" ")
        if sign == "begin":
            around.append((what, item["name"]))
        elif sign == "end":
            around.pop()
        else:
            yield (*(name for kind, name in around if kind == "repeat"), item["name"]), item


def _labels(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Code → code, and label in plain letters → code where no other choice has it."""
    said = Counter(words for row in rows for words in {plain(text) for text in row["texts"].values()})
    by_label = {plain(text): row["value"] for row in rows for text in row["texts"].values() if said[plain(text)] == 1}
    return by_label | {row["value"]: row["value"] for row in rows}


def _chain(path: str) -> Chain:
    return tuple(path.split(".")[::2])


def _cell(cells: Sequence[str], place: int) -> str:
    """As it was before our own table of answers made it harmless for a spreadsheet."""
    said = cells[place].strip() if place < len(cells) else ""
    return _NEUTRAL.sub("", said, count=1) if said.startswith("'") else said


def _moment(said: str) -> date | None:
    if not said:
        return None
    found = datetime.fromisoformat(said)
    return localdate(found) if is_aware(found) else found.date()


def _of_month(said: str, today: date) -> date | None:
    if not said:
        return None
    found = _MONTH.fullmatch(said)
    if found is None:
        raise ValueError(said)
    first = date(int(found[1]), int(found[2]), 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return min(last, max(first, today))


def _none_of(said: Sequence[str], choices: Sequence[tuple[str, str]]) -> str:
    codes = ", ".join(code for code, _label in choices[:8]) + ("…" if len(choices) > 8 else "")
    return _("“%(said)s” is none of the choices: %(codes)s.") % {"said": " ".join(said)[:80], "codes": codes}
