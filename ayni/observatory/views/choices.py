"""What a reader may choose on the page of a table: what is published, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .. import words
from ..charts import Chart
from ..published import TOTAL, Code, Dimension, Release
from ..wanted import NONE, Asked, levels

MOST_LISTED = 400
"""Options of a list. Of more places, those around and inside the chosen one."""


@dataclass(frozen=True)
class Choice:
    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str
    hint: str = ""


def choices(
    asked: Asked, releases: Sequence[Release], drawings: Sequence[str], drawn: Chart | None, language: str
) -> list[Choice]:
    return [
        *_axes(asked, language), *_places(asked, language), *_filters(asked, language), *_periods(asked, releases),
        Choice("grafico", _("Drawing"), [(one, drawing(one)) for one in drawings], drawn.kind if drawn else "none"),
    ]  # fmt: skip


def drawing(kind: str) -> str:
    return {
        "bars": pgettext("drawing", "Bars"), "lines": pgettext("drawing", "Lines, period by period"),
        "pyramid": pgettext("drawing", "Pyramid of ages"), "heat": pgettext("drawing", "Squares in shades"),
        "map": pgettext("drawing", "Map"), "none": pgettext("drawing", "None, the table alone"),
    }[kind]  # fmt: skip


def _axes(asked: Asked, language: str) -> list[Choice]:
    every = [(one.code, one.title[language]) for one in asked.structure.dimensions]
    columns = [(NONE, pgettext("columns", "None")), *every]
    return [
        Choice("filas", _("Rows"), every, asked.rows.code),
        Choice("columnas", _("Columns"), columns, asked.columns.code if asked.columns else NONE),
    ]


def _places(asked: Asked, language: str) -> list[Choice]:
    place = asked.structure.place
    if place is None:
        return []
    listed = [(one.code, label_of(place, one, language)) for one in listed_places(place, asked.place)]
    finer = [("", _("Directly inside it")), *((one, str(words.LEVELS[one])) for one in levels(asked.structure))]
    return [
        Choice("lugar", _("Place"), listed, asked.place),
        Choice("nivel", _("Which places inside it"), finer, asked.level),
        Choice("lugar2", _("Compare with the place"), [("", pgettext("place", "None")), *listed], asked.other_place),
    ]


def listed_places(dimension: Dimension, place: str) -> list[Code]:
    """All of them, if they are not too many for a list; else the departments, and all of the chosen one."""
    if len(dimension.codes) <= MOST_LISTED:
        return list(dimension.codes)
    inside = "" if place == TOTAL else place[:2]
    return [
        one for one in dimension.codes
        if len(one.code) == 2 or (inside and one.code.startswith(inside))
    ]  # fmt: skip


def label_of(dimension: Dimension, one: Code, language: str) -> str:
    """With what is around it: many places share a name."""
    parts, at, known = [one.label[language]], one.parent, dimension.by_code
    while at and at != TOTAL and at in known and len(parts) < 3:
        parts.append(known[at].label[language])
        at = known[at].parent
    return ", ".join(parts)


def _filters(asked: Asked, language: str) -> list[Choice]:
    return [
        Choice(one.code, one.title[language], [("", pgettext("filter", "All")), *(
            (code.code, code.label[language]) for code in one.codes if code.code != TOTAL
        )], asked.fixed.get(one.code, ""))
        for one in asked.structure.dimensions if not one.is_place
    ]  # fmt: skip


def _periods(asked: Asked, releases: Sequence[Release]) -> list[Choice]:
    newest = {one.period: one.id for one in reversed(releases)}
    listed = [(one.id, _named(one, newest)) for one in releases]
    none = [("", pgettext("period", "None"))]
    other = asked.other.id if asked.other else ""
    return [
        Choice("periodo", _("Period"), listed, asked.release.id),
        Choice("periodo2", _("Compare with the period"), [*none, *listed], other),
    ]


def _named(release: Release, newest: dict[str, str]) -> str:
    said = words.period(release.period)
    if newest[release.period] == release.id and release.version == 1:
        return said
    return _("%(period)s, version %(number)s") % {"period": said, "number": release.version}
