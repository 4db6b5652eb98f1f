"""The file of consent texts, checked row by row before anything is kept."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ayni.lib.errors import RuleBroken
from ayni.lib.french import unspaced
from ayni.people.models import Purpose

COLUMNS = ("purpose", "language", "version", "valid_from", "text")


class MalformedTexts(RuleBroken):
    """Names file, line, column and what was expected."""


@dataclass(frozen=True)
class Text:
    purpose: str
    language: str
    version: int
    valid_from: date
    text: str
    where: str

    @property
    def key(self) -> tuple[str, str, int]:
        return self.purpose, self.language, self.version

    def check_same(self, kept: str) -> None:
        # A space that does not break is no other word: what people agreed to stays as it was loaded.
        if unspaced(kept) != unspaced(self.text):
            raise MalformedTexts(
                f"{self.where}, column text: version {self.version} was loaded before with other words. People agreed "
                f"to those: put them back, and write the new words as version {self.version + 1}."
            )


def read_texts(path: Path) -> list[Text]:
    if not path.exists():
        raise MalformedTexts(f"{path.name}: the file is missing.")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise MalformedTexts(f"{path.name}, line 1: expected the columns {', '.join(COLUMNS)}.")
        texts = [_read(row, f"{path.name}, line {rows.line_num}") for row in rows]
    keys = [text.key for text in texts]
    for text in texts:
        if keys.count(text.key) > 1:
            raise MalformedTexts(f"{text.where}: the same purpose, language and version is there twice.")
    return texts


def _read(row: dict[str, str], where: str) -> Text:
    if None in row or None in row.values():
        raise MalformedTexts(f"{where}: expected {len(COLUMNS)} cells.")
    if row["purpose"] not in Purpose.values:
        raise MalformedTexts(f"{where}, column purpose: expected one of {', '.join(Purpose.values)}.")
    if not 2 <= len(row["language"]) <= 8:
        raise MalformedTexts(f"{where}, column language: expected a code such as es.")
    if not row["version"].isdigit() or int(row["version"]) < 1:
        raise MalformedTexts(f"{where}, column version: expected a number from 1 on.")
    try:
        valid_from = date.fromisoformat(row["valid_from"])
    except ValueError as wrong:
        raise MalformedTexts(f"{where}, column valid_from: expected a date such as 2026-01-31.") from wrong
    if not row["text"].strip():
        raise MalformedTexts(f"{where}, column text: expected the words to read aloud.")
    return Text(row["purpose"], row["language"], int(row["version"]), valid_from, row["text"].strip(), where)
