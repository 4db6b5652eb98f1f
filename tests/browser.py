"""The browser of the journeys: Debian's Chromium, signed in without the sign-in pages, and judged by axe."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A camera that shows a picture of Chromium's own. Whether a page may open it is still asked of the context.
    "--use-fake-device-for-media-stream",
]
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not CHROMIUM.exists():
        pytest.fail("There is no /usr/bin/chromium. Type: sudo apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": FLAGS}


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    """Ask for this before `page`, and the journey is made twice: at a desk and on a phone."""
    return str(request.param)


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: Any, request: pytest.FixtureRequest
) -> dict[str, Any]:
    """`page.goto("/desk/")` is enough: the address of the live server stands before it."""
    name = request.getfixturevalue("width") if "width" in request.fixturenames else "desk"
    here = {"base_url": live_server.url, "locale": "es-PE", "timezone_id": "America/Lima"}
    return {**browser_context_args, **here, "viewport": WIDTHS[name]}


PATIENCE = 30_000
"""For how long a page may take, in milliseconds: what a machine with twenty other things to do needs."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def page(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page


def go(page: Page, there: Locator) -> None:
    """Press what leads to another page, and wait until that is there: pressing alone does not."""
    with page.expect_navigation():
        there.first.click()


def enter(page: Page) -> None:
    """Send with the key what has the focus, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """`sign_in(page, user)`: from here on the page is the user's."""

    def signed_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return signed_in


@pytest.fixture
def axe(browser_context_args: dict[str, Any]) -> Callable[[Page], None]:
    """`axe(page)`: fails on what axe calls serious or critical, and says where it is.

    It is a script: where a browser runs none it would wait for ever, and the same page is judged by the test with them.
    """
    if browser_context_args.get("java_script_enabled") is False:
        return lambda _page: None

    def judge(page: Page) -> None:
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [v for v in found["violations"] if v["impact"] in {"serious", "critical"}]
        lines = [f"{v['id']}: {v['help']}: {node['html'][:160]}" for v in grave for node in v["nodes"][:3]]
        assert not lines, f"{page.url} shuts somebody out:\n" + "\n".join(lines)

    return judge
