"""How rows of two files come to stand in one: what may be there once only is ended, or taken out, before they move.

Nothing is lost by it: the snapshot of the merge has every row as it was. Called with (kept, absorbed, at), for a merge;
and when one is undone, for what was added meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from ayni.people import queries
from ayni.people.hooks import KeptRow
from ayni.people.models import (
    ONE_AT_A_TIME,
    Characteristic,
    Consent,
    ContactPoint,
    Draft,
    IdentityChange,
    IdentityDocument,
    MigratorySituation,
    Nationality,
    Person,
    PossibleDuplicate,
    Residence,
    Sourced,
)
from ayni.people.rules import duplicates as rules
from ayni.people.rules import snapshots
from ayni.people.rules.characteristics import KINDS, MIRRORS
from ayni.people.rules.documents import NONE, compared
from ayni.people.rules.sources import strength

_UNKNOWN = "XXX"


def settle_nationalities(kept: Person, absorbed: Person, at: datetime) -> None:
    """Each is listed once, from its stronger source, and those of the kept file first; that it is not known is no
    nationality beside another."""
    rows = [
        row
        for person in (kept, absorbed)
        for row in person.nationalities.filter(ended_at=None).select_related("country").order_by("order", "pk")
    ]
    known = [row for row in rows if row.country.code != _UNKNOWN] or rows
    best: dict[int, Nationality] = {}
    for row in known:
        stands = best.setdefault(row.country_id, row)
        if _weight(row) > _weight(stands):
            best[row.country_id] = row
    listed = [row.pk for row in best.values()]
    Nationality.objects.filter(pk__in=[row.pk for row in rows]).exclude(pk__in=listed).delete()
    for order, pk in enumerate(listed, 1):
        Nationality.objects.filter(pk=pk).exclude(order=order).update(order=order)


def settle_characteristics(kept: Person, absorbed: Person, at: datetime) -> None:
    """Of what can be said once, the stronger source stands, and of equals what was recorded last. The other one is
    ended, and stays in the history."""
    rows = Characteristic.objects.filter(person__in=[kept, absorbed], ended_at=None, kind__in=ONE_AT_A_TIME)
    last_first = rows.order_by(F("recorded_at").desc(nulls_last=True), "-pk")
    stands: dict[str, Characteristic] = {}
    for row in sorted(last_first, key=_weight, reverse=True):
        if stands.setdefault(row.kind, row) != row:
            Characteristic.objects.filter(pk=row.pk).update(ended_at=at)
    kinds = set(absorbed.characteristics.order_by().values_list("kind", flat=True))
    follow_history(kept, {kind: stands.get(kind) for kind in kinds})


def follow_history(person: Person, stands: Mapping[str, Characteristic | None]) -> None:
    """The columns that are the present value of a history say what stands in it."""
    mirrors = {KINDS[kind].mirror: row for kind, row in stands.items() if KINDS[kind].mirror}
    for mirror, row in mirrors.items():
        codes = KINDS[MIRRORS[mirror]].codes._default_manager.order_by("-version")
        setattr(person, mirror, codes.filter(code=row.code).first() if row else None)
    if mirrors:
        person.save(update_fields=list(mirrors))


def settle_identity_changes(kept: Person, absorbed: Person, at: datetime) -> None:
    """What was corrected in the absorbed file is of no column of the kept one: the history would take it for a former
    name of theirs. What that file said in the end is kept as another identity."""
    IdentityChange.objects.filter(person=absorbed).update(columns=[])


def settle_documents(kept: Person, absorbed: Person, at: datetime) -> None:
    """The same document in both files stands once: the one whose original was seen."""
    standing = IdentityDocument.objects.filter(person__in=[kept, absorbed], ended_at__isnull=True)
    rows = sorted(
        standing.select_related("type").order_by("pk"), key=lambda row: (not row.is_verified, row.person_id != kept.pk)
    )
    has_one = any(row.type.code != NONE for row in rows)
    listed: set[tuple[int, str]] = set()
    for row in rows:
        key = (row.type_id, compared(row.number))
        is_none = row.type.code == NONE
        again = key in listed and (is_none or bool(key[1]))
        if again or (is_none and has_one):
            IdentityDocument.objects.filter(pk=row.pk).update(ended_at=at)
        listed.add(key)


def settle_contacts(kept: Person, absorbed: Person, at: datetime) -> None:
    """The same way to reach somebody stands once: the one with more care, such as "do not call". Where each asks for a
    care of its own, both stay."""
    rows = ContactPoint.objects.filter(person__in=[kept, absorbed], ended_at__isnull=True).order_by("pk")
    standing: list[ContactPoint] = []
    for row in sorted(rows, key=lambda row: (-len(_cares(row)), row.person_id != kept.pk, row.pk)):
        if any(_is_same_way(row, other) and _cares(row) <= _cares(other) for other in standing):
            ContactPoint.objects.filter(pk=row.pk).update(ended_at=at)
        else:
            standing.append(row)


def _is_same_way(row: ContactPoint, other: ContactPoint) -> bool:
    return bool(row.value) and (row.kind, row.value) == (other.kind, other.value)


def _cares(row: ContactPoint) -> set[str]:
    asked = {"unsafe": not row.is_safe, "no call": not row.may_call, "no content": not row.may_leave_content}
    return {care for care, is_asked in asked.items() if is_asked} | ({row.instructions} - {""})


def settle_situations(kept: Person, absorbed: Person, at: datetime) -> None:
    """One is current: what was recorded last."""
    current = MigratorySituation.objects.filter(person__in=[kept, absorbed], is_current=True)
    rows = list(current.order_by(F("recorded_at").asc(nulls_first=True), "pk"))
    for row in rows[:-1]:
        until = row.until or rows[-1].since or localdate(rows[-1].recorded_at or at)
        MigratorySituation.objects.filter(pk=row.pk).update(is_current=False, until=until, ended_at=at)


def settle_residences(kept: Person, absorbed: Person, at: datetime) -> None:
    """The person lives in one place now: where they moved last."""
    lives = Residence.objects.filter(person__in=[kept, absorbed], ended_at=None)
    rows = list(lives.order_by("since", "pk"))
    for row in rows[:-1]:
        Residence.objects.filter(pk=row.pk).update(until=row.until or rows[-1].since, ended_at=at)
    says_nothing = not (rows or kept.district_id or kept.in_transit)
    if says_nothing or (rows and rows[-1].person_id == absorbed.pk):
        kept.district_id, kept.in_transit = absorbed.district_id, absorbed.in_transit
        kept.save(update_fields=["district", "in_transit"])


def settle_consents(kept: Person, absorbed: Person, at: datetime) -> None:
    """One stands for each purpose and institution: what was said last. Nothing is withdrawn by it: what rests on the
    other one, such as a referral, goes on, and ends when the one that stands is withdrawn."""
    standing = Consent.objects.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)
    last: dict[tuple[str, int | None], UUID] = {}
    for row in standing.filter(person__in=[kept, absorbed]).order_by("-given_at", "-pk"):
        stands = last.setdefault((row.purpose, row.organisation_id), row.pk)
        if stands != row.pk:
            Consent.objects.filter(pk=row.pk).update(superseded_by=stands)


def settle_drafts(kept: Person, absorbed: Person, at: datetime) -> None:
    """Of one registration at most it is remembered that it became this person."""
    if Draft.objects.filter(person=kept).exists():
        Draft.objects.filter(person=absorbed).delete()


def settle_pairs(kept: Person, absorbed: Person, at: datetime) -> None:
    """Whoever was compared with the absorbed file is compared with the kept one."""
    for pair in _pairs(absorbed):
        other = pair.other_id if pair.one_id == absorbed.pk else pair.one_id
        if other == kept.pk or queries.pair_of(kept.pk, other):
            pair.delete()
        else:
            _place(pair.pk, kept.pk, other)


def restore_pairs(kept: Person, absorbed: Person, rows: Sequence[KeptRow]) -> None:
    for row in rows:
        both = {UUID(row.before["one_id"]), UUID(row.before["other_id"])}
        if absorbed.pk not in both:
            continue
        [other] = both - {absorbed.pk}
        now = other if Person.objects.filter(pk=other).exists() else queries.now_in(other)
        if now is None or now == absorbed.pk or queries.pair_of(absorbed.pk, now):
            continue
        stored: Any = PossibleDuplicate.objects.filter(pk=row.before["id"]).first()
        if stored is None:
            stored = snapshots.read(PossibleDuplicate, row.before)
            stored.one_id, stored.other_id = rules.in_order(absorbed.pk, now)
            stored.save(force_insert=True)
        elif kept.pk in (stored.one_id, stored.other_id):
            _place(stored.pk, absorbed.pk, now)


def _weight(row: Sourced) -> tuple[int, int]:
    return strength(row.source, row.confidence)


def _pairs(person: Person) -> list[PossibleDuplicate]:
    as_one, as_other = PossibleDuplicate.objects.filter(one=person), PossibleDuplicate.objects.filter(other=person)
    return list((as_one | as_other).order_by("pk"))


def _place(pair: UUID, person: UUID, other: UUID) -> None:
    first, second = rules.in_order(person, other)
    PossibleDuplicate.objects.filter(pk=pair).update(one=first, other=second)
