"""How an indicator stands: how much of the way from baseline to target is done, and where it will be in December.
Plain functions over plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, stdev

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.lib.errors import RuleBroken

GREY = "grey"
LIGHTS: dict[str, str | Promise] = {
    "green": pgettext_lazy("light", "On its way"),
    "amber": pgettext_lazy("light", "Behind"),
    "red": pgettext_lazy("light", "Far behind"),
    GREY: gettext_lazy("Cannot be judged"),
}
TONES = {"green": "green", "amber": "orange", "red": "red", GREY: "grey"}

Z = 1.959964
FEWEST = 4
"""Known months without which nothing is foretold."""


class WrongTarget(RuleBroken):
    """A target that cannot be compared with where it begins."""


@dataclass(frozen=True)
class Aim:
    """A target, as plain values."""

    since: date
    until: date
    value: float


@dataclass(frozen=True)
class Standing:
    light: str = GREY
    progress: float | None = None
    """1 is the target, 0 the baseline."""
    why: str = ""
    """Why it is grey."""

    @property
    def words(self) -> str | Promise:
        return LIGHTS[self.light]

    @property
    def tone(self) -> str:
        return TONES[self.light]

    @property
    def percent(self) -> int | None:
        return None if self.progress is None else round(100 * self.progress)


@dataclass(frozen=True)
class Forecast:
    value: float
    low: float
    high: float
    months: int
    """From how many known months."""


def check_target(*, since: date, until: date, baseline: float | None, baseline_month: date | None) -> None:
    """A target needs where it begins, and comes after it."""
    if baseline is None or baseline_month is None:
        raise WrongTarget(_("The indicator has no baseline yet. Write it first: progress is counted from there."))
    if until < since:
        raise WrongTarget(_("The target ends before it begins. Choose a later end."))
    if until <= baseline_month:
        raise WrongTarget(_("The target is due no later than the baseline was measured. Choose a later month."))


def check_amount(value: float | None, *, is_share: bool) -> None:
    """Nothing that is counted is less than nothing, and no share more than the whole: who means 85 % and types 85
    would be told for years that they are far behind."""
    if value is None:
        return
    if is_share and not 0 <= value <= 1:
        raise WrongTarget(_("A share is between 0 and 100 %. Type it with its sign, as 85 %, or as 0.85."))
    if value < 0:
        raise WrongTarget(_("Nothing is counted that is less than zero. Look at the number again."))


def next_aim(aims: Iterable[Aim], until: date) -> Aim | None:
    """The first target that is due at the end of what is looked at, or later."""
    return min((aim for aim in aims if aim.until >= until), key=lambda aim: (aim.until, aim.since), default=None)


def standing(
    current: float | None, *, baseline: float | None, aim: Aim | None, thresholds: Sequence[tuple[str, float]], why: str
) -> Standing:
    """(current - baseline) / (target - baseline), and the colour from which on it is so. `thresholds`: light and least
    part of the way. Grey where something is missing or late, with what."""
    if why or current is None:
        return Standing(why=why or _("there is no value"))
    if aim is None:
        return Standing(why=_("there is no target for these months or later ones"))
    if baseline is None:
        return Standing(why=_("there is no baseline"))
    if aim.value == baseline:
        return Standing(why=_("target and baseline are the same"))
    progress = (current - baseline) / (aim.value - baseline)
    light = next((light for light, least in sorted(thresholds, key=lambda t: -t[1]) if round(progress, 9) >= least), "")
    return Standing(light or "red", progress) if thresholds else Standing(why=_("no thresholds are set"))


def forecast(
    known: Sequence[float], *, months_left: int, so_far: float | None, accumulates: bool, is_share: bool = False
) -> Forecast | None:
    """Where it will be at the end of the year, with the interval that holds it 95 times of 100 if months go on varying
    as they did. `known`: the whole months, oldest first.

    What accumulates: the months so far, and for each of those left the mean of the known ones. The sum of h months has
    the variance h s² + h² s² / T, s being the standard deviation of the T known months. What does not: the drift
    method, the last month and the mean change as often as months are left, with s sqrt(h (1 + h / (T - 1))), s being
    that of the changes around their mean. Both are of Hyndman and Athanasopoulos, "Forecasting: Principles and
    Practice", 3rd edition (2021), sections 5.2 and 5.5. A share stays between 0 and 1, a count is not below what it is.
    """
    size = len(known)
    if size < FEWEST or (accumulates and so_far is None):
        return None
    if accumulates:
        base = so_far or 0.0
        spread = Z * stdev(known) * sqrt(months_left + months_left**2 / size)
        value = base + months_left * fmean(known)
        return Forecast(value, max(base, value - spread), value + spread, size)
    changes = [later - earlier for earlier, later in zip(known, known[1:], strict=False)]
    drift = fmean(changes)
    spread = Z * stdev(changes) * sqrt(months_left * (1 + months_left / (size - 1)))
    value = known[-1] + months_left * drift
    least, most = 0.0, 1.0 if is_share else float("inf")
    low, middle, high = (min(most, max(least, n)) for n in (value - spread, value, value + spread))
    return Forecast(middle, low, high, size)
