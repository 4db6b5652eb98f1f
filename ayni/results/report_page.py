"""A report as its page and its PDF show it, from its contents alone."""

from typing import Any

from ayni.access.models import User
from ayni.access.permissions import Permission

from . import reporting, sheets
from .models import Report, ReportState
from .report_charts import charts_of
from .standing import LIGHTS, TONES


def shown(report: Report) -> dict[str, Any]:
    """What its template needs."""
    said = report.contents
    charts = charts_of(said)
    counted = [(LIGHTS[light], TONES[light], _count(said, light)) for light in LIGHTS]
    return {
        "report": report, "said": said, "facts": sheets.facts_of(report), "narrative": sheets.narrative(report),
        "sections": [(heading, [_row(row) for row in rows]) for heading, rows in sheets.table_rows(report)],
        "counted": counted, "bars": charts.bars, "trends": charts.trends, "changed": _changed(report),
        "annex": sheets.annex(report),
    }  # fmt: skip


def _count(said: dict[str, Any], light: str) -> int:
    return sum(one["light"] == light for one in said["indicators"].values())


def _row(row: dict[str, Any]) -> dict[str, Any]:
    unit = row["unit"]
    return row | {
        "value": sheets.shown(row["value"], unit), "of": sheets.of(row), "before": sheets.shown(row["before"], unit),
        "change": sheets.change(row["change"], unit), "target": sheets.shown(row["target"], unit),
        "baseline": sheets.shown(row["baseline"], unit), "light_words": LIGHTS[row["light"]],
        "tone": TONES[row["light"]], "percent": None if row["progress"] is None else round(100 * row["progress"]),
        "parts": [part | {"value": sheets.shown(part["value"], unit), "target": sheets.shown(part["target"], unit)}
                  for part in row["parts"]],
    }  # fmt: skip


def _changed(report: Report) -> list[tuple[str, str, str, str]]:
    """Of a correction: what it says otherwise."""
    if report.corrects is None:
        return []
    units = {code: one["unit"] for code, one in report.contents["indicators"].items()}
    return [
        (code, name, sheets.shown(was, units[code]), sheets.shown(is_, units[code]))
        for code, name, was, is_ in reporting.differences(report.contents, report.corrects.contents)
    ]


def doings(report: Report, user: User) -> dict[str, Any]:
    """What this user may do with it now."""
    edits, approves = user.may(Permission.RESULTS_EDIT), user.may(Permission.RESULTS_APPROVE)
    waits = report.state == ReportState.SUBMITTED
    wrote = report.authors.filter(pk=user.pk).exists()
    later = Report.objects.filter(number=report.number, revision__gt=report.revision).exclude(pk=report.pk)
    return {
        "may_write": edits and not report.is_frozen,
        "may_submit": edits and report.state == ReportState.DRAFT,
        "may_approve": approves and waits and not wrote,
        "waits_for_other": waits and wrote,
        "may_correct": edits and report.is_frozen and not later.exists(),
        "later": later.visible_to(user).order_by("-revision").first(),
    }
