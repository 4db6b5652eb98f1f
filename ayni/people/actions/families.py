"""Verbs of family links. A link between two files is two rows, and every verb changes both at once."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import uuid7
from ayni.people import queries
from ayni.people.models import EndReason, HowKnown, Person, Relationship
from ayni.people.rules import editing, sources
from ayni.people.rules import families as rules
from ayni.people.rules.families import Born
from ayni.people.rules.registering import NewRelative

from .keeping import check_may_keep
from .parts import create_relative


@transaction.atomic
def add_relative(
    *, person: Person, relative: NewRelative, by: User, at: datetime, confirmed: bool = False
) -> Relationship:
    """Somebody of the family, or who came along. If they have a file, theirs shows this person too.

    `confirmed`: whoever asks has checked what does not go together, such as a mother younger than her child.
    """
    person, other = _locked(person, relative.relative)
    new = replace(relative, relative=other)
    rules.check_relative(is_self=person == other, says_who=_says_who(new, has_file=other is not None))
    editing.check_since(since=new.since, today=localdate(at))
    if other is None:
        rules.check_not_told(new=new, told=_told(person))
        doubts = _doubts(new, person, Born.in_year(new.birth_year), child=None, by=by)
        rules.check_doubts(doubts, confirmed=confirmed)
        added = create_relative(person, new, _noted(new, by, at))
    else:
        check_may_keep(other)
        added = _link(person, other, new, by=by, at=at, confirmed=confirmed)
    _record("relative.added", added, by, at, kind=new.kind, born_in_peru=new.born_in_peru)
    return added


@transaction.atomic
def identify_relative(
    *, relationship: Relationship, file: Person, by: User, at: datetime, confirmed: bool = False
) -> Relationship:
    """Somebody who was only mentioned has a file: this one. The link appears there too."""
    person, other = _locked(relationship.person, file)
    assert other is not None  # noqa: S101 (for the types: it was given)
    row = Relationship.objects.select_for_update(of=("self",)).get(pk=relationship.pk)
    editing.check_not_ended(has_ended=row.ended_at is not None)
    check_may_keep(other)
    rules.check_relative(is_self=person == other, says_who=True)
    hidden = row.relative_id is not None and not Person.objects.visible_to(by).filter(pk=row.relative_id).exists()
    rules.check_may_identify(has_file=row.relative_id is not None and not hidden)
    new = replace(_as_new(row), relative=other)
    if hidden:
        # To whoever may not see that file this relative has none. So what was told goes to the file that is named
        # now; the other link stays as it is, for those who may see it.
        Relationship.objects.filter(pk=row.pk).update(name="", birth_year=None, is_told=False)
        linked = _link(person, other, new, by=by, at=at, confirmed=confirmed)
    else:
        linked = _link(person, other, new, by=by, at=at, confirmed=confirmed, row=row)
    _record("relative.identified", linked, by, at, kind=linked.kind)
    return linked


@transaction.atomic
def correct_relative(
    *, relationship: Relationship, relative: NewRelative, by: User, at: datetime, confirmed: bool = False
) -> Relationship:
    """What is known now of this relative; of the file that they have, nothing is changed but the link."""
    sides = _sides(relationship)
    row, person = sides[0], sides[0].person
    file = Person.objects.visible_to(by).filter(pk=row.relative_id).first() if row.relative_id else None
    editing.check_not_ended(has_ended=row.ended_at is not None)
    rules.check_relative(is_self=False, says_who=_says_who(relative, has_file=file is not None))
    editing.check_since(since=relative.since, today=localdate(at))
    if row.relative_id and relative.kind != row.kind:
        others = _standing(person, row.relative_id).exclude(pk=row.pk)
        rules.check_not_linked(kind=relative.kind, standing=others.values_list("kind", flat=True))
    born = Born.of(file) if file else Born.in_year(relative.birth_year)
    doubts = [
        *_doubts(relative, person, born, child=file, by=by, without=row), _doubt_about_source(row, relative)
    ]  # fmt: skip
    rules.check_doubts(doubts, confirmed=confirmed)
    changed = _write(sides, relative, by, at)
    _record("relative.corrected", row, by, at, changed=changed)
    return row


@transaction.atomic
def end_relative(
    *,
    relationship: Relationship,
    reason: str = EndReason.OTHER,
    until: date | None = None,
    until_known: str = HowKnown.DAY,
    by: User,
    at: datetime,
) -> Relationship:
    """It is over, or it was a mistake. The other file is told too."""
    sides = _sides(relationship)
    row = sides[0]
    editing.check_not_ended(has_ended=row.ended_at is not None)
    editing.check_since(since=until, today=localdate(at))
    rules.check_ended_after(since=row.since, until=until)
    for side in sides:
        side.ended_at, side.end_reason, side.until, side.until_known = at, reason, until, until_known
        side.save(update_fields=["ended_at", "end_reason", "until", "until_known"])
    _record("relative.ended", row, by, at, reason_code=str(reason))
    return row


def _link(
    person: Person,
    other: Person,
    new: NewRelative,
    *,
    by: User,
    at: datetime,
    confirmed: bool,
    row: Relationship | None = None,
) -> Relationship:
    """Both rows of a link; `row`, where this file had one already."""
    standing = _standing(person, other.pk).values_list("kind", flat=True)
    rules.check_not_linked(kind=new.kind, standing=standing)
    rules.check_doubts(_doubts(new, person, Born.of(other), child=other, by=by), confirmed=confirmed)
    link = uuid7()
    if row is None:
        row = create_relative(person, new, _noted(new, by, at), link)
    else:
        row.relative, row.link = other, link
        row.save(update_fields=["relative", "link"])
    back = NewRelative(
        kind=rules.inverse(new.kind, person.sex.code),
        lives_together=new.lives_together,
        relative=person,
        since=new.since,
        since_known=new.since_known,
    )
    create_relative(other, back, _noted(new, by, at), link)
    return row


def _write(sides: list[Relationship], new: NewRelative, by: User, at: datetime) -> list[str]:
    """The names of the columns that changed."""
    row = sides[0]
    own = {"name": new.name, "birth_year": new.birth_year, "born_in_peru": new.born_in_peru}
    own["is_told"] = row.is_told or bool(new.name or new.birth_year)
    both = {"lives_together": new.lives_together, "since": new.since, "since_known": new.since_known}
    both |= asdict(new.source or sources.Provenance())
    values = {"kind": new.kind, **own, **both}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for side in sides:
        written = values if side is row else dict(both)
        if side is not row and new.kind != row.kind:
            written["kind"] = rules.inverse(new.kind, row.person.sex.code)
        Relationship.objects.filter(pk=side.pk).update(**written, recorded_by=by, recorded_at=at)
    row.refresh_from_db()
    return sorted(changed)


def _as_new(row: Relationship) -> NewRelative:
    return NewRelative(
        kind=row.kind,
        name=row.name,
        birth_year=row.birth_year,
        born_in_peru=row.born_in_peru,
        lives_together=row.lives_together,
        since=row.since,
        since_known=row.since_known,
        source=sources.Provenance(row.source, row.confidence, row.reference),
    )


def _noted(new: NewRelative, by: User, at: datetime) -> sources.Noted:
    return sources.Noted(by, at, new.source or sources.Provenance())


def _says_who(new: NewRelative, *, has_file: bool) -> bool:
    return bool(new.name or new.birth_year or new.born_in_peru or has_file)


def _told(person: Person) -> list[tuple[str, str, int | None]]:
    rows = person.relationships.filter(is_told=True, ended_at__isnull=True).order_by("pk")
    return [(row.kind, row.name, row.birth_year) for row in rows]


def _standing(person: Person, other: UUID) -> Any:
    return person.relationships.filter(relative=other, ended_at__isnull=True)


def _doubts(
    new: NewRelative, person: Person, born: Born, *, child: Person | None, by: User, without: Relationship | None = None
) -> Iterable[str]:
    """What does not go together, of what this user may know. `child`: of whom somebody becomes guardian, if not of
    the person."""
    yield rules.doubt_about_ages(kind=new.kind, person=Born.of(person), relative=born)
    ward = person if new.kind == rules.Kind.GUARDIAN else child
    if ward is not None and new.kind in {rules.Kind.GUARDIAN, rules.Kind.WARD}:
        link = without.link if without else None
        others = [
            kin.relationship for kin in queries.family(ward, by)
            if kin.stands and kin.relationship.kind == rules.Kind.GUARDIAN and kin.relationship.lives_together
            and kin.relationship != without and (link is None or kin.relationship.link != link)
        ]  # fmt: skip
        yield rules.doubt_about_guardians(kind=new.kind, lives_together=new.lives_together, others=len(others))


def _doubt_about_source(row: Relationship, new: NewRelative) -> str:
    try:
        said = new.source or sources.Provenance()
        sources.check_may_overwrite(
            new=(said.source, said.confidence), standing=(row.source, row.confidence), confirmed=False
        )
    except sources.WeakerSource as weaker:
        return str(weaker)
    return ""


def _locked(person: Person, other: Person | None) -> tuple[Person, Person | None]:
    """Both under a lock, always in the same order, so that two colleagues who link the two at once do not wait for
    each other for ever. Raises CannotKeep if nothing may be added to the file of `person`."""
    ids = {person.pk, other.pk} if other else {person.pk}
    people = Person.objects.select_for_update(of=("self",)).select_related("sex").filter(pk__in=ids).order_by("pk")
    found = {one.pk: one for one in people}
    check_may_keep(found[person.pk])
    return found[person.pk], found[other.pk] if other else None


def _sides(relationship: Relationship) -> list[Relationship]:
    """The rows of a link under a lock, this one first."""
    _locked(relationship.person, relationship.relative)
    rows = Relationship.objects.select_for_update(of=("self",)).select_related("person__sex")
    row = rows.get(pk=relationship.pk)
    if row.link is None:
        return [row]
    return [row, *rows.filter(link=row.link).exclude(pk=row.pk).order_by("pk")]


def _record(verb: str, row: Relationship, by: User, at: datetime, **details: Any) -> None:
    # A link that shows only to whoever may see both files is in neither's thread: whoever reads the thread of one would
    # learn that there is the other. That somebody who was told of has a file is such a thing too.
    in_thread = row.is_told and verb != "relative.identified"
    audit.record(verb, subject=row, by=by, at=at, thread=row.person_id if in_thread else None, **details)
