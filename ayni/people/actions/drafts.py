from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ayni.access.models import User
from ayni.people.models import Draft, Person
from ayni.people.rules import registering
from ayni.people.rules.registering import NewPerson, Searched

from .registering import register


@transaction.atomic
def start_draft(*, searched: str, searched_at: datetime, searched_by: int, by: User, at: datetime) -> Draft:
    """Begin a registration, after a search."""
    registering.check_searched(searched_by=searched_by, searched_at=searched_at, by=by.pk, at=at)
    return Draft.objects.create(user=by, searched=searched, searched_at=searched_at, saved_at=at)


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
    draft.person, draft.data, draft.searched = made, {}, ""
    draft.save(update_fields=["person", "data", "searched"])
    return made


def discard_draft(*, draft: Draft) -> None:
    """Throw away what was typed."""
    draft.delete()
