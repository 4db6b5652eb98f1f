"""How long somebody will wait: from what was measured, as a range, or nothing.

With n tickets ahead and w windows that serve them, one waits about n × (time of service) / w. The time of service is
taken from what was measured here: the quartiles of today, if today has enough; else those of the last weeks. Fewer than
`FEWEST` measurements say nothing: a wrong number is worse than none. Who may still be preferred is in the upper end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from statistics import quantiles

FEWEST = 8
STEP = 5
"""Minutes: nobody knows it better than that."""
LONGEST = 240
"""Minutes. What would be longer is not said: by then the day is another one."""


@dataclass(frozen=True)
class Range:
    """In minutes."""

    least: int
    most: int


def estimate(*, today: Sequence[int], before: Sequence[int], ahead: int, preferred: int, windows: int) -> Range | None:
    """`today` and `before`: seconds that attentions took. `ahead`: who is surely called first; `preferred`: who may be.
    `windows`: that attend what is asked for. None: too little is known."""
    seconds = today if len(today) >= FEWEST else before
    if windows < 1 or len(seconds) < FEWEST:
        return None
    quick, _median, slow = quantiles(seconds, n=4, method="inclusive")
    # Those who are being attended now are half through, on average.
    least = floor(ahead * quick / windows / 60 / STEP) * STEP
    most = ceil((ahead + preferred + 0.5) * slow / windows / 60 / STEP) * STEP
    return Range(least, max(most, least + STEP)) if most <= LONGEST else None


FEWEST_ANSWERS = 10
"""Below, nobody is told how people were treated: a few answers on one day tell whose they are."""


def share(counts: dict[str, int]) -> dict[str, int] | None:
    """Percent of each answer, or nothing below the minimum."""
    total = sum(counts.values())
    if total < FEWEST_ANSWERS:
        return None
    return {answer: round(100 * count / total) for answer, count in counts.items()}
