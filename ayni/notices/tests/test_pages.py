from uuid import uuid4

import pytest

from ayni.notices import sinks

PAGES = ["/dev/correo/", "/dev/sms/"]


@pytest.fixture
def home(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    return sinks.folder(tmp_path)


@pytest.fixture
def an_email(home):
    head = "Subject: R-1\nTo: ana@example.pe\nContent-Type: text/plain; charset=utf-8\n\n"
    sinks._keep(home, "eml", f"{head}Abra http://127.0.0.1:8000/r/abc/ <b>\n".encode())
    return sinks.mails(home)[0]


@pytest.mark.parametrize("url", PAGES)
def test_an_empty_sink_says_what_will_be_here(client, home, url):
    assert "Todavía no hay" in client.get(url).content.decode()


def test_a_link_in_an_email_can_be_followed(client, an_email):
    page = client.get("/dev/correo/").content.decode()
    assert f"/dev/correo/{an_email.id}/" in page
    mail = client.get(f"/dev/correo/{an_email.id}/").content.decode()
    assert 'href="http://127.0.0.1:8000/r/abc/"' in mail
    assert "<b>" not in mail


def test_an_sms_is_shown_whole(client, home):
    sinks._keep(home, "json", b'{"to": "+51999", "text": "123456 es su c\xc3\xb3digo"}')
    assert "123456 es su código" in client.get("/dev/sms/").content.decode()


def test_a_mail_that_is_not_there_is_not_found(client, home):
    assert client.get(f"/dev/correo/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("url", [*PAGES, "/dev/correo/00000000-0000-7000-8000-000000000000/"])
def test_outside_a_demo_these_pages_do_not_exist(client, settings, home, url):
    settings.DEMO = False
    assert client.get(url).status_code == 404


def test_what_arrived_is_for_its_owner_only(an_email, home):
    assert {path.stat().st_mode & 0o777 for path in home.iterdir()} == {0o600}
