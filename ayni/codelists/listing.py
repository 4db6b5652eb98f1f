"""A code list: its file, its model, and how a row becomes an entry."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from .models import Listed
from .spanish import Words
from .tables import Column, File, Row, Tables, text
from .tables import code as a_code
from .tables import decimal as a_decimal

CONFIDENCES = "map_confidence.csv"
CODE = Column("code", a_code(), required=True)
LABEL = Column("label_es", required=True)
LABEL_EN = Column("label_en")
SOURCE = Column("source")
CONFIDENCE = Column("confidence", text(60))
NOTES = Column("notes", text(2000))
LATITUDE, LONGITUDE = Column("lat", a_decimal(-19, 1)), Column("lon", a_decimal(-82, -68))


@dataclass(frozen=True)
class Entry:
    """What one row of the data says of one entry of a list."""

    code: str
    fields: dict[str, Any]
    links: dict[str, Model] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """A code list: its file, its model, and the fields that a row becomes."""

    file: File
    model: type[Listed]
    fields: Callable[[Row, Tables], dict[str, Any]]

    def entries(self, tables: Tables) -> list[Entry]:
        known, said = confidences(tables), Words(tables)
        return [
            Entry(str(row[self.file.columns[0].name]), common(row, known, said) | self.fields(row, tables))
            for row in tables[self.file.name]
        ]


def confidences(tables: Tables) -> dict[str, str]:
    return {row["text"]: row["confidence"] for row in tables[CONFIDENCES]}


def common(row: Row, known: dict[str, str], in_spanish: Words) -> dict[str, Any]:
    """What every list has. A confidence that the reviewed table does not know keeps its text."""
    cells = row.cells
    said = cells.get("confidence", "")
    return {
        "label_es": cells.get("label_es") or cells.get("title_es") or cells.get("name", ""),
        "label_en": cells.get("label_en") or cells.get("name_en") or "",
        "source": in_spanish(cells.get("source", "")),
        "confidence": known.get(said, said or "unknown"),
    }
