from datetime import UTC, datetime, timedelta
from gzip import decompress
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from ayni.config.before import BeforeDjango, in_front_of
from ayni.portal.shelf import Shelf
from ayni.portal.tests.factories import TEXT, VersionFactory, facts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)


class Reader:
    """Somebody who asks the server, by way of what stands in front of Django."""

    def __init__(self, folder) -> None:
        self.asked_of_django: list[str] = []
        self.front = BeforeDjango(self._django, Shelf(folder))
        self.inner = WSGIHandler()

    def _django(self, asked, start):
        self.asked_of_django.append(asked["PATH_INFO"])
        self.given = asked
        return self.inner(asked, start)

    def get(self, path, method="GET", **headers):
        asked = {"PATH_INFO": path.split("?")[0], "QUERY_STRING": path.partition("?")[2], "REQUEST_METHOD": method}
        asked |= {"HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO()} | headers
        setup_testing_defaults(asked)
        said = []
        body = b"".join(self.front(asked, lambda status, lines, exc=None: said.extend([status, dict(lines)])))
        return said[0], said[1], body


@pytest.fixture
def _one_connection():
    """The connection of the test is not closed when an answer ends, as Django's own client sees to it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def reader(tmp_path, _one_connection):
    with time_machine.travel(NOW, tick=False):
        yield Reader(tmp_path / "shelf")


@pytest.fixture
def guide():
    return VersionFactory(guide__slug="carne").guide


def test_the_second_reader_is_answered_without_django(reader, guide):
    first = reader.get("/guias/carne/")
    second = reader.get("/guias/carne/")
    assert reader.asked_of_django == ["/guias/carne/"]
    assert first == second
    assert "Sacar el carné" in second[2].decode()
    assert second[1]["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in second[1]["Content-Security-Policy"]
    assert second[1]["X-Content-Type-Options"] == "nosniff"
    assert second[1]["Cache-Control"] == "public, max-age=300"
    assert "X-Shelf" not in second[1]
    assert "Set-Cookie" not in second[1]


def test_a_browser_gets_it_compressed_as_far_as_it_understands(reader, guide):
    _status, _headers, plain = reader.get("/guias/carne/")
    for accepted, coding, opened in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", decompress),
    ):
        _status, headers, body = reader.get("/guias/carne/", HTTP_ACCEPT_ENCODING=accepted)
        assert headers["Content-Encoding"] == coding
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept-Encoding"
        assert opened(body) == plain
        assert len(body) < len(plain) / 2


def test_who_has_it_already_is_sent_nothing(reader, guide):
    _status, headers, _body = reader.get("/guias/carne/", HTTP_ACCEPT_ENCODING="br")
    status, again, body = reader.get("/guias/carne/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert status.startswith("304")
    assert body == b""
    assert "Content-Type" not in again
    assert reader.get("/guias/carne/", "HEAD")[2] == b""


def test_publishing_is_seen_by_every_process_at_its_next_request(reader, guide, tmp_path):
    other = Reader(tmp_path / "shelf")
    reader.get("/guias/carne/")
    other.get("/guias/carne/")
    assert other.asked_of_django == [], "pages are kept for all processes"
    VersionFactory(guide=guide, number=2, text=TEXT | {"title": "Lo nuevo"})
    assert "Lo nuevo" not in reader.get("/guias/carne/")[2].decode()
    Shelf(tmp_path / "shelf").turn(NOW)
    assert "Lo nuevo" in reader.get("/guias/carne/")[2].decode()
    assert "Lo nuevo" in other.get("/guias/carne/")[2].decode()


def test_what_was_being_made_when_something_was_published_is_not_kept(reader, guide, tmp_path):
    shelf = Shelf(tmp_path / "shelf")
    inner = reader.inner

    def slow(asked, start):
        answer = inner(asked, start)
        VersionFactory(guide=guide, number=2, text=TEXT | {"title": "Lo nuevo"})
        shelf.turn(NOW)
        reader.inner = inner
        return answer

    reader.inner = slow
    assert "Lo nuevo" not in reader.get("/guias/carne/")[2].decode()
    assert "Lo nuevo" in reader.get("/guias/carne/")[2].decode()


def test_a_page_lasts_ten_minutes_and_no_longer_than_its_day(reader, guide):
    reader.get("/guias/carne/")
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        reader.get("/guias/carne/")
    assert len(reader.asked_of_django) == 2
    late = datetime(2026, 11, 29, 4, 58, tzinfo=UTC)
    VersionFactory(guide=guide, number=2, published_on=late.date(), text=TEXT | {"title": "De mañana"})
    with time_machine.travel(late, tick=False):
        assert "De mañana" not in reader.get("/guias/carne/")[2].decode()
    with time_machine.travel(late + timedelta(minutes=3), tick=False):
        assert "De mañana" in reader.get("/guias/carne/")[2].decode(), "it is the 29th in Lima now"


def test_nothing_of_whoever_asked_first_is_in_what_the_others_get(reader, guide):
    reader.get("/guias/carne/", HTTP_COOKIE="ayni-session=abc", HTTP_ACCEPT_LANGUAGE="en", HTTP_IF_NONE_MATCH='"x"')
    assert not [name for name in reader.given if name in {"HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH"}]
    status, headers, _body = reader.get("/guias/carne/", HTTP_COOKIE="ayni-session=abc")
    assert status.startswith("200")
    assert headers["Cache-Control"] == "public, max-age=300"


def test_only_pages_that_are_the_same_for_everybody_are_kept(reader, guide, tmp_path):
    for path in ("/guias/buscar/?q=carne", "/guias/nada/", "/guias/carne/?utm=1"):
        reader.get(path)
        _status, headers, _body = reader.get(path)
        assert "X-Shelf" not in headers, path
    assert reader.asked_of_django == [
        path for path in ("/guias/buscar/", "/guias/nada/", "/guias/carne/") for _time in range(2)
    ]
    assert not list((tmp_path / "shelf").rglob("*.head"))
    reader.get("/cuenta/")
    assert reader.asked_of_django[-1] == "/cuenta/"


def test_an_address_of_another_house_is_answered_by_django(reader, guide):
    reader.get("/guias/carne/")
    status, _headers, _body = reader.get("/guias/carne/", HTTP_HOST="evil.example")
    assert status.startswith("400")


def test_over_plain_http_a_house_with_tls_leads_to_it(reader, guide, settings):
    settings.SECURE_SSL_REDIRECT = True
    reader.get("/guias/carne/")
    asked = len(reader.asked_of_django)
    reader.get("/guias/carne/")
    assert len(reader.asked_of_django) == asked + 1
    status, _headers, _body = reader.get("/guias/carne/", **{"wsgi.url_scheme": "https"})
    assert status.startswith("200")


def test_a_discreet_page_is_kept_here_and_not_in_the_browser(reader):
    version = VersionFactory(facts=facts(discreet=True))
    path = f"/guias/{version.guide.pk}/"
    reader.get(path)
    _status, headers, _body = reader.get(path)
    assert headers["Cache-Control"] == "no-store"
    assert len(reader.asked_of_django) == 1


def test_a_file_that_was_cut_short_is_made_anew(reader, guide, tmp_path):
    reader.get("/guias/carne/")
    for head in (tmp_path / "shelf").rglob("*.head"):
        head.write_text("[")
    fresh = Reader(tmp_path / "shelf")
    assert fresh.get("/guias/carne/")[0].startswith("200")
    assert fresh.asked_of_django == ["/guias/carne/"]


def test_a_server_that_starts_sends_nothing_of_the_version_before(reader, guide, tmp_path):
    reader.get("/guias/carne/")
    reader.front = in_front_of(reader._django, Shelf(tmp_path / "shelf"), at=NOW)
    reader.get("/guias/carne/")
    assert reader.asked_of_django == ["/guias/carne/", "/guias/carne/"]


def test_where_to_go_is_made_anew_for_each_and_knows_nothing_of_the_reader(reader):
    for _time in range(2):
        status, headers, _body = reader.get("/donde-ir/", HTTP_COOKIE="ayni-session=x", HTTP_ACCEPT_LANGUAGE="en")
        assert status == "200 OK"
        assert headers["Cache-Control"] == "no-store"
        assert not {"HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE"} & set(reader.given)
    assert reader.asked_of_django == ["/donde-ir/"] * 2


@pytest.mark.parametrize("cookie", ["ayni-sala=1", "ayni-session=x; ayni-sala=1"])
def test_on_the_screen_of_a_waiting_room_these_pages_go_back_by_themselves_and_are_kept_nowhere(reader, guide, cookie):
    reader.get("/guias/")
    reader.get("/guias/carne/")
    for path in ("/guias/", "/donde-ir/", "/donde-ir/?necesidad=SV-SAL", "/fr/empleadores/"):
        status, headers, body = reader.get(path, HTTP_COOKIE=cookie)
        assert status == "200 OK", path
        assert headers["Refresh"] == "180; url=/quiosco/salir/", path
        assert headers["Cache-Control"] == "no-store", path
        assert not {"X-Shelf", "X-Offline"} & set(headers), path
        assert b"ayni-offline" not in body, path
    status, headers, _body = reader.get("/guias/carne/", HTTP_COOKIE=cookie)
    assert status.startswith("302"), "a guide is read inside the kiosk"
    assert headers["Location"] == "/quiosco/guias/carne/"
    status, headers, body = reader.get("/guias/")
    assert "Refresh" not in headers, "nobody else is led away by what was asked there"
    assert b"ayni-offline" in body


def test_a_cookie_of_another_name_makes_no_waiting_room(reader, guide):
    _status, headers, _body = reader.get("/guias/", HTTP_COOKIE="no-ayni-sala=1; a=ayni-sala=1")
    assert "Refresh" not in headers
    assert "HTTP_COOKIE" not in reader.given
