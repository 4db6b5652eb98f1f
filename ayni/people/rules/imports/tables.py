"""What every reader hands over: a table of texts that is never wholly in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

MOST_COLUMNS = 200
LONGEST_CELL = 10_000
LOOKED_AT = 25
"""Rows at the beginning among which the headers are sought."""


class CannotRead(RuleBroken):
    """The file is none that can be read. The sentence says what it is and what to do."""


class Row(NamedTuple):
    number: int
    """As a spreadsheet shows it: the headers have numbers too."""
    cells: list[str]


Opener = Callable[[], BinaryIO]
"""Opens the file anew, at its beginning."""


@dataclass(frozen=True)
class Form:
    """What an XLSForm says of its questions: names with their label and their choices."""

    labels: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    """Name of the question → code → label."""


@dataclass(frozen=True)
class Table:
    format: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    """From the first row below the headers; may be asked for again."""
    notices: tuple[str, ...] = ()
    """What was noticed about the file, in sentences."""
    sheets: tuple[str, ...] = ()
    """Where there is a choice."""
    form: Form = field(default_factory=Form)


def below(rows: Iterator[Row], headers: int) -> Iterator[Row]:
    """Those of data: a row of empty cells says nothing of anybody, and is no row with an error."""
    return (row for row in islice(rows, headers, None) if any(row.cells))


def check_width(count: int) -> None:
    if count > MOST_COLUMNS:
        raise CannotRead(
            _("The table has %(count)s columns; at most %(most)s can be read. Delete those that are not needed.")
            % {"count": count, "most": MOST_COLUMNS}
        )


def empty() -> CannotRead:
    return CannotRead(_("The file is empty: it holds no row of data. Check that it is the right file, and saved."))
