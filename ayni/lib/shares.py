"""A share of some, and how far it can be trusted."""

from math import sqrt

Z = 1.959964
"""Of the normal distribution: 95 of 100 such intervals hold the true share."""


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The interval of Wilson (1927, «Probable inference, the law of succession, and statistical inference», Journal of
    the American Statistical Association 22: 209-212), which stays between 0 and 1 and holds for few answers too.
    Nothing is known of nobody: None."""
    if whole <= 0:
        return None
    share, square = part / whole, Z * Z / whole
    middle = share + square / 2
    spread = Z * sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, (middle - spread) / (1 + square)), min(1.0, (middle + spread) / (1 + square))
