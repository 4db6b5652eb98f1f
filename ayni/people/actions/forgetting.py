"""What becomes of what is known of two files when one of them is erased."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from ayni.people.models import Merge, OtherIdentity, Person, PossibleDuplicate, Sweep


def forget_merges(person: Person, at: datetime) -> int:
    return Merge.objects.filter(kept=person).update(snapshot={})


def forget_identities(person: Person, at: datetime) -> int:
    return OtherIdentity.objects.filter(person=person).delete()[0]


def forget_pairs(person: Person, at: datetime) -> int:
    return PossibleDuplicate.objects.filter(Q(one=person) | Q(other=person)).delete()[0]


def forget_held(person: Person, at: datetime) -> int:
    """A review that stopped holds why two files look alike: that may name names."""
    emptied = 0
    for sweep in Sweep.objects.filter(state=Sweep.State.STOPPED).order_by("pk"):
        left: list[Any] = [held for held in sweep.held if str(person.pk) not in held[:2]]
        emptied += len(sweep.held) - len(left)
        sweep.held = left
        sweep.save(update_fields=["held"])
    return emptied
