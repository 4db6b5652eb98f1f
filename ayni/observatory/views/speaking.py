"""What every page of the observatory does: it speaks Spanish or English, keeps nothing of the reader, and says in words
what is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.urls.resolvers import URLPattern
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ayni.access.permissions import public
from ayni.lib.limits import address_digest, within

from .. import published
from ..addresses import ENGLISH, SPANISH, address, whole
from ..kept_pages import may_be_kept
from ..published import Release
from ..wanted import CannotShow


class ReleaseConverter(StringConverter):
    """What begins with a digit: the pages of whoever prepares releases stand beside them."""

    regex = r"\d[\w.-]{0,30}"


class StudyConverter(StringConverter):
    """In capitals: the pages of whoever keeps the library stand beside them."""

    regex = r"[A-Z0-9][A-Z0-9*~$=-]{0,39}"


register_converter(ReleaseConverter, "release")
register_converter(StudyConverter, "study")

View = Callable[..., HttpResponse]
LANGUAGES = {SPANISH: "Español", ENGLISH: "English"}
FRESH = "public, max-age=300"
PACE = {"most": 600, "seconds": 60}
"""Pages that have to be made anew: who asks again for the same one costs nothing."""


def in_both(address: str, view: View, name: str) -> list[URLPattern]:
    """In Spanish as it is printed, in English below `/en/`, as `name-en`."""
    return [
        path(address, view, {"language": SPANISH}, name=name),
        path(f"en/{address}", view, {"language": ENGLISH}, name=f"{name}-en"),
    ]


def told(view: View) -> View:
    """For anybody, in the language of the address. What cannot be shown is a page that says why."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponse:
        with override(language):
            try:
                response = view(request, *args, language=language, **kwargs)
            except CannotShow as refused:
                page = {"sentence": str(refused), "status": refused.status}
                response = page_of(request, "refused", language, "start", status=refused.status, page=page)
        response.headers["Content-Language"] = language
        return response

    return public(answer)


def kept(view: View) -> View:
    """The same page asked for again is not made again, as long as the same is published: what stands in front of
    Django has it. Whoever has a session gets their own: a browser of staff keeps nothing. A view that says itself how
    long its page is good for has it made anew."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponse:
        if request.COOKIES:
            return view(request, *args, language=language, **kwargs)
        if not within(f"observatory:{address_digest(request)}", **PACE):
            return render(request, "429.html", status=429)
        response = view(request, *args, language=language, **kwargs)
        if response.status_code == 200 and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = FRESH
            may_be_kept(request)
        return response

    return answer


def page(view: View) -> View:
    """A page that anybody reads."""
    return require_safe(told(kept(view)))


def page_anew(view: View) -> View:
    """The same of what may change while the same is published: a calendar."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not request.COOKIES:
            response.headers.setdefault("Cache-Control", FRESH)
        return response

    return require_safe(told(answer))


def embedded(view: View) -> View:
    """A page that anybody may put into theirs: nothing can be pressed on it that does anything here."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


def all_releases() -> list[Release]:
    return published.releases(settings.AYNI_HOME, now())


def newest() -> Release | None:
    """None: nothing has been published yet."""
    return next(iter(all_releases()), None)


@dataclass(frozen=True)
class Way:
    code: str
    name: str
    address: str
    is_current: bool


def page_of(
    request: HttpRequest,
    template: str,
    language: str,
    name: str,
    *args: object,
    page: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """`name`, `args`: of the page itself, for the way to it in the other language, with the same choices."""
    query = request.GET.urlencode()
    ways = [
        Way(code, said, address(name, code, *args) + (f"?{query}" if query else ""), code == language)
        for code, said in LANGUAGES.items()
    ]
    around = {
        "language": language, "ways": ways, "is_found": status == 200 and not query,
        "alternates": [(one.code, whole(address(name, one.code, *args))) for one in ways],
        "canonical": whole(address(name, language, *args)), "sections": sections(language), "here": name,
        "start": address("start", language),
    }  # fmt: skip
    return render(request, f"observatory/{template}.html", around | page, status=status)


def sections(language: str) -> list[tuple[str, str, str]]:
    """Name, words and address of the parts of the observatory."""
    said = (
        ("start", _("Tables")), ("series", _("Published by others")), ("studies", _("Studies")),
        ("bulletins", _("Bulletins")), ("calendar", _("Releases")), ("method", _("Method")),
        ("terms", _("Terms of use")),
    )  # fmt: skip
    return [(name, label, address(name, language)) for name, label in said]
