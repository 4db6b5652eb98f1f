"""A report: of one build, approved by somebody else, frozen, corrected beside itself."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from docx import Document

from ayni.facts import builds
from ayni.facts.actions import build
from ayni.results import actions, report_page, reporting, sheets
from ayni.results.actions.reports import CannotReport, narrative
from ayni.results.models import Report
from ayni.results.reporting import Asked
from ayni.results.spans import span_of

from .factories import AT, collected, framework, indicator, thresholds

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts() -> Iterator[builds.Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


@pytest.fixture
def draft(facts, tomas) -> Report:
    one = framework(nodes=(("Z1", "", "objective"), ("Z2", "", "objective")))
    thresholds()
    indicator("X-01")
    collected("X-02")
    asked = Asked(span_of("2026-T3"), one)
    return actions.draft_report(asked=asked, title="Trimestre", donor="PRM", build=facts, by=tomas, at=AT)


def submitted(report: Report, by) -> Report:
    words = {"achievements": "Se logró.\nMucho."}
    written = actions.write_report(report=report, seen=report.edition, words=words, by=by, at=AT)
    return actions.submit_report(report=written, seen=written.edition, by=by, at=AT)


def test_a_report_says_what_could_not_be_measured_and_what_has_no_indicator(draft):
    said = draft.contents
    assert draft.number == "IR-2026-T3-ZZ"
    assert said["build"] == draft.build
    assert {one["code"] for one in said["unmeasured"]} == {"X-01", "X-02"}
    assert [one["code"] for one in said["empty"]] == ["Z2"]


def test_whoever_wrote_in_it_does_not_approve_it(draft, tomas, marta):
    report = submitted(draft, tomas)
    with pytest.raises(CannotReport):
        actions.approve_report(report=report, seen=report.edition, by=tomas, at=AT)
    approved = actions.approve_report(report=report, seen=report.edition, by=marta, at=AT)
    assert approved.is_frozen
    assert approved.checksum == reporting.checksum(approved.contents, narrative(approved))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(approved_by=tomas)


def test_what_is_approved_never_changes_and_a_correction_stands_beside_it(draft, facts, tomas, marta):
    report = submitted(draft, tomas)
    report = actions.approve_report(report=report, seen=report.edition, by=marta, at=AT)
    before = (report.contents, report.checksum)
    for verb in (
        lambda: actions.write_report(report=report, seen=report.edition, words={}, by=tomas, at=AT),
        lambda: actions.count_again(report=report, seen=report.edition, build=facts, by=tomas, at=AT),
        lambda: actions.submit_report(report=report, seen=report.edition, by=tomas, at=AT),
    ):
        with pytest.raises(CannotReport):
            verb()
    second = actions.correct_report(report=report, reason="Faltaba Tumbes", build=facts, by=tomas, at=AT)
    assert (second.revision, second.corrects_id, second.state) == (2, report.pk, "DRAFT")
    assert second.achievements == "Se logró.\nMucho."
    report.refresh_from_db()
    assert (report.contents, report.checksum) == before
    with pytest.raises(CannotReport):
        actions.correct_report(report=report, reason="Otra vez", build=facts, by=marta, at=AT)


def test_a_report_whose_facts_are_gone_is_not_approved(draft, tomas, marta):
    """Built anew as often as it takes: its own build is swept away, and the numbers cannot be walked back any more."""
    report = submitted(draft, tomas)
    for minute in range(1, builds.KEPT + 1):
        newest = build(home=settings.AYNI_HOME, at=AT + timedelta(minutes=minute))
    with pytest.raises(CannotReport, match="hechos|facts"):
        actions.approve_report(report=report, seen=report.edition, by=marta, at=AT)
    again = actions.count_again(report=report, seen=report.edition, build=newest, by=tomas, at=AT)
    assert (again.build, again.contents["build"], again.state) == (newest.id, newest.id, "DRAFT")
    sent = actions.submit_report(report=again, seen=again.edition, by=tomas, at=AT)
    assert actions.approve_report(report=sent, seen=sent.edition, by=marta, at=AT).build == newest.id


def test_facts_that_are_built_meanwhile_change_nothing_in_it(draft, tomas, marta):
    report = submitted(draft, tomas)
    build(home=settings.AYNI_HOME, at=AT)
    approved = actions.approve_report(report=report, seen=report.edition, by=marta, at=AT)
    assert approved.build == draft.build


def test_two_who_write_at_once_are_told(draft, tomas, marta):
    actions.write_report(report=draft, seen=1, words={"lessons": "Una"}, by=tomas, at=AT)
    with pytest.raises(CannotReport):
        actions.write_report(report=draft, seen=1, words={"lessons": "Otra"}, by=marta, at=AT)


def test_what_changed_after_it_was_sent_on_goes_back(draft, tomas, marta):
    report = submitted(draft, tomas)
    changed = actions.write_report(report=report, seen=report.edition, words={"lessons": "Más"}, by=tomas, at=AT)
    assert changed.state == "DRAFT"
    with pytest.raises(CannotReport):
        actions.approve_report(report=changed, seen=changed.edition, by=marta, at=AT)
    again = actions.submit_report(report=changed, seen=changed.edition, by=tomas, at=AT)
    assert actions.send_back(report=again, seen=again.edition, by=marta, at=AT).state == "DRAFT"


def test_there_is_one_report_of_one_thing(draft, facts, tomas):
    asked = Asked(span_of("2026-T3"), draft.framework)
    with pytest.raises(CannotReport, match="IR-2026-T3-ZZ"):
        actions.draft_report(asked=asked, title="Otro", donor="", build=facts, by=tomas, at=AT)


def test_document_and_sheet_say_what_the_report_says(draft, tomas):
    Report.objects.filter(pk=draft.pk).update(title="=SUMA(A1)")
    draft.refresh_from_db()
    report = actions.write_report(report=draft, seen=1, words={"achievements": "Uno.\nDos."}, by=tomas, at=AT)
    paper = Document(io.BytesIO(sheets.as_docx(report)))
    texts = [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    for expected in ("Dos.", "X-01 Indicador X-01", report.checksum, "Dice Z1"):
        assert any(expected in text for text in texts), expected
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(report)))
    assert book.worksheets[0]["A1"].value == "'=SUMA(A1)"
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)] == ["X-01", "X-02"]
    assert {row[0].value for row in book.worksheets[2].iter_rows(min_row=2)} == {"X-01", "X-02"}
    head = [cell.value for cell in book.worksheets[1][1]]
    row = dict(zip(head, book.worksheets[1][2], strict=True))
    assert (row["Unidad"].value, row["Valor"].number_format) == ("por ciento", "0.0%")
    assert row["Del camino a la meta"].number_format == "0.0%"


def test_charts_stand_in_all_forms_of_a_report(draft):
    one = {"value": 5, "before": 1, "progress": 0.8, "light": "amber", "unit": "EVENTS"}
    for code in ("X-01", "X-02"):
        draft.contents["indicators"][code] |= one
    draft.contents["trend"] = {"X-01": [["2026-07-01", 1.0], ["2026-08-01", 5.0]], "X-02": [["2026-07-01", 2.0]]}
    Report.objects.filter(pk=draft.pk).update(contents=draft.contents)
    draft.refresh_from_db()
    paper = Document(io.BytesIO(sheets.as_docx(draft)))
    assert len(paper.inline_shapes) == 3, "the bars, and a line of each indicator"
    assert "X-01 Indicador X-01: 80 %" in paper.inline_shapes[0]._inline.docPr.get("descr")
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(draft)))
    drawn = book["Gráficos"]
    assert [type(chart).__name__ for chart in drawn._charts] == ["BarChart", "LineChart", "LineChart"]
    assert [cell.value for cell in drawn["B"]][1:] == [80, 80]
    values = [chart.series[0].val.numRef.f for chart in drawn._charts[1:]]
    assert values == ["'Por mes'!$C$2:$C$3", "'Por mes'!$C$4"]
    printed = render_to_string("results/report_print.html", report_page.shown(draft))
    assert 'width="80" height="9" fill="#0b5d5a"' in printed
    assert "Las barras terminan en 150 %." in printed


def test_a_share_says_what_it_was_divided_from(draft, tomas):
    draft.contents["indicators"]["X-01"] |= {"value": 34 / 48, "numerator": 34, "denominator": 48}
    Report.objects.filter(pk=draft.pk).update(contents=draft.contents)
    draft.refresh_from_db()
    paper = Document(io.BytesIO(sheets.as_docx(draft)))
    assert "70,8\N{NO-BREAK SPACE}% (34 de 48)" in [c.text for t in paper.tables for r in t.rows for c in r.cells]
    client = Client()
    client.force_login(tomas)
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get(f"/resultados/informes/{draft.pk}/").content.decode()).split())
    assert "70,8 % (34 de 48)" in page


def test_drafts_are_for_whoever_writes_or_approves(draft, tomas, marta, ines):
    assert Report.objects.visible_to(tomas).count() == 1
    assert Report.objects.visible_to(marta).count() == 1
    assert Report.objects.visible_to(ines).count() == 0
    client = Client()
    client.force_login(tomas)
    for name in ("", "escribir/", "informe.pdf"):
        assert client.get(f"/resultados/informes/{draft.pk}/{name}").status_code == 200


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [(0.5596, "PERCENT", "56,0\N{NO-BREAK SPACE}%"), (2 / 3, "PERCENT", "66,7\N{NO-BREAK SPACE}%"),
     (12.96, "HOURS", "13,0"),
     (43, "EVENTS", "43"), (None, "EVENTS", "–")],
)  # fmt: skip
def test_a_value_is_rounded_and_not_cut_off(value, unit, says):
    assert sheets.shown(value, unit) == says
