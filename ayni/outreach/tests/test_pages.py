"""What anybody sees of the calendar, and what whoever keeps it does on one screen."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ayni.audit.models import Event
from ayni.lib import effort
from ayni.lib.ids import uuid7
from ayni.lib.tests.ics_reader import read
from ayni.outreach import actions
from ayni.outreach.models import Kind, Session, SignUp
from ayni.outreach.views import public

from .factories import KindFactory, comes, session_of

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 28, 15, tzinfo=UTC)
SOON = datetime(2026, 12, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def body(response) -> str:
    return response.content.decode()


def at(session, name="session", **other):
    return reverse(f"outreach:{name}", kwargs={"session_id": session.pk, **other})


@pytest.fixture
def desk(client):
    def as_(user):
        client.force_login(user)
        client.get(reverse("access:enrol"))
        return client

    return as_


@pytest.mark.parametrize("language", ["en", "pt", "fr", "ht"])
def test_each_kind_of_session_is_called_in_the_language_of_the_page(language):
    with (settings.BASE_DIR / "data" / "reference" / "session_types.csv").open(newline="") as file:
        kinds = [Kind(label_es=row["label_es"], label_en=row["label_en"]) for row in csv.DictReader(file)]
    assert len(kinds) > 8
    for kind in kinds:
        said = kind.label(language)
        assert said != kind.label_es
        assert language == "en" or said != kind.label_en
        assert kind.label("es") == kind.label_es


def test_an_address_from_before_languages_stood_in_it_leads_on_as_on_every_public_page(client, rosa):
    session = session_of(rosa, starts_at=SOON)
    assert client.get("/sesiones/?idioma=fr&mes=2026-12").url == "/fr/sesiones/?mes=2026-12"
    assert client.get(f"{at(session)}?idioma=ht").url == f"/ht/sesiones/{session.pk}/"
    assert client.get("/sesiones/mi-inscripcion/?idioma=xx").headers["Content-Language"] == "es"


def test_the_calendar_shows_what_is_to_come_without_a_cookie(client, rosa):
    session_of(rosa, starts_at=SOON)
    session_of(rosa, publish=False, starts_at=SOON, title="Aún en secreto")
    response = client.get("/sesiones/")
    page = body(response)
    assert "Cómo pedir el carné" in page
    assert "10 dic 2026" in page
    assert "10:00–12:00" in page
    assert "Hay lugar" in page
    assert "Aún en secreto" not in page
    assert not response.cookies


def test_the_calendar_is_narrowed_by_department_and_month(client, rosa, vera):
    session_of(rosa, starts_at=SOON, title="En Lima")
    session_of(vera, starts_at=SOON + timedelta(days=30), title="En Tumbes")
    assert "En Tumbes" not in body(client.get("/sesiones/?departamento=15"))
    january = body(client.get("/sesiones/?mes=2027-01"))
    assert "En Tumbes" in january
    assert "En Lima" not in january
    for odd in ("?mes=2027-99", "?mes=<script>", "?departamento=" + "9" * 500, "?mes=٢٠٢٧-01", "?mes=%00"):
        assert client.get(f"/sesiones/{odd}").status_code == 200


@pytest.mark.parametrize("odd", ["%00", "1%005", "%F0%9F%A6%99", "'", "99", "1500000"])
def test_a_department_in_which_there_is_nothing_shows_nothing(client, rosa, odd):
    session_of(rosa, starts_at=SOON, title="En Lima")
    answer = client.get(f"/sesiones/?departamento={odd}")
    assert answer.status_code == 200
    assert "En Lima" not in body(answer)


@pytest.mark.parametrize(("language", "word"), [("en", "Sign up"), ("pt", "Inscrever-se"), ("ht", "Enskri")])
def test_the_calendar_speaks_the_languages_of_the_public_site(client, rosa, language, word):
    session = session_of(rosa, starts_at=SOON)
    assert client.get(f"/{language}/sesiones/").status_code == 200
    page = body(client.get(f"/{language}{at(session)}"))
    assert word in page
    assert 'lang="es">Cómo pedir el carné' in page, "the title stays in the language of the session"


def test_somebody_signs_up_sees_it_and_gives_the_seat_back(client, rosa):
    session = session_of(
        rosa, starts_at=SOON, is_online=True, place="", department=None, link="https://meet.example.org/x"
    )
    assert "meet.example.org" not in body(client.get(at(session)))
    form = body(client.get(at(session, "sign-up")))
    assert "Basta un nombre" in form
    done = body(client.post(at(session, "sign-up"), {"name": "Ana", "contact": "999 888 777"}))
    assert "Ya está inscrito" in done
    assert "meet.example.org" in done
    made = SignUp.objects.get()
    assert (made.name, made.contact, made.number in done) == ("Ana", "999888777", True)
    code = done.split("Su código</dt><dd><strong>")[1][:9]
    found = body(client.post("/sesiones/mi-inscripcion/", {"number": made.number, "code": code}))
    assert "Tiene un lugar." in found
    assert "Ana" not in found
    left = body(client.post("/sesiones/mi-inscripcion/", {"number": made.number, "code": code, "do": "withdraw"}))
    assert "Ya no está en la lista" in left
    made.refresh_from_db()
    assert made.state == "WITHDRAWN"


def test_one_script_does_not_take_all_seats_and_nobody_loses_what_was_typed(client, rosa, monkeypatch):
    monkeypatch.setattr(public, "CROWD", replace(public.CROWD, free=1))
    session = session_of(rosa, starts_at=SOON, seats=50)
    assert "data-effort" not in body(client.get(at(session, "sign-up")))
    typed = {"name": "Ana", "submission": str(uuid7())}
    assert client.post(at(session, "sign-up"), typed).status_code == 200
    other = {"name": "Beto", "submission": str(uuid7())}
    refused = client.post(at(session, "sign-up"), other)
    assert refused.status_code == 400
    for said in ("Espere un minuto", "data-effort", 'value="Beto"', other["submission"]):
        assert said in body(refused)
    ready = {"effort": effort.challenge(timezone.now() - timedelta(seconds=effort.WAIT))}
    assert client.post(at(session, "sign-up"), other | ready).status_code == 200
    assert client.post(at(session, "sign-up"), typed | {"submission": str(uuid7())} | ready).status_code == 400
    # The receipt that is loaded again takes no work.
    assert "Ya está inscrito" in body(client.post(at(session, "sign-up"), typed))
    assert SignUp.objects.count() == 2
    monkeypatch.setattr(public, "CROWD", replace(public.CROWD, most=1))
    assert "diez minutos" in body(client.post(at(session, "sign-up"), other | {"submission": str(uuid7())}))


def test_a_receipt_loaded_again_after_giving_the_seat_back_says_so(client, rosa):
    session, typed = session_of(rosa, starts_at=SOON), {"name": "Ana", "submission": str(uuid7())}
    client.post(at(session, "sign-up"), typed)
    actions.withdraw(sign_up=SignUp.objects.get(), at=timezone.now())
    page = body(client.post(at(session, "sign-up"), typed))
    assert "Ya no está en la lista" in page
    assert "lista de espera" not in page
    assert "Su código" not in page


def test_the_form_of_another_session_is_refused_with_what_to_do(client, rosa):
    one, other = session_of(rosa, starts_at=SOON), session_of(rosa, starts_at=SOON)
    typed = {"name": "Ana", "submission": str(uuid7())}
    client.post(at(one, "sign-up"), typed)
    refused = client.post(at(other, "sign-up"), typed)
    assert refused.status_code == 400
    assert "Abra otra vez la página de la sesión" in body(refused)


def test_wrong_and_unknown_are_answered_alike_and_a_number_is_not_tried_without_end(client, rosa):
    one, code = comes(session_of(rosa, starts_at=SOON))
    said = [
        body(client.post("/sesiones/mi-inscripcion/", {"number": number, "code": "0" * 8}))
        for number in (one.number, "S-7K3M-Q2X9-H", "nada")
    ]
    assert all("no corresponden" in page for page in said)
    for _ in range(10):
        client.post("/sesiones/mi-inscripcion/", {"number": one.number, "code": "1" * 8})
    assert "no corresponden" in body(client.post("/sesiones/mi-inscripcion/", {"number": one.number, "code": code}))


@pytest.mark.parametrize("contact", ["ana", "ana@", "12", "<script>@x.y z", "a,b@c.d", "٣٣٣٣٣٣٣٣", "1" * 30])
def test_a_contact_that_reaches_nobody_is_asked_again_and_nothing_is_lost(client, rosa, contact):
    session = session_of(rosa, starts_at=SOON)
    response = client.post(at(session, "sign-up"), {"name": "Ana", "contact": contact})
    assert response.status_code == 400
    assert 'value="Ana"' in body(response)
    assert not SignUp.objects.exists()


def test_what_is_full_cancelled_or_over_is_said_kindly(client, rosa):
    session = session_of(rosa, starts_at=SOON, seats=1)
    comes(session)
    assert "lista de espera" in body(client.get(at(session)))
    actions.cancel_session(session=session, reason="Paro de transporte", by=rosa, at=timezone.now())
    assert "Paro de transporte" in body(client.get(at(session)))
    assert "Ya no se puede inscribir" in body(client.get(at(session, "sign-up")))
    over = session_of(rosa, starts_at=SOON)
    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        assert "ya empezó o terminó" in body(client.get(at(over)))
        refused = client.post(at(over, "sign-up"), {"name": "Ana"})
        assert "ya empezó o terminó" in body(refused)
    assert client.get(at(session_of(rosa, publish=False, starts_at=SOON))).status_code == 404


def test_a_session_and_the_whole_calendar_go_into_other_calendars(client, rosa):
    session = session_of(rosa, starts_at=SOON, title="Cita; con, comas")
    one = client.get(at(session, "ics"))
    assert one.headers["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Cita\\; con\\, comas\r\n" in body(one)
    assert "DTSTART:20261210T150000Z" in body(one)
    actions.cancel_session(session=session, reason="No", by=rosa, at=session.changed_at)  # in the same second
    (before,), (after,) = read(one.content), read(client.get("/sesiones/calendario.ics").content)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def typed(**other):
    return {
        "kind": KindFactory().pk, "title": "Charla", "objective": "Que sepa.", "audience": "", "language": "es",
        "where": "place", "place": "Auditorio", "link": "", "day_day": "10", "day_month": "12", "day_year": "2026",
        "begins": "9:30", "ends": "4 pm", "seats": "20", "do": "publish", **other,
    }  # fmt: skip


def test_a_session_is_planned_and_published_on_one_screen(desk, rosa):
    page = {"office": rosa.office_id, "department": rosa.office.department_id}
    response = desk(rosa).post("/extension/sesiones/nueva/", typed(**page), follow=True)
    made = Session.objects.get()
    assert (made.state, made.seats) == ("OPEN", 20)
    assert (made.starts_at, made.ends_at) == (
        datetime(2026, 12, 10, 14, 30, tzinfo=UTC), datetime(2026, 12, 10, 21, tzinfo=UTC),
    )  # fmt: skip
    assert "Ya está en el calendario" in body(response)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"begins": "25:00"}, "Escriba la hora como"),
        ({"begins": "mañana"}, "Escriba la hora como"),
        ({"ends": "9:00"}, "terminar después de empezar"),
        ({"day_year": "2020"}, "pasado"),
        ({"day_day": "31", "day_year": "9999"}, "más de dos años"),
        ({"seats": "0"}, "1 o más"),
        ({"seats": "1e9"}, "en cifras"),
        ({"place": ""}, "Lugar y dirección"),
        ({"title": ""}, "Título"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, rosa, other, sentence):
    page = {"office": rosa.office_id, "department": rosa.office.department_id}
    response = desk(rosa).post("/extension/sesiones/nueva/", typed(**page | other))
    assert response.status_code == 400
    assert sentence in body(response)
    assert "Que sepa." in body(response)
    assert not Session.objects.exists()


def test_whoever_keeps_the_session_sees_who_signed_up_and_that_is_noted(desk, rosa, vera):
    session = session_of(rosa, starts_at=SOON)
    comes(session, name="Ana", contact="ana@example.org")
    assert "Ana" in body(desk(rosa).get(at(session, "kept")))
    assert Event.objects.filter(verb="session.list_read").count() == 1
    assert desk(vera).get(at(session, "kept")).status_code == 404
    assert "Cómo pedir el carné" not in body(desk(vera).get("/extension/sesiones/"))


def test_a_session_is_changed_and_cancelled_from_its_page(desk, rosa):
    session = session_of(rosa, starts_at=SOON)
    assert 'value="Cómo pedir el carné"' in body(desk(rosa).get(at(session, "change")))
    desk(rosa).post(at(session, "kept"), {"do": "cancel", "reason": ""})
    session.refresh_from_db()
    assert session.state == "OPEN"
    desk(rosa).post(at(session, "kept"), {"do": "cancel", "reason": "Paro"})
    session.refresh_from_db()
    assert session.state == "CANCELLED"
