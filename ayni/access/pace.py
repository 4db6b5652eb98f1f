"""How fast public pages answer: not without end, and not so that the time says what the words do not."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from ayni.lib.limits import address_digest, within
from ayni.lib.tongues import language_of

TAKES = 0.4
"""Seconds: several times what the work behind such an answer takes."""

View = Callable[..., HttpResponse]


def even(view: View) -> View:
    """What is sent to this page is answered no sooner than `TAKES` after it came in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, TAKES - (time.monotonic() - began)))
        return response

    return answer


def limited(name: str, *, most: int, seconds: int) -> Callable[[View], View]:
    """So many requests an address in so many seconds, over all pages limited under this name."""

    def guard(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not within(f"{name}:{address_digest(request)}", most=most, seconds=seconds):
                with override(language_of(request)):
                    return render(request, "429.html", {"is_public": True}, status=429)
            return view(request, *args, **kwargs)

        return answer

    return guard
