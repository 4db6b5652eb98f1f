"""One file becomes two again: both as they were, and what came after where somebody decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import uuid7
from ayni.people import hooks, queries
from ayni.people.hooks import KeptRow
from ayni.people.models import (
    Characteristic,
    FoundBy,
    Merge,
    OtherIdentity,
    PairStatus,
    Person,
    PossibleDuplicate,
)
from ayni.people.queries.merges import Key, Undoing, tables
from ayni.people.rules import duplicates, snapshots
from ayni.people.rules import merging as rules
from ayni.people.rules.characteristics import MIRRORS
from ayni.people.rules.merging import ABSORBED, KEPT

from .characteristics import row_of_registration
from .fitting import follow_history
from .indexing import reindex
from .merging import move_all, take_away

AS_BEFORE = "before"
_HISTORY = "people.Characteristic"
_FOLLOW = ("district_id", "in_transit", *(f"{mirror}_id" for mirror in MIRRORS))
"""Where the person lives follows from their residences, education and language from their histories, and not from what
the column says now."""


@transaction.atomic
def unmerge(*, merge: Merge, decisions: Mapping[str, str], by: User, at: datetime) -> tuple[Person, Person]:
    """Both files as they were, ids included. Returns the one that was kept and the one that had been absorbed.

    `decisions`: for what was added since, whose it is ("kept" or "absorbed"); for what was changed since, "before" if
    the change goes too. What nobody decides stays with the kept file, and as it was changed.
    """
    merge, kept = _locked(merge, by)
    undoing = Undoing(merge, kept, by)
    _take_back_what_it_wrote(undoing)
    absorbed = snapshots.read(Person, merge.snapshot["absorbed"])
    absorbed.save(force_insert=True)
    OtherIdentity.objects.filter(merge=merge).delete()
    aside = _set_aside(undoing, dict(decisions))
    _put_back_rows(undoing, kept, absorbed, decisions)
    _put_back_person(merge, kept)
    for side, person in ((KEPT, kept), (ABSORBED, absorbed)):
        if holder := aside.get(side):
            _write_down_registration(holder, person)
            move_all(holder, person, at)
            take_away(holder)
    _follow_what_was_changed(undoing)
    for person in (kept, absorbed):
        person.refresh_from_db()
    for tell in hooks.UNMERGED:
        tell(kept, absorbed, by, at)
    for person in (kept, absorbed):
        reindex(person)
    merge.undone_by, merge.undone_at, merge.snapshot = by, at, {}
    merge.save(update_fields=["undone_by", "undone_at", "snapshot"])
    _are_different(kept, absorbed, by, at)
    _record(merge, kept, absorbed, undoing, by, at)
    return kept, absorbed


def _take_back_what_it_wrote(undoing: Undoing) -> None:
    """Of the work that it asked of somebody, what nobody has touched."""
    for label, pk in undoing.made:
        apps.get_model(label)._base_manager.filter(pk=pk).delete()
    for label, written in undoing.merge.snapshot.get("work", []):
        row = apps.get_model(label)._base_manager.filter(pk=written["id"]).first()
        if row and snapshots.written(row) == written:
            row.delete()


def _locked(merge: Merge, by: User) -> tuple[Merge, Person]:
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept = Person.objects.select_for_update(of=("self",)).filter(merges=merge).first()
    rules.check_may_unmerge(
        is_undone=merge.undone_at is not None,
        is_erased=kept is None or not merge.snapshot,
        has_later=queries.later_merge(merge) is not None,
        sees_all=kept is not None and queries.sees_all_of(by, kept.pk),
    )
    if kept is None:
        raise Person.DoesNotExist
    return merge, kept


def _set_aside(undoing: Undoing, decisions: dict[str, str]) -> dict[str, Person]:
    """What was added since goes into files of its own first, which then become part of the right ones: so it is settled
    by the same rules as in a merge."""
    aside: dict[str, Person] = {}
    # All sides first: what follows another row looks for it where it is now.
    for one, side in [(one, undoing.side_of(one, decisions)) for one in undoing.added]:
        holder = aside.get(side) or aside.setdefault(side, _holder(undoing.kept))
        rows = apps.get_model(one.way.model)._base_manager.filter(pk=one.row.pk)
        rows.update(**{one.way.field: holder})
    for holder in aside.values():
        home = holder.residences.filter(ended_at=None).order_by("-since", "-pk").first()
        if home:
            holder.district_id, holder.in_transit = home.district_id, home.in_transit
            holder.save(update_fields=["district", "in_transit"])
    return aside


def _holder(kept: Person) -> Person:
    holder: Person = snapshots.read(Person, snapshots.written(kept))
    holder.pk, holder.in_transit = uuid7(), False
    holder.district = holder.education = holder.language = None
    holder.save(force_insert=True)
    return holder


def _write_down_registration(holder: Person, person: Person) -> None:
    """What the person gave when they were registered is weighed against what was written down since."""
    for kind in set(holder.characteristics.filter(kind__in=MIRRORS.values()).order_by().values_list("kind", flat=True)):
        row_of_registration(person, kind)


def _follow_what_was_changed(undoing: Undoing) -> None:
    for changed in undoing.changed:
        row = Characteristic.objects.filter(pk=changed.row.pk).first() if changed.way.model == _HISTORY else None
        if row:
            stands = row.person.characteristics.filter(kind=row.kind, ended_at=None).order_by("pk").first()
            follow_history(row.person, {row.kind: stands})


def _put_back_rows(undoing: Undoing, kept: Person, absorbed: Person, decisions: Mapping[str, str]) -> None:
    by_hand = {way.model for ways in tables().values() for way in ways if way.restore}
    for label, ways in tables().items():
        for way in ways:
            if way.restore:
                way.restore(kept, absorbed, [row for key, row in undoing.before.items() if key[0] == label])
    rest = {key: row for key, row in undoing.before.items() if key[0] not in by_hand}
    changes = {key: _change(undoing, key, row, decisions) for key, row in rest.items() if key in undoing.now}
    # First whose the rows are, then what they say: until both have their own, there is none of what may be there once.
    for is_pointer in (True, False):
        for key, change in changes.items():
            pointers = {f"{way.field}_id" for way in tables()[key[0]]}
            _write(key, {name: value for name, value in change.items() if (name in pointers) == is_pointer})
    for key, row in rest.items():
        if key not in undoing.now and (row.after is None or undoing.side_before(key) == ABSORBED):
            _insert(key, row)


def _change(undoing: Undoing, key: Key, row: KeptRow, decisions: Mapping[str, str]) -> dict[str, object]:
    if decisions.get(":".join(key)) == AS_BEFORE:
        pointers = {f"{way.field}_id" for way in tables()[key[0]]}
        back = snapshots.going_back(row.before, row.after or {}, undoing.columns[key])
        return {n: v for n, v in row.before.items() if n not in pointers} | {n: back[n] for n in pointers & set(back)}
    return snapshots.going_back(row.before, row.after or {}, undoing.columns[key])


def _write(key: Key, change: Mapping[str, object]) -> None:
    model = apps.get_model(key[0])
    values = {name: snapshots.value_of(model, name, value) for name, value in change.items() if name != "id"}
    if values:
        model._base_manager.filter(pk=key[1]).update(**values)


def _insert(key: Key, row: KeptRow) -> None:
    """A row that is gone comes back, if whom it points at is still there, or is part of another file now."""
    stored = snapshots.read(apps.get_model(key[0]), row.before)
    for field in stored._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (pk := getattr(stored, field.attname)) is not None:
            there = field.related_model._base_manager.filter(pk=pk).exists()
            now = pk if there else queries.now_in(pk) if field.related_model is Person else None
            if now is None and not field.null:
                return
            setattr(stored, field.attname, now)
    stored.save_base(raw=True, force_insert=True)


def _put_back_person(merge: Merge, kept: Person) -> None:
    before, now = merge.snapshot["kept"], snapshots.written(kept)
    back = snapshots.going_back(before, merge.snapshot["after"], now) | {name: before[name] for name in _FOLLOW}
    for name, value in back.items():
        setattr(kept, name, snapshots.value_of(Person, name, value))
    kept.save()


def _are_different(kept: Person, absorbed: Person, by: User, at: datetime) -> None:
    """Whoever separates two files has said that they are of two people: nobody is asked about them again."""
    one, other = duplicates.in_order(kept.pk, absorbed.pk)
    [match] = queries.liken(kept, [absorbed.pk])
    found = {"score": duplicates.percent(match.score), "found_by": FoundBy.HAND, "found_at": at}
    pair, _new = PossibleDuplicate.objects.get_or_create(one_id=one, other_id=other, defaults=found)
    pair.status, pair.seen = PairStatus.DIFFERENT, queries.digest_of(kept, absorbed)
    pair.decided_by, pair.decided_at, pair.promised_by, pair.due_on = by, at, None, None
    pair.save()


def _record(merge: Merge, kept: Person, absorbed: Person, undoing: Undoing, by: User, at: datetime) -> None:
    counts: dict[str, Any] = {"merge": str(merge.pk), "added": len(undoing.added), "changed": len(undoing.changed)}
    others: dict[UUID, UUID] = {kept.pk: absorbed.pk, absorbed.pk: kept.pk}
    for person in (kept, absorbed):
        other = str(others[person.pk])
        audit.record("person.unmerged", subject=person, by=by, at=at, thread=person.pk, other=other, **counts)
