"""What was built since on people whom a list brought in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import ForeignKey, Q

from ayni.audit.models import Event, Head
from ayni.people.models import Person, RowState, StagedRow

OWN = ("person.imported", "person.linked")
_READINGS = Q(verb__endswith=".opened") | Q(verb__startswith="search.") | Q(verb__endswith="printed")
KINDS = {"consent": "CONSENT", "person.merged": "MERGE", "person.unmerged": "MERGE", "case": "CASE", "referral": "CASE",
         "screening": "CASE", "compartment": "CASE", "compartment.placed": "CASE"}  # fmt: skip
EDIT, CASE = "EDIT", "CASE"
STEP, NOTE, REFERRAL, CHANGED = "STEP", "NOTE", "REFERRAL", "CHANGED"
ON_A_CASE = {"task": STEP, "note": NOTE, "referral": REFERRAL, "link": REFERRAL}
"""What was done with a case that a list opened."""
AT_ONCE = 900


class Taken(NamedTuple):
    """What an app above made of a row of a list, and how far the trail was then."""

    label: str
    pk: str
    seq: int


def end_of_trail() -> int:
    return Head.objects.values_list("seq", flat=True).first() or 0


def taken_of(row: StagedRow) -> list[Taken]:
    """In `added` stand pairs, and such things with a third place."""
    return [Taken(*one) for one in row.added if len(one) == len(Taken._fields)]


def in_the_way(rows: Iterable[StagedRow]) -> dict[int, set[str]]:
    """Row → what was built since on whoever it made, and on what it brought: CASE, CONSENT, MERGE, EDIT, STEP, NOTE,
    REFERRAL, CHANGED."""
    found: dict[int, set[str]] = {}
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        taken = {row.pk: taken_of(row) for row in some}
        own = [one for things in taken.values() for one in things]
        worked = _worked_on(own)
        built = _built_on([row.person_id for row in some if row.state == RowState.ACCEPTED and row.person_id], own)
        for row in some:
            kinds = built[row.person_id] if row.person_id else set()
            if kinds := kinds.union(*(worked[one.pk] for one in taken[row.pk])):
                found[row.pk] = kinds
    return found


def _built_on(people: Sequence[UUID], own: Sequence[Taken]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for pk, kind in (*_told(people, own), *_pointing(people, own)):
        found[pk].add(kind)
    return found


def _worked_on(things: Sequence[Taken]) -> dict[str, set[str]]:
    """By the trail of each, from where it was when the list was done with it."""
    found: dict[str, set[str]] = defaultdict(set)
    since = {UUID(one.pk): one.seq for one in things}
    events = Event.objects.filter(thread__in=since).exclude(_READINGS).order_by()
    for thread, verb, seq in events.values_list("thread", "verb", "seq"):
        if thread is not None and seq > since[thread]:
            found[str(thread)].add(ON_A_CASE.get(verb.partition(".")[0], CHANGED))
    return found


def counted(found: dict[int, set[str]]) -> dict[str, int]:
    return dict(Counter(kind for kinds in found.values() for kind in sorted(kinds)))


def _told(ids: Sequence[UUID], own: Sequence[Taken]) -> Iterable[tuple[UUID, str]]:
    """By the trail: whatever was done with the person after the import, reading aside."""
    events = Event.objects.filter(thread__in=ids).exclude(verb__in=OWN).exclude(_READINGS).order_by()
    reasons = {one.pk for one in own}
    for pk, verb, details in events.values_list("thread", "verb", "details"):
        # Who may see the person because of a case that came with the list: what was done with that is asked of it.
        if not (verb == "compartment.placed" and details.get("reason") in reasons):
            yield cast("UUID", pk), KINDS.get(verb) or KINDS.get(verb.partition(".")[0]) or EDIT


def _pointing(ids: Sequence[UUID], own: Sequence[Taken]) -> Iterable[tuple[UUID, str]]:
    """By what points at the person in the apps above, or as somebody's relative."""
    for field in pointers():
        label = field.model._meta.label
        rows = field.model._default_manager.filter(**{f"{field.name}__in": ids}).order_by()
        if mine := [one.pk for one in own if one.label == label]:
            rows = rows.exclude(pk__in=mine)
        kind = EDIT if field.model._meta.app_label == "people" else CASE
        yield from ((pk, kind) for pk in rows.values_list(f"{field.name}_id", flat=True).distinct())


def pointers() -> list[ForeignKey[Any, Any]]:
    """Foreign keys to a person, but those of the person's own parts, which a list may have brought."""
    related = [
        f.remote_field for f in Person._meta.get_fields(include_hidden=True) if f.auto_created and not f.concrete
    ]
    keys = [field for field in related if isinstance(field, ForeignKey)]
    return [f for f in keys if f.model._meta.app_label != "people" or f.model._meta.label == "people.Relationship"]
