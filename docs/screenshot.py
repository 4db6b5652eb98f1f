"""Take the picture of the README from a running demo: `.venv/bin/python docs/screenshot.py [ADDRESS]`.

It signs in as Rosa, as a newcomer would, and needs what the tests need: playwright and Debian's Chromium.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent / "pictures" / "desk.png"


def sign_in_code(username: str) -> str:
    """The second factor of a demo user, as `ayni demo code` prints it."""
    ayni = Path(sys.executable).parent / "ayni"
    return subprocess.run([ayni, "demo", "code", username], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(base_url=address, locale="es-PE", viewport={"width": 1280, "height": 1180})
        page.goto("/entrar/")
        page.fill("[name=login]", "rosa")
        # Everybody knows it: `make run` prints it beside the sign-ins.
        page.fill("[name=password]", "ayni-demo-2026")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.fill("[name=code]", sign_in_code("rosa"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto("/desk/")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
