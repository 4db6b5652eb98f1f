"""Verbs that write characteristics. The value before stays, with until when it was so."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.people.models import Characteristic, Person
from ayni.people.queries.histories import provenance_of, times_of
from ayni.people.rules import characteristics as rules
from ayni.people.rules import editing, histories, sources
from ayni.people.rules.characteristics import KINDS, NewCharacteristic
from ayni.people.rules.sources import SAID, Noted, Told

from .keeping import held_open


@transaction.atomic
def record_characteristic(
    *, person: Person, new: NewCharacteristic, told: Told = SAID, by: User, at: datetime
) -> Characteristic:
    """Write one down. Of a kind that has one value at a time, the new one ends the one before."""
    person = held_open(person)
    entries = {entry.code: entry for entry in codelists.current(KINDS[new.kind].codes)}
    rules.check_says_something(new=new, codes=entries.keys())
    histories.check_days(since=new.since, until=new.until, today=localdate(at))
    noted = Noted(by, at, told.provenance)
    standing = _standing(person, new)
    if standing and not new.until and (standing.code, standing.sealed) == new.said:
        return _confirm(standing, person, noted)
    written = _write(person, new, noted, standing, told)
    if KINDS[new.kind].mirror and new.until is None:
        setattr(person, KINDS[new.kind].mirror, entries[new.code])
        person.save(update_fields=[KINDS[new.kind].mirror])
    _record("characteristic.recorded", written, by, at, replaced=bool(standing) and new.until is None)
    return written


def create_characteristics(person: Person, news: Iterable[NewCharacteristic], noted: Noted) -> None:
    """As they are first written, for a file that has none of these kinds yet."""
    rows = []
    for new in news:
        rules.check_says_something(new=new, codes=set(_codes(new.kind)))
        histories.check_days(since=new.since, until=new.until, today=localdate(noted.at))
        rows.append(_row(person, new, noted))
    Characteristic.objects.bulk_create(rows)


def _codes(kind: str) -> Iterable[str]:
    return codelists.current(KINDS[kind].codes).values_list("code", flat=True)


def _row(person: Person, new: NewCharacteristic, noted: Noted) -> Characteristic:
    return Characteristic(
        person=person,
        kind=new.kind,
        code=new.code,
        sealed=new.answers,
        since=new.since,
        until=new.until,
        ended_at=noted.at if new.until else None,
        **noted.columns,
    )


@transaction.atomic
def end_characteristic(
    *, characteristic: Characteristic, until: date | None, is_mistake: bool, by: User, at: datetime
) -> Characteristic:
    """It is so no more, since a day; or it never was."""
    person = held_open(characteristic.person)
    row = Characteristic.objects.select_for_update(of=("self",)).get(pk=characteristic.pk)
    editing.check_not_ended(has_ended=row.ended_at is not None)
    rules.check_may_end(kind=row.kind, is_mistake=is_mistake)
    histories.check_days(since=times_of(row).begins, until=until, today=localdate(at))
    _close(row, until or localdate(at), at, is_mistake=is_mistake)
    if mirror := KINDS[row.kind].mirror:
        setattr(person, mirror, None)
        person.save(update_fields=[mirror])
    _record("characteristic.ended", row, by, at, mistake=is_mistake)
    return row


def write_mirrored(person: Person, kind: str, code: str | None, noted: Noted, told: Told) -> None:
    """Language and education, from the form of who somebody is. `person` still has the value before."""
    new = NewCharacteristic(kind, code or "")
    standing = _standing(person, new)
    if code is not None:
        _write(person, new, noted, standing, told)
    elif standing:
        told.check_over(standing.source, standing.confidence)
        _close(standing, localdate(noted.at), noted.at)


def _standing(person: Person, new: NewCharacteristic) -> Characteristic | None:
    """What the file says now, which the new value would take the place of; or the very same, of a kind with many."""
    stand = person.characteristics.select_for_update(of=("self",)).filter(kind=new.kind, ended_at=None)
    if KINDS[new.kind].event:
        return stand.filter(code=new.code, since=new.since).order_by("pk").first()
    if not new.is_single:
        return stand.filter(code=new.code).order_by("pk").first()
    return stand.order_by("pk").first() or row_of_registration(person, new.kind)


def row_of_registration(person: Person, kind: str) -> Characteristic | None:
    """What the person said of themselves when they were registered is a row of its own from the first change on."""
    mirror = KINDS[kind].mirror
    entry = getattr(person, mirror) if mirror else None
    if entry is None or person.characteristics.filter(kind=kind).exists():
        return None
    noted = Noted(person.registered_by, person.registered_at, provenance_of(person, mirror))
    return Characteristic.objects.create(person=person, kind=kind, code=entry.code, **noted.columns)


def _confirm(standing: Characteristic, person: Person, noted: Noted) -> Characteristic:
    """The same value from a stronger source: it stands, and is surer from now on."""
    weaker = sources.is_weaker((standing.source, standing.confidence), noted.provenance.weight)
    histories.check_not_the_same(same=True, is_surer=weaker)
    since, code, sealed = standing.since, standing.code, standing.sealed
    _close(standing, times_of(standing).begins, noted.at)
    row = Characteristic.objects.create(
        person=person, kind=standing.kind, code=code, sealed=sealed, since=since or times_of(standing).begins,
        **noted.columns,
    )  # fmt: skip
    _record("characteristic.confirmed", row, noted.by, noted.at)
    return row


def _write(
    person: Person, new: NewCharacteristic, noted: Noted, standing: Characteristic | None, told: Told
) -> Characteristic:
    begins = new.since or localdate(noted.at)
    replaced = standing if standing and new.is_single and new.until is None else None
    if replaced:
        told.check_over(replaced.source, replaced.confidence)
        if not new.instead:
            histories.check_follows(begins=begins, stands_since=replaced.since)
        _close(replaced, begins, noted.at, is_mistake=new.instead)
    if new.is_single:
        others = [times_of(row) for row in person.characteristics.filter(kind=new.kind)]
        histories.check_apart(begins=begins, ends=new.until, others=others)
    written = _row(person, new, noted)
    written.save()
    return written


def _close(row: Characteristic, until: date, at: datetime, *, is_mistake: bool = False) -> None:
    row.until, row.ended_at, row.is_mistake = until, at, is_mistake
    row.save(update_fields=["until", "ended_at", "is_mistake"])


def _record(verb: str, row: Characteristic, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=row, by=by, at=at, thread=row.person_id, kind=row.kind, source=row.source, **details)
