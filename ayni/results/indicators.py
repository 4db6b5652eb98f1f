"""Indicators, as data: which rows, in words and as codes. The page prints the words and the engine reads the codes.

Every row of the facts `steps` has exactly one `timeliness`, so that the measures below add up to `planned`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ON_TIME, LATE, OVERDUE = "ON_TIME", "LATE", "OVERDUE"
NOT_YET_DUE, SKIPPED, NO_DEADLINE = "NOT_YET_DUE", "SKIPPED", "NO_DEADLINE"


@dataclass(frozen=True)
class Measure:
    """A number that is counted: the rows of a fact table whose `column` holds one of `values`."""

    code: str
    name: str | Promise
    about: str | Promise
    table: str
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Ratio:
    """A share: one measure of another. Hidden when there is nothing to divide by."""

    code: str
    name: str | Promise
    about: str | Promise
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Median:
    """The middle value of a measure column, over the rows that have one."""

    code: str
    name: str | Promise
    about: str | Promise
    table: str
    column: str


def _steps(code: str, name: str | Promise, about: str | Promise, *values: str) -> Measure:
    return Measure(code, name, about, "steps", "timeliness", values)


_COUNTS = (
    _steps(
        "planned",
        pgettext_lazy("steps", "Planned"),
        _("All steps of the protocols that cases are held to, in the month in which they are due."),
        *(ON_TIME, LATE, OVERDUE, NOT_YET_DUE, SKIPPED, NO_DEADLINE),
    ),
    _steps(
        "due",
        pgettext_lazy("steps", "Due"),
        _("Steps that were done, and steps whose deadline has passed: on time, late and overdue together."),
        *(ON_TIME, LATE, OVERDUE),
    ),
    _steps("on_time", pgettext_lazy("steps", "On time"), _("Done no later than their deadline."), ON_TIME),
    _steps("late", pgettext_lazy("steps", "Late"), _("Done after their deadline."), LATE),
    _steps("overdue", pgettext_lazy("steps", "Overdue"), _("Still waiting, and their deadline has passed."), OVERDUE),
    _steps(
        "not_yet_due",
        pgettext_lazy("steps", "Not yet due"),
        _("Still waiting, and their deadline is ahead."),
        NOT_YET_DUE,
    ),
    _steps(
        "skipped",
        pgettext_lazy("steps", "Skipped"),
        _("Left out, with a reason. They count neither as due nor as late."),
        SKIPPED,
    ),
    _steps(
        "no_deadline",
        pgettext_lazy("steps", "No deadline"),
        _("The protocol sets no deadline: they are done or waiting, and cannot be late."),
        NO_DEADLINE,
    ),
)

MEASURES: Mapping[str, Measure] = {measure.code: measure for measure in _COUNTS}

SHARE_ON_TIME = Ratio(
    "share_on_time",
    _("Share on time"),
    _("Of the steps that were due, those done no later than their deadline."),
    numerator="on_time",
    denominator="due",
)

HOURS_TO_ANSWER = Median(
    "hours_to_answer",
    _("Hours to answer"),
    _(
        "Median of the hours between sending a referral and its being accepted or declined, for the referrals that "
        "were sent in the month and have been answered. Half of them took less, half took more."
    ),
    table="referrals",
    column="hours_to_answer",
)

INDICATORS = (*_COUNTS, SHARE_ON_TIME, HOURS_TO_ANSWER)

STACKED = ("on_time", "late", "overdue", "not_yet_due")
"""The parts of the chart's bars."""

OPENED = ("planned", "due", "on_time", "late", "overdue", "not_yet_due", "skipped", "no_deadline")
"""The numbers whose rows may be opened."""
