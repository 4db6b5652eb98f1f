"""A morning at a window of the counter, by keys alone; and the same by buttons, where no script runs."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.procedures.actions import queueing as actions
from ayni.procedures.models import Ticket
from ayni.procedures.tests.factories import ScreenFactory, WindowFactory

from . import steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(world):
    """A window at which Lía attends, and two people who wait."""
    office, lia = world.sede_central, world.lia
    window = WindowFactory(office=office, number=3)
    actions.sit_down(window=window, by=lia, at=now())
    for group in ("", "PREGNANT"):
        actions.arrive(office=office, comes=actions.Comes(group=group), by=lia, at=now())
    return f"/tramites/cola/ventanillas/{window.pk}/"


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_window_is_worked_by_keys_alone(page: Page, world, address, sign_in, axe):
    sign_in(page, world.lia)
    page.goto(address)
    turn = page.locator(".ay-turn")
    press(page, "n")
    expect(turn).to_have_text("A002")
    press(page, "r")
    press(page, "b")
    axe(page)
    press(page, "n")
    expect(turn).to_have_text("A001")
    press(page, "f")
    expect(turn).to_have_count(0)
    press(page, "p")
    expect(page.get_by_role("main")).to_contain_text("En pausa")
    assert set(Ticket.objects.order_by().values_list("state", flat=True)) == {"DONE"}


@pytest.mark.parametrize("browser_context_args", ["without scripts"], indirect=True)
def test_a_window_is_worked_by_its_buttons_where_no_script_runs(page: Page, world, address, sign_in):
    sign_in(page, world.lia)
    page.goto(address)
    for name in ("Llamar al siguiente", "Ya está aquí", "Terminar la atención"):
        steps.press(page, name, exact=False)
    assert Ticket.objects.get(number=2).state == "DONE"


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in boxes]


def test_a_ticket_is_one_piece_of_the_roll_and_nothing_else_goes_to_the_printer(page: Page, world, address, sign_in):
    ticket, kiosk = Ticket.objects.get(number=1), ScreenFactory(office=world.sede_central, kind="KIOSK")
    sign_in(page, world.lia)
    for width, height in ((58, 115), (80, 110)):
        page.goto(reverse("procedures:queue-ticket", args=[ticket.pk]) + f"?width={width}")
        assert sheets(page.pdf(prefer_css_page_size=True)) == [(width, height)]
    # The printer of a browser stays the same; at the kiosk too.
    page.goto(reverse("procedures:kiosk-ticket", args=[kiosk.token, ticket.token]))
    assert sheets(page.pdf(prefer_css_page_size=True)) == [(80, 110)]
