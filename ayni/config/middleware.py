"""Headers that no setting of Django gives, and a page where there is none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Everything a browser can do that no page of ours asks for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "identity-credentials-get", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nobody embeds our answers, no page asks for a sensor, and what a person signed in to see is kept nowhere."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # Static files are answered further in, with their own caching; whoever has a session gets pages about people.
        if "Cookie" in request.headers:
            response.headers.setdefault("Cache-Control", "no-store")
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
