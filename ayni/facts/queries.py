from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from . import builds
from .builds import Build
from .registry import REGISTRY, FactTable, tables


@dataclass(frozen=True)
class Entry:
    """One column of one table, for the page that says what leaves each app."""

    table: str
    column: str
    kind: str
    code_list: str
    sources: tuple[str, ...]
    about: str


def current(home: Path) -> Build | None:
    """The build that readers use; None before the first, and where its files are gone: the next build heals that."""
    return _readable(builds.current(home))


def build(home: Path, build_id: str) -> Build | None:
    return _readable(builds.read(home, build_id))


def _readable(found: Build | None) -> Build | None:
    return found if found is not None and found.is_whole() else None


def dictionary() -> list[Entry]:
    """Every column of every table, table by table."""
    return [
        Entry(
            table=table.name,
            column=column.name,
            kind=column.kind.value,
            code_list=column.codes.name if column.codes else "",
            sources=column.sources,
            about=column.about,
        )
        for table in tables()
        for column in table.columns
    ]


def _how_read(table: FactTable) -> str:
    read = "Every build reads it whole." if table.following is None else "A build reads what changed of it."
    return f"{read} Its people are keyed apart from those of other tables." if table.is_apart else read


def document() -> str:
    """The page `docs/facts.md`. `ayni facts document` writes it; a test holds it to the declarations."""
    lines = [
        "# What leaves each app, to be counted",
        "",
        "Written by `ayni facts document`: change the `facts.py` of an app, then run it. A column not listed here is",
        "in no Parquet file. There is no kind of column for a name, a number of a document or a text; a code that is",
        "not in its code list stops the build. `person` leaves as 64 bits of a keyed digest, `row` as a sealed id.",
    ]
    for name, entries in groupby(dictionary(), key=lambda entry: entry.table):
        table = REGISTRY[name]
        lines += ["", f"## `{name}` ({table.model})", "", table.about, _how_read(table), ""]
        lines += ["| column | kind | made of | what it is |", "|---|---|---|---|"]
        for entry in entries:
            kind = f"{entry.kind} of `{entry.code_list}`" if entry.code_list else entry.kind
            made_of = ", ".join(f"`{source}`" for source in entry.sources)
            lines.append(f"| `{entry.column}` | {kind} | {made_of} | {entry.about} |")
    return "\n".join(lines) + "\n"
