"""How much of what nobody outside a team may see may still be counted."""

from collections.abc import Hashable, Iterable
from datetime import date

THRESHOLD = 10
"""People of restricted files that are counted together or not at all (docs/decisions/0012)."""


def in_blocks(rows: Iterable[tuple[date, Hashable, int]], *, threshold: int = THRESHOLD) -> int:
    """How many of these rows (month, person, number) are in full blocks. Rows are pooled oldest first until a block
    holds enough people; what is left over is not counted. So the sum grows by ten people or more, or stays."""
    counted, waiting = 0, 0
    people: set[Hashable] = set()
    for _month, person, number in sorted(rows, key=lambda row: (row[0], str(row[1]))):
        people.add(person)
        waiting += number
        if len(people) >= threshold:
            counted, waiting = counted + waiting, 0
            people = set()
    return counted
