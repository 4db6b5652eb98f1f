"""Headers that no setting of Django gives, and a page where there is none."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from ayni.lib import waiting_room as room

# Everything a browser can do that no page of ours asks for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "identity-credentials-get", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip
WITH_CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")
"""Where a photo is taken at a station, and nowhere else."""
WITH_LOCATION = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
"""Where somebody looks for what is near, if they say so to their browser, and nowhere else."""

OFFLINE = "X-Offline"
"""Header of what the worker of the public site may keep. Its views give it; here it is taken away."""
IDLE_AT_KIOSK = 180
"""Seconds after which a page on the screen of a waiting room is left."""


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nobody embeds our answers, no page asks for a sensor, and what a person signed in to see is kept nowhere."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        allowed = WITH_CAMERA if getattr(response, "allows_camera", False) else PERMISSIONS
        allowed = WITH_LOCATION if getattr(response, "allows_location", False) else allowed
        response.headers.setdefault("Permissions-Policy", allowed)
        # Static files are answered further in, with their own caching; whoever has a session gets pages about people.
        if "Cookie" in request.headers:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


NUL, UNKNOWN = "\x00", "\ufffd"


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """PostgreSQL keeps no NUL in a text and refuses to look for one: in an address it becomes the sign for what could
    not be read, of which there is nothing either. Forms say by themselves that they take none."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.path_info = request.path_info.replace(NUL, UNKNOWN)
        request.path = request.path.replace(NUL, UNKNOWN)
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked = asked.replace("%00", quote(UNKNOWN))
            request.GET = QueryDict(asked)
        return get_response(request)

    return answer


def waiting_room(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """On the screen of a waiting room every page goes back to the start by itself, and what was begun on it is
    forgotten. The pages of the kiosk and those that ask people something have a clock of their own."""

    def answer(request: HttpRequest) -> HttpResponse:
        # Templates leave out what leads out of the house, and what a browser would keep.
        is_there = room.is_one(request)
        request.in_waiting_room = is_there  # type: ignore[attr-defined]
        response = get_response(request)
        if is_there and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Refresh", f"{IDLE_AT_KIOSK}; url=/quiosco/salir/")
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop(OFFLINE, None)
        return response

    return answer


def form_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """An address that only receives forms, opened as a page, says so instead of showing nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        said = render(request, "405.html", status=405)
        said.headers["Allow"] = response.headers["Allow"]
        return said

    return answer


def only_the_head(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Watchers and previews of links ask with HEAD: every page answers them as it answers GET. The server leaves the
    body out; views need not know of it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        try:
            return get_response(request)
        finally:
            request.method = "HEAD"

    return answer
