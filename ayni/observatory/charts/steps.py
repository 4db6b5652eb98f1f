"""Into which of five shades a figure falls: as many figures in each as can be."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ayni.design.charts import number

SHADES = 5


@dataclass(frozen=True)
class Steps:
    ends: list[int]
    """The least figure of each shade but the first."""
    least: int
    most: int

    def of(self, value: int) -> int:
        return bisect_right(self.ends, value)

    def words(self) -> list[tuple[int, str]]:
        """Each shade with the least and the most of the published figures in it."""
        starts = [self.least, *self.ends]
        ends = [*self._before, self.most]
        return [
            (n, number(low) if low == high else f"{number(low)} – {number(high)}")
            for n, (low, high) in enumerate(zip(starts, ends, strict=True))
        ]

    _before: tuple[int, ...] = ()


def steps(values: Sequence[int | None]) -> Steps:
    known = sorted({value for value in values if value is not None})
    if not known:
        return Steps([], 0, 0)
    places = sorted({len(known) * n // SHADES for n in range(1, SHADES)} - {0})
    return Steps([known[n] for n in places], known[0], known[-1], tuple(known[n - 1] for n in places))
