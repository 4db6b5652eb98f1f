"""When two files may become one, which value stands, and when one file may become two again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Birth, Person

KEPT, ABSORBED = "kept", "absorbed"

NOT_CHOSEN = frozenset(
    {"id", "office_id", "registered_by_id", "registered_at", "is_fictitious", "district_id", "in_transit"}
)
"""Of the file, and not of the person; and where they live, which follows from their residences."""
RESIDENCE = "residence"
"""What is chosen beside the columns: where the person lives now."""
TOGETHER = {"birth_date": ("birth_date", "birth_precision")}
"""Columns that mean something only with another one."""
EMPTY: tuple[Any, ...] = ("", None, False, [], {})


class CannotMerge(RuleBroken):
    pass


class CannotUnmerge(RuleBroken):
    pass


def chosen_columns() -> list[str]:
    """What a choice is made of when two files become one: every column that says who somebody is."""
    follow = {name for names in TOGETHER.values() for name in names[1:]}
    names = [field.attname for field in Person._meta.concrete_fields]
    return [name for name in names if name not in NOT_CHOSEN and name not in follow]


def differing(kept: Person, absorbed: Person) -> list[str]:
    """The columns about which the two files say different things."""
    return [
        column
        for column in chosen_columns()
        if any(getattr(kept, name) != getattr(absorbed, name) for name in TOGETHER.get(column, (column,)))
    ]


def usual_choice(kept: Person, absorbed: Person, column: str) -> str:
    """Of the file that is kept, unless it says nothing there, or knows the birth date less well."""
    mine, theirs = getattr(kept, column), getattr(absorbed, column)
    if mine in EMPTY and theirs not in EMPTY:
        return ABSORBED
    if column == "birth_date" and theirs and absorbed.birth_precision == Birth.EXACT != kept.birth_precision:
        return ABSORBED
    return KEPT


def taken_over(kept: Person, absorbed: Person, choose: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the kept file that are written anew, with their values."""
    sides = {c: choose.get(c) or usual_choice(kept, absorbed, c) for c in differing(kept, absorbed)}
    return {
        name: getattr(absorbed, name)
        for column, side in sides.items()
        if side == ABSORBED
        for name in TOGETHER.get(column, (column,))
    }


def check_may_merge(*, same: bool, both_there: bool, sees_all: bool, may_be_kept: bool) -> None:
    if same:
        raise CannotMerge(_("That is the same file. Choose two."))
    if not both_there:
        raise CannotMerge(_("A colleague merged one of these files before you. Look for the person again."))
    if not sees_all:
        raise CannotMerge(_("These two files are not yours to decide about. Call the focal point of the unit."))
    if not may_be_kept:
        raise CannotMerge(
            _("One of the files has no consent or legal basis to be kept. Record one first, or leave them apart.")
        )


def check_choice(choose: Mapping[str, str]) -> None:
    if strange := set(choose) - {*chosen_columns(), RESIDENCE} | set(choose.values()) - {KEPT, ABSORBED}:
        raise TypeError(f"Nothing to choose from: {sorted(strange)}")


def check_may_unmerge(*, is_undone: bool, is_erased: bool, has_later: bool, sees_all: bool) -> None:
    if is_undone:
        raise CannotUnmerge(_("A colleague separated these files before you. There is nothing left to do."))
    if is_erased:
        raise CannotUnmerge(_("This person was erased since: what the two files were is not kept any more."))
    if has_later:
        raise CannotUnmerge(_("Another file became part of this one later. Separate that one first."))
    if not sees_all:
        raise CannotUnmerge(_("This file is not yours to decide about. Call the focal point of the unit."))
