"""Numbers, indicators, frameworks and reports are of the whole unit: who reads numbers reads all of them. Who writes
and who approves is told by the role; the rows behind a number, by what each may open."""

from datetime import UTC, date, datetime
from typing import Any

from ayni.files.actions import keep
from ayni.files.tests.factories import drawn
from ayni.results import actions
from ayni.results.actions.matrices import RowFields
from ayni.results.actions.profiles import Answer
from ayni.results.actions.projects import ActivityFields, Marks, ProjectFields
from ayni.results.models import Aspect, DefinitionDraft, Report, Value
from ayni.results.spans import span_of
from ayni.results.territories import country
from ayni.results.tests.factories import collected, framework, indicator

from .cast import Cast
from .page import Page, page
from .whom import NUMBERS, PARTNERS, SUPERVISORS

READ = ("indicators", "indicator", "drafts", "draft", "derivation", "indicator-version", "frameworks", "framework",
        "matrix", "reports", "report", "report-pdf", "report-docx", "report-xlsx", "projects", "project",
        "project-matrix", "matrix-pdf", "matrix-xlsx", "value-file", "profiles", "profiles-compare", "profiles-pdf",
        "profiles-xlsx", "profile", "profile-pdf", "profile-xlsx", "aspect")  # fmt: skip
WRITE = ("indicator-new", "indicator-change", "target", "value-give", "framework-review", "framework-describe",
         "framework-align", "framework-new", "report-new", "report-write", "report-correct", "project-new",
         "project-change", "project-mark", "project-end", "project-activity", "activity-mark", "activity-done",
         "matrix-begin", "matrix-row", "matrix-below", "project-writing", "assess")  # fmt: skip
POSTED = ("indicator-retire", "report-work", "matrix-remove", "project-stage")

RESULT_PAGES: dict[str, Page] = {
    "results:scorecard": page(NUMBERS | PARTNERS, methods="GET"),
    **{f"results:{name}": page(NUMBERS, methods="GET") for name in ("compliance", "capacity", "voice", "change")},
    **{f"results:{name}": page(NUMBERS, methods="GET") for name in READ},
    **{f"results:{name}": page(NUMBERS) for name in WRITE},
    **{f"results:{name}": page(NUMBERS, methods="POST") for name in POSTED},
    "results:waiting": page(SUPERVISORS, methods="GET"),
    "results:value": page(SUPERVISORS),
    "results:draft-decide": page(SUPERVISORS),
    "results:assessment": page(SUPERVISORS),
    "results:report-approve": page(SUPERVISORS, methods="POST"),
    "desk:rows": page(SUPERVISORS, methods="GET"),
    "desk:indicator-rows": page(SUPERVISORS, methods="GET"),
}

AT = datetime(2026, 11, 20, tzinfo=UTC)
EMPTY: dict[str, Any] = {
    "format": 1, "build": "", "as_of": AT.isoformat(), "period": {"code": "2026-T3", "label": "", "before": ""},
    "framework": {"code": "ZZ", "name": "", "vision": ""}, "department": {"code": "", "name": ""}, "sections": [],
    "empty": [], "indicators": {}, "unmeasured": [], "trend": {},
}  # fmt: skip


def words(cast: Cast) -> dict[str, dict[str, Any]]:
    """The words of their addresses."""
    one = framework()
    framework("YY", (("Y1", "", "goal"),))
    said, typed = indicator("X-01"), collected("X-02")
    span = span_of("2026-T3")
    value = Value.objects.create(
        indicator=typed.indicator,
        since=span.since,
        until=span.until,
        numerator=1,
        evidence="Acta",
        file=keep(drawn=drawn(90), by=cast.tomas, at=AT),
        by=cast.tomas,
        at=AT,
    )
    draft = DefinitionDraft.objects.create(
        code="X-03", seen=0, said={"name": "Otra", "unit": "EVENTS"}, nodes=["Z1"], by=cast.tomas, at=AT
    )
    report = Report.objects.create(
        number="IR-2026-T3-ZZ", title="Informe", period="QUARTER", since=span.since, until=span.until, framework=one,
        build="x", contents=EMPTY, checksum="x", made_by=cast.tomas, made_at=AT,
    )  # fmt: skip
    of_one = ("indicator", "derivation", "indicator-version", "indicator-change", "indicator-retire", "target")
    return {
        **{f"results:{name}": {"code": said.code, "number": 1} for name in of_one},
        "desk:indicator-rows": {"code": said.code},
        "results:value-give": {"code": typed.code},
        **{f"results:{name}": {"value_id": value.pk} for name in ("value", "value-file")},
        **{f"results:{name}": {"draft_id": draft.pk} for name in ("draft", "draft-decide")},
        **{f"results:{name}": {"code": "ZZ", "other": "YY"}
           for name in ("framework", "matrix", "framework-review", "framework-describe", "framework-align")},
        **_of_projects(cast),
        **_of_profiles(cast),
        **{name: {"report_id": report.pk} for name in RESULT_PAGES if name.startswith("results:report")},
    }  # fmt: skip


def _of_projects(cast: Cast) -> dict[str, dict[str, Any]]:
    on, marks = AT.date(), Marks(1, "Turnos", 2, "Acceso")
    made = actions.register_project(said=ProjectFields("Salud", "OIM", on, on), marks=marks, by=cast.tomas, at=AT)
    part = actions.add_activity(project=made, said=ActivityFields("Feria", on, on), marks=marks, by=cast.tomas, at=AT)
    row = actions.add_row(project=made, above=None, said=RowFields("Salud para todos"), by=cast.tomas, at=AT)
    names = ("project", "project-change", "project-mark", "project-end", "project-activity", "activity-mark",
             "activity-done", "project-matrix", "matrix-pdf", "matrix-xlsx", "matrix-begin", "matrix-row",
             "matrix-below", "matrix-remove", "project-stage", "project-writing")  # fmt: skip
    words = {"code": made.code, "activity_id": part.pk, "row_id": row.pk, "kind": "lessons"}
    return {f"results:{name}": words for name in names}


def _of_profiles(cast: Cast) -> dict[str, dict[str, Any]]:
    aspect = Aspect.objects.create(
        code="MGI-9.1", dimension="MGI-9", order=900, label_es="Salud", question="¿Llega a todas?", asked_of="NATIONAL"
    )
    said = Answer("WORKS", date(2026, 11, 1), "Acta", "Oficio 1")
    made = actions.assess(aspect=aspect, where=country(), answer=said, by=cast.tomas, at=AT)
    words = {"place": "pais", "code": aspect.code}
    names = ("profile", "profile-pdf", "profile-xlsx", "aspect", "assess")
    return {f"results:{name}": words for name in names} | {"results:assessment": {"assessment_id": made.pk}}
