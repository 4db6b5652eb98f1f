"""Which row of a table names its columns: titles may stand above it, and headers may take two rows."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .guessing import guess
from .tables import LOOKED_AT, CannotRead, Row, check_width, empty

_DATA = re.compile(r"^[\s\d.,/:+\-]*\d[\s\d.,/:+\-]*$|@")
"""A number, a date, a time, a telephone, an address of e-mail: nobody names a column so."""


Names = Callable[[str], str]
"""What a header names, or nothing: a thing of a person, or whatever else the file is expected to be about."""


@dataclass(frozen=True)
class Headers:
    names: tuple[str, ...]
    below: int
    """How many rows, from the first, are title and headers."""
    notices: tuple[str, ...]


def find_headers(rows: Sequence[Row], named: Names = guess) -> Headers:
    """From the first rows of a table. Raises CannotRead with a sentence if there are none."""
    filled = [(place, row.cells) for place, row in enumerate(rows[:LOOKED_AT]) if any(row.cells)]
    if not filled:
        raise empty()
    check_width(max(len(cells) for _place, cells in filled))
    place = max(filled, key=lambda one: (_known(one[1], named), _worth(one[1]), -one[0]))[0]
    cells = rows[place].cells
    if not _known(cells, named):
        place, cells = filled[0] if len(filled) == 1 else _first_full(filled)
        _check_are_headers(cells)
    notices = []
    if (above := _group_above(rows, place)) is not None:
        cells = _under(rows[above].cells, cells, named)
        notices.append(_("The headers take two rows; they were read together."))
    first = place if above is None else above
    if any(any(row.cells) for row in rows[:first]):
        notices.append(_("What stands above the headers (row %(row)s) was left out.") % {"row": rows[first].number})
    names, twice = _apart(cells)
    if twice:
        notices.append(_("Some columns have the same header; a number was put behind: %(names)s.") % {"names": twice})
    return Headers(names, place + 1, tuple(notices))


def _known(cells: Sequence[str], named: Names) -> int:
    """How many different things the cells name."""
    return len({found for cell in cells if cell and not _DATA.search(cell) and (found := named(cell))})


def _worth(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell and not _DATA.search(cell)) - 2 * sum(1 for c in cells if _DATA.search(c))


def _first_full(filled: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The first row that is about as full as the others: a title is one cell."""
    usual = Counter(sum(map(bool, cells)) for _place, cells in filled).most_common(1)[0][0]
    return next((one for one in filled if sum(map(bool, one[1])) >= usual), filled[0])


def _check_are_headers(cells: Sequence[str]) -> None:
    if any(_DATA.search(cell) for cell in cells if cell):
        raise CannotRead(
            _("The first row holds data, not the names of columns. Write a row above it that says what each column "
              "is, such as “nombres”, “apellidos”, “fecha de nacimiento”.")
        )  # fmt: skip


def _group_above(rows: Sequence[Row], place: int) -> int | None:
    """The row above, if it names groups of columns (“Persona” over names, “Documento” over type and number)."""
    if place == 0:
        return None
    above, cells = rows[place - 1].cells, rows[place].cells
    filled = [i for i, cell in enumerate(above) if cell]
    fills_gap = any(i >= len(cells) or not cells[i] for i in filled)
    return place - 1 if len(filled) > 1 or (filled and fills_gap) else None


def _under(groups: Sequence[str], cells: Sequence[str], named: Names) -> list[str]:
    """Each header with its group where alone it says nothing (“Tipo” of “Documento”), or the cell merged over both."""
    width, group, names = max(len(groups), len(cells)), "", []
    for i in range(width):
        group = (groups[i] if i < len(groups) else "") or group
        cell = cells[i] if i < len(cells) else ""
        names.append(cell if cell and named(cell) else f"{group} {cell}".strip() if cell else _own(groups, i))
    return names


def _own(groups: Sequence[str], i: int) -> str:
    return groups[i] if i < len(groups) else ""


def _apart(cells: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Names of all columns, none twice; and those that were there twice."""
    seen: Counter[str] = Counter()
    names, twice = [], []
    for i, cell in enumerate(cells):
        name = cell.strip()[:120] or _("Column %(number)s") % {"number": i + 1}
        seen[name] += 1
        if seen[name] > 1:
            twice.append(name)
            name = f"{name} ({seen[name]})"
        names.append(name)
    return tuple(names), ", ".join(dict.fromkeys(twice))
