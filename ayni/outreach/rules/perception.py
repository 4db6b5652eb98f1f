"""What a survey before and one after a campaign tell, and how far that can be trusted."""

from dataclasses import dataclass
from math import sqrt

from ayni.lib.shares import wilson

FEWEST = 30
"""Of a sample with fewer nothing is said about a change: its margin would be wider than any change."""


@dataclass(frozen=True)
class Share:
    part: int
    whole: int

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole

    @property
    def margin(self) -> tuple[float, float]:
        low, high = wilson(self.part, self.whole) or (0.0, 1.0)
        return 100 * low, 100 * high


@dataclass(frozen=True)
class Difference:
    """After less before, in percentage points, with the interval that holds the true one in 95 of 100 samples."""

    points: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


def difference(before: Share, after: Share) -> Difference | None:
    """Of too small a sample: None."""
    return interval(before, after) if min(before.whole, after.whole) >= FEWEST else None


def interval(before: Share, after: Share) -> Difference:
    """By Newcombe's method 10 (1998, «Interval estimation for the difference between independent proportions»,
    Statistics in Medicine 17: 873-890), which is made of Wilson's intervals."""
    (low_b, high_b), (low_a, high_a) = before.margin, after.margin
    points = after.percent - before.percent
    return Difference(
        points,
        points - sqrt((after.percent - low_a) ** 2 + (high_b - before.percent) ** 2),
        points + sqrt((high_a - after.percent) ** 2 + (before.percent - low_b) ** 2),
    )
