"""All indicators at once: their values, what changed, and how far each is on its way to its next target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ayni.facts.builds import Build

from . import catalogue, measuring, words
from .measuring import Figure, last_day
from .models import Counts, Definition, Measure, Origin
from .spans import Span, shifted
from .standing import Aim, Forecast, Standing, forecast, next_aim, standing


@dataclass(frozen=True)
class Line:
    """One indicator in a stretch of months."""

    definition: Definition
    figure: Figure
    before: Figure
    year: Figure
    """From January to the end of the stretch."""
    aim: Aim | None = None
    standing: Standing = field(default_factory=Standing)

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def change(self) -> float | None:
        now, then = self.figure.value, self.before.value
        return None if now is None or then is None else now - then

    @property
    def why(self) -> str:
        """Why there is no value, as the page says it; empty if there is one."""
        reason = self.figure.reason
        return _("cannot be measured: %(why)s") % {"why": reason} if reason else ""


def accumulates(said: Definition) -> bool:
    """Whether a longer stretch holds more of it: a count does, a share or a median does not."""
    return said.measure in {Measure.COUNT, Measure.SUM} and (bool(said.month) or said.origin != Origin.FACTS)


def lines(build: Build, definitions: Sequence[Definition], span: Span, department: str = "") -> list[Line]:
    """Each of these indicators. One question for each fact table, and four statements."""
    good, bad = catalogue.readable(definitions)
    windows = [span.window, span.before.window, span.year_so_far]
    found = measuring.figures(build, good, windows, department)
    typed = catalogue.typed_figures(definitions, windows, department)
    aims = catalogue.aims([said.indicator_id for said in definitions], department)
    limits = catalogue.thresholds()
    made = []
    for said in definitions:
        late = ""
        if said.origin == Origin.FACTS:
            three = found.get(said.code) or [Figure(why=bad.get(said.code, ""))] * 3
            late = _late(build, span)
        else:
            three = [figure for figure, _last in typed[said.code]]
            late = _late_values(typed[said.code][0][1], span)
        made.append(_line(said, three, aims.get(said.indicator_id, []), limits, late, span))
    return made


def _line(
    said: Definition, three: Sequence[Figure], aims: Sequence[Aim], limits: Sequence[tuple[str, float]], late: str,
    span: Span,
) -> Line:  # fmt: skip
    now, before, year = three
    aim = next_aim(aims, span.until)
    # What adds up is compared over the months that the target is of, as far as they have come.
    of_year = aim is not None and accumulates(said) and aim.since == date(span.since.year, 1, 1)
    current = year.value if of_year else now.value
    stand = standing(current, baseline=said.baseline, aim=aim, thresholds=limits, why=now.reason or late)
    return Line(said, now, before, year, aim, stand)


def _late(build: Build, span: Span) -> str:
    """Facts that are older than the end of the months say less than what happened in them."""
    as_of = localtime(build.as_of).date()
    if as_of < span.since:
        return _("these months have not come yet")
    return ""


def _late_values(last: date | None, span: Span) -> str:
    if last is None:
        return _("nobody has given a value yet")
    return (
        ""
        if last >= span.until
        else _("late: its newest value is of %(month)s") % {"month": words.month(last.isoformat())}
    )


@dataclass(frozen=True)
class Trend:
    """Month by month, and where it will be in December."""

    months: Mapping[date, Figure]
    forecast: Forecast | None
    is_running: bool
    """Whether the last month is not over."""


def trend(build: Build, said: Definition, until: date, department: str = "", *, count: int = 24) -> Trend:
    good, _bad = catalogue.readable([said])
    if said.code not in good or not said.month:
        return Trend({}, None, is_running=False)
    today = localtime(build.as_of).date()
    until = min(until, today.replace(day=1))
    months = measuring.monthly(build, good[said.code], shifted(until, 1 - count), until, department)
    return Trend(months, _forecast(build, said, months, today, department), is_running=last_day(until) >= today)


def _forecast(
    build: Build, said: Definition, months: Mapping[date, Figure], today: date, department: str
) -> Forecast | None:
    """From the last twelve whole months. Of people no sum of months is right, and so none is foretold."""
    whole = [month for month in months if last_day(month) < today][-12:]
    known = [value for month in whole if (value := months[month].value) is not None]
    if not whole or whole[-1].year != today.year or (said.counts == Counts.PEOPLE and accumulates(said)):
        return None
    so_far = sum(months[month].value or 0 for month in whole if month.year == today.year)
    left = 12 - whole[-1].month
    return forecast(known, months_left=left, so_far=so_far, accumulates=accumulates(said), is_share=said.is_share)


@dataclass(frozen=True)
class Breakdown:
    """The parts of an indicator by one dimension, beside its total."""

    dimension: str
    parts: list[measuring.Part]
    total: Figure

    @property
    def added(self) -> float | None:
        """The sum of the parts, where it should be that of the total: numerators of what is counted."""
        known = [part.figure.numerator for part in self.parts]
        return None if any(number is None for number in known) else sum(n for n in known if n is not None)

    def warning(self, said: Definition) -> str:
        """What a reader must know who adds the parts up."""
        if said.measure == Measure.MEDIAN or self.total.numerator is None:
            return ""
        if said.counts == Counts.PEOPLE:
            if self.added is not None and self.added > self.total.numerator:
                return _(
                    "Some people are in two categories: each counts once in the total, so the parts add up to more."
                )
            return ""
        if self.added is None:
            return _("Parts of fewer than ten people are not shown, so that the parts do not add up to the total.")
        if abs(self.added - self.total.numerator) > 1e-6:
            return _("The parts do not add up to the total. Tell whoever keeps the facts.")
        return ""


def breakdowns(build: Build, said: Definition, span: Span, department: str = "") -> list[Breakdown]:
    good, _bad = catalogue.readable([said])
    if said.code not in good:
        return []
    formula = good[said.code]
    [total] = measuring.figures(build, {said.code: formula}, [span.window], department)[said.code]
    found = measuring.parts(build, formula, formula.dimensions, span.window, department)
    return [Breakdown(name, [p for p in found if p.dimension == name], total) for name in formula.dimensions]
