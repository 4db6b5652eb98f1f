"""How a browser says that it is the screen of a waiting room. Beside its session it has a cookie of its own: what
stands in front of Django must know it without reading a session, and it lasts when a session is lost."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KEY = "waiting_room"
"""In the session."""
YES = "1"
LASTS = 365 * 86_400
"""A screen is opened once, and not each morning."""


def is_one(request: HttpRequest) -> bool:
    """Who has neither cookie leaves no trace in a session, so that the page is the same for everybody."""
    if request.COOKIES.get(settings.WAITING_ROOM_COOKIE_NAME) == YES:
        return True
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.session.get(KEY))


def is_said_in(cookies: str) -> bool:
    """Of the header of a request that has not come to Django yet."""
    return f"{settings.WAITING_ROOM_COOKIE_NAME}={YES}" in (one.strip() for one in cookies.split(";"))


def begin(request: HttpRequest, response: HttpResponse) -> None:
    request.session[KEY] = True
    request.session.set_expiry(LASTS)
    response.set_cookie(
        settings.WAITING_ROOM_COOKIE_NAME, YES, max_age=LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def end(response: HttpResponse) -> None:
    """The browser becomes something else."""
    response.delete_cookie(settings.WAITING_ROOM_COOKIE_NAME, samesite="Lax")
