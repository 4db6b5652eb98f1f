"""Signing in, as somebody at a firefox does it: password, second factor, and what goes wrong on the way."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from ayni.access import actions, second_factor
from ayni.access.models import Session, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import PASSWORD, SECRET, UserFactory
from ayni.audit.models import Event
from ayni.notices.models import Message

SIGN_IN, CODE = "/cuenta/ingresar/", "/cuenta/codigo/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def firefox() -> Client:
    return Client(headers={"user-agent": BROWSER})


def code_now(secret: str = SECRET) -> str:
    return second_factor.code_at(secret, timezone.now().timestamp())


def give_password(firefox: Client, login: str, password: str = PASSWORD, next_: str = ""):
    data = {"login": login, "password": password} | ({"next": next_} if next_ else {})
    return firefox.post(SIGN_IN, data)


def sign_in(firefox: Client, user: User) -> None:
    assert give_password(firefox, user.username).url == CODE
    assert firefox.post(CODE, {"code": code_now()}).status_code == 302


@pytest.mark.parametrize("login", ["rosa", "ROSA", " rosa ", "rosa@example.pe", "Rosa@Example.pe"])
def test_somebody_signs_in_with_a_username_or_an_e_mail_and_a_code(firefox, rosa, login):
    assert give_password(firefox, login).url == CODE
    assert firefox.get("/cuenta/").status_code == 302, "the password alone opens nothing"
    answer = firefox.post(CODE, {"code": code_now()})
    assert answer.url == "/entrar/"
    assert "Mi cuenta" in firefox.get("/cuenta/").content.decode()
    assert Event.objects.filter(verb="user.signed_in", by=str(rosa.pk)).count() == 1


def test_whoever_was_sent_to_sign_in_comes_back_to_where_they_were(firefox, rosa):
    asked = firefox.get("/cuenta/")
    assert asked.url == f"{SIGN_IN}?next=/cuenta/"
    give_password(firefox, "rosa", next_="/cuenta/")
    assert firefox.post(CODE, {"code": code_now()}).url == "/cuenta/"


def test_nobody_is_sent_to_another_site_after_signing_in(firefox, rosa):
    give_password(firefox, "rosa", next_="https://example.org/")
    assert firefox.post(CODE, {"code": code_now()}).url == "/entrar/"


def test_a_code_is_good_once(firefox, rosa):
    code = code_now()
    give_password(firefox, "rosa")
    assert firefox.post(CODE, {"code": code}).status_code == 302
    other = Client(headers={"user-agent": BROWSER})
    give_password(other, "rosa")
    page = other.post(CODE, {"code": code})
    assert "Ese código no sirve" in page.content.decode()


def test_a_code_of_a_minute_ago_is_not_good(firefox, rosa):
    give_password(firefox, "rosa")
    old = second_factor.code_at(SECRET, timezone.now().timestamp() - 90)
    assert firefox.post(CODE, {"code": old}).status_code == 200


def test_a_recovery_code_opens_once(firefox, rosa):
    codes = actions.renew_recovery_codes(user=rosa, at=timezone.now())
    assert len(codes) == 10
    give_password(firefox, "rosa")
    assert firefox.post(CODE, {"code": f"{codes[0][:4]}-{codes[0][4:]}"}).status_code == 302
    other = Client(headers={"user-agent": BROWSER})
    give_password(other, "rosa")
    assert other.post(CODE, {"code": codes[0]}).status_code == 200


@pytest.mark.parametrize("login", ["rosa", "nadie", "nadie@example.pe", "rosa@example.pe"])
def test_a_wrong_password_is_answered_alike_whether_the_account_exists_or_not(firefox, rosa, login):
    page = give_password(firefox, login, "otra-clave-larga")
    assert page.status_code == 200
    text = re.sub(r'(value="[^"]*")|(name="once".*)|(csrfmiddlewaretoken.*)', "", page.content.decode())
    assert "El usuario o la contraseña no son correctos" in text


def test_a_suspended_account_is_answered_as_a_wrong_password_is(firefox, rosa):
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    assert "no son correctos" in give_password(firefox, "rosa").content.decode()


@pytest.mark.parametrize("login", ["rosa", "rosa@example.pe", "nadie", "nadie@example.pe", "suspendida"])
def test_one_hash_is_computed_whatever_is_typed(firefox, rosa, login, monkeypatch):
    """The time of an answer is the time of its hash."""

    UserFactory(username="suspendida", is_active=False)
    computed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args: computed.append(1) or encode(*args))
    give_password(firefox, login, "otra-clave-larga")
    assert len(computed) == 1


def test_after_five_wrong_passwords_a_page_says_how_long_and_whom_to_call(firefox, rosa, settings):
    settings.HELP_CONTACT = "Mesa de ayuda, (01) 200-1000"
    for _ in range(4):
        assert give_password(firefox, "rosa", "otra-clave").status_code == 200
    page = give_password(firefox, "rosa", "otra-clave")
    assert page.status_code == 429
    assert "15 minutos" in page.content.decode()
    assert "Mesa de ayuda, (01) 200-1000" in page.content.decode()
    assert give_password(firefox, "rosa").status_code == 429, "the right password does not help now"
    assert give_password(firefox, "rosa@example.pe").status_code == 429, "nor does the e-mail of the same account"
    assert Event.objects.filter(verb="user.locked_out", subject_id=str(rosa.pk)).exists()


def test_the_lock_of_an_account_that_does_not_exist_looks_the_same(firefox, db):
    for _ in range(4):
        give_password(firefox, "nadie", "otra-clave")
    assert give_password(firefox, "nadie", "otra-clave").status_code == 429


def main_of(page) -> str:
    return re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.9"])
def test_the_page_says_that_this_account_is_locked_and_the_same_of_one_that_does_not_exist(rosa, address):
    pages = []
    for login in ("rosa", "nadie", "rosa@example.pe"):
        client = Client(REMOTE_ADDR=address)
        for _ in range(5):
            page = give_password(client, login, "otra-clave")
        assert page.status_code == 429
        pages.append(main_of(page))
    assert "con este usuario o correo durante 15 minutos más. Las demás personas sí pueden." in pages[0]
    assert len(set(pages)) == 1


def test_the_page_after_wrong_codes_says_how_long_this_account_is_locked(firefox, rosa):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        give_password(firefox, "rosa")
        for _ in range(5):
            firefox.post(CODE, {"code": "000000"})
        clock.shift(timedelta(minutes=10))
        give_password(Client(), "julio", "otra-clave")
        page = main_of(firefox.post(CODE, {"code": code_now()}))
    assert "con este usuario o correo durante 5 minutos más" in page, "what others type does not make it longer"


def test_the_page_says_so_when_a_whole_address_is_locked(julio):
    for n in range(50):
        give_password(Client(), f"nadie{n // 4}", "otra-clave")
    page = give_password(Client(), "julio")
    assert page.status_code == 429
    assert "nadie puede ingresar desde ella durante 15 minutos más" in main_of(page)
    assert "Las demás personas" not in main_of(page)
    assert give_password(Client(REMOTE_ADDR="10.0.0.7"), "julio").url == CODE


def test_the_lock_ends_after_a_quarter_of_an_hour_even_if_somebody_goes_on_trying(firefox, rosa):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(6):
            give_password(firefox, "rosa", "otra-clave")
        clock.shift(timedelta(minutes=10))
        page = give_password(firefox, "rosa", "otra-clave")
        assert "5 minutos" in page.content.decode()
        clock.shift(timedelta(minutes=6))
        assert give_password(firefox, "rosa").url == CODE


def test_a_colleague_at_the_same_address_is_not_locked_out(firefox, rosa, julio):
    for _ in range(6):
        give_password(firefox, "rosa", "otra-clave")
    assert give_password(firefox, "julio").url == CODE


def test_an_account_attacked_from_many_addresses_is_locked(rosa):
    for n in range(20):
        client = Client(REMOTE_ADDR=f"10.0.0.{n}")
        give_password(client, "rosa", "otra-clave")
    assert give_password(Client(REMOTE_ADDR="10.0.1.1"), "rosa").status_code == 429


def test_wrong_codes_lock_as_wrong_passwords_do(firefox, rosa):
    give_password(firefox, "rosa")
    for _ in range(4):
        assert firefox.post(CODE, {"code": "000000"}).status_code == 200
    assert firefox.post(CODE, {"code": "000000"}).status_code == 429
    assert firefox.post(CODE, {"code": code_now()}).status_code == 429


def test_no_password_or_code_is_kept_with_the_failures(firefox, rosa):
    give_password(firefox, "rosa", "clave-secreta-equivocada")
    attempt = AccessAttempt.objects.get()
    assert "clave-secreta" not in f"{attempt.get_data}{attempt.post_data}"


def test_a_new_user_sees_nothing_before_the_second_factor_is_set_up(firefox, world):
    new = UserFactory(
        username="nueva",
        organisation=world.uim,
        office=world.sede_central,
        roles=[Role.CASEWORKER],
        second_factor=False,
    )
    assert give_password(firefox, "nueva").url == "/entrar/"
    for path in ("/entrar/", "/cuenta/", "/cuenta/clave/"):
        assert firefox.get(path).url == f"/cuenta/segundo-factor/?next={quote(path, safe='')}"
    page = firefox.get("/cuenta/segundo-factor/").content.decode()
    secret = re.search(r'ay-code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "data:image/svg+xml" in page
    wrong = firefox.post("/cuenta/segundo-factor/", {"code": "000000"})
    assert "Ese código no corresponde" in wrong.content.decode()
    done = firefox.post("/cuenta/segundo-factor/", {"code": code_now(secret)}).content.decode()
    assert len(re.findall(r'class="ay-code">\d{4}-\d{4}<', done)) == 10
    assert firefox.get("/cuenta/").status_code == 200
    stored = Authenticator.objects.get(user=new, type="totp").data["secret"]
    assert secret not in stored, "the secret is encrypted at rest"
    assert Message.objects.filter(to__isnull=False).exists(), "she is told by e-mail"


def test_setting_up_a_second_factor_ends_a_session_that_somebody_opened_with_the_password_alone(firefox, world):
    UserFactory(username="nueva", organisation=world.uim, second_factor=False)
    thief = Client(headers={"user-agent": "thief"})
    give_password(thief, "nueva")
    give_password(firefox, "nueva")
    page = firefox.get("/cuenta/segundo-factor/").content.decode()
    secret = re.search(r'ay-code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    firefox.post("/cuenta/segundo-factor/", {"code": code_now(secret)})
    assert SIGN_IN in thief.get("/cuenta/").url
    assert firefox.get("/cuenta/").status_code == 200


def test_signing_out_is_a_post_and_ends_the_session(firefox, rosa):
    sign_in(firefox, rosa)
    firefox.get("/cuenta/salir/")
    assert firefox.get("/cuenta/").status_code == 200, "a link that somebody sent must not sign anybody out"
    assert firefox.post("/cuenta/salir/").url == SIGN_IN
    assert SIGN_IN in firefox.get("/cuenta/").url
    assert not Session.objects.filter(user=rosa).exists()


def test_the_session_gets_another_key_at_sign_in(firefox, rosa):
    firefox.get(SIGN_IN)
    give_password(firefox, "rosa")
    before = firefox.session.session_key
    firefox.post(CODE, {"code": code_now()})
    assert firefox.session.session_key != before


def test_there_is_no_way_to_sign_up(client):
    for path in ("/cuenta/signup/", "/cuenta/registro/", "/accounts/signup/", "/cuenta/social/", "/cuenta/email/"):
        assert client.get(path).status_code == 404
