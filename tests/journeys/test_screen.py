"""The screen of a waiting room in a real browser: it follows, survives the server, and catches up by itself."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.procedures.actions import queueing as actions
from ayni.procedures.tests.factories import ScreenFactory, WindowFactory
from tests.serving import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

scripts = pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
no_scripts = pytest.mark.parametrize("browser_context_args", ["without scripts"], indirect=True)
LATER = 40_000
"""The machine may be asleep for a while; a screen that never catches up fails all the same."""


@pytest.fixture
def hall(world):
    """An office with one window, at which Lía attends, and a screen."""
    office, lia = world.sede_central, world.lia
    window = WindowFactory(office=office, number=3)
    actions.sit_down(window=window, by=lia, at=now())
    screen = ScreenFactory(office=office)

    class Hall:
        address = f"/pantalla/{screen.token}/"

        def call(self) -> str:
            """Somebody arrives and is called. The number that must appear."""
            actions.arrive(office=office, comes=actions.Comes(), by=lia, at=now())
            ticket = actions.call_next(window=window, by=lia, at=now())
            assert ticket is not None
            actions.begin(ticket=ticket, by=lia, at=now())
            return ticket.code

    return Hall()


@scripts
def test_the_screen_follows_says_that_it_is_cut_off_and_catches_up_by_itself(page: Page, hall, axe):
    board, offline = page.locator("[data-board]"), page.locator("[data-offline]")
    with served() as server:
        page.goto(server.url + hall.address)
        first = hall.call()
        expect(board).to_contain_text(first, timeout=LATER)
        axe(page)
        server.kill()
        expect(offline).to_contain_text("Sin conexión desde las", timeout=LATER)
        # What was there is still there to be read.
        expect(board).to_contain_text(first)
        missed = [hall.call(), hall.call()]
        with page.expect_response("**/vivo/**", timeout=LATER):
            server.start()
        for code in missed:
            expect(board).to_contain_text(code, timeout=LATER)
        expect(offline).to_be_hidden()
        # The same page, and live again.
        expect(board).to_contain_text(hall.call(), timeout=LATER)


@scripts
def test_where_no_stream_is_let_through_the_screen_asks_by_itself(page: Page, hall):
    page.route("**/vivo/**", lambda route: route.abort())
    with served() as server:
        page.goto(server.url + hall.address)
        expect(page.locator("[data-board]")).to_contain_text(hall.call(), timeout=LATER)


@scripts
def test_an_hour_of_power_cut_is_shown_whole_when_the_screen_comes_back(page: Page, hall):
    codes = [hall.call() for _ in range(4)]
    with served() as server:
        page.goto(server.url + hall.address)
        for code in codes:
            expect(page.locator("[data-board]")).to_contain_text(code)


@no_scripts
def test_a_television_that_runs_no_script_follows_too(page: Page, hall):
    with served() as server:
        page.goto(server.url + hall.address)
        expect(page.locator("[data-board]")).to_contain_text(hall.call(), timeout=LATER)
