"""How many seats are added for those who do not come, from what was measured. Plain arithmetic, shown on the page of
the calendar.

The share of people who did not come is not taken as it was found, but at the low end of what it may be by chance
(Wilson's interval, one-sided 95 %): a small history adds little. With so many seats more, as many come on average as
there are seats; and a cap stands above it all, because on a bad day everybody comes."""

from math import floor, sqrt
from typing import NamedTuple

FEWEST = 200
"""Appointments of the past: with fewer, nothing is added."""
DAYS_BACK = 90
MOST_ADDED = 0.15
"""Of the seats of a day."""
_Z = 1.645


class Overbooking(NamedTuple):
    """The arithmetic, in the order in which it is read."""

    expected: int
    """Appointments that came due in the last `DAYS_BACK` days."""
    missed: int
    measured: float
    careful: float
    wanted: float
    """Seats more for each seat, so that on average all are used: careful / (1 - careful)."""
    added: float
    """The same under the cap; 0 with too little history."""

    @property
    def is_enough(self) -> bool:
        return self.expected >= FEWEST

    @property
    def is_capped(self) -> bool:
        return self.added < self.wanted and self.is_enough


def overbooking(*, expected: int, missed: int) -> Overbooking:
    measured = missed / expected if expected else 0.0
    careful = _low_end(missed, expected) if expected else 0.0
    wanted = careful / (1 - careful)
    added = min(wanted, MOST_ADDED) if expected >= FEWEST else 0.0
    return Overbooking(expected, missed, measured, careful, wanted, added)


def _low_end(missed: int, expected: int) -> float:
    share, square = missed / expected, _Z * _Z
    middle = share + square / (2 * expected)
    margin = _Z * sqrt(share * (1 - share) / expected + square / (4 * expected * expected))
    return max(0.0, (middle - margin) / (1 + square / expected))


def extra_seats(seats: list[int], added: float) -> list[int]:
    """How many are added to each slot of a day: rounded down over the day as a whole, spread over it."""
    many = floor(sum(seats) * added + 1e-9)
    found = [0] * len(seats)
    for nth in range(many):
        found[int((nth + 0.5) * len(seats) / many)] += 1
    return found
