"""The parts of an erasure, and of a merge, that are more than deleting, emptying or moving rows of one table."""

import json
from datetime import datetime
from typing import Any

from ayni.access.models import Session
from ayni.access.sessions import SessionStore
from ayni.people.models import Birth, LegalHold, NameLine, Person
from ayni.people.rules.erasing import blurred

from .indexing import unindex


def make_shell(person: Person, at: datetime) -> int:
    """Of the person stay their id, sex, office, day of registration and the band of their age then."""
    birth = blurred(person.birth_date, person.registered_at)
    emptied: dict[str, Any] = {
        "given_name_1": "", "given_name_2": "", "surname_1": "", "surname_2": "", "known_as": "", "gender": "",
        "birth_date": birth, "birth_precision": Birth.ESTIMATED if birth else Birth.UNKNOWN, "language": None,
        "needs_interpreter": False, "education": None, "district": None, "in_transit": False, "erased_at": at,
    }  # fmt: skip
    return Person.objects.filter(pk=person.pk).update(**emptied)


def empty_name_lines(person: Person, at: datetime) -> int:
    """Nobody finds this person any longer: the keys go, and whatever process knows the line finds it empty."""
    lines = NameLine.objects.filter(person=person).count()
    unindex(person)
    return lines


def forget_in_sessions(person: Person, at: datetime) -> int:
    """What sessions keep under the address of the file: why somebody reads it, and forms that came too late."""
    changed = 0
    for row in Session.objects.filter(expire_date__gt=at).order_by().iterator():
        data: dict[str, Any] = SessionStore().decode(row.session_data)
        clean = {key: value for key, value in data.items() if str(person.pk) not in json.dumps(value, default=str)}
        if clean != data:
            row.session_data = SessionStore().encode(clean)
            row.save(update_fields=["session_data"])
            changed += 1
    return changed


def settle_holds(kept: Person, absorbed: Person, at: datetime) -> None:
    """Two files become one, and one hold may stand: the one that lasts longer."""
    standing = list(
        LegalHold.objects.filter(person__in=[kept, absorbed], lifted_at__isnull=True).order_by("-until", "pk")
    )
    for shorter in standing[1:]:
        shorter.lifted_at, shorter.lifted_by = at, shorter.placed_by
        shorter.save(update_fields=["lifted_at", "lifted_by"])
