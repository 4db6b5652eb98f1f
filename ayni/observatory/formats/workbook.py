"""XLSX as the accessible spreadsheets of statistical offices are made: a cover, notes, and one table a sheet."""

import io
from datetime import UTC
from typing import Any

import gptables as gpt
import pyarrow as pa
from gptables.core.wrappers import GPWorkbook

from ..published import Cube, Release
from . import words
from .about import NAMES, About, about
from .plain import harmless, titles
from .rows import TIME, VALUE, rows

SHEETS = {
    "es": {"cover": "Portada", "notes": "Notas", "table": "Tabla"},
    "en": {"cover": "Cover", "notes": "Notes", "table": "Table"},
}
HOW = {
    "es": "Esta hoja tiene una sola tabla. [c]: la cifra no se publica; la columna de la regla dice por qué.",
    "en": "This sheet has one table. [c]: the figure is withheld; the column of the rule says why.",
}
WHAT = {
    "es": "Esta hoja tiene una sola tabla: lo que hay que saber de las cifras.",
    "en": "This sheet has one table: what is to be known of the figures.",
}
WITHHELD = "[c]"
"""What the accessible spreadsheets of statistical offices say there: a reader of screens passes over an empty cell."""
HEADS = {"es": ("Qué", "Qué se dice"), "en": ("What", "What is said")}


def write(release: Release, cube: Cube, language: str) -> bytes:
    said, names, out = about(release, cube.structure, language), SHEETS[language], io.BytesIO()
    book = GPWorkbook(out, options={"in_memory": True})
    book.set_properties({"title": said.title, "created": release.moment.astimezone(UTC).replace(tzinfo=None)})
    _cover(book, names["cover"], said)
    for label, table in ((names["notes"], _notes(said)), (names["table"], _table(cube, said))):
        book.add_worksheet(label, gridlines="hide_all").write_gptable(table, True, [])
    book.close()
    return out.getvalue()


def _cover(book: Any, label: str, said: About) -> None:
    """By hand: the library's own cover has headings in English only."""
    sheet = book.add_worksheet(label, gridlines="hide_all")
    title, text = (
        book.add_format({"bold": True, "font_size": 16, "text_wrap": True}),
        book.add_format({"text_wrap": True}),
    )
    sheet.set_column(0, 0, 90)
    lines = [said.measure, said.citation, *said.notes, f"{said.licence}: {said.licence_address}", said.address]
    sheet.write_string(0, 0, said.title, title)
    for n, line in enumerate(lines, start=1):
        sheet.write_string(n, 0, line, text)


def _notes(said: About) -> gpt.GPTable:
    told = {words.says(NAMES[name], said.language): text for name, text in said.named().items() if name != "COMMENT"}
    lines = [*told.items(), *((words.says("note", said.language), one) for one in said.notes)]
    lines += [(code, rule[said.language]) for code, rule in words.WITHHELD.items()]
    columns = dict(zip(HEADS[said.language], map(list, zip(*lines, strict=True)), strict=True))
    return gpt.GPTable(
        pa.table(columns).to_pandas(), table_name="about", title=words.says("note", said.language),
        instructions=WHAT[said.language], index_columns={},
    )  # fmt: skip


def _table(cube: Cube, said: About) -> gpt.GPTable:
    """Labels for people, the code of the place for programs."""
    told, found = titles(cube.structure, said.language), list(rows(cube))
    columns: dict[str, list[str]] = {}
    for n, one in enumerate(cube.structure.dimensions):
        labels = {code.code: harmless(code.label[said.language]) for code in one.codes}
        columns[told[one.code]] = [labels[row.key[n]] for row in found]
        if one.is_place:
            columns[f"{told[one.code]} ({said.ubigeo})"] = [row.key[n] for row in found]
    columns[told[TIME]] = [row.period for row in found]
    figures = [WITHHELD if row.value is None else row.value for row in found]
    why = [words.WITHHELD[row.rule][said.language] if row.rule else words.STATUS["A"][said.language] for row in found]
    columns[told["WITHHELD"]] = list(why)
    frame = pa.table(columns).to_pandas()
    # Numbers beside words: no column of Arrow's.
    frame.insert(len(columns) - 1, told[VALUE], figures)
    return gpt.GPTable(
        frame, table_name=cube.structure.code.lower(),
        title=said.title, subtitles=[f"{said.period} · {said.release}"], source=said.source,
        instructions=HOW[said.language], index_columns={},
    )  # fmt: skip
