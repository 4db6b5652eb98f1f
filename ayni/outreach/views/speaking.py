"""What stands around every public page of sessions, in the language that it speaks (`ayni.access.speaking.spoken`)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.lib.tongues import Tongue, address_in, spoken_now

FOUND = {"calendar", "session"}
"""Pages that machines may find: into none of them somebody types."""
SENT = "enviado"
"""In the address that thanks: the same for everybody, so nothing has to be kept of who sent what."""


def address(name: str, **words: Any) -> str:
    """Of a public page, in the language that is spoken now."""
    return address_in(spoken_now(), f"outreach:{name}", **words)


def page_of(
    request: HttpRequest, template: str, name: str, *, words: dict[str, Any] | None = None, status: int = 200,
    **page: Any,
) -> HttpResponse:  # fmt: skip
    """`name`, `words`: of the page itself, for the ways to it in other languages."""
    language = spoken_now()
    here = f"outreach:{name}", words or {}
    ways = [(one, one.label, address_in(one, here[0], **here[1]), one == language) for one in Tongue]
    found = (
        {tongue: settings.PUBLIC_URL + href for tongue, _label, href, _is_current in ways} if template in FOUND else {}
    )
    around: dict[str, Any] = {
        "language": language,
        "tongues": ways,
        "calendar": address("calendar"),
        "found": found,
    }
    return render(request, f"outreach/public/{template}.html", around | page, status=status)
