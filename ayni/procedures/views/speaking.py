"""What every public page of procedures does: it speaks the language of its address, and leads on in the same one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import override

from ayni.access.permissions import public
from ayni.lib.tongues import ASKED, SPANISH, TONGUES

from ..speech import address, same_in

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


def go(name: str, *args: object) -> HttpResponseRedirect:
    """On to another page, in the language of this one."""
    return HttpResponseRedirect(address(name, *args))
