"""The public pages of procedures in five languages: each leads on in its own, and so do the messages that follow."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.lib.tongues import SPANISH, TONGUES
from ayni.notices.models import Message
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Hold, Wait
from ayni.procedures.models import Preregistration as Own
from ayni.procedures.tests.factories import (
    AppointmentFactory,
    CalendarFactory,
    ProcedureFactory,
    SeatFactory,
    SlotFactory,
)

pytestmark = pytest.mark.django_db
OTHERS = [language for language in TONGUES if language != SPANISH]
FIRST = {
    "booking": ("Book an appointment", "Reservar", "Prendre", "Pran"),
    "own-start": ("Prepare your application", "Prepar", "Prépar", "Prepare"),
    "own-return": ("Go on with number", "Continuar com", "Continuer avec", "Kontinye ak"),
    "status-ask": ("How is my application?", "Como está", "Où en est", "Kote dosye"),
    "verify": ("Check a card", "Verificar um", "Vérifier une", "Verifye yon"),
    "own-appointment": ("My appointment", "Meu agendamento", "Mon rendez-vous", "Randevou m"),
    "campaign-days": ("Campaign days", "Dias de campanha", "Journées de campagne", "Jounen kanpay"),
}
ELEVEN = timezone.localtime(timezone.now() + timedelta(days=9)).replace(hour=11)
"""On the day of the hour: the worker tells nobody at night."""
WAY = {"name": "Jean 🦙", "document": "HT 123", "way": "SMS", "phone": "987654321"}


@pytest.fixture
def slot(world):
    now = timezone.now()
    slot = SlotFactory(
        calendar=CalendarFactory(office=world.sede_central), starts_at=now + timedelta(days=9), opens_at=now
    )
    SeatFactory(slot=slot, number=1)
    ProcedureFactory()
    return slot


def at(language, name, *args):
    if language == SPANISH:
        return reverse(f"procedures:{name}", args=args)
    return reverse(f"procedures:{name}-in", args=[language, *args])


def text(client, address):
    return client.get(address).content.decode()


def heading(page):
    return re.sub(r"<[^>]+>", " ", re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1])


@pytest.mark.parametrize("name", FIRST)
@pytest.mark.parametrize("language", OTHERS)
def test_a_page_speaks_the_language_of_its_address(client, slot, name, language):
    answer = client.get(at(language, name))
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert answer.headers["Content-Language"] == language
    assert FIRST[name][("en", "pt", "fr", "ht").index(language)] in heading(page)
    assert settings.SESSION_COOKIE_NAME not in answer.cookies, "whoever reads leaves nothing"
    # With `no-referrer` a browser sends forms from nowhere (`Origin: null`), and all of them would be refused.
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", FIRST)
def test_each_page_leads_to_itself_in_every_language(client, slot, name):
    page = text(client, at("fr", name))
    for language in TONGUES:
        if language != "fr":
            assert f'href="{at(language, name)}" lang="{language}" hreflang="{language}"' in page


def test_machines_find_the_first_pages_and_no_other(client, slot):
    page = text(client, at("ht", "booking"))
    for language in TONGUES:
        assert f'rel="alternate" hreflang="{language}" href="{settings.PUBLIC_URL}{at(language, "booking")}"' in page
    assert f'rel="canonical" href="{settings.PUBLIC_URL}{at("ht", "booking")}"' in page
    assert "noindex" not in page
    for other in (at("ht", "own-return"), at("ht", "booking") + "?x=1"):
        assert "noindex" in text(client, other)
        assert "canonical" not in text(client, other)


@pytest.mark.parametrize("language", TONGUES)
def test_from_the_first_page_to_the_message_in_one_language(client, slot, language):
    address = at(language, "booking")
    prefix = "" if language == SPANISH else f"/{language}"
    for step in ("t/PR-CCM-ESP/", "SEDE-CENTRAL/", r"\d{4}-\d\d-\d\d/", r"hora/\d+/"):
        page = text(client, address)
        [address] = set(re.findall(rf'href="({prefix}/citas/[^"]*{step})"', page))
    assert client.post(address, WAY).url == at(language, "booking-code")
    said = {
        "es": "es su código",
        "en": "is your code",
        "pt": "é o seu código",
        "fr": "est votre code",
        "ht": "se kòd ou",
    }
    assert said[language] in Message.objects.get().text
    code = Message.objects.get().text[:6]
    assert client.post(at(language, "booking-code"), {"code": code}).url == at(language, "own-shown")
    assert f'<html lang="{language}"' in text(client, at(language, "own-shown"))
    told = Message.objects.order_by("-pk").first().text
    assert at(language, "own-appointment") in told
    assert Appointment.objects.get().contact["language"] == language
    assert Hold.objects.get().contact == {}, "what was typed stands in one place"


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "esperamos"), ("en", "We expect you on"), ("pt", "Esperamos"), ("fr", "Nous vous attendons"), ("ht", "N ap tann")],  # noqa: E501
)  # fmt: skip
def test_the_worker_reminds_in_the_language_of_the_booking(slot, language, words):
    AppointmentFactory(
        seat=slot.seats.get(), starts_at=ELEVEN,
        booked_at=timezone.now() - timedelta(days=9), contact={"phone": "987654321", "language": language},
    )  # fmt: skip
    actions.remind(at=ELEVEN - timedelta(hours=24))
    assert words in Message.objects.get().text


def test_whoever_waits_is_offered_in_their_language_what_another_gave_back(client, slot):
    """Whoever cancels speaks Portuguese, whoever waits Creole."""
    client.post(at("ht", "booking-list", "PR-CCM-ESP", "SEDE-CENTRAL"), {**WAY, "document": "OTHER 9"})
    assert "Ou sou lis datant lan" in Message.objects.get().text
    booked = AppointmentFactory(
        seat=slot.seats.get(), procedure=ProcedureFactory(), starts_at=slot.starts_at, office=slot.calendar.office,
        contact={"phone": "912345678", "language": "pt"},
    )  # fmt: skip
    actions.cancel(appointment=booked, by=None, at=timezone.now())
    told = {message.text[:18] for message in Message.objects.all()}
    assert any(one.startswith("O agendamento") for one in told)
    assert any(one.startswith("Gen yon lè ki lib") for one in told)
    assert Wait.objects.get().contact["language"] == "ht"


def test_nobody_chose_a_language_at_the_counter(slot):
    AppointmentFactory(
        seat=slot.seats.get(), starts_at=ELEVEN,
        booked_at=timezone.now() - timedelta(days=9), contact={"phone": "987654321", "language": "../xx"},
    )  # fmt: skip
    actions.remind(at=ELEVEN - timedelta(hours=24))
    assert "esperamos" in Message.objects.get().text


def test_days_have_the_names_of_the_language(client, slot):
    address = at("ht", "booking-days", "PR-CCM-ESP", "SEDE-CENTRAL")
    day = timezone.localtime(slot.starts_at)
    months = ["janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"]
    days = ["lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"]
    assert f"{days[day.weekday()]} {day.day} {months[day.month - 1]}" in text(client, address)


def test_the_group_that_was_chosen_goes_along_to_another_language(client, slot):
    page = text(client, at("pt", "booking-offices", "PR-CCM-ESP") + "?grupo=OLDER")
    assert f'href="{at("fr", "booking-offices", "PR-CCM-ESP")}?grupo=OLDER"' in page


def test_what_was_printed_before_still_opens(client, slot):
    assert client.get("/citas/?idioma=fr").url == "/fr/citas/"
    assert client.get("/citas/?idioma=es").status_code == 200
    assert client.get("/citas/?idioma=%27%22").status_code == 200
    assert '<html lang="es"' in text(client, "/citas/")
    assert client.get("/xx/citas/").status_code == 404
    assert client.get("/es/citas/").status_code == 404


def test_an_answer_to_a_form_is_in_the_language_of_the_form(client, slot):
    answer = client.post(at("fr", "verify"), {"code": "nothing"})
    assert "Ce n’est pas le code d’une carte" in answer.content.decode()
    assert "ay-languages" not in answer.content.decode(), "it cannot be asked for again"


def test_a_code_that_is_shown_once_is_not_lost_to_a_change_of_language(client):
    page = client.post(at("pt", "own-start"), {}).content.decode()
    assert "Seu número" in page
    assert "ay-languages" not in page
    assert Own.objects.count() == 1


def test_whoever_comes_next_to_a_kiosk_begins_in_spanish(client, world):
    session = client.session
    session["kiosk"] = 1
    session.save()
    assert client.get(at("fr", "own-leave")).url == at("es", "own-start")
    assert Client().get(at("fr", "own-leave")).url == at("fr", "own-start")


def test_names_of_the_catalogue_are_marked_as_spanish(client, slot):
    label = ProcedureFactory().label_es
    assert f'<span lang="es">{label}</span>' in text(client, at("fr", "booking"))
    assert f'<span lang="es">{label}</span>' not in text(client, at("es", "booking"))


def test_a_list_of_states_is_said_in_the_language(client, slot):
    """On the page of whoever has number and code."""
    booked = AppointmentFactory(
        seat=slot.seats.get(), starts_at=slot.starts_at, state=AppointmentState.CANCELLED, ended_at=timezone.now()
    )
    client.post(at("ht", "own-appointment"), {"number": booked.number, "secret": booked.secret})
    assert "Anile" in text(client, at("ht", "own-shown"))
