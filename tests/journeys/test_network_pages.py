"""Every page of the protection network: for everybody, on a phone and at a desk, and with few statements."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from ayni.access.models import User

from .network_pages import pages

pytestmark = pytest.mark.journey

MOST = 12


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_the_pages_of_the_network_shut_nobody_out_and_fit_a_phone(width, page: Page, demo, sign_in, axe):
    signed_in, wide = "", []
    found = pages()
    assert len(found) > 75, "the demo world has something of everything"
    for name, (who, address) in found.items():
        if who != signed_in:
            page.context.clear_cookies()
            signed_in = who
            if who:
                sign_in(page, demo[who])
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, name
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide.append((name, over))
    assert not wide, f"wider than the screen of a {width}"


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_page_of_the_network_asks_at_most_twelve_statements(demo, at_most, browser_context_args):
    for name, (who, address) in pages().items():
        client = Client()
        if who:
            client.force_login(User.objects.get(username=who))
        client.get(address)
        with at_most(MOST):
            assert client.get(address).status_code == 200, name
