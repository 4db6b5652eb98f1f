"""What every public page of sessions does: it speaks the language of its address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from ayni.access.permissions import public
from ayni.lib.tongues import Tongue, address_in

View = Callable[..., HttpResponse]
FOUND = {"calendar", "session"}
"""Pages that machines may find: into none of them somebody types."""
SENT = "enviado"
"""In the address that thanks: the same for everybody, so nothing has to be kept of who sent what."""


def spoken(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, language: str = Tongue.ES.value, **kwargs: Any) -> HttpResponse:
        with override(language):
            response = view(request, *args, language=language, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return public(answer)


def address(name: str, language: str, **words: Any) -> str:
    return address_in(language, f"outreach:{name}", **words)


def page_of(
    request: HttpRequest, template: str, language: str, name: str, *, words: dict[str, Any] | None = None,
    status: int = 200, **page: Any,
) -> HttpResponse:  # fmt: skip
    """`name`, `words`: of the page itself, for the ways to it in other languages."""
    ways = [(tongue, tongue.label, address(name, tongue, **(words or {})), tongue == language) for tongue in Tongue]
    found = (
        {tongue: settings.PUBLIC_URL + href for tongue, _label, href, _is_current in ways} if template in FOUND else {}
    )
    around: dict[str, Any] = {
        "language": language,
        "tongues": ways,
        "calendar": address("calendar", language),
        "found": found,
    }
    return render(request, f"outreach/public/{template}.html", around | page, status=status)
