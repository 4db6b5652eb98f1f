"""Numbers of documents and telephones, written one way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ayni.lib.names import tidy

NONE = "SINDOC"
"""The type that says: no document. An answer, not a gap."""

_VENEZUELAN = re.compile(r"^[VE](?=\d{5,9}$)")
PHONE_DIGITS = 8
"""The last digits that tell telephones apart, whatever stands before them (0, 9, +51, 0058)."""


def written(number: str) -> str:
    """As we keep it: upper case, without blanks around and inside."""
    return tidy(number).upper().replace(" ", "")


def compared(number: str) -> str:
    """As two numbers are compared: letters and digits only, without the V- of Venezuelan cards and leading zeros."""
    bare = "".join(c for c in number.upper() if c.isascii() and c.isalnum())
    return _VENEZUELAN.sub("", bare).lstrip("0")


def phone_tail(number: str) -> str:
    """The last digits of a telephone number, or nothing if there are too few to tell anybody apart."""
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS - 1 else ""


def repeated(typed: Iterable[tuple[str, str]]) -> list[int]:
    """Which of these (type, number) pairs stood there before, by their place. Without a number nobody can tell."""
    seen: set[tuple[str, str]] = set()
    again = []
    for place, (kind, number) in enumerate(typed):
        key = (kind, compared(number))
        if key[1] and key in seen:
            again.append(place)
        seen.add(key)
    return again


@dataclass(frozen=True)
class Shape:
    """What the numbers of a type of document usually look like."""

    code: str
    label: str
    pattern: str
    example: str


def looks_unusual(number: str, pattern: str) -> bool:
    """Whether the number does not look like its type: a warning, never a refusal."""
    return bool(number and pattern) and not _fits(number, pattern)


def _fits(number: str, pattern: str) -> bool:
    try:
        return re.fullmatch(pattern, written(number)) is not None
    except re.error:
        return True


def looks_like(number: str, shapes: Iterable[Shape]) -> list[Shape]:
    """Other types whose numbers look like this one: what it may be instead."""
    return [shape for shape in shapes if shape.pattern and _fits(number, shape.pattern)]
