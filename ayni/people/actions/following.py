"""How family links and households follow, when two files become one and when a file is erased."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.names import words
from ayni.people.hooks import Eraser, Fate, Repointer
from ayni.people.models import Draft, EndReason, HouseholdMember, Person, Relationship
from ayni.people.rules.families import sort_of


def _settle_links(end: str, other_end: str) -> Callable[[Person, Person, datetime], None]:
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


def _settle_memberships(kept: Person, absorbed: Person, at: datetime) -> None:
    """The household of the person who is kept stands; the other stay ends that day."""
    if not kept.memberships.filter(until__isnull=True).exists():
        return
    for member in HouseholdMember.objects.filter(person=absorbed, until__isnull=True).order_by("pk"):
        member.until = max(member.since, localdate(at))
        member.save(update_fields=["until"])


def _erase_links(person: Person, at: datetime) -> int:
    """The other files keep that there was a mother, a child: no name, no year, no file."""
    own = Relationship.objects.filter(person=person).delete()[0]
    emptied = Relationship.objects.filter(relative=person)
    return own + emptied.update(relative=None, link=None, name="", birth_year=None, is_told=False)


def _erase_memberships(person: Person, at: datetime) -> int:
    return HouseholdMember.objects.filter(person=person).delete()[0]


def _erase_drafts(person: Person, at: datetime) -> int:
    """What was typed of the person goes; a draft of somebody of their family stays, without them."""
    own = Draft.objects.filter(person=person).delete()[0]
    return own + Draft.objects.filter(family_of=person).update(family_of=None, relation="", same_household=False)


def _relative(row: Relationship) -> str:
    """As the person told it. Of the relative's own file, which may be hidden, nothing."""
    return " · ".join(filter(None, [row.get_kind_display(), row.name, str(row.birth_year or "")]))


def _told(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What the file itself says, and of relatives with a file those whom this user may see."""
    return rows.filter(Q(is_told=True) | Exists(Person.objects.visible_to(user).filter(pk=OuterRef("relative"))))


def _seen_from_the_other_side(row: Relationship) -> str:
    """It goes with what this person's own file says of the same relative."""
    own = Relationship.objects.filter(person=row.relative_id, relative=row.person_id).order_by("-pk").first()
    return str(own.pk) if own else ""


def _household(row: HouseholdMember) -> str:
    return f"{row.household.number} · {row.get_role_display()}"


REPOINTERS = [
    Repointer(
        "people.Relationship",
        "person",
        _settle_links("person", "relative"),
        name=_("Relatives"),
        describe=_relative,
        told=_told,
    ),
    Repointer(
        "people.Relationship", "relative", _settle_links("relative", "person"), follows=_seen_from_the_other_side
    ),
    Repointer("people.HouseholdMember", "person", _settle_memberships, name=_("Households"), describe=_household),
    Repointer("people.Draft", "family_of", asks=False),
]

_KEPT = _("That a relative has a link of this kind, and its dates, without name or file: it is their history.")

ERASERS = [
    Eraser(
        "people.Relationship",
        _erase_links,
        keeps=_KEPT,
        fate=Fate.EMPTIED,
    ),
    Eraser("people.HouseholdMember", _erase_memberships),
    Eraser("people.Draft", _erase_drafts, fate=Fate.EMPTIED),
]
