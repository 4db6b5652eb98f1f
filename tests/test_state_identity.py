"""Signing in with an account of the State: against a certified OpenID Connect provider, on loopback."""

import json
import re
import shutil
import socket
import subprocess
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ayni.audit.models import Event

pytestmark = pytest.mark.django_db
BACK = "http://testserver/cuenta/estado/estado/vuelta/"


@pytest.fixture
def provider(settings, lia, julio):
    """Of Lía it confirms the e-mail, of Julio it does not; Nadie has no account here."""
    if not shutil.which("node"):
        pytest.skip("needs Node")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    accounts = {
        "lia": {"email": lia.email.upper(), "email_verified": True},
        "julio": {"email": julio.email, "email_verified": False},
        "nadie": {"email": "nadie@example.pe", "email_verified": True},
    }
    command = ["node", "tests/oidc/provider.mjs", str(port), BACK, json.dumps(accounts)]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert "listening" in process.stdout.readline()
    url = f"http://127.0.0.1:{port}"
    app = {
        "provider_id": "estado", "name": "ID Perú", "client_id": "ayni", "secret": "only-for-a-test",
        "settings": {"server_url": url, "fetch_userinfo": True},
    }  # fmt: skip
    of_the_house = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**of_the_house, "APPS": [app]}}
    yield url
    process.terminate()
    process.wait(60)
    process.stdout.close()


def sign_in_there(client: Client, who: str, **data: str) -> str:
    """What a browser does: the button, the provider's own pages, and the address that it comes back to."""
    begun = client.post("/cuenta/estado/estado/", data)
    assert begun.status_code == 302
    with requests.Session() as browser:
        answer = browser.get(begun.headers["Location"], timeout=10, allow_redirects=False)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if target.startswith(BACK):
                    return target.removeprefix("http://testserver")
                answer = browser.get(target, timeout=10, allow_redirects=False)
                continue
            [action] = re.findall(r'<form[^>]*action="([^"]+)"', answer.text)[:1]
            fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
            answer = browser.post(
                urljoin(answer.url, unescape(action)), data={**fields, "login": who, "password": "x"}, timeout=10,
                allow_redirects=False,
            )  # fmt: skip
    raise AssertionError("The provider did not send the browser back.")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_whom_it_confirms_is_in_and_the_second_factor_is_asked_for_all_the_same(provider, client, lia):
    page = client.get("/cuenta/ingresar/").content.decode()
    assert "Ingresar con ID Perú" in page
    answer = client.get(sign_in_there(client, "lia"))
    assert answer.status_code == 302
    # Lía has a second factor: half the way is not in.
    asked = urlsplit(answer.headers["Location"]).path
    assert asked in {reverse("mfa_authenticate"), reverse("access:landing")}
    if asked == reverse("access:landing"):
        assert client.get(asked).headers["Location"].startswith(reverse("access:enrol"))
    assert not Event.objects.filter(details__icontains=lia.email).exists()


@pytest.mark.parametrize(
    ("who", "words"), [("julio", "no confirmó su correo"), ("nadie", "No hay una cuenta para esa persona")]
)
def test_whom_it_does_not_confirm_or_nobody_invited_is_not_in(provider, client, who, words):
    answer = client.get(sign_in_there(client, who), follow=True)
    assert words in answer.content.decode()
    assert not is_signed_in(client)


def test_somebody_who_was_suspended_is_not_in(provider, client, lia):
    type(lia).objects.filter(pk=lia.pk).update(is_active=False)
    client.get(sign_in_there(client, "lia"), follow=True)
    assert not is_signed_in(client)


def test_a_way_back_that_belongs_to_another_browser_opens_nothing(provider, client):
    way = sign_in_there(client, "lia")
    other = Client()
    answer = other.get(way, follow=True)
    assert answer.status_code == 200
    assert not is_signed_in(other)


def test_a_provider_that_is_down_leaves_the_password(settings, client):
    app = {
        "provider_id": "estado", "name": "ID Perú", "client_id": "a", "secret": "b",
        "settings": {"server_url": "http://127.0.0.1:9"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    answer = client.post("/cuenta/estado/estado/", follow=True)
    assert "no responde. Ingrese con su contraseña" in answer.content.decode()


def test_without_a_configuration_there_is_no_button_and_no_way(client):
    assert not settings.OIDC_URL
    assert "/cuenta/estado/" not in client.get("/cuenta/ingresar/").content.decode()
    assert client.post("/cuenta/estado/estado/").status_code == 404
    assert client.get("/cuenta/estado/estado/vuelta/?code=x").status_code == 404
