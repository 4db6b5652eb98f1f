from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ayni.portal import actions, queries
from ayni.portal.gateways import addresses
from ayni.portal.gateways.addresses import is_of_the_public, status_of
from ayni.portal.models import OutsideLink
from ayni.portal.tests.factories import TEXT, VersionFactory

AT = datetime(2026, 11, 28, 15, tzinfo=UTC)


class Site(BaseHTTPRequestHandler):
    """Of somebody else: one page that is there, one that knows no HEAD, one that moved, one that is gone."""

    asked: list[str]
    answers = {
        "/hay": (200, 200), "/sin-head": (405, 200), "/otro": (301, 301), "/no": (404, 404), "/roto": (500, 500),
        "/vuelta": (302, 302), "/mudado": (301, 301), "/adentro": (302, 302), "/ni%C3%B1os": (200, 200),
    }  # fmt: skip
    moved = {"/vuelta": "/vuelta", "/mudado": "/no", "/adentro": "http://127.0.0.1:9/"}

    def do_HEAD(self) -> None:
        self._say(0)

    def do_GET(self) -> None:
        self._say(1)

    def _say(self, which: int) -> None:
        self.asked.append(f"{self.command} {self.path}")
        if self.path == "/gotea":
            self._say_continue_for_ever()
            return
        self.send_response(self.answers[self.path][which])
        if self.path in self.moved:
            self.send_header("Location", self.moved[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say_continue_for_ever(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            while True:
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


ask = partial(status_of, may_ask=lambda host, port: True)


@pytest.mark.parametrize(
    ("path", "status", "asked"),
    [
        ("/hay", 200, ["HEAD /hay"]),
        ("/sin-head", 200, ["HEAD /sin-head", "GET /sin-head"]),
        ("/otro", 301, ["HEAD /otro"]),
        ("/no", 404, ["HEAD /no", "GET /no"]),
        ("/roto", 500, ["HEAD /roto"]),
        ("/mudado", 404, ["HEAD /mudado", "HEAD /no", "GET /no"]),
        ("/niños", 200, ["HEAD /ni%C3%B1os"]),
    ],
)
def test_an_address_is_asked_as_little_as_needed(site, path, status, asked):
    assert ask(site + path) == status
    assert Site.asked == asked


def test_whoever_does_not_answer_has_no_status():
    assert ask("http://127.0.0.1:9/") is None
    assert ask("http://127.0.0.1:99999/") is None
    assert ask("ftp://127.0.0.1/") is None


def test_one_that_goes_round_in_a_circle_has_no_status(site):
    assert ask(f"{site}/vuelta") is None
    assert Site.asked == ["HEAD /vuelta"]


def test_one_that_never_comes_to_an_end_is_hung_up_on(site, monkeypatch):
    """The night's work waits for it."""
    monkeypatch.setattr(addresses, "LONGEST", 0.3)
    assert ask(f"{site}/gotea") is None


def test_nobody_is_led_into_our_own_network(site):
    inside = f"{site}/adentro"
    assert status_of(inside, may_ask=lambda host, port: port != 9) is None
    assert Site.asked == ["HEAD /adentro"]


def test_a_name_that_leads_elsewhere_by_now_is_asked_nothing(site):
    answers = iter([True, False])
    assert status_of(f"{site}/hay", may_ask=lambda host, port: next(answers)) is None
    assert Site.asked == []


def test_a_name_that_no_network_could_know_holds_nothing_up():
    assert status_of(f"https://{'a' * 64}.pe/") is None
    assert status_of("https://[fe80::1%25eth0]/") is None


def test_an_address_inside_our_own_network_is_not_asked(site):
    assert status_of(f"{site}/hay") is None
    assert Site.asked == []
    for host in ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1"):
        assert not is_of_the_public(host, 80), host


@pytest.mark.django_db
def test_what_does_not_answer_is_known_with_since_when_until_it_answers_again(site):
    text = TEXT | {"where": [f"Vea {site}/hay, {site}/no y http://127.0.0.1:8000/guias/."]}
    VersionFactory(text=text)
    assert actions.check_links(at=AT, ask=ask) == 1
    assert [(link.address, link.failing_since) for link in queries.failing_links()] == [(f"{site}/no", AT)]
    actions.check_links(at=AT + timedelta(days=1), ask=ask)
    assert queries.failing_links().get().failing_since == AT
    actions.check_links(at=AT + timedelta(days=2), ask=lambda address: 200)
    assert not queries.failing_links()
    assert OutsideLink.objects.get(address__endswith=":8000/guias/").status == 200


@pytest.mark.django_db
def test_what_no_guide_names_any_more_is_forgotten_and_our_own_addresses_are_only_looked_up(site):
    OutsideLink.objects.create(address=f"{site}/hay")
    VersionFactory(text=TEXT | {"where": ["Vea http://127.0.0.1:8000/no-hay/."]})
    assert actions.check_links(at=AT, ask=ask) == 1
    assert [link.address for link in queries.links()] == ["http://127.0.0.1:8000/no-hay/"]
    assert Site.asked == []
