"""What a public page does that stands below an address of its own in every language (`in_every_language`)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ayni.lib.tongues import ASKED, SPANISH, TONGUES, said_in, same_in

from .permissions import public

View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """For anybody. An address from before there were languages in it, `?idioma=fr`, still does what it says."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, language: str = SPANISH, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get(ASKED, "")
        if language == SPANISH and asked in TONGUES and asked != SPANISH:
            if request.method != "POST":
                return HttpResponseRedirect(same_in(request, asked))
            language = asked
        return said_in(language, view, request, *args, **kwargs)

    answer.is_spoken = True  # type: ignore[attr-defined]
    return public(answer)


def found(view: View) -> View:
    """Where one begins: machines may find it, since nobody has typed into it and nothing of anybody stands there."""
    view.is_found = True  # type: ignore[attr-defined]
    return view
