"""The gallery, the home page and the quick exit, in a browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.fixture
def complaints(page):
    """What the browser says about a page: broken scripts, what the content security policy refused."""
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
    return said


@pytest.fixture
def somewhere_else(page):
    """No network in tests: the page that the quick exit leads to is made here."""
    page.context.route(
        "https://www.google.com.pe/**",
        lambda route: route.fulfill(body="<title>Otra</title>", content_type="text/html"),
    )


@pytest.mark.parametrize("path", ["/", "/design/"])
def test_it_shuts_nobody_out_and_fits(width, page, axe, complaints, path):
    page.goto(path)
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_targets_are_44_pixels_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/design/")
    targets = (
        ".govuk-button, .govuk-input, .govuk-select, .ay-exit__button, .ay-pager a, .moj-sub-navigation a, "
        ".govuk-summary-list__actions a, .govuk-back-link, .ay-header__name, .ay-search__go"
    )
    small = page.evaluate(
        "(targets) => [...document.querySelectorAll(targets)]"
        ".filter((element) => element.getBoundingClientRect().height < 43.9)"
        ".map((element) => element.outerHTML.slice(0, 120))",
        targets,
    )
    assert small == []


def test_the_button_leaves_at_once_and_back_does_not_return(page, somewhere_else):
    page.goto("/design/")
    page.goto("/")
    page.get_by_role("link", name="Salir ya").click()
    page.wait_for_url("https://www.google.com.pe/")
    page.go_back()
    expect(page).to_have_url(re.compile("/design/$"))


def test_shift_three_times_leaves_too(page, somewhere_else):
    page.goto("/")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.title().startswith("Atención")
    page.keyboard.press("Shift")
    page.wait_for_url("https://www.google.com.pe/")


def test_places_are_suggested_while_typing(page):
    page.goto("/design/")
    with page.expect_response("**/design/lugares/**"):
        page.locator("#id_blank-district").press_sequentially("mira")
    # A locator asks again and again from outside; a wait that evaluates text in the page breaks on our own policy.
    expect(page.locator("#id_blank-district_list option")).to_have_count(2)


def test_a_printed_page_has_no_frame_but_still_says_that_it_is_a_demonstration(page):
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Salir ya")).to_be_hidden()
    expect(page.get_by_text("todas las personas son ficticias")).to_be_visible()
