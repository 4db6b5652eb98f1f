"""What every page of the voice does: it speaks the language that its address asks for, or that was chosen before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.lib.tongues import ASKED, TONGUES, asked_as, chosen_on, said_in, ways

View = Callable[..., HttpResponse]
BROWSER, KIOSK, DONE, RECEIPT = "feedback", "feedback_kiosk", "feedback_sent", "feedback_receipt"
"""In the session: which draft this browser writes, with its secret; the kiosk that it is; number and code, once; the
receipt that it gave number and code of."""
OURS = (BROWSER, KIOSK, DONE, RECEIPT)


def spoken(view: View) -> View:
    """In the language that the address asks for, or that this browser chose before. Whoever only reads gets no session:
    the language stays in the address."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get(ASKED, "")
        if asked in TONGUES and any(name in request.session for name in OURS):
            request.session[ASKED] = asked
        language = chosen_on(request)
        return said_in(language, view, request, *args, language=language, **kwargs)

    return answer


def page_in(request: HttpRequest, template: str, language: str, status: int = 200, **page: Any) -> HttpResponse:
    around = {"language": language, "ways": ways(request, language), "asked_as": asked_as(language)}
    return render(request, f"feedback/{template}.html", around | page, status=status)
