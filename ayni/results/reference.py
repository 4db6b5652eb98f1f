"""What the files of the frameworks and of the indicators must look like, and what each row becomes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.tables import Column, File, Problem, Table, Tables, decimal, digest, one_of, text, whole
from ayni.codelists.tables import code as a_code
from ayni.codelists.tables import day as a_day

from . import formula
from .formula import CannotMeasure
from .models import Counts, Measure, Origin, Period, Tier, Unit

FRAMEWORKS, UIM, UIM_ES = "frameworks.csv", "reference/uim_structure.csv", "uim_labels_es.csv"
IOM, SDG, GCM = "reference/iom_results_framework.csv", "reference/sdg_goals_targets.csv", "reference/gcm_objectives.csv"
MIGOF, MGI, UNSDCF = "reference/migof.csv", "reference/mgi_dimensions.csv", "reference/unsdcf_peru.csv"
CRITERIA, ALIGNMENTS = "reference/good_practice_criteria.csv", "alignments_extra.csv"
INDICATORS, TARGETS = "indicators/indicators.csv", "indicators/targets.csv"
THRESHOLDS, EXTERNAL = "indicators/thresholds.csv", "indicators/external_values.csv"
FIGURES = "reference/published_figures.csv"
ASPECTS = "mgi_aspects.csv"
UNIT = "UIM"

CODE, NUMBER = Column("code", a_code(), required=True), Column("number", text(12))
PARENT, LEVEL = Column("parent_code", a_code()), Column("level", text(20), required=True)
AMOUNT = decimal(-1e12, 1e12)


def _codes(name: str) -> Column:
    return Column(name, a_code(), many=True)


def conditions_can_be_read(table: Table) -> list[Problem]:
    found = []
    for row in table:
        for name in ("filter", "numerator", "denominator"):
            try:
                formula.read(lines(row[name]))
            except CannotMeasure as wrong:
                found.append(table.problem(row, name, str(wrong)))
    return found


def lines(cell: str) -> str:
    """Conditions stand in one cell, separated by semicolons."""
    return "\n".join(part.strip() for part in cell.split(";") if part.strip())


FILES = [
    File(
        FRAMEWORKS,
        (
            Column("code", a_code(12), required=True), Column("order", whole(1, 99), required=True),
            Column("name_es", text(200), required=True), Column("valid_from", a_day, required=True),
            Column("vision", text(2000)), Column("context", text(2000)), Column("source"),
        ),
    ),
    File(IOM, (
        CODE, LEVEL, PARENT, NUMBER, Column("label_es", required=True), Column("label_en"),
        Column("core_areas_es", text(600)), _codes("sdg"), _codes("gcm"), _codes("migof"), _codes("unsdcf"),
        Column("confidence", text(60)), Column("source"),
    )),
    File(SDG, (
        CODE, LEVEL, PARENT, NUMBER, Column("title_es", required=True), Column("title_en"),
        Column("uim_contributes", text(10)), Column("confidence", text(60)), Column("source"),
    )),
    File(GCM, (CODE, NUMBER, Column("title_es", required=True), Column("title_en"), Column("source"))),
    File(MIGOF, (CODE, Column("type", text(20), required=True), NUMBER, Column("title_es", required=True))),
    File(MGI, (CODE, NUMBER, Column("title_es", required=True), Column("migof_code", a_code(), refers=MIGOF))),
    File(UNSDCF, (CODE, LEVEL, PARENT, NUMBER, Column("title_es", required=True))),
    File(UIM, (CODE, Column("kind", text(20), required=True), NUMBER, Column("label_en"))),
    File(UIM_ES, (CODE, Column("label_es", text(300), required=True))),
    File(CRITERIA, (CODE, Column("label_es", required=True), Column("guiding_question_es", text(300)))),
    File(ALIGNMENTS, (
        Column("one", a_code(), required=True), Column("other", a_code(), required=True), Column("source"),
    ), key=("one", "other")),
    File(ASPECTS, (
        CODE, Column("dimension", a_code(), required=True, refers=MGI), Column("order", whole(1, 999), required=True),
        Column("label_es", text(200), required=True), Column("label_en", text(200)),
        Column("question_es", text(500), required=True),
        Column("asked_of", one_of(Tier.values), required=True, many=True), Column("source"), Column("confidence"),
    )),
    File(
        INDICATORS,
        (
            CODE, Column("name", text(200), required=True), Column("definition", text(2000), required=True),
            Column("unit", one_of(Unit.values), required=True), Column("origin", one_of(Origin.values), required=True),
            Column("table", text(40)), Column("month", text(40)),
            Column("measure", one_of(Measure.values), required=True),
            Column("counts", one_of(Counts.values), required=True), Column("column", text(40)),
            Column("filter", text(1000)), Column("numerator", text(1000)), Column("denominator", text(1000)),
            Column("denominator_table", text(40)), Column("dimensions", text(300)),
            Column("period", one_of(Period.values), required=True), Column("baseline", AMOUNT),
            Column("baseline_month", a_day), Column("verification", text(300)), Column("responsible", text(120)),
            _codes("nodes"),
        ),
        checks=(conditions_can_be_read,),
    ),
    File(
        TARGETS,
        (
            Column("indicator", a_code(), required=True, refers=INDICATORS), Column("since", a_day, required=True),
            Column("until", a_day, required=True), Column("department", text(2)), Column("dimension", text(40)),
            Column("category", text(24)), Column("value", AMOUNT, required=True),
        ),
        key=("indicator", "until", "department", "dimension", "category"),
    ),
    File(THRESHOLDS, (
        Column("light", one_of(["green", "amber", "red"]), required=True), Column("at_least", AMOUNT, required=True),
    )),
    File(EXTERNAL, (
        Column("indicator", a_code(), required=True, refers=INDICATORS),
        Column("figure", a_code(), required=True, refers=FIGURES), Column("since", a_day, required=True),
        Column("until", a_day, required=True), Column("divided_by", AMOUNT, required=True),
    ), key=("indicator", "figure")),
]  # fmt: skip


@dataclass(frozen=True)
class FrameworkSaid:
    """What the data says of one framework: its own fields, and its nodes in order."""

    code: str
    fields: dict[str, Any]
    since: date
    nodes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return digest({**self.fields, "nodes": self.nodes})


def frameworks(tables: Tables) -> list[FrameworkSaid]:
    nodes = {
        "OIM": _of(tables[IOM], detail="core_areas_es"), "ODS": _of(tables[SDG], detail="migration_relevance"),
        "PMM": _of(tables[GCM], level="objective"), "MIGOF": _of(tables[MIGOF], level_column="type"),
        "MGI": _of(tables[MGI], level="dimension", detail="description_es"), "MCNUDS": _of(tables[UNSDCF]),
        "UIM": list(_of_unit(tables)), "BP": _of(tables[CRITERIA], level="criterion", detail="guiding_question_es"),
    }  # fmt: skip
    return [
        FrameworkSaid(
            row["code"],
            {
                "name": row["name_es"], "order": row["order"], "vision": row["vision"],
                "context": row["context"].replace("|", "\n"), "source": row["source"],
            },
            row["valid_from"],
            nodes.get(row["code"], []),
        )
        for row in tables[FRAMEWORKS]
    ]  # fmt: skip


def _of(table: Table, *, level: str = "", level_column: str = "level", detail: str = "") -> list[dict[str, Any]]:
    return [
        {
            "code": row["code"],
            "level": level or row[level_column],
            "parent_code": row.cells.get("parent_code", ""),
            "number": row.cells.get("number", "") or "",
            "label_es": _label(row.cells),
            "label_en": (row.cells.get("label_en") or row.cells.get("title_en") or "")[:300],
            "detail": row.cells.get(detail, "").replace("|", "\n") if detail else "",
            "confidence": row.cells.get("confidence", "")[:60],
            "source": row.cells.get("source", "")[:300],
        }
        for row in table
    ]


def _label(cells: dict[str, Any]) -> str:
    """What the source leaves unknown is said to be so, and not made up."""
    said = cells.get("label_es") or cells.get("title_es") or ""
    return (
        _("Direct effect %(number)s (its wording is to be confirmed)") % {"number": cells.get("number", "")}
        if (said == "unknown")
        else said
    )


def _of_unit(tables: Tables) -> Iterator[dict[str, Any]]:
    words = {row["code"]: row["label_es"] for row in tables[UIM_ES]}
    base = {"detail": "", "confidence": "stated"}
    yield {"code": UNIT, "level": "unit", "parent_code": "", "number": "", "label_es": words[UNIT], "label_en": "",
           "source": "", **base}  # fmt: skip
    for row in tables[UIM]:
        yield {
            "code": row["code"], "level": row["kind"], "parent_code": UNIT, "number": row["number"] or "",
            "label_es": words.get(row["code"], row["label_en"]), "label_en": row["label_en"],
            "source": row.cells.get("source", ""), **base,
        }  # fmt: skip


def alignments(tables: Tables) -> dict[tuple[str, str], str]:
    """Pairs of nodes that speak of the same, each with who says so."""
    found: dict[tuple[str, str], str] = {}
    for row in tables[IOM]:
        for name in ("sdg", "gcm", "migof", "unsdcf"):
            found |= {(row["code"], other): row["source"] for other in row[name]}
    found |= {(row["code"], row["migof_code"]): row.cells.get("source", "") for row in tables[MGI] if row["migof_code"]}
    found |= {(UNIT, row["code"]): "UIM" for row in tables[SDG] if row["uim_contributes"] == "yes"}
    found |= {(row["one"], row["other"]): row["source"] for row in tables[ALIGNMENTS]}
    return found


def indicators(tables: Tables) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Code, fields of its definition, and the nodes that it contributes to."""
    names = (
        "name", "definition", "unit", "origin", "table", "month", "measure", "counts", "column", "denominator_table",
        "dimensions", "period", "baseline", "baseline_month", "verification", "responsible",
    )  # fmt: skip
    conditions = ("filter", "numerator", "denominator")
    return [
        (row["code"], {n: row[n] for n in names} | {n: lines(row[n]) for n in conditions}, row["nodes"])
        for row in tables[INDICATORS]
    ]


def aspects(tables: Tables) -> dict[str, dict[str, Any]]:
    """Code → what is asked of the government of a territory, under a dimension of the MGI."""
    plain = ("dimension", "order", "label_es", "label_en")
    return {
        row["code"]: {name: row[name] for name in plain} | {
            "question": row["question_es"], "asked_of": "|".join(row["asked_of"]), "source": row["source"],
            "confidence": row["confidence"][:60], "is_asked": True,
        }
        for row in tables[ASPECTS]
    }  # fmt: skip
