"""Addresses of the public pages of procedures in the language that is spoken, and what the catalogue calls things in
it."""

from typing import Any, Protocol

from ayni.lib.tongues import SPANISH, address_now, spoken_now


class Named(Protocol):
    """A row of a list: in Spanish, and mostly in English."""

    label_es: str
    label_en: str


def address(name: str, *args: object) -> str:
    """Of a page that is there in every language (`urls.py`), in the one that is spoken now."""
    return address_now(f"procedures:{name}", *args)


def called(row: Named) -> tuple[str, str]:
    """The name of a row, and the language that it is in: nobody has translated the catalogue beyond English."""
    if spoken_now() == "en" and row.label_en:
        return row.label_en, "en"
    return row.label_es, SPANISH


def name_of(row: Any) -> str:
    return called(row)[0]
