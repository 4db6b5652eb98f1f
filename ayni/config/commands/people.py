"""`ayni people …`: what is done with many people at once, by whoever keeps the server."""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer
from django.utils import timezone, translation
from django.utils.timezone import localdate

from ayni.audit.actions import SYSTEM
from ayni.people import actions
from ayni.people.rules.lists import COLUMNS, Asked, CannotRead, neutral, read_line

from .out import progress, say, stop

people = typer.Typer(no_args_is_help=True, help="People in lists.")
ANSWERED = ("query_id", "rank", "person_id", "external_id", "score", "reasons")

Queries = Annotated[Path, typer.Argument(metavar="QUERIES.csv", help=f"Columns: {', '.join(COLUMNS)}.")]
Top = Annotated[int, typer.Option(min=1, max=100, help="At most so many answers to each line.")]
Out = Annotated[Path, typer.Option(help="The file that the answers go to.")]


@people.callback()
def _people() -> None:
    """So that `match` keeps its name while it is alone."""


@people.command()
def match(queries: Queries, out: Out, top: Top = 10) -> None:
    """Who of a list may be in the register already: for each line the best first, with the reasons.

    Whoever has a restricted file is in no answer.
    """
    asked = list(_read(queries))
    if not asked:
        stop(f"{queries} has no lines below its header. Write one line for each person.")
    partial = out.with_name(f".{out.name}.part")
    answered = 0
    try:
        with progress() as bar, _private(partial) as file:
            task = bar.add_task("Matching", total=len(asked))
            write = csv.writer(file)
            write.writerow(ANSWERED)
            found = actions.match_list(asked=asked, top=top, by=SYSTEM, at=timezone.now())
            for answers in found:
                answered += bool(answers)
                for a in answers:
                    told = [a.external_id, f"{a.score:.3f}", " · ".join(a.reasons)]
                    write.writerow([neutral(a.query_id), a.rank, a.person, *map(neutral, told)])
                bar.advance(task)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    say(f"{answered} of {len(asked)} lines have answers: {out}")
    # The same sentence whatever there is: a count would say of a short list who is hidden.
    say(
        "Files that are restricted are in no answer. Before you register somebody from this list, call the focal point."
    )


def _private(path: Path) -> TextIO:
    """A new file that nobody else on the machine may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")


def _read(path: Path) -> Iterator[Asked]:
    today = localdate()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            columns = _columns(path, header)
            rows = csv.reader(file, delimiter=_delimiter(header))
            for values in rows:
                line = rows.line_num + 1
                if len(values) > len(columns):
                    stop(f"{path}, line {line}: {len(values)} values for {len(columns)} columns. Check the quotes.")
                if any(value.strip() for value in values):
                    given = dict(zip(columns, (value.strip() for value in values), strict=False))
                    yield _asked(path, line, given, today)
    except UnicodeDecodeError as error:
        stop(f"{path} is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8” and try again.")
    except csv.Error as error:
        stop(f"{path}, near line {rows.line_num + 1}: {error}. Save it as CSV anew.")


def _asked(path: Path, line: int, values: dict[str, str], today: date) -> Asked:
    # Rules are worded in Spanish for the pages; here like every other command.
    try:
        with translation.override("en"):
            return read_line(values, today)
    except CannotRead as broken:
        stop(f"{path}, line {line}. {broken}")


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(path: Path, header: str) -> list[str]:
    names = [name.strip().lower() for name in next(csv.reader([header.strip()], delimiter=_delimiter(header)), [])]
    if not set(names) & set(COLUMNS):
        stop(f"{path}, line 1: no header. The columns are {', '.join(COLUMNS)}.")
    for number, name in enumerate(names, start=1):
        if name not in COLUMNS:
            stop(f"{path}, line 1, column {number}: “{name}” is not a column. They are {', '.join(COLUMNS)}.")
        if name in names[: number - 1]:
            stop(f"{path}, line 1, column {number}: “{name}” is there twice.")
    return names
