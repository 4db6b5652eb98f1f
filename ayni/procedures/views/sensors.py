"""Pages that may open the camera of the device they are shown on, or speak to a reader beside it. No other may."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def allowing_camera(view: View) -> View:
    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.allows_camera = True  # type: ignore[attr-defined]
        return response

    return cast("View", answered)


def reaching_the_bridge(view: View) -> View:
    """Only on the very machine that shows the page: whatever listens on its loopback address, and nothing else."""
    return cast("View", csp_update({"connect-src": ["ws://127.0.0.1:*"]})(cast("Any", view)))
