"""Whether a row of HSDS is as the standard says. A fault is a sentence that names the column."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from ayni.lib.ids import is_uuid

from .tables import CHOICES, TABLES, Column

_TIME = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d(?::?\d\d)?)?")
_URI = URLValidator(schemes=["http", "https", "ftp", "mailto", "tel"])
_ANY_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_uri(text: str) -> bool:
    if text.startswith(("http://", "https://", "ftp://")):
        try:
            _URI(text)
        except ValidationError:
            return False
        return True
    return bool(_ANY_URI.fullmatch(text)) and not text.lower().startswith(("javascript:", "data:", "vbscript:"))


def is_number(text: str) -> bool:
    try:
        return float(text) == float(text) and abs(float(text)) != float("inf")
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text or " " in text


def _is_time(text: str) -> bool:
    return bool(_TIME.fullmatch(text))


_KINDS: dict[str, tuple[Callable[[str], bool], Callable[[], str]]] = {
    "uuid": (is_uuid, lambda: _("an id such as ac148810-d857-441c-9679-408f346de14b")),
    "email": (_is_email, lambda: _("an e-mail address")),
    "uri": (_is_uri, lambda: _("a web address that begins with https://")),
    "number": (is_number, lambda: _("a number")),
    "date": (_is_date, lambda: _("a day such as 2026-11-28")),
    "datetime": (_is_moment, lambda: _("a moment such as 2026-11-28T10:00:00-05:00")),
    "time": (_is_time, lambda: _("a time such as 08:30 or 08:30-05:00")),
}


_MAY_BE_EMPTY = {("metadata", "previous_value"), ("metadata", "replacement_value")}
"""Required, and yet nothing is an answer: what a field said before it said anything."""


def faults(table: str, row: Mapping[str, Any], *, tabular: bool) -> list[str]:
    """What is wrong with a row; empty if it is right. Columns that HSDS does not know are no fault."""
    found = []
    for column in TABLES[table].columns:
        text = as_text(row.get(column.name))
        if not text:
            if (table, column.name) in _MAY_BE_EMPTY and column.name in row:
                continue
            if column.required or (tabular and column.tabular):
                found.append(_("%(column)s is missing.") % {"column": column.name})
        elif (expected := _expected(column, text)) is not None:
            said = {"column": column.name, "expected": expected, "said": text[:60]}
            found.append(_("%(column)s says “%(said)s” and should be %(expected)s.") % said)
    return found


def as_text(value: Any) -> str:
    """A cell: JSON's numbers too, None as nothing."""
    if value is None:
        return ""
    return str(value).strip()


def _expected(column: Column, text: str) -> str | None:
    if column.kind in CHOICES:
        allowed = CHOICES[column.kind]
        return None if text in allowed else _("one of: %(allowed)s") % {"allowed": ", ".join(allowed)}
    if column.kind not in _KINDS:
        return None
    fits, words = _KINDS[column.kind]
    return None if fits(text) else words()
