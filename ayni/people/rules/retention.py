"""The file of retention rules, checked row by row before anything is kept; and what a number may tell."""

import csv
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Ending

COLUMNS = (
    "code", "kind", "label_es", "days", "since_es", "ending", "norm", "confidence", "note_es", "valid_from", "valid_to",
)  # fmt: skip
CONFIDENCES = ("stated", "high", "medium", "low", "unknown")
LEAST_TOLD = 10
"""A total of the whole country below this says only that it is small: somebody might be told by it."""


class MalformedRules(RuleBroken):
    """Names file, line, column and what was expected."""


@dataclass(frozen=True)
class Row:
    code: str
    kind: str
    label_es: str
    days: int | None
    since_es: str
    ending: str
    norm: str
    confidence: str
    note_es: str
    valid_from: date
    valid_to: date | None

    @property
    def said(self) -> dict[str, object]:
        """What a version says. A change of it is a new version; when it begins is another matter."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"code", "valid_from", "valid_to"}}


def read_rules(path: Path, *, norms: set[str]) -> list[Row]:
    if not path.exists():
        raise MalformedRules(f"{path.name}: the file is missing.")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise MalformedRules(f"{path.name}, line 1: expected the columns {', '.join(COLUMNS)}.")
        found = [_read(row, f"{path.name}, line {rows.line_num}", norms) for row in rows]
    codes = [row.code for row in found]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise MalformedRules(f"{path.name}: these codes are there twice: {', '.join(twice)}.")
    return found


def _read(row: dict[str, str], where: str, norms: set[str]) -> Row:
    if None in row or None in row.values():
        raise MalformedRules(f"{where}: expected {len(COLUMNS)} cells.")
    expected = {
        "code": ("a code of at most 24 characters", 0 < len(row["code"]) <= 24),
        "kind": ("the kind of record, such as DRAFT", 0 < len(row["kind"]) <= 40),
        "label_es": ("the kind of record in Spanish", bool(row["label_es"].strip())),
        "since_es": ("from what the days are counted, in Spanish", bool(row["since_es"].strip())),
        "ending": (f"one of {', '.join(Ending.values)}", row["ending"] in Ending.values),
        "norm": ("the code of a norm of legal_norms.csv, or nothing", not row["norm"] or row["norm"] in norms),
        "confidence": (f"one of {', '.join(CONFIDENCES)}", row["confidence"] in CONFIDENCES),
        "days": ("whole days from 1 on; nothing for KEEP", _days_fit(row["days"], row["ending"])),
    }
    for column, (what, fits) in expected.items():
        if not fits:
            raise MalformedRules(f"{where}, column {column}: expected {what}.")
    return Row(
        code=row["code"], kind=row["kind"], label_es=row["label_es"].strip(),
        days=int(row["days"]) if row["days"] else None, since_es=row["since_es"].strip(), ending=row["ending"],
        norm=row["norm"], confidence=row["confidence"], note_es=row["note_es"].strip(),
        valid_from=_day(row, "valid_from", where), valid_to=_day(row, "valid_to", where) if row["valid_to"] else None,
    )  # fmt: skip


def _days_fit(days: str, ending: str) -> bool:
    if ending == Ending.KEEP:
        return not days
    return days.isascii() and days.isdigit() and 1 <= int(days) <= 36_500


def _day(row: dict[str, str], column: str, where: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError as wrong:
        raise MalformedRules(f"{where}, column {column}: expected a date such as 2026-01-31.") from wrong


def told(count: int, is_all: bool = True) -> str:
    """A total of the whole country, as it may be shown to somebody who may not see its rows."""
    if not is_all:
        return _("more than %(count)s") % {"count": count}
    return str(count) if count >= LEAST_TOLD else _("fewer than %(least)s") % {"least": LEAST_TOLD}
