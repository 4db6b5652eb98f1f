"""What becomes of family links and households when two files become one and when a file is erased."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from ayni.lib.names import words
from ayni.people.models import Draft, EndReason, HouseholdMember, Person, Relationship
from ayni.people.rules.families import sort_of


def settle_links(end: str, other_end: str) -> Callable[[Person, Person, datetime], None]:
    """For the rows whose `end` becomes the kept person: each row is settled by itself, so that both rows of a link end
    alike whichever is settled first, and nothing is changed beyond the rows that were kept whole before."""

    def settle(kept: Person, absorbed: Person, at: datetime) -> None:
        two = {kept.pk, absorbed.pk}
        rows = Relationship.objects.filter(**{f"{end}__in": two}).order_by("pk")
        rows.filter(**{f"{other_end}__in": two}, ended_at__isnull=True).update(ended_at=at)
        # No row of the two may say that somebody is their own relative, but as what the merge has ended.
        rows.filter(**{f"{other_end}__in": two}).update(end_reason=EndReason.MERGED)
        standing = list(rows.filter(ended_at__isnull=True))
        here = {key for row in standing if _end_of(row, end) == kept.pk for key in _same(row, other_end)}
        twice = [
            row.pk for row in standing if _end_of(row, end) == absorbed.pk and here & set(_same(row, other_end))
        ]  # fmt: skip
        Relationship.objects.filter(pk__in=twice).update(ended_at=at, end_reason=EndReason.MERGED)

    return settle


def _end_of(row: Relationship, end: str) -> Any:
    return getattr(row, f"{end}_id")


def _same(row: Relationship, other_end: str) -> list[tuple[Any, ...]]:
    """What makes two rows the same link: the same other file in the same sort of link; of somebody who was only
    mentioned, what was told."""
    if other := _end_of(row, other_end):
        return [(sort_of(row.kind), other)]
    told = (" ".join(words(row.name)), row.birth_year)
    return [(row.kind, *told)] if any(told) else []


def settle_memberships(kept: Person, absorbed: Person, at: datetime) -> None:
    """The household of the person who is kept stands; the other stay ends that day."""
    if not kept.memberships.filter(until__isnull=True).exists():
        return
    for member in HouseholdMember.objects.filter(person=absorbed, until__isnull=True).order_by("pk"):
        member.until = max(member.since, localdate(at))
        member.save(update_fields=["until"])


def erase_links(person: Person, at: datetime) -> int:
    """The other files keep that there was a mother, a child: no name, no year, no file."""
    own = Relationship.objects.filter(person=person).delete()[0]
    emptied = Relationship.objects.filter(relative=person)
    return own + emptied.update(relative=None, link=None, name="", birth_year=None, is_told=False)


def erase_memberships(person: Person, at: datetime) -> int:
    return HouseholdMember.objects.filter(person=person).delete()[0]


def erase_drafts(person: Person, at: datetime) -> int:
    """What was typed of the person goes; a draft of somebody of their family stays, without them."""
    own = Draft.objects.filter(person=person).delete()[0]
    return own + Draft.objects.filter(family_of=person).update(family_of=None, relation="", same_household=False)
