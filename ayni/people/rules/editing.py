"""When a part of a file may change."""

from collections.abc import Set
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .documents import NONE as NO_DOCUMENT

__all__ = [
    "IDENTITY", "NO_DOCUMENT", "CannotChange", "check_columns", "check_moves_on", "check_nationality_remains",
    "check_new_document", "check_not_ended", "check_one_place", "check_since", "check_situation_changes",
]  # fmt: skip

IDENTITY = (
    "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision", "sex",
    "gender", "language", "needs_interpreter", "education",
)  # fmt: skip
"""What `correct_identity` may write."""


OTHER_NAMES = ("given_name_2", "surname_1", "surname_2")


class CannotChange(RuleBroken):
    pass


def check_columns(names: Set[str]) -> None:
    if strange := names - set(IDENTITY):
        raise TypeError(f"These are no part of the identity: {sorted(strange)}")


def check_new_document(*, code: str, is_there: bool, has_others: bool) -> None:
    if is_there:
        raise CannotChange(_("This document is in the file already."))
    if code == NO_DOCUMENT and has_others:
        raise CannotChange(_("The file has documents. If the person lost them, end each of them first."))


def check_not_ended(*, has_ended: bool) -> None:
    if has_ended:
        raise CannotChange(_("A colleague ended this before you. There is nothing left to do."))


def check_situation_changes(*, same: bool) -> None:
    if same:
        raise CannotChange(_("That is what the file says already."))


def check_since(*, since: date | None, today: date) -> None:
    if since and since > today:
        raise CannotChange(_("That day has not come yet. Type since when it is so."))


def check_nationality_remains(*, rest: int) -> None:
    if not rest:
        raise CannotChange(
            _("It is the only nationality of the file. Add the right one first: “unknown” is an answer.")
        )


def check_one_place(*, places: int) -> None:
    if places > 1:
        raise CannotChange(_("The person is in one place only: a district, on the way, or in another country."))


def check_moves_on(*, since: date, lives_since: date | None) -> None:
    if lives_since and since < lives_since:
        raise CannotChange(_("The person lives where they do since a later day. Check since when they live elsewhere."))
