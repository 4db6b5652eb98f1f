"""Addresses of the public pages of procedures in the language that is spoken, and what the catalogue calls things in
it."""

from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.translation import get_language

from ayni.lib.tongues import ASKED, SPANISH, TONGUES, address_in


class Named(Protocol):
    """A row of a list: in Spanish, and mostly in English."""

    label_es: str
    label_en: str


def spoken_now() -> str:
    language = get_language() or SPANISH
    return language if language in TONGUES else SPANISH


def address(name: str, *args: object) -> str:
    """Of a page that is there in every language (`urls.py`), in the one that is spoken now."""
    return address_in(spoken_now(), f"procedures:{name}", *args)


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


def called(row: Named) -> tuple[str, str]:
    """The name of a row, and the language that it is in: nobody has translated the catalogue beyond English."""
    if spoken_now() == "en" and row.label_en:
        return row.label_en, "en"
    return row.label_es, SPANISH


def name_of(row: Any) -> str:
    return called(row)[0]
