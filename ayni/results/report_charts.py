"""The charts of a report: what they show, and how they stand in what others go on writing in. A sheet has its own,
which move with its numbers; a document has pictures, beside the tables of the same numbers."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docx.shared import Pt
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from ayni.design import pdf
from ayni.design.charts import Row as Bar

from . import reporting
from .trend import Drawing, drawing

WIDE = 470
"""Points between the margins of a page of a document."""
HIGH, FOR_EACH, OF_TREND = 3.0, 0.55, 7.0
"""Centimetres: of a chart without bars, of each bar, of a line by month."""
ROWS_OF_TREND = 15


@dataclass(frozen=True)
class Charts:
    """How much of the way is done; and month by month, by code and name, the indicators farthest from their target."""

    bars: list[Bar]
    trends: list[tuple[str, str, Drawing]]


def charts_of(said: dict[str, Any]) -> Charts:
    """Of the contents of a report."""
    return Charts(_bars(said), _trends(said))


def _bars(said: dict[str, Any]) -> list[Bar]:
    """How much of the way is done, of what can be judged: the target is at 100."""
    judged = [(code, one) for code, one in said["indicators"].items() if one["progress"] is not None]
    judged.sort(key=lambda pair: -pair[1]["progress"])
    return [
        Bar(f"{code} {one['name']}", [max(0, min(150, round(100 * one["progress"])))],
            shown=f"{round(100 * one['progress'])} %", target=100)
        for code, one in judged
    ]  # fmt: skip


def _trends(said: dict[str, Any]) -> list[tuple[str, str, Drawing]]:
    """The lines of the indicators that are farthest from their target: six, as many as are looked at."""
    worst = sorted(said["trend"], key=lambda code: said["indicators"][code]["progress"])
    found: list[tuple[str, str, Drawing]] = []
    for code in worst:
        points = [(reporting.day_of(month), value) for month, value in said["trend"][code]]
        one = said["indicators"][code]
        drawn = drawing(points, target=None, foretold=None, share=one["unit"] == "PERCENT")
        if drawn is not None and len(found) < 6:
            found.append((code, one["name"], drawn))
    return found


def into_document(paper: Any, charts: Charts) -> None:
    if charts.bars:
        paper.add_heading(_("How much of the way to the target is done"), level=1)
        said = "; ".join(f"{one.label}: {one.shown}" for one in charts.bars)
        _pictures(paper, {"bars": charts.bars, "name": ""}, said)


def trends_into_document(paper: Any, charts: Charts) -> None:
    for code, name, drawn in charts.trends:
        paper.add_heading(f"{code} {name}", level=2)
        _pictures(paper, {"d": drawn, "name": name}, _("%(name)s, month by month") % {"name": name})


def _pictures(paper: Any, context: dict[str, Any], said: str) -> None:
    for picture in pdf.pictures("results/picture.html", context):
        drawn = paper.add_picture(io.BytesIO(picture), width=Pt(WIDE))
        drawn._inline.docPr.set("descr", said)


def into_sheet(page: Worksheet, months: Worksheet, charts: Charts) -> None:
    """`months` holds code, month and value in rows that follow each other."""
    page.append([_("Indicator"), _("Of the way, in percent"), _("Target")])
    for one in charts.bars:
        page.append([one.label, one.total, 100])
    if charts.bars:
        page.add_chart(_bar_chart(page, len(charts.bars)), "E2")
    below = 4 + round((HIGH + FOR_EACH * len(charts.bars)) * 2)
    stretches = dict(_stretches(months))
    for number, (code, name, _drawn) in enumerate(charts.trends):
        if code in stretches:
            page.add_chart(_line_chart(months, stretches[code], f"{code} {name}"), f"E{below + number * ROWS_OF_TREND}")


def _bar_chart(page: Worksheet, many: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.legend = "bar", None
    chart.title, chart.width, chart.height = _("How much of the way to the target is done"), 24, HIGH + FOR_EACH * many
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=many + 1), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=many + 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart


def _stretches(months: Worksheet) -> Iterator[tuple[str, tuple[int, int]]]:
    """Code → its first and last row."""
    rows: dict[str, list[int]] = {}
    for row in months.iter_rows(min_row=2, max_col=1):
        rows.setdefault(str(row[0].value), []).append(row[0].row)
    return ((code, (found[0], found[-1])) for code, found in rows.items())


def _line_chart(months: Worksheet, rows: tuple[int, int], title: str) -> LineChart:
    chart = LineChart()
    chart.title, chart.legend, chart.width, chart.height = title, None, 24, OF_TREND
    chart.add_data(Reference(months, min_col=3, min_row=rows[0], max_row=rows[1]))
    chart.set_categories(Reference(months, min_col=2, min_row=rows[0], max_row=rows[1]))
    chart.x_axis.number_format = "yyyy-mm"
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart
