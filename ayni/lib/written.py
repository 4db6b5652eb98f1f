"""What two colleagues, or two windows of one, write of the same thing: the second is told."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken


class CannotOverwrite(RuleBroken):
    pass


def mark_of(said: Mapping[Any, Any]) -> str:
    """A short mark of what is said: another word, another mark."""
    return sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def mark_of_row(row: Any, names: Iterable[str]) -> str:
    """The same of these columns of a row."""
    return mark_of({name: getattr(row, f"{name}_id", None) or getattr(row, name) for name in names})


def check_as_seen(*, seen: str, mark: str) -> None:
    """`seen`: the mark of what the page showed before it was changed there; empty where there was no page."""
    if seen and seen != mark:
        raise CannotOverwrite(
            _("This was changed after you opened it here, by a colleague or in another window. What you typed is still "
              "here: compare it with the page, and save once more if yours is to stand.")
        )  # fmt: skip
