"""The pages of whoever keeps sessions: the year, one screen for what was held, the door, papers, proofs."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from ayni.outreach import actions
from ayni.outreach.actions.attending import WalkIn, note_walk_in
from ayni.outreach.models import Attendance, Certificate, Session
from ayni.people.tests.factories import CountryFactory, SexFactory

from .factories import BandFactory, KindFactory, comes, held_session, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick():
    SexFactory(), CountryFactory(), BandFactory()  # noqa: B018


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def held(rosa, **other):
    day = localdate() - timedelta(days=1)
    said = {
        "kind": KindFactory().pk, "title": "", "office": rosa.office_id, "day_day": day.day, "day_month": day.month,
        "day_year": day.year, "begins": "9", "ends": "11:00", "place": "Plaza", "department": rosa.office.department_id,
        "audience_kind": "MIGRANT", "total": "40", "sex_SEX-F": "25", "nationality_VEN": "30", "staff_hours": "4",
        "aim": "OBJ-3",
        "do": "done",
    }  # fmt: skip
    return {**said, **other}


def body(answer):
    return answer.content.decode()


def test_what_was_held_is_written_down_on_one_screen_and_counts_in_the_year(desk, rosa):
    assert desk.post(reverse("outreach:write-down"), held(rosa)).status_code == 302
    session = Session.objects.get()
    assert (session.state, session.title, session.seats) == ("CLOSED", "Sesión informativa", 40)
    page = body(desk.get(reverse("outreach:sessions"), {"anio": session.starts_at.year}))
    assert "vinieron 40" in page
    assert "10,0" in page or "10.0" in page, "4 hours for 40 people are 10 for a hundred"


def test_numbers_that_do_not_fit_are_refused_and_nothing_typed_is_lost(desk, rosa):
    answer = desk.post(reverse("outreach:write-down"), held(rosa, **{"sex_SEX-F": "41"}))
    assert answer.status_code == 400
    assert "Por sexo: 41, y en total fueron 40" in body(answer)
    assert 'value="Plaza"' in body(answer)
    assert not Session.objects.exists()


def test_the_year_is_narrowed_by_its_address_and_goes_out_as_a_table(desk, rosa, vera):
    session_of(rosa, title="=Con fórmula", audience_kind="MIGRANT")
    session_of(rosa, title="Para municipios", audience_kind="MUNICIPALITY")
    session_of(vera, title="De Tumbes")
    year = Session.objects.first().starts_at.year
    page = body(desk.get(reverse("outreach:sessions"), {"anio": year, "audience_kind": "MIGRANT"}))
    assert "=Con fórmula" in page
    assert "Para municipios" not in page
    answer = desk.get(reverse("outreach:table"), {"anio": year})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["titulo"] for row in rows} == {"'=Con fórmula", "Para municipios"}
    for odd in ({"anio": "99999"}, {"anio": "x"}, {"kind": "\x00nada"}, {"q": "'"}, {"department": "9" * 400}):
        assert desk.get(reverse("outreach:sessions"), odd).status_code == 200


def test_five_hundred_sessions_of_a_year_are_one_page_with_few_questions(desk, rosa, django_assert_max_num_queries):
    one = session_of(rosa)
    rows = [
        Session(**{f.attname: getattr(one, f.attname) for f in Session._meta.concrete_fields if f.name != "id"})
        for _n in range(519)
    ]
    Session.objects.bulk_create(rows)
    with django_assert_max_num_queries(30):
        page = body(desk.get(reverse("outreach:sessions"), {"anio": one.starts_at.year}))
    assert ">520<" in page.replace(" ", "").replace("\n", "")


def test_a_session_is_copied_without_its_day(desk, rosa):
    one = session_of(rosa, title="Desayuno migratorio", topic="RIGHTS")
    page = body(desk.get(reverse("outreach:new"), {"de": one.pk}))
    assert "Desayuno migratorio" in page
    assert 'value="RIGHTS" selected' in page
    assert 'name="day_day" type="text" value=""' in page or 'name="day_year"' in page
    assert desk.get(reverse("outreach:new"), {"de": "nada"}).status_code == 200


def test_the_door_takes_a_code_a_press_and_a_walk_in(desk, rosa):
    session = held_session(rosa, seats=5)
    before = session.starts_at - timedelta(days=1)
    one, two = (comes(session, name=name, at=before)[0] for name in ("Ana", "Beto"))
    door = reverse("outreach:door", args=[session.pk])
    assert desk.post(door, {"do": "code", "code": one.number.lower()}).status_code == 302
    again = desk.post(door, {"do": "code", "code": one.number})
    assert again.status_code == 400
    assert "Ya está anotada" in body(again)
    assert desk.post(door, {"do": "code", "code": "S-0000"}).status_code == 400
    assert desk.post(door, {"do": "press", "sign_up": two.pk}).status_code == 302
    assert desk.post(door, {"do": "walk_in", "nationality": "VEN", "people": "3"}).status_code == 302
    assert Attendance.objects.filter(session=session).count() == 5
    noted = Attendance.objects.get(sign_up=two)
    assert desk.post(door, {"do": "back", "attendance": noted.pk}).status_code == 302
    assert Attendance.objects.filter(session=session).count() == 4
    other = comes(held_session(rosa), at=before)[0]
    assert desk.post(door, {"do": "press", "sign_up": other.pk}).status_code == 404
    for odd in ("", "x", "0" * 40):
        assert desk.post(door, {"do": "press", "sign_up": odd}).status_code == 404


def test_a_certificate_is_a_paper_whose_code_says_only_that_it_is_valid(desk, client, rosa):
    session = held_session(rosa)
    [came] = note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    actions.hold_session(session=session, by=rosa, at=timezone.now())
    address = reverse("outreach:certificate", args=[came.pk])
    paper = desk.post(address, {"name": "Ana Pérez Quispe"})
    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    made = Certificate.objects.get()
    assert "Ana Pérez Quispe" in text
    assert made.print in text
    client.logout()
    proof = reverse("outreach:certificate-proof", args=[made.proof])
    page = body(client.get(proof))
    assert "La constancia es válida" in page
    assert made.print in page
    for said in ("Ana", session.title, rosa.display_name):
        assert said not in page
    assert "no es válida" in body(client.get(reverse("outreach:certificate-proof", args=["x" * 22])))
    assert "is valid" in body(client.get(f"/en{proof}"))


@pytest.mark.parametrize("which", ["afiche", "lista", "formularios"])
def test_papers_print(desk, rosa, which):
    session = session_of(rosa)
    paper = desk.get(reverse(f"outreach:paper-{which}", args=[session.pk]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert session.title in text
    if which == "afiche":
        assert f"/sesiones/{session.pk}/" in text.replace("\n", "")


def test_the_slip_carries_the_code_that_the_door_reads(client, rosa):
    session = session_of(rosa)
    page = body(client.post(reverse("outreach:sign-up", args=[session.pk]), {"name": "Ana"}))
    assert "Código de su número" in page


def test_the_empty_sheet_is_one_that_the_reader_understands(desk, rosa):
    session = held_session(rosa)
    empty = desk.get(reverse("outreach:empty-sheet", args=[session.pk]))
    assert empty.content.startswith(b"PK")
    book = load_workbook(io.BytesIO(empty.content))
    book.active.append(["Ana", "Pérez", "", "", "", "Venezuela"])
    out = io.BytesIO()
    book.save(out)
    out.name = "hoja.xlsx"
    out.seek(0)
    answer = desk.post(reverse("outreach:sheets", args=[session.pk]), {"sheet_file": out})
    assert answer.status_code == 302, body(answer)
    assert "Solo contada" in body(desk.get(answer["Location"], {"estado": "COUNTED"}))
