"""What was built since on people whom a list brought in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models import ForeignKey, Q

from ayni.audit.models import Event
from ayni.people.models import Person

OWN = ("person.imported", "person.linked")
_READINGS = Q(verb__endswith=".opened") | Q(verb__startswith="search.") | Q(verb__endswith="printed")
KINDS = {"consent": "CONSENT", "person.merged": "MERGE", "person.unmerged": "MERGE", "case": "CASE", "referral": "CASE",
         "screening": "CASE", "compartment": "CASE", "compartment.placed": "CASE"}  # fmt: skip
EDIT, CASE = "EDIT", "CASE"
AT_ONCE = 900


def built_on(people: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Person → what stands in the way of taking them out again: CASE, CONSENT, MERGE, EDIT."""
    found: dict[UUID, set[str]] = {}
    ids = list(people)
    for part in (ids[i : i + AT_ONCE] for i in range(0, len(ids), AT_ONCE)):
        for pk, kind in (*_told(part), *_pointing(part)):
            found.setdefault(pk, set()).add(kind)
    return found


def counted(found: dict[UUID, set[str]]) -> dict[str, int]:
    return dict(Counter(kind for kinds in found.values() for kind in sorted(kinds)))


def _told(ids: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """By the trail: whatever was done with the person after the import, reading aside."""
    events = Event.objects.filter(thread__in=ids).exclude(verb__in=OWN).exclude(_READINGS).order_by()
    for pk, verb in events.values_list("thread", "verb").distinct():
        yield cast("UUID", pk), KINDS.get(verb) or KINDS.get(verb.partition(".")[0]) or EDIT


def _pointing(ids: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """By what points at the person in the apps above, or as somebody's relative."""
    for field in pointers():
        rows = field.model._default_manager.filter(**{f"{field.name}__in": ids}).order_by()
        kind = EDIT if field.model._meta.app_label == "people" else CASE
        yield from ((pk, kind) for pk in rows.values_list(f"{field.name}_id", flat=True).distinct())


def pointers() -> list[ForeignKey[Any, Any]]:
    """Foreign keys to a person, but those of the person's own parts, which a list may have brought."""
    related = [
        f.remote_field for f in Person._meta.get_fields(include_hidden=True) if f.auto_created and not f.concrete
    ]
    keys = [field for field in related if isinstance(field, ForeignKey)]
    return [f for f in keys if f.model._meta.app_label != "people" or f.model._meta.label == "people.Relationship"]
