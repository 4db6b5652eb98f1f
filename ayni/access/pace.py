"""Answers that take equally long, so that nobody reads from the time what the words do not say."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

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
