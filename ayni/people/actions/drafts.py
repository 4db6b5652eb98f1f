from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ayni.access.models import User
from ayni.lib.errors import RuleBroken
from ayni.people.models import Draft, Person
from ayni.people.rules import registering
from ayni.people.rules.registering import NewPerson, NewRelative, Searched

from .families import add_relative
from .households import live_together
from .registering import register


@dataclass(frozen=True)
class Together:
    """Whoever is registered next is of the family of somebody registered before."""

    family_of: Person
    relation: str
    """What the next person is to them."""
    same_household: bool = False


@transaction.atomic
def start_draft(
    *,
    searched: str,
    searched_at: datetime,
    searched_by: int,
    by: User,
    at: datetime,
    together: Together | None = None,
    data: Mapping[str, Any] | None = None,
) -> Draft:
    """Begin a registration, after a search. `data`: what the form shows at first, as if it had been typed."""
    registering.check_searched(searched_by=searched_by, searched_at=searched_at, by=by.pk, at=at)
    draft = Draft(user=by, searched=searched, searched_at=searched_at, saved_at=at, data=dict(data or {}))
    if together:
        draft.family_of, draft.relation = together.family_of, together.relation
        draft.same_household = together.same_household
    draft.save(force_insert=True)
    return draft


def save_draft(*, draft: Draft, data: Mapping[str, Any], at: datetime) -> Draft:
    """Keep what was typed so far."""
    draft.data, draft.saved_at = dict(data), at
    draft.save(update_fields=["data", "saved_at"])
    return draft


@transaction.atomic
def finish_draft(*, draft: Draft, person: NewPerson, dismissed: frozenset[Any], by: User, at: datetime) -> Person:
    """Make the draft a person, once: whoever sends it again gets the same person."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.person:
        return draft.person
    # The search was made before the form was begun, and who it may be was shown again just now.
    searched = Searched(by=draft.user_id, at=at, dismissed=dismissed)
    made = register(person=person, searched=searched, by=by, at=at)
    _join_family(draft, made, by, at)
    draft.person, draft.data, draft.searched = made, {}, ""
    draft.save(update_fields=["person", "data", "searched"])
    return made


def _join_family(draft: Draft, made: Person, by: User, at: datetime) -> None:
    """Link the person to whose family they are of. What the rules refuse there never stops a registration: the file
    of the family may have been closed to this user since, or be kept no longer."""
    first = draft.family_of
    if first is None or not Person.objects.visible_to(by).filter(pk=first.pk).exists():
        return
    with suppress(RuleBroken), transaction.atomic():
        relative = NewRelative(kind=draft.relation, relative=made, lives_together=draft.same_household)
        add_relative(person=first, relative=relative, by=by, at=at, confirmed=True)
    if draft.same_household:
        with suppress(RuleBroken), transaction.atomic():
            live_together(person=made, other=first, kind=draft.relation, by=by, at=at)


def discard_draft(*, draft: Draft) -> None:
    """Throw away what was typed."""
    draft.delete()
