"""A telephone is lent, and a screen stands in a waiting room: what stays there, and for how long."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ayni.directory.tests.factories import ServiceFactory
from ayni.feedback.models import Receipt, Report
from ayni.lib import waiting_room
from ayni.procedures import actions as procedures

from .factories import CategoryFactory, tell, waiting
from .test_telling import at, fill, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(world, marta):
    waiting()
    CategoryFactory(code="VZ-OTRO", label_es="Otra cosa", kinds="COMPLAINT|ABUSE")
    return world.sede_central


def lasts(client) -> int:
    return client.session.get_expiry_age()


def test_number_and_code_are_shown_for_half_an_hour_and_then_to_nobody(client, there):
    fill(client, there)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(client)
        number = Receipt.objects.get().number
        clock.shift(timedelta(minutes=29))
        assert number in client.get(at("done")).content.decode()
        clock.shift(timedelta(minutes=2))
        assert client.get(at("done")).url == at("start")
        assert client.get(at("check")).status_code == 404, "nor does the back button lead there"


def test_a_kiosk_stays_one_over_night_and_after_somebody_read_an_answer_there(client, there, marta):
    _station, address = procedures.make_station(name="Sala", office=there, by=marta, at=timezone.now())
    client.get(at("kiosk", address.rstrip("/").rpartition("/")[2]))
    receipt, code = tell(office=there)
    assert client.post(at("follow"), {"number": receipt.number, "code": code}).url == at("state")
    client.get(at("leave"))
    assert lasts(client) > waiting_room.LASTS - 60
    with time_machine.travel(timezone.now() + timedelta(hours=20)):
        fill(client, there)
        assert "http-equiv" in client.get(at("check")).content.decode(), "it still forgets who stands there"


def test_whoever_read_an_answer_has_all_the_time_to_write_another_thing(client, there):
    receipt, code = tell(office=there)
    client.post(at("follow"), {"number": receipt.number, "code": code})
    assert lasts(client) <= 1800
    client.post(at("start"))
    assert lasts(client) > 1800
    assert client.get(at("state")).url == at("follow"), "what was read before does not stay for as long"


def test_whoever_stays_anonymous_is_not_asked_whether_it_may_be_joined_to_a_file(client, there):
    fill(client, there, contacto={"reach": "no", "may_join": "on"})
    send(client)
    first = Report.objects.get()
    assert not first.may_join
    reached = {"reach": "yes", "way": "SMS", "contact": "+51999000111", "may_join": "on"}
    fill(client, there, contacto=reached, palabras={"text": "Otra cosa que pasó ayer en la misma ventanilla tres"})
    send(client)
    assert Report.objects.exclude(pk=first.pk).get().may_join


def test_an_office_that_was_not_chosen_is_said_as_it_was_offered(client, there):
    fill(client, there, oficina={"office": ""})
    assert "Ninguna, o no sé" in client.get(at("check")).content.decode()


def test_a_theme_that_is_missing_is_asked_for_by_its_question(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    page = client.post(at("question", "tema"), {}, follow=True).content.decode()
    assert "Elija una opción en «¿De qué se trata?»" in page


@pytest.mark.parametrize(
    ("page", "language", "words"),
    [
        ("/voz/?idioma=fr", "fr", "Attendez dix minutes"),
        ("/ht/sesiones/", "ht", "Tann dis minit"),
        ("/voz/seguimiento/", "es", "Espere diez minutos"),
    ],
)
def test_whoever_shares_a_busy_connection_is_told_so_in_their_language(client, monkeypatch, page, language, words):
    monkeypatch.setattr("ayni.access.pace.within", lambda *_args, **_words: False)
    answer = client.get(page)
    assert answer.status_code == 429
    said = answer.content.decode()
    assert words in said
    assert f'<html lang="{language}"' in said


def test_an_institution_stands_beside_the_service_that_people_are_asked_about(client, world, marta):

    ServiceFactory(name="Atención general", organisation=world.oim)
    client.force_login(marta)
    assert "OIM Perú · Atención general" in client.get(reverse("feedback:consultations-kept")).content.decode()


def test_what_was_written_when_the_time_was_over_comes_back_after_number_and_code(client, there):
    receipt, code = tell(office=there)
    asked = client.post(at("state") + "?idioma=fr", {"do": "add", "text": "Se repitió <ayer>"})
    page = asked.content.decode()
    assert "Se repitió &lt;ayer&gt;</textarea>" in page
    assert "pas encore envoyé" in page
    wrong = client.post(at("follow"), {"number": receipt.number, "code": "AAAA-AAAA", "unsent": "Se repitió <ayer>"})
    assert "Se repitió &lt;ayer&gt;</textarea>" in wrong.content.decode()
    right = client.post(at("follow"), {"number": receipt.number, "code": code, "unsent": "Se repitió <ayer>"})
    page = right.content.decode()
    assert "Se repitió &lt;ayer&gt;</textarea>" in page
    assert f'action="{at("state")}"' in page
    client.post(at("state"), {"do": "add", "text": "Se repitió <ayer>"})
    assert receipt.report.entries.get(step="ADDED").text == "Se repitió <ayer>"


def test_what_is_added_twice_on_a_slow_line_is_added_once(client, there):
    receipt, code = tell(office=there)
    client.post(at("follow"), {"number": receipt.number, "code": code})
    for text in ("Se repitió ayer", "Se repitió ayer", "Y hoy otra vez"):
        client.post(at("state"), {"do": "add", "text": text})
    said = [one.text for one in receipt.report.entries.filter(step="ADDED").order_by("at", "pk")]
    assert said == ["Se repitió ayer", "Y hoy otra vez"]
