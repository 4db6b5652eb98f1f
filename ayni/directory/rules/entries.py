"""What an entry must be, and how long it is believed. Plain functions over plain values."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.rules import fold
from ayni.lib.errors import RuleBroken
from ayni.lib.written import mark_of, mark_of_row

from ..models import MigrantCount

USUAL_DAYS = {"INSTITUTION": 180, "SERVICE": 90, "LOCATION": 90, "FOCAL_POINT": 60}
"""Where `data/freshness.csv` does not say otherwise."""
LINK_LASTS = timedelta(days=21)
BETWEEN_LINKS = timedelta(days=28)
SHORTEST_TOLD = 8
"""Letters of an address below which it may be in a text by chance."""


class CannotWrite(RuleBroken):
    pass


class CannotDecide(RuleBroken):
    pass


class CannotPropose(RuleBroken):
    pass


def check_service(said: Mapping[str, Any]) -> None:
    youngest, oldest = said.get("minimum_age"), said.get("maximum_age")
    if youngest is not None and oldest is not None and oldest < youngest:
        raise CannotWrite(_("The oldest age is below the youngest. Write them the other way round."))
    if both := set(said.get("suits", [])) & set(said.get("not_for", [])):
        raise CannotWrite(
            _("It cannot be for and not for the same people (%(count)s marked twice).") % {"count": len(both)}
        )


def check_location(said: Mapping[str, Any]) -> None:
    has_place = said.get("latitude") is not None or said.get("longitude") is not None
    if said.get("is_confidential") and has_place:
        raise CannotWrite(_("A confidential point has no coordinates: take them out."))
    if (said.get("latitude") is None) != (said.get("longitude") is None):
        raise CannotWrite(_("Write both latitude and longitude, or neither."))


def check_address_is_not_told(said: Mapping[str, Any], addresses: Iterable[str]) -> None:
    """What everybody may read must not name where a confidential point is."""
    texts = fold(" ".join(str(value) for value in said.values() if isinstance(value, str)))
    for address in addresses:
        if len(fold(address)) >= SHORTEST_TOLD and fold(address) in texts:
            raise CannotWrite(
                _("This text tells the address of a confidential point. Take it out: everybody reads it.")
            )


def check_hours(said: Mapping[str, Any]) -> None:
    if said["is_closure"]:
        if not said["valid_from"] or not said["valid_to"]:
            raise CannotWrite(_("Write from which day until which day it is closed."))
    elif not said["days"] or said["opens_at"] is None or said["closes_at"] is None:
        raise CannotWrite(_("Mark the days, and write when it opens and when it closes."))
    if said["valid_from"] and said["valid_to"] and said["valid_to"] < said["valid_from"]:
        raise CannotWrite(_("The last day comes before the first. Write them the other way round."))


def check_point(*, is_intake: bool, is_given_here: bool) -> None:
    if not is_intake and not is_given_here:
        raise CannotWrite(_("Mark whether one goes in there, is attended there, or both."))


def check_changes_something(changed: Mapping[str, Any], note: str) -> None:
    if not changed and not note.strip():
        raise CannotPropose(_("Nothing is different from what the directory says. Change something, or write a note."))


def check_undecided(*, is_waiting: bool) -> None:
    if not is_waiting:
        raise CannotDecide(_("Somebody decided about this meanwhile. Look at it again."))


def check_reason(*, refused: bool, reason: str) -> None:
    if refused and not reason.strip():
        raise CannotDecide(_("Write why it is not accepted: whoever proposed it reads it."))


def check_not_changed_since(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    if any(now.get(name) != value for name, value in before.items()):
        raise CannotDecide(
            _("The entry says something else by now. Compare, then accept with what should stand in the end.")
        )


def is_stale(verified_at: datetime | None, *, days: int, at: datetime) -> bool:
    return verified_at is None or at - verified_at > timedelta(days=days)


def check_not_marked(*, marked: bool) -> None:
    if marked:
        raise CannotWrite(_("This territory has that mark already."))


def mark_of_count(count: MigrantCount | None) -> str:
    """Of what was counted there on that day."""
    return mark_of_row(count, ("persons", "source")) if count else mark_of({"count": None})


def check_counted_on(*, counted_on: date, today: date) -> None:
    if counted_on > today:
        raise CannotWrite(_("The day of the count has not come yet. Check the year."))


def check_strengthening(*, progress: str, result: str) -> None:
    if progress == "DONE" and not result.strip():
        raise CannotWrite(_("Write what came of it: what is finished has a result."))
