"""What a public page does that stands below an address of its own in every language (`in_every_language`)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import override

from ayni.lib.tongues import ASKED, SPANISH, TONGUES, same_in

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
        with override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    answer.is_spoken = True  # type: ignore[attr-defined]
    return public(answer)


def found(view: View) -> View:
    """Where one begins: machines may find it, since nobody has typed into it and nothing of anybody stands there."""
    view.is_found = True  # type: ignore[attr-defined]
    return view
