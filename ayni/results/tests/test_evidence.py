"""What shows a value that was collected: a document beside it, opened by whoever reads the value, and in the annex of
the report."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from ayni.audit.models import Event
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.files.tests.factories import drawn, jpeg
from ayni.results import actions, report_page, sheets
from ayni.results.actions import Given
from ayni.results.models import Definition, Framework, Report, Value
from ayni.results.reporting import Asked
from ayni.results.spans import span_of

from .factories import AT, collected, framework, thresholds

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 1)
GIVE = "/resultados/indicadores/X-02/valores/"


@pytest.fixture
def said() -> Definition:
    framework()
    return collected(unit="NUMBER", measure="COUNT")


@pytest.fixture
def facts() -> Iterator[builds.Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def value(said, by, *, approved_by=None, since=AUGUST, content=None, numerator=3) -> Value:
    given = Given(since, since, numerator, None, "Acta 12", drawn=content)
    made = actions.give_value(indicator=said.indicator, given=given, by=by, at=AT)
    if approved_by:
        actions.decide_value(value=made, approve=True, note="", by=approved_by, at=AT)
    return made


def typed(**other):
    return {"once": str(uuid4()), "since": "2026-08", "until": "2026-08", "numerator": "3", "evidence": "Acta 🦋 12",
            **other}  # fmt: skip


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_document_is_brought_with_the_value_and_opened_by_whoever_reads_it(client, tomas, marta, rosa, said):
    client.force_login(tomas)
    sent = client.post(GIVE, typed(picture=SimpleUploadedFile("acta.jpg", jpeg(), "image/jpeg")))
    assert sent.status_code == 302
    one = Value.objects.get()
    assert one.file is not None
    assert Event.objects.get(verb="indicator.value_given").details["with_file"] is True
    there = f"/resultados/valores/{one.pk}/archivo/"
    client.force_login(marta)
    assert there in client.get(f"/resultados/valores/{one.pk}/").content.decode()
    answer = client.get(there)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.content == files.read(one.file)
    client.force_login(rosa)
    assert client.get(there).status_code == 403, "who reads no numbers opens no document of theirs"


def test_a_value_without_a_document_has_no_address_of_one(client, tomas, said):
    client.force_login(tomas)
    assert client.post(GIVE, typed()).status_code == 302
    assert client.get(f"/resultados/valores/{Value.objects.get().pk}/archivo/").status_code == 404
    assert client.get("/resultados/valores/999999/archivo/").status_code == 404


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\nrm -rf /", b"<html><script>alert(1)</script></html>"])
def test_what_is_no_document_is_refused_and_nothing_typed_is_lost(client, tomas, said, content):
    client.force_login(tomas)
    answer = client.post(GIVE, typed(picture=SimpleUploadedFile("acta.pdf", content, "application/pdf")))
    assert "Acta 🦋 12" in answer.content.decode()
    assert "govuk-error-summary" in answer.content.decode()
    assert not Value.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_stays_as_long_as_a_value_refers_to_it(tomas, said):
    one = value(said, tomas, content=drawn(60))
    assert not files.unreferred().filter(pk=one.file_id).exists()


@pytest.fixture
def report(facts, said, tomas, marta) -> Report:
    thresholds()
    value(said, tomas, approved_by=marta, numerator=2)
    value(said, tomas, approved_by=marta, content=drawn(60))
    value(said, tomas, since=date(2026, 9, 1), content=drawn(70), numerator=9)
    value(said, tomas, since=date(2026, 1, 1), approved_by=marta)
    asked = Asked(span_of("2026-T3"), Framework.objects.get(code="ZZ"))
    return actions.draft_report(asked=asked, title="Informe", donor="", build=facts, by=tomas, at=AT)


def test_the_annex_lists_what_shows_the_values_that_count_in_its_months(report, client, tomas):
    [line] = sheets.annex(report)
    newest = Value.objects.get(numerator=3, since=AUGUST)
    assert (line.code, line.value_id, line.number, line.evidence) == ("X-02", newest.pk, "3", "Acta 12")
    assert line.document == "documento de 1 página"
    client.force_login(tomas)
    page = client.get(f"/resultados/informes/{report.pk}/").content.decode()
    assert f"/resultados/valores/{newest.pk}/archivo/" in page
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(report)))
    assert [row[3] for row in book["Anexo"].iter_rows(values_only=True)] == ["Lo que lo muestra", "Acta 12"]
    paper = Document(io.BytesIO(sheets.as_docx(report)))
    assert any("Acta 12" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_a_frozen_report_keeps_its_annex_when_another_value_comes(report, said, tomas, marta, client):
    before = sheets.annex(report)
    value(said, tomas, approved_by=marta, content=drawn(80), numerator=5)
    assert sheets.annex(Report.objects.get()) == before


def test_a_report_of_before_has_no_annex_and_is_read_all_the_same(report, client, tomas):
    del report.contents["annex"]
    report.save()
    assert report_page.shown(report)["annex"] == []
    client.force_login(tomas)
    page = words(client.get(f"/resultados/informes/{report.pk}/"))
    assert "Anexo" not in page
