"""What a report says: the numbers of all indicators under a framework, as plain data that never needs the facts again.

`contents` is JSON: whoever draws it as a page, a PDF, a document or a sheet reads nothing else, so that all four say
the same, also years later."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.facts.builds import Build

from . import board, catalogue, words
from .board import Line
from .models import Definition, Framework, Node, Target
from .spans import Span

FORMAT = 1


@dataclass(frozen=True)
class Asked:
    """Of what a report is."""

    span: Span
    framework: Framework
    department: str = ""


def contents(build: Build, asked: Asked) -> dict[str, Any]:
    """All its numbers, counted from one build."""
    every = catalogue.nodes()
    mine = [node for node in every.values() if node.framework_id == asked.framework.pk]
    beside = catalogue.aligned()
    definitions = catalogue.standing_definitions(node.code for node in mine)
    lines = {
        line.definition.indicator_id: line for line in board.lines(build, definitions, asked.span, asked.department)
    }
    used = catalogue.contributions()
    sections = [
        {
            "code": node.code, "number": node.number, "level": node.level, "label": node.label_es,
            "aligned": sorted(set(beside.get(node.code, ()))),
            "indicators": [lines[pk].code for pk in used.get(node.code, ()) if pk in lines],
        }
        for node in mine
    ]  # fmt: skip
    return {
        "format": FORMAT,
        "build": build.id,
        "as_of": build.as_of.isoformat(),
        "period": {"code": asked.span.code, "label": asked.span.label, "before": asked.span.before.label},
        "framework": {"code": asked.framework.code, "name": asked.framework.name, "vision": asked.framework.vision},
        "department": {"code": asked.department, "name": dict(catalogue.departments()).get(asked.department, "")},
        "sections": [section for section in sections if section["indicators"]],
        "empty": [
            {"code": one["code"], "label": one["label"]}
            for one in sections
            if not one["indicators"] and _is_leaf(one, mine)
        ],
        "indicators": {line.code: _said(line, _parts_with_targets(build, line, asked)) for line in lines.values()},
        "unmeasured": [{"code": line.code, "name": line.definition.name, "why": line.figure.reason}
                       for line in sorted(lines.values(), key=lambda one: one.code) if line.figure.reason],
        "trend": _trends(build, list(lines.values()), asked),
        "annex": _annex(definitions, asked),
    }  # fmt: skip


def _is_leaf(section: dict[str, Any], nodes: list[Node]) -> bool:
    return all(node.parent_code != section["code"] for node in nodes)


def _said(line: Line, parts: list[dict[str, Any]]) -> dict[str, Any]:
    said, stand = line.definition, line.standing
    return {
        "name": said.name, "definition": said.definition, "version": said.version, "unit": said.unit,
        "origin": said.origin, "verification": said.verification, "responsible": said.responsible,
        "value": line.figure.value, "numerator": line.figure.numerator, "denominator": line.figure.denominator,
        "before": line.before.value, "change": line.change, "year": line.year.value, "why": line.figure.reason,
        "baseline": said.baseline, "baseline_month": _iso(said.baseline_month),
        "target": line.aim.value if line.aim else None, "target_until": _iso(line.aim.until if line.aim else None),
        "light": stand.light, "progress": stand.progress, "light_why": stand.why, "parts": parts,
    }  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _parts_with_targets(build: Build, line: Line, asked: Asked) -> list[dict[str, Any]]:
    """The categories that have a target of their own."""
    rows = Target.objects.filter(indicator=line.definition.indicator_id, department=asked.department)
    aims = {(t.dimension, t.category): t.value for t in rows.exclude(dimension="").order_by("-until", "pk")}
    if not aims:
        return []
    lists = catalogue.code_lists(line.definition.table)
    return [
        {
            "dimension": words.dimension(found.dimension),
            "name": words.part(build, lists.get(found.dimension, ""), found.dimension, part.code),
            "value": part.figure.value, "target": aims[found.dimension, part.code],
        }
        for found in board.breakdowns(build, line.definition, asked.span, asked.department)
        for part in found.parts
        if (found.dimension, part.code) in aims
    ]  # fmt: skip


def _annex(definitions: Sequence[Definition], asked: Asked) -> list[dict[str, Any]]:
    """What shows the values that nobody counted: in words, and where there is a document, which."""
    return [
        {
            "code": value.indicator.code, "value": value.pk, "since": _iso(value.since), "until": _iso(value.until),
            "numerator": value.numerator, "denominator": value.denominator, "evidence": value.evidence,
            "file": str(value.file_id or ""), "pages": value.file.pages if value.file else 0,
        }
        for value in catalogue.evidence(definitions, asked.span.window, asked.department)
    ]  # fmt: skip


def _trends(build: Build, lines: list[Line], asked: Asked) -> dict[str, list[list[Any]]]:
    """Of the indicators that can be judged: the last twelve months."""
    found = {}
    for line in lines:
        if line.standing.progress is not None and line.definition.month:
            months = board.trend(build, line.definition, asked.span.until, asked.department, count=12).months
            found[line.code] = [[month.isoformat(), figure.value] for month, figure in months.items()]
    return found


def checksum(said: dict[str, Any], narrative: dict[str, str]) -> str:
    """Of the numbers and the words: what an approval is of."""
    written = json.dumps([said, narrative], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def number_of(asked: Asked) -> str:
    """IR-2026-T3-OIM-15"""
    return "-".join(part for part in ("IR", asked.span.code, asked.framework.code, asked.department) if part)


def differences(now: dict[str, Any], then: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    """What a revision changed of the one before: code, name, was, is."""
    rows = []
    for code, said in sorted(now["indicators"].items()):
        before = then["indicators"].get(code, {}).get("value")
        if before != said["value"]:
            rows.append((code, said["name"], before, said["value"]))
    return rows


def day_of(iso: str) -> date:
    return date.fromisoformat(iso)
