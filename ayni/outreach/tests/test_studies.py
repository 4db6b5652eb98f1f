"""Studies: a form comes in on a page or by a command, is answered with pauses and of nobody, and leads to a finding."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from typer.testing import CliRunner

from ayni.codelists.models import NeedSector
from ayni.config.commands import commands
from ayni.instruments.tests.test_xlsform import NESTED, TWO_HOMES, book
from ayni.outreach.models import Finding, Response, Study

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def brought(desk, rosa, content=None):
    file = SimpleUploadedFile("f.xlsx", content if content is not None else book())
    said = {"kind": "NEEDS", "office": rosa.office_id, "xlsform_file": file}
    return desk.post(reverse("outreach:studies"), said)


@pytest.fixture
def study(desk, rosa):
    brought(desk, rosa)
    made = Study.objects.get()
    desk.post(reverse("outreach:study", args=[made.pk]), {"do": "OPEN"})
    return Study.objects.get()


def page_of(study, draft=""):
    words = {"token": study.token, **({"draft": draft} if draft else {})}
    return reverse("outreach:answer-draft" if draft else "outreach:answer", kwargs=words)


def test_a_form_that_the_engine_does_not_know_is_refused_on_the_page_by_row_and_column(desk, rosa):
    answer = brought(desk, rosa, book([("geopoint", "where", "¿Dónde?")]))
    assert answer.status_code == 400
    assert "fila 2, columna type" in answer.content.decode()
    assert not Study.objects.exists()


def test_it_is_answered_with_a_pause_and_nothing_typed_is_lost(desk, client, study):
    client.logout()
    first = client.post(page_of(study), {"do": "save", "q.who": "Feria", "q.people": "99"})
    draft = re.fullmatch(r".*/([\w-]{24})/", first["Location"])[1]
    again = client.get(page_of(study, draft)).content.decode()
    assert 'value="99"' in again
    assert "Está guardado" in again
    wrong = client.post(page_of(study, draft), {"do": "send", "q.who": "Feria", "q.people": "99"})
    assert wrong.status_code == 400
    assert "De 1 a 30." in wrong.content.decode()
    sent = {"do": "send", "q.who": "Feria", "q.people": "4", "q.member.1.age": "30", "q.member.1.needs[]": ["food"]}
    assert "Gracias" in client.post(page_of(study, draft), sent, follow=True).content.decode()
    assert client.post(page_of(study, draft), sent).status_code == 302, "sent twice it is one"
    one = Response.objects.get()
    assert one.answers["member.1.needs"] == ["food"]
    assert one.sent_on is not None
    assert draft not in one.draft


def test_a_question_that_an_answer_opens_is_not_skipped_unseen(client, study):
    client.logout()
    seen = {"seen": "who dep prov people member.1.age member.1.needs", "q.who": "Feria", "q.people": "4"}
    first = client.post(page_of(study), {"do": "send", **seen})
    assert first.status_code == 400
    assert "¿Cuántos niños?" in first.content.decode()
    assert not Response.objects.exists()
    again = {"do": "send", **seen, "seen": seen["seen"] + " children"}
    assert client.post(page_of(study), again).status_code == 302
    assert Response.objects.get().sent_on is not None


def test_one_more_of_a_repeat_without_scripts(client, study):
    client.logout()
    more = client.post(page_of(study), {"do": "more:member", "q.who": "Feria", "q.member#": "1"})
    assert more["Location"].endswith("#q-member.2")
    assert client.get(more["Location"]).content.decode().count("Edad") == 2


def test_a_part_too_many_is_taken_away_and_what_is_left_stays(client, study):
    client.logout()
    two = {"q.member#": "2", "q.member.1.age": "30", "q.member.2.age": "4"}
    less = client.post(page_of(study), {"do": "less:member", **two})
    assert less["Location"].endswith("#q-member.1")
    page = client.get(less["Location"]).content.decode()
    assert "Algunas preguntas necesitan respuesta" in page
    assert page.count("Edad") == 1
    assert 'value="30"' in page
    again = client.post(less["Location"], {"do": "less:member", "q.member#": "1", "q.member.1.age": "30"})
    assert 'value="30"' in client.get(again["Location"]).content.decode(), "the first stays"


def test_what_is_wrong_leads_to_its_question_and_says_in_which_part(client, homes):
    client.logout()
    sent = {"do": "send", "q.home#": "1", "q.home.1.member#": "2", "q.home.1.member.2.age": "ocho"}
    page = client.post(page_of(homes), sent).content.decode()
    assert '<a href="#q-home.1.member.2.age">Edad (Hogar 1 · Persona 2): Escriba un número entero' in page
    assert 'id="q-home.1.member.2.age" name="q.home.1.member.2.age" value="ocho" aria-describedby="e-home' in page


@pytest.fixture
def homes(desk, rosa):
    """Households, and the people of each."""
    brought(desk, rosa, book(NESTED))
    made = Study.objects.get()
    desk.post(reverse("outreach:study", args=[made.pk]), {"do": "OPEN"})
    return made


def test_a_repeat_inside_of_a_repeat_comes_in_is_answered_without_scripts_and_goes_out(desk, client, homes):
    client.logout()
    first = client.post(page_of(homes), {"do": "more:home.1.member", "q.home#": "1", "q.home.1.member#": "1",
                                         "q.home.1.member.1.age": "40"})  # fmt: skip
    page = client.get(first["Location"]).content.decode()
    assert 'value="40"' in page
    assert page.count("Edad") == 2
    assert "(Hogar 1)" in page
    draft = re.fullmatch(r".*/([\w-]{24})/#q-home\.1\.member\.2", first["Location"])[1]
    more = client.post(page_of(homes, draft), {"do": "more:home", "q.home#": "1", "q.home.1.member#": "2",
                                               "q.home.1.member.1.age": "40"})  # fmt: skip
    assert client.get(more["Location"]).content.decode().count("Edad") == 3
    sent = {f"q.{path}": value for path, value in TWO_HOMES.items()}
    assert client.post(page_of(homes, draft), {"do": "send", **sent}).status_code == 302
    client.force_login(homes.made_by)
    out = client.get(reverse("outreach:responses-csv", args=[homes.pk])).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(out))
    names = [name for name in line if name.startswith("home.")]
    assert names == [
        "home.1.street", "home.1.member.1.age", "home.1.member.2.age", "home.1.member.2.school", "home.1.in_home",
        "home.1.people", "home.2.street", "home.2.member.1.age", "home.2.in_home", "home.2.people",
    ]  # fmt: skip
    assert (line["home.1.in_home"], line["ages"]) == ("49", "56")


def test_what_is_closed_takes_nothing_and_what_is_being_prepared_is_not_there(desk, client, rosa):
    brought(desk, rosa)
    study = Study.objects.get()
    assert client.get(page_of(study)).status_code == 404
    for to in ("OPEN", "CLOSED"):
        desk.post(reverse("outreach:study", args=[study.pk]), {"do": to})
    assert client.post(page_of(study), {"do": "send", "q.who": "x"}).status_code == 400
    assert not Response.objects.exists()


def test_answers_go_out_as_a_table_without_a_way_back_and_without_formulas(desk, study):
    desk.post(page_of(study), {"do": "send", "q.who": "=1+1", "q.member.1.age": "30", "q.member.2.age": "4"})
    out = desk.get(reverse("outreach:responses-csv", args=[study.pk])).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(out))
    assert line["who"] == "'=1+1"
    assert (line["member.1.age"], line["member.2.age"], line["ages"]) == ("30", "4", "34")
    one = Response.objects.get()
    assert str(one.pk) not in out
    sheet = load_workbook(io.BytesIO(desk.get(reverse("outreach:responses-xlsx", args=[study.pk])).content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["respuesta", "mes", "idioma"]


def test_a_finding_is_a_need_or_a_barrier(desk, study):
    address = reverse("outreach:study", args=[study.pk])
    said = {"do": "found", "words": "Faltan albergues.", "population": "BOTH", "people": "300"}
    assert "Elija el sector" in desk.post(address, said).content.decode()
    sector = NeedSector.objects.create(code="SHE", label_es="Alojamiento", valid_from="2022-01-01")
    desk.post(address, said | {"sector": sector.pk})
    assert Finding.objects.get().people == 300


def test_another_office_does_not_see_it(client, study, vera):
    client.force_login(vera)
    assert client.get(reverse("outreach:study", args=[study.pk])).status_code == 404


def test_the_command_brings_a_form_or_says_the_row_and_the_column(tmp_path, marta):
    file = tmp_path / "feria.xlsx"
    file.write_bytes(book())
    said = CliRunner().invoke(commands(), ["forms", "import", str(file), "--by", "marta"])
    assert said.exit_code == 0, said.output
    assert Study.objects.get().state == "DRAFT"
    file.write_bytes(book([("audio", "x", "X")]))
    refused = CliRunner().invoke(commands(), ["forms", "import", str(file), "--by", "marta"])
    assert refused.exit_code == 1
    assert Study.objects.count() == 1
