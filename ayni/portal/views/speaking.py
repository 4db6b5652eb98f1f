"""What every page of the public site does: it speaks the language of its address and keeps nothing of the reader."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.permissions import public
from ayni.lib.tongues import address_in, said_in

from ..models import Tongue
from ..shelf import MARK

View = Callable[..., HttpResponse]
FRESH = "public, max-age=300"
NO_TRACE = "no-store"
"""Of a page that may betray somebody: their browser keeps no copy."""
FOR_EVER = "public, max-age=31536000, immutable"
ALONE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""A picture that is opened by itself may do nothing."""
OFFLINE = "X-Offline"
"""Header of a page that the worker of the site may keep on the telephone of whoever read it."""


def _in_its_language(view: View, *, kept: bool) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, language: str = Tongue.ES.value, **kwargs: Any) -> HttpResponse:
        response = said_in(language, view, request, *args, language=language, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        # What is not there now, or leads elsewhere, may be another thing in a minute.
        is_fresh = kept and response.status_code == 200
        response.headers.setdefault("Cache-Control", FRESH if is_fresh else NO_TRACE)
        if is_fresh:
            response.headers[MARK] = "keep"
        return response

    return answer


def spoken(view: View) -> View:
    """For anybody, in the language of the address, kept on the shelf; where the reader goes next learns nothing."""
    return require_safe(public(_in_its_language(view, kept=True)))


def spoken_anew(view: View) -> View:
    """The same, made for each who asks and kept by nobody: it says what is open now."""
    return require_safe(public(_in_its_language(view, kept=False)))


def sent_or_spoken_anew(view: View) -> View:
    """The same of a page that is also sent something that stands in no address. It changes nothing, so that it needs no
    token, and therefore no cookie."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(public(_in_its_language(view, kept=False))))


@dataclass(frozen=True)
class Way:
    """To a language, by the name that its speakers give it."""

    code: str
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """What stands around a page of the public site."""

    ways: list[Way]
    alternates: list[tuple[str, str]]
    """Language and whole address, of the same page in other languages: for machines."""
    canonical: str
    start: str
    search: str
    feed: str
    kept: str


def kept_offline(response: HttpResponse) -> HttpResponse:
    response.headers[OFFLINE] = "keep"
    return response


def address(name: str, language: str, *args: object) -> str:
    return address_in(language, f"portal:{name}", *args)


def frame(language: str, said_in: dict[str, str]) -> Frame:
    """`said_in`: language → address, of the languages in which this very page can be read. The others lead to the
    start page in that language."""
    ways = [
        Way(tongue, tongue.label, said_in.get(tongue) or address("start", tongue), tongue == language)
        for tongue in Tongue
    ]
    whole = {tongue: settings.PUBLIC_URL + path for tongue, path in said_in.items()}
    return Frame(
        ways=ways,
        alternates=list(whole.items()),
        canonical=whole.get(language, ""),
        start=address("start", language),
        search=address("search", language),
        feed=address("feed", language),
        kept=address("kept", language),
    )


def everywhere(name: str, *args: object) -> dict[str, str]:
    return {tongue.value: address(name, tongue, *args) for tongue in Tongue}
