"""The browser is on our side: the same headers on every address, whatever it answers."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ayni.config.before import PLACES

# Whether pages are whole is for the tests of each page.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

SAMPLES = {
    "uuid": "01933b5e-0000-7000-8000-000000000000",
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "key": "x",
    "uidb36": "1",
}
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def addresses(patterns=None, prefix: str = "/"):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            plain = GROUP.sub(lambda found: SAMPLES.get(found[1], "x"), route).replace("^", "").replace("$", "")
            yield prefix + CONVERTER.sub(lambda found: SAMPLES.get(found[1] or "str", "x"), plain)


ADDRESSES = sorted({*addresses(), "/nothing-is-here/", "/static/nothing-is-here.css"})


EMBEDDED = ("/observatorio/incrustar/", "/en/observatorio/incrustar/")
"""Tables that anybody may put into a page of theirs: nothing can be done on them."""


def check(response, address: str = "") -> None:
    headers, is_embedded = response.headers, address.startswith(EMBEDDED)
    policy = {
        part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split(";") if part.strip()
    }
    assert policy["default-src"] == ["'none'"]
    assert policy.pop("frame-ancestors") == (["*"] if is_embedded else ["'none'"])
    assert policy["base-uri"] == ["'none'"]
    assert policy["object-src"] == ["'none'"]
    assert not [source for sources in policy.values() for source in sources if "unsafe" in source or source == "*"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.get("X-Frame-Options") == (None if is_embedded else "DENY")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_embedded else "same-origin")
    # no-referrer would take the Origin from our own forms as well: same-origin says nothing to anybody else.
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_gets_them_on_every_address(client, address):
    check(client.get(address), address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_get_them_and_what_they_see_is_kept_nowhere(client, rosa, address):
    client.force_login(rosa)
    response = client.get(address)
    check(response, address)
    # The public site says the same to everybody: it may be kept by whoever likes.
    is_of_all = address.startswith(PLACES)
    if response.status_code == 200 and not is_of_all and "javascript" not in response["Content-Type"]:
        assert "no-store" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]


def test_over_https_cookies_are_bound_to_the_host_and_the_browser_remembers(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = client.get("/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
