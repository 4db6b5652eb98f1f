"""The folder `data/instruments`, read into plain values. Whatever is wrong names its file, line and column."""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from . import rules
from .languages import SHORT
from .lists import LISTS
from .models import MOST_OPEN_FIRST, NO, YES, Question

FORMS, QUESTIONS, SIGNALS = "instruments.csv", "questions.csv", "signals.csv"
TRANSLATIONS, PROFILE_FORMS = "translations.csv", "profile_forms.csv"
COLUMNS = {
    FORMS: ("code", "series", "order", "title_es", "guidance_es", "opened_by", "source"),
    QUESTIONS: (
        "instrument", "key", "order", "kind", "text_es", "hint_es", "choices", "shown_if", "section_es", "sensitivity",
    ),
    SIGNALS: ("instrument", "key", "answer", "profile", "weight", "urgency"),
    TRANSLATIONS: ("instrument", "key", "language", "text", "hint", "choices", "section"),
    PROFILE_FORMS: ("profile", "instrument", "due_days", "again_days"),
}  # fmt: skip
FACTS: dict[str, frozenset[str]] = {
    "@age": frozenset({"child", "adolescent", "adult", "older"}),
    "@sex": frozenset({"SEX-F", "SEX-M", "SEX-I"}),
}
"""What a condition may ask of the person beside `@profile`, and what it may be."""
LATER: dict[str, object] = {"section_es": "", "sensitivity": "", "code_list": ""}
"""Columns that came after forms were in use: empty, they leave the digest of a form as it was."""

URGENCIES = ("", "IMMEDIATE", "WITHIN_24H", "WITHIN_72H", "ORDINARY")
MOST_WEIGHT = 9


class MalformedRow(RuleBroken):
    """A row of the data that cannot be loaded."""

    def __init__(self, file: str, line: int, column: str, expected: str) -> None:
        super().__init__(
            _("%(file)s, line %(line)d, column %(column)s: %(expected)s")
            % {"file": file, "line": line, "column": column, "expected": expected}
        )


@dataclass
class QuestionRow:
    key: str
    order: int
    kind: str
    text_es: str
    hint_es: str
    choices: list[list[str]]
    shown_if: str
    section_es: str = ""
    sensitivity: str = ""
    code_list: str = ""
    signals: dict[str, list[list[str | int]]] = field(default_factory=dict)

    @property
    def answers(self) -> set[str]:
        """What may be answered, as the signals and conditions name it."""
        return {YES, NO} if self.kind == Question.Kind.YES_NO else {value for value, _label in self.choices}


@dataclass
class FormRow:
    code: str
    series: str
    order: int
    title_es: str
    guidance_es: str
    opened_by: str
    source: str
    questions: list[QuestionRow] = field(default_factory=list)
    translations: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of what is asked. Translations are not in it: one that comes later makes no new version."""
        said = asdict(self)
        del said["translations"]
        for question in said["questions"]:
            for name in [name for name in LATER if question[name] == LATER[name]]:
                del question[name]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str, most: int = 300) -> str:
        value = self.cells[column]
        if len(value) > most:
            raise self.wrong(column, _("at most %(most)d characters, here %(now)d") % {"most": most, "now": len(value)})
        return value

    def needed(self, column: str, most: int = 300) -> str:
        if not self.cells[column]:
            raise self.wrong(column, _("a text, here nothing"))
        return self.text(column, most)

    def number(self, column: str, most: int = 999) -> int:
        value = self.cells[column]
        if not (value.isascii() and value.isdigit() and int(value) <= most):
            raise self.wrong(column, _("a whole number up to %(most)d, here “%(now)s”") % {"most": most, "now": value})
        return int(value)

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        value, known = self.cells[column], sorted(allowed)
        if value not in known:
            raise self.wrong(column, _("one of %(known)s, here “%(now)s”") % {"known": ", ".join(known), "now": value})
        return value

    def wrong(self, column: str, expected: str) -> MalformedRow:
        return MalformedRow(self.file, self.line, column, expected)


def read(folder: Path, *, profiles: set[str]) -> list[FormRow]:
    """All forms of the folder, with their questions and signals. Nothing is returned if anything is wrong."""
    forms = {row.cells["code"]: _form(row) for row in _unique(_rows(folder / FORMS), "code")}
    for row in _unique(_rows(folder / QUESTIONS), "instrument", "key"):
        form = forms[row.one_of("instrument", list(forms))]
        form.questions.append(_question(row, form.questions, profiles))
    for row in _rows(folder / SIGNALS):
        _add_signal(row, forms[row.one_of("instrument", list(forms))], profiles)
    for row in _unique(_rows(folder / TRANSLATIONS), "instrument", "key", "language"):
        _add_translation(row, forms[row.one_of("instrument", list(forms))])
    _check_openings(folder, forms)
    return list(forms.values())


def _rows(path: Path) -> list[_Row]:
    expected = COLUMNS[path.name]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if tuple(header) != expected:
                raise MalformedRow(path.name, 1, "*", _("the columns %(columns)s") % {"columns": ", ".join(expected)})
            return [_row(path.name, reader.line_num, cells) for cells in reader if cells]
    except FileNotFoundError as missing:
        raise MalformedRow(
            path.name, 1, "*", _("a file of this name in %(folder)s") % {"folder": path.parent}
        ) from missing
    except (UnicodeDecodeError, csv.Error) as broken:
        raise MalformedRow(path.name, 1, "*", _("a CSV file in UTF-8 with closed quotation marks")) from broken


def _row(file: str, line: int, cells: list[str]) -> _Row:
    columns = COLUMNS[file]
    if len(cells) != len(columns):
        expected = _("%(columns)d cells, here %(now)d") % {"columns": len(columns), "now": len(cells)}
        raise MalformedRow(file, line, columns[min(len(cells), len(columns) - 1)], expected)
    return _Row(file, line, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)})


def _unique(rows: list[_Row], *columns: str) -> list[_Row]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        if key in seen:
            raise row.wrong(columns[-1], _("something new: it is already in line %(line)d") % {"line": seen[key]})
        seen[key] = row.line
    return rows


def _form(row: _Row) -> FormRow:
    return FormRow(
        code=row.needed("code", 24),
        series=row.text("series", 24),
        order=row.number("order"),
        title_es=row.needed("title_es", 200),
        guidance_es=row.text("guidance_es", 2000),
        opened_by=_condition(row, "opened_by", 200),
        source=row.needed("source"),
    )


def _condition(row: _Row, column: str, most: int) -> str:
    text = row.text(column, most)
    try:
        rules.parse_condition(text)
    except ValueError as wrong:
        expected = _("key=value, several separated by | or &, here “%(now)s”") % {"now": wrong}
        raise row.wrong(column, expected) from wrong
    return text


def _question(row: _Row, earlier: list[QuestionRow], profiles: set[str]) -> QuestionRow:
    kind = row.one_of("kind", list(Question.Kind.values))
    question = QuestionRow(
        key=row.needed("key", 40),
        order=row.number("order"),
        kind=kind,
        text_es=row.needed("text_es"),
        hint_es=row.text("hint_es"),
        choices=_choices(row, kind),
        shown_if=_condition(row, "shown_if", 200),
        section_es=row.text("section_es", 120),
        sensitivity=row.one_of("sensitivity", MOST_OPEN_FIRST),
        code_list=row.one_of("choices", list(LISTS)) if kind == Question.Kind.CODE else "",
    )
    known = {key: set(values) for key, values in FACTS.items()} | {"@profile": profiles}
    answers = {q.key: q.answers for q in earlier} | known
    _check_condition(question.shown_if, answers, row, "shown_if")
    _check_reserve(question, earlier, row)
    return question


def _check_reserve(question: QuestionRow, earlier: list[QuestionRow], row: _Row) -> None:
    """A question that a reserved answer opens is reserved too: that it was asked would tell the answer."""
    reserve = {q.key: MOST_OPEN_FIRST.index(q.sensitivity) for q in earlier}
    for group in rules.parse_condition(question.shown_if):
        for term in group:
            least = reserve.get(term.key, 0)
            if MOST_OPEN_FIRST.index(question.sensitivity) < least:
                expected = _("at least %(reserve)s, as the question that opens it") % {
                    "reserve": MOST_OPEN_FIRST[least]
                }
                raise row.wrong("sensitivity", expected)


def _choices(row: _Row, kind: str) -> list[list[str]]:
    cell = row.text("choices", 2000)
    if kind not in {Question.Kind.ONE, Question.Kind.MANY}:
        if cell and kind != Question.Kind.CODE:
            raise row.wrong("choices", _("nothing, because %(kind)s has no choices") % {"kind": kind})
        return []
    pairs = _pairs(cell)
    if not all(value and label for value, label in pairs) or len({value for value, _label in pairs}) != len(pairs):
        raise row.wrong("choices", _("value=label, separated by |, each value once"))
    return pairs


def _pairs(cell: str) -> list[list[str]]:
    return [[bit.strip() for bit in part.partition("=")[::2]] for part in cell.split("|")]


def _check_condition(condition: str, answers: Mapping[str, Set[str]], row: _Row, column: str) -> None:
    for group in rules.parse_condition(condition):
        for term in group:
            if term.value not in answers.get(term.key, frozenset()):
                now = {"now": f"{term.key}={term.value}"}
                raise row.wrong(column, _("an earlier question and one of its answers, here “%(now)s”") % now)


def _add_translation(row: _Row, form: FormRow) -> None:
    """A row without a key is of the form itself: its title, and in `hint` its guidance."""
    language = form.translations.setdefault(row.one_of("language", SHORT.values()), {})
    if not row.cells["key"]:
        language |= {"title": row.needed("text", 200), "guidance": row.text("hint", 2000)}
        return
    question = {q.key: q for q in form.questions}[row.one_of("key", [q.key for q in form.questions])]
    said: dict[str, Any] = {"text": row.needed("text"), "hint": row.text("hint"), "section": row.text("section", 120)}
    if cell := row.text("choices", 2000):
        said["choices"] = dict(_pairs(cell))
        if unknown := sorted(set(said["choices"]) - {value for value, _label in question.choices}):
            raise row.wrong("choices", _("answers of the question, here “%(now)s”") % {"now": ", ".join(unknown)})
    language.setdefault("questions", {})[question.key] = {name: value for name, value in said.items() if value}


def _add_signal(row: _Row, form: FormRow, profiles: set[str]) -> None:
    by_key = {question.key: question for question in form.questions}
    question = by_key[row.one_of("key", list(by_key))]
    answer = row.one_of("answer", question.answers)
    signal: list[str | int] = [
        row.one_of("profile", profiles),
        row.number("weight", MOST_WEIGHT),
        row.one_of("urgency", URGENCIES),
    ]
    question.signals.setdefault(answer, []).append(signal)


def _check_openings(folder: Path, forms: dict[str, FormRow]) -> None:
    """Whatever opens a form has to be an answer to a form of its series that is always asked."""
    answers: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for form in forms.values():
        if not form.opened_by:
            answers[form.series].update({q.key: q.answers for q in form.questions})
    for row in _rows(folder / FORMS):
        form = forms[row.cells["code"]]
        _check_condition(form.opened_by, answers[form.series], row, "opened_by")


@dataclass(frozen=True)
class RuleRow:
    """A profile has a form."""

    profile: str
    instrument: str
    due_days: int | None
    again_days: int | None


def read_profile_forms(folder: Path, *, profiles: set[str], forms: set[str], every: str) -> list[RuleRow]:
    """Which forms the cases of a profile have."""
    return [
        RuleRow(
            profile=row.one_of("profile", profiles | {every}),
            instrument=row.one_of("instrument", forms),
            due_days=row.number("due_days") if row.cells["due_days"] else None,
            again_days=row.number("again_days") if row.cells["again_days"] else None,
        )
        for row in _unique(_rows(folder / PROFILE_FORMS), "profile", "instrument")
    ]
