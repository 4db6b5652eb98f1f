"""Two files become one. Everything moves, nothing is lost, and it can be undone (`unmerging`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import hooks, queries
from ayni.people.models import Merge, OtherIdentity, Person, PossibleDuplicate, Purpose, Sourced
from ayni.people.queries.differing import Differing
from ayni.people.queries.histories import identitysources_of
from ayni.people.queries.merges import Key, rows_about
from ayni.people.rules import merging as rules
from ayni.people.rules import snapshots
from ayni.people.rules.characteristics import MIRRORS
from ayni.people.rules.duplicates import check_may_merge_pair
from ayni.people.rules.snapshots import Values

from .choosing import let_chosen_stand, write_taken_over
from .indexing import reindex, unindex


@transaction.atomic
def merge(*, kept: Person, absorbed: Person, choose: Mapping[str, str], by: User, at: datetime) -> Merge:
    """Both are one person: one file stays, and all that is in the other moves to it.

    `choose`: for what the two say differently (columns, or "residence"), "kept" or "absorbed": whose value stands.
    Every value is kept.
    """
    rules.check_choice(choose)
    kept, absorbed = _both(kept, absorbed, by)
    before, were = rows_about(kept, absorbed), (snapshots.written(kept), snapshots.written(absorbed))
    rows = {key: snapshots.written(row) for key, row in before.items()}
    pair = _pair(kept, absorbed)
    sides = Differing(kept, absorbed).usual() | dict(choose)
    sources = identitysources_of(absorbed)
    work = [row for prepare in hooks.MERGING for row in prepare(kept, absorbed, by, at)]
    made_rows = let_chosen_stand(kept, absorbed, sides, at)
    move_all(absorbed, kept, at)
    written = rules.taken_over(kept, absorbed, sides)
    made_rows += write_taken_over(kept, written, sources, by, at)
    unindex(absorbed)
    take_away(absorbed)
    snapshot = _snapshot(kept, rows, were) | {
        "made": [[row._meta.label, str(row.pk)] for row in made_rows],
        "work": [[row._meta.label, snapshots.written(row)] for row in work],
    }
    made = Merge.objects.create(
        kept=kept, absorbed=absorbed.pk, pair=pair.pk if pair else None, by=by, at=at, snapshot=snapshot
    )
    _keep_identities(made, kept, were, by, at)
    reindex(kept)
    audit.record(
        "person.merged", subject=kept, by=by, at=at, thread=kept.pk, absorbed=str(absorbed.pk), merge=str(made.pk),
        rows=len(rows), taken_over=sorted(written),
    )  # fmt: skip
    audit.record("person.absorbed", subject=absorbed, by=by, at=at, thread=absorbed.pk, kept=str(kept.pk))
    return made


def _both(kept: Person, absorbed: Person, by: User) -> tuple[Person, Person]:
    """Under locks, always in the same order, so that two merges at once wait for one another and cannot both win."""
    ids = [kept.pk, absorbed.pk]
    there = {p.pk: p for p in Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    is_there = len(there) == 2
    rules.check_may_merge(
        same=kept.pk == absorbed.pk,
        both_there=is_there,
        sees_all=is_there and queries.sees_all_of(by, *ids),
        may_be_kept=all(queries.standing(person, Purpose.REGISTER) for person in there.values()),
    )
    return there[kept.pk], there[absorbed.pk]


def _pair(kept: Person, absorbed: Person) -> PossibleDuplicate | None:
    """The pair that this decides, under a lock: a colleague may have decided this moment that they are two people.
    Whoever knows better has them compared anew first."""
    pair = queries.pair_of(kept.pk, absorbed.pk)
    if pair is None:
        return None
    pair = PossibleDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    check_may_merge_pair(status=pair.status)
    return pair


def move_all(source: Person, target: Person, at: datetime) -> None:
    """What may stand in a file once only is settled first, table by table; then the rows move."""
    for way in hooks.REPOINTERS:
        if way.settle:
            way.settle(target, source, at)
    for way in hooks.REPOINTERS:
        if way.moves:
            rows = apps.get_model(way.model)._base_manager.filter(**{way.field: source})
            rows.update(**{way.field: target})


def take_away(person: Person) -> None:
    """Delete the row alone: nothing cascades, and the database itself refuses if anything still points at it."""
    people = Person.objects.filter(pk=person.pk)
    people._raw_delete(people.db)


def _snapshot(kept: Person, rows: dict[Key, Values], were: tuple[Values, Values]) -> dict[str, Any]:
    now = {key: snapshots.written(row) for key, row in rows_about(kept).items()}
    tables: dict[str, list[list[Values | None]]] = {}
    for key, before in rows.items():
        after = snapshots.differing(before, now[key]) if key in now else None
        tables.setdefault(key[0], []).append([before, after])
    after = snapshots.differing(were[0], snapshots.written(kept))
    return {"kept": were[0], "absorbed": were[1], "after": after, "rows": tables}


def _keep_identities(made: Merge, kept: Person, were: tuple[Values, Values], by: User, at: datetime) -> None:
    """What either file said of who the person is, and the one that is left does not say: found by it, and shown."""
    stands = snapshots.written(kept)
    columns = [name for name in stands if name not in rules.NOT_CHOSEN]
    # What has a history is kept there.
    telling = [name for name in columns if name.removesuffix("_id") not in MIRRORS]
    sources = _sources_of_identity(made)
    for values in were:
        if any(values[name] not in rules.EMPTY and values[name] != stands[name] for name in telling):
            OtherIdentity.objects.create(
                person=kept,
                merge=made,
                values={name: values[name] for name in columns},
                **sources.get(values["id"], {"recorded_by": by, "recorded_at": at}),
            )


def _sources_of_identity(made: Merge) -> dict[str, dict[str, Any]]:
    """Where the names of each file came from, if that was written down."""
    changes = [before for before, _after in made.snapshot["rows"].get("people.IdentityChange", [])]
    names = [field.attname for field in Sourced._meta.concrete_fields]
    return {
        change["person_id"]: {name: snapshots.value_of(OtherIdentity, name, change[name]) for name in names}
        for change in changes
    }
