"""Which drawings fit what is asked, and the drawing that is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists

from .. import words
from ..answering import Course, Figure, Line, Table
from ..published import TOTAL
from ..wanted import Asked
from .bars import bars
from .heat import heat
from .lines import lines
from .maps import choropleth, points
from .pieces import COLOURS, Drawing, Key
from .pyramid import Band, pyramid

AGE, SEX, WOMEN, MEN = "AGE", "SEX", "F", "M"
MOST_BARS, MOST_HEAT, MOST_COLUMNS = 40, 60, 12


@dataclass(frozen=True)
class Chart:
    kind: str
    title: str
    wide: Drawing
    narrow: Drawing
    keys: list[Key] = field(default_factory=list)
    note: str = ""
    is_map: bool = False
    courses: list[Course] = field(default_factory=list)
    """Of lines: their own table."""

    @property
    def by_period(self) -> list[tuple[str, list[int | None]]]:
        named = [period for period, _value in self.courses[0].points] if self.courses else []
        return [(words.short_period(one), [each.points[n][1] for each in self.courses]) for n, one in enumerate(named)]


def offered(asked: Asked, table: Table, periods: int) -> list[str]:
    """What can be drawn of this, the likeliest first."""
    parts = [line for line in table.lines if not line.head.is_total]
    columns = [one for one in table.columns if not one.is_total]
    found = []
    if _is_pyramid(asked):
        found.append("pyramid")
    if asked.rows.is_place and not asked.compares and len(parts) > 1:
        found.append("map")
    if 1 <= len(table.lines) <= MOST_BARS and len(table.columns) <= COLOURS:
        found.insert(1 if found[:1] == ["pyramid"] else 0, "bars")
    if 1 < len(table.lines) <= MOST_HEAT and 1 < len(columns) <= MOST_COLUMNS:
        found.append("heat")
    if periods > 1 and not asked.other:
        found.append("lines")
    return [*found, "none"]


def _is_pyramid(asked: Asked) -> bool:
    """Ages by sex, whichever stands in the rows."""
    if asked.columns is None or {asked.rows.code, asked.columns.code} != {AGE, SEX}:
        return False
    codes = {one.code for axis in asked.axes for one in asked.codes(axis)}
    return {WOMEN, MEN} <= codes


def chart(asked: Asked, table: Table, kind: str, courses: Sequence[Course], data: Path, title: str) -> Chart:
    if kind == "pyramid":
        return _pyramid(asked, table, title)
    if kind == "map":
        return _map(asked, table, data, title)
    if kind == "lines":
        wide, narrow = lines(courses, wide=True), lines(courses, wide=False)
        keys = [Key(f"s{n % COLOURS}", one.label) for n, one in enumerate(courses)]
        note = _("Of each period, the newest version.")
        return Chart(kind, title, wide, narrow, keys if len(keys) > 1 else [], note, courses=list(courses))
    if kind == "heat":
        columns = [(n, one.label) for n, one in enumerate(table.columns) if not one.is_total]
        rows = [line for line in table.lines if not line.head.is_total] or table.lines
        return Chart(kind, title, heat(rows, columns, wide=True), heat(rows, columns, wide=False))
    return _bars(table, title)


def _bars(table: Table, title: str) -> Chart:
    places = [n for n, one in enumerate(table.columns) if not one.is_total] or list(range(len(table.columns)))
    rows = [line for line in table.lines if not line.head.is_total] or table.lines
    keys = [Key(f"s{colour % COLOURS}", table.columns[n].label) for colour, n in enumerate(places)]
    keys = keys if len(places) > 1 else []
    return Chart("bars", title, bars(rows, places, wide=True), bars(rows, places, wide=False), keys)


def _pyramid(asked: Asked, table: Table, title: str) -> Chart:
    at = {
        (line.head.code, column.code): figure
        for line in table.lines for column, figure in zip(table.columns, line.figures, strict=True)
    }  # fmt: skip
    ages = asked.rows if asked.rows.code == AGE else asked.columns
    sexes = asked.columns if asked.rows.code == AGE else asked.rows
    if ages is None or sexes is None:
        return _bars(table, title)
    is_down = asked.rows.code == AGE

    def figure(age: str, sex: str) -> Figure:
        return at.get((age, sex) if is_down else (sex, age), Figure(None))

    heads = {line.head.code: line.head for line in table.lines} | {one.code: one for one in table.columns}
    parents = {one.parent for one in ages.codes}
    finest = [one for one in asked.codes(ages) if one.code != TOTAL and one.code not in parents]
    bands = [Band(heads[one.code].label, figure(one.code, WOMEN), figure(one.code, MEN)) for one in finest]
    keys = [Key("s0", heads[WOMEN].label), Key("s1", heads[MEN].label)]
    return Chart("pyramid", title, pyramid(bands, wide=True), pyramid(bands, wide=False), keys)


def _map(asked: Asked, table: Table, data: Path, title: str) -> Chart:
    """The column of totals is drawn; of several without one, the first."""
    place = next((n for n, one in enumerate(table.columns) if one.is_total), 0)
    rows: list[Line] = [line for line in table.lines if not line.head.is_total]
    column = table.columns[place].label
    if all(len(line.head.code) == 2 for line in rows):
        drawn, keys = choropleth(rows, place, data)
        note = _("%(column)s. Hatched: not published.") % {"column": column}
        return Chart("map", title, drawn, drawn, keys, note, is_map=True)
    around = "" if asked.place == TOTAL else asked.place[:2]
    drawn = points(rows, place, data, codelists.kept_places(), around)
    note = _("%(column)s. Each point lies in its province or district; the larger, the more. Not all are drawn.")
    return Chart("map", title, drawn, drawn, [], note % {"column": column}, is_map=True)
