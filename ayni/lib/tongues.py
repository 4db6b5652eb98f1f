"""The languages of the public pages. Staff work in Spanish; what faces people says its words in five."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import get_language, override


class Tongue(TextChoices):
    """By the names that their speakers give them."""

    ES = "es", "Español"
    EN = "en", "English"
    PT = "pt", "Português"
    FR = "fr", "Français"
    HT = "ht", "Kreyòl ayisyen"


SPANISH = Tongue.ES.value
TONGUES: dict[str, str] = {one.value: str(one.label) for one in Tongue}
OF_LANGUAGE = {"spa": "es", "eng": "en", "por": "pt", "fra": "fr", "hat": "ht"}
"""Code of a language (ISO 639-3) → the tongue that whoever speaks it is written to in."""
ASKED = "idioma"
"""The word of an address that says which one: `?idioma=fr`."""

View = Callable[..., HttpResponse]


class Way(NamedTuple):
    """The same page in a language."""

    code: str
    name: str
    href: str
    is_current: bool


def tongue_of(request: HttpRequest, kept: str = "") -> str:
    """As the address says; else as it was chosen before, else Spanish."""
    asked = request.GET.get(ASKED, "")
    return asked if asked in TONGUES else kept if kept in TONGUES else SPANISH


def language_of(request: HttpRequest) -> str:
    """That of the page of a request, before its view was asked: by its address, or as this browser chose before."""
    here = request.resolver_match
    in_path = str(here.kwargs.get("language", "")) if here else ""
    if in_path in TONGUES:
        return in_path
    return chosen_on(request)


def _chosen_before(request: HttpRequest) -> str:
    return str(request.session.get(ASKED, "")) if request.session.session_key else ""


def chosen_on(request: HttpRequest) -> str:
    """For a page that stands below one address in every language."""
    return tongue_of(request, _chosen_before(request))


def said_in(language: str, view: View, request: HttpRequest, /, *args: Any, **words: Any) -> HttpResponse:
    """The one way in which a page of the public answers: in a language, and saying in which. What decides the language,
    and who may keep the answer, is of the pages (`speaking` of each app)."""
    with override(language):
        response = view(request, *args, **words)
    response.headers["Content-Language"] = language
    return response


def ways(request: HttpRequest, language: str) -> list[Way]:
    return [Way(code, name, f"{request.path}?{ASKED}={code}", code == language) for code, name in TONGUES.items()]


class TongueConverter:
    """A language of the public pages that is not Spanish."""

    regex = "|".join(tongue for tongue in TONGUES if tongue != SPANISH)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TongueConverter, "tongue")


def in_every_language(address: str, view: View, name: str) -> list[URLPattern]:
    """In Spanish as it is printed; in others below their code, `/en/…`, as `name-in`: an address that was printed or
    sent is not translated away."""
    return [path(address, view, name=name), path(f"<tongue:language>/{address}", view, name=f"{name}-in")]


def address_in(language: str, name: str, *args: object, **words: object) -> str:
    """Of a page that is there in every language, in this one. `args` or `words`, as its address has them."""
    if language == SPANISH:
        return reverse(name, args=args, kwargs=words)
    if args:
        return reverse(f"{name}-in", args=[language, *args])
    return reverse(f"{name}-in", kwargs={"language": language, **words})


def asked_as(language: str) -> str:
    """The end of an address that asks for this language."""
    return "" if language == SPANISH else f"?{ASKED}={language}"


def in_spanish() -> override:
    """What colleagues are told, whatever the page spoke that set it off."""
    return override(settings.LANGUAGE_CODE)


def spoken_now() -> str:
    language = get_language() or SPANISH
    return language if language in TONGUES else SPANISH


def address_now(name: str, *args: object) -> str:
    """Of a page that is there in every language, in the one that is spoken now."""
    return address_in(spoken_now(), name, *args)


def same_in(request: HttpRequest, language: str) -> str:
    """The page of this request in a language, with what its address asks for."""
    here = request.resolver_match
    if here is None:  # pragma: no cover - a view runs at an address
        return request.path
    name, words = here.view_name.removesuffix("-in"), {k: v for k, v in here.kwargs.items() if k != "language"}
    path = address_in(language, name, **words)
    query = request.GET.copy()
    query.pop(ASKED, None)
    return f"{path}?{query.urlencode()}" if query else path
