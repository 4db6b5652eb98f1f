"""A session ends when it should, everywhere, and takes nothing that was typed with it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ayni.access import actions
from ayni.access.middleware import BY_ITSELF
from ayni.access.models import Reach, Reason, Session
from ayni.access.permissions import Role
from ayni.access.sessions import stored_key
from ayni.audit.models import Event

FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def firefox(clock, rosa) -> Client:
    client = Client(headers=FIREFOX)
    client.force_login(rosa)
    assert client.get("/cuenta/").status_code == 200
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/cuenta/").status_code == 200


def test_a_session_that_is_used_goes_on_for_eight_hours_and_not_longer(firefox, clock):
    for _ in range(15):
        clock.shift(timedelta(minutes=30))
        assert is_signed_in(firefox)
    clock.shift(timedelta(minutes=31))
    assert not is_signed_in(firefox)


def test_a_session_that_nobody_uses_ends_after_45_minutes_and_says_so(firefox, clock):
    clock.shift(timedelta(minutes=44))
    assert is_signed_in(firefox)
    clock.shift(timedelta(minutes=46))
    page = firefox.get("/cuenta/", follow=True)
    assert "nadie la usó durante 45 minutos" in page.content.decode()
    assert Event.objects.get(verb="user.session_over").details == {"why": "IDLE"}


def test_a_page_that_asks_again_by_itself_keeps_no_session_alive(firefox, clock):
    for _ in range(2):
        clock.shift(timedelta(minutes=20))
        assert firefox.get("/cuenta/", headers={BY_ITSELF: "1"}).status_code == 200
    clock.shift(timedelta(minutes=6))
    assert not is_signed_in(firefox)


def test_a_busy_session_is_written_once_a_minute(firefox, clock, django_assert_num_queries):
    seen = Session.objects.get(user__isnull=False).seen_at
    clock.shift(timedelta(seconds=59))
    is_signed_in(firefox)
    assert Session.objects.get(user__isnull=False).seen_at == seen
    clock.shift(timedelta(seconds=2))
    is_signed_in(firefox)
    assert Session.objects.get(user__isnull=False).seen_at > seen


def test_a_stolen_cookie_ends_the_session_in_the_thiefs_browser(firefox, rosa):
    thief = Client(headers={"user-agent": "curl/8"})
    thief.cookies = firefox.cookies
    assert not is_signed_in(thief)
    assert Event.objects.get(verb="user.session_over").details == {"why": "BROWSER"}
    assert not is_signed_in(firefox), "the thief had the key: the session is over for both"


def test_the_key_of_a_session_is_not_in_the_database(firefox):
    key = firefox.session.session_key
    row = Session.objects.get(user__isnull=False)
    assert row.session_key == stored_key(key) != key
    assert key not in row.session_data


def test_suspending_ends_every_session(firefox, rosa, ada):
    actions.suspend(user=rosa, reason=Reason.LEAVE, by=ada, at=timezone.now())
    assert not is_signed_in(firefox)


def test_a_change_of_role_ends_every_session(firefox, world, rosa, ada):
    until = timezone.now() + timedelta(days=30)
    actions.grant_role(
        user=rosa,
        role=Role.SUPERVISOR,
        office=world.sede_central,
        team=None,
        reach=Reach.OFFICE,
        ends_at=until,
        by=ada,
        at=timezone.now(),
    )
    assert not is_signed_in(firefox)


def test_a_change_of_password_ends_the_other_sessions(firefox, rosa):
    here = Client(headers=FIREFOX)
    here.force_login(rosa)
    answer = here.post(
        "/cuenta/clave/",
        {
            "oldpassword": "tejido-andino-7",
            "password1": "otra-clave-larga-9",
            "password2": "otra-clave-larga-9",
        },
    )
    assert answer.url == "/cuenta/"
    assert is_signed_in(here)
    assert not is_signed_in(firefox)


def test_a_request_under_way_does_not_bring_an_ended_session_back(firefox, rosa):
    """The epoch is in what the session carries: writing its row back changes nothing."""
    row = Session.objects.get(user=rosa)
    actions.end_sessions(user=rosa, by=rosa, at=timezone.now())
    row.save(force_insert=True)
    assert not is_signed_in(firefox)


def test_a_person_sees_where_they_are_signed_in_and_ends_another_session(firefox, rosa, julio):
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile"})
    phone.force_login(rosa)
    assert is_signed_in(phone)
    page = firefox.get("/cuenta/").content.decode()
    assert "Firefox, Linux" in page
    assert "Chrome, Android" in page
    other = stored_key(phone.session.session_key)
    mine = stored_key(firefox.session.session_key)
    colleague = Client()
    colleague.force_login(julio)
    assert colleague.post("/cuenta/sesiones/", {"session": other}).status_code == 404
    assert firefox.post("/cuenta/sesiones/", {"session": mine}).status_code == 404, "one's own is ended by signing out"
    assert firefox.post("/cuenta/sesiones/", {"session": other}).url == "/cuenta/"
    assert not is_signed_in(phone)
    assert is_signed_in(firefox)


def test_a_person_ends_all_other_sessions_at_once(firefox, rosa):
    others = [Client(), Client()]
    for client in others:
        client.force_login(rosa)
        assert is_signed_in(client)
    firefox.post("/cuenta/sesiones/")
    assert not any(is_signed_in(client) for client in others)
    assert is_signed_in(firefox)


def test_what_was_typed_comes_back_after_signing_in_again(firefox, clock, rosa):
    clock.shift(timedelta(minutes=50))
    sent = firefox.post("/cuenta/clave/?x=1", {"note": "Viene con su hija", "oldpassword": "secreta", "once": "abc"})
    assert "next=/cuenta/clave/" in sent.url
    key = firefox.session.session_key
    assert "Viene" not in Session.objects.get(session_key=stored_key(key)).session_data
    firefox.force_login(rosa)
    page = firefox.get("/cuenta/clave/?x=1").content.decode()
    assert "Viene con su hija" in page
    assert 'action="/cuenta/clave/?x=1"' in page
    assert '<input type="hidden" name="note" value="Viene con su hija">' in page
    assert "secreta" not in page, "a password is never kept"
    assert "Cambiar mi contraseña" in firefox.get("/cuenta/clave/?x=1").content.decode(), "given back once"


def test_what_was_typed_is_not_given_to_the_next_person_at_the_computer(firefox, clock, julio):
    clock.shift(timedelta(minutes=50))
    firefox.post("/cuenta/clave/", {"note": "Viene con su hija"})
    firefox.force_login(julio)
    assert "Viene con su hija" not in firefox.get("/cuenta/clave/").content.decode()


def test_a_form_whose_session_left_no_trace_comes_back_to_whoever_sent_it(firefox, settings):
    """The browser drops the cookie after eight hours: nobody can say whose the form was."""
    del firefox.cookies[settings.SESSION_COOKIE_NAME]
    typed = {"note": "Viene con su hija", "password": "secreta", "once": "abc"}
    before = {"Referer": "http://testserver/cuenta/?uno=1"}
    page = firefox.post("/cuenta/clave/", typed, headers=before)
    html = page.content.decode()
    assert page.status_code == 403
    assert "Su sesión había terminado" in html
    assert "Viene con su hija" in html
    assert "secreta" not in html
    assert 'href="/cuenta/ingresar/?next=%2Fcuenta%2F%3Funo%3D1"' in html
    elsewhere = firefox.post("/cuenta/clave/", typed, headers={"Referer": "https://example.org/x"})
    assert 'href="/cuenta/ingresar/?next=%2F"' in elsewhere.content.decode()


def test_an_address_for_forms_says_so_when_it_is_opened_as_a_page(firefox):
    answer = firefox.get("/cuenta/sesiones/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Esta dirección solo recibe formularios" in answer.content.decode()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client):
    answer = client.get("/cuenta/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/cuenta/?uno=1"})
    assert answer.headers["HX-Redirect"] == "/cuenta/ingresar/?next=%2Fcuenta%2F%3Funo%3D1"


def test_the_password_is_asked_again_before_users_are_touched(world, ada, rosa, clock):
    client = Client()
    client.force_login(ada)
    path = f"/equipo/{rosa.pk}/suspender/"
    assert client.get(path).status_code == 200
    clock.shift(timedelta(minutes=16))
    assert client.get(f"/equipo/{rosa.pk}/").status_code == 200, "looking needs no password"
    asked = client.post(path, {"reason": "LEFT"})
    assert asked.url == f"/cuenta/confirmar/?next=%2Fequipo%2F{rosa.pk}%2Fsuspender%2F"
    wrong = client.post("/cuenta/confirmar/", {"password": "otra", "next": path})
    assert "Esa no es su contraseña" in wrong.content.decode()
    right = client.post("/cuenta/confirmar/", {"password": "tejido-andino-7", "next": path})
    assert right.url == path
    kept = client.get(path).content.decode()
    assert re.search(r'name="reason" value="LEFT"', kept)
    assert client.post(path, {"reason": "LEFT"}).url == f"/equipo/{rosa.pk}/"
    rosa.refresh_from_db()
    assert not rosa.is_active


def test_confirming_the_password_leads_nowhere_else(firefox):
    answer = firefox.post("/cuenta/confirmar/", {"password": "tejido-andino-7", "next": "//example.org/"})
    assert answer.url == "/entrar/"


def test_wrong_passwords_lock_also_behind_the_door(firefox):
    for _ in range(4):
        firefox.post("/cuenta/confirmar/", {"password": "otra", "next": "/"})
    assert firefox.post("/cuenta/confirmar/", {"password": "otra", "next": "/"}).status_code == 429


def test_sessions_that_nobody_can_open_are_forgotten(firefox, clock):
    clock.shift(timedelta(hours=9))
    assert actions.forget_sessions(at=timezone.now()) >= 1
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60
