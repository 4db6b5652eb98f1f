"""Batches, numbers, print files; a spoiled card is replaced, a card is revoked."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib import signing
from ayni.lib.ids import ALPHABET, public_number

from ..models import Application, Batch, Card, CardKey, CardSeries, Place, Printing
from ..queries import cards as queries
from ..rules import cards as rules
from ..rules.faces import can_be_printed
from .moving import line, locked, move

PROOF = 24
"""Letters of 5 bits: 120 random bits."""
AT_THE_WORKSHOP = {Place.NUMBERED: Place.NEVER_MADE, Place.PRINTED: Place.DESTROYED, Place.CHECKED: Place.DESTROYED}
"""What becomes of a revoked card that never left."""


@transaction.atomic
def make_batch(*, series: CardSeries, wanted: int, is_reserved: bool, office: Office, by: User, at: datetime) -> Batch:
    """Give numbers to so many approved applications, the longest decided first. `is_reserved`: those for which this
    keeper was named, apart from all others."""
    # The row of the series is held until this is done: of two batches at once each gets numbers of its own.
    series = CardSeries.objects.select_for_update().get(pk=series.pk)
    waiting = queries.to_be_made(series, by, is_reserved=is_reserved, on=localdate(at))
    rules.check_may_make(waiting=waiting.count(), wanted=wanted)
    chosen = [
        (application, face)
        for application in queries.with_holder(waiting).order_by("decided_at", "pk")[:wanted]
        if can_be_printed(face := queries.face_of(application), series.form)
    ]
    rules.check_can_be_printed(count=len(chosen))
    numbers = _numbers(series, len(chosen))
    batch = Batch.objects.create(
        number=public_number("L"), series=series, office=office, size=len(chosen), first=numbers[0], last=numbers[-1],
        made_by=by, made_at=at,
    )  # fmt: skip
    key, photos = signing_key(by=by, at=at), queries.photos_of([a.person_id for a, _face in chosen])
    cards = [
        _card(batch, application, number=number, face=face, part=index // rules.PART + 1, key=key,
              photo=photos.get(application.person_id))
        for index, ((application, face), number) in enumerate(zip(chosen, numbers, strict=True))
    ]  # fmt: skip
    Card.objects.bulk_create(cards, batch_size=500)
    line(cards, office=office, by=by, at=at)
    audit.record(
        "batch.made",
        subject=batch,
        by=by,
        at=at,
        series=series.code,
        size=batch.size,
        first=batch.first,
        last=batch.last,
    )
    return batch


def _numbers(series: CardSeries, wanted: int) -> list[str]:
    """The next numbers of a series whose row is locked."""
    first = series.last + 1
    series.last += wanted
    numbers = [rules.written_number(value, series.digits) for value in range(first, series.last + 1)]
    series.save(update_fields=["last"])
    return numbers


def _card(batch: Batch, application: Application, **fields: Any) -> Card:
    decided = application.decided_at or batch.made_at
    return Card(
        series=batch.series, proof=_proof(), since=batch.made_at, application=application, person=application.person,
        batch=batch, office=application.office, valid_from=localdate(decided), valid_to=application.expires_on,
        **fields,
    )  # fmt: skip


def _proof() -> str:
    return "".join(secrets.choice(ALPHABET) for _letter in range(PROOF)).lower()


@transaction.atomic
def print_part(*, batch: Batch, part: int, reason: str, by: User, at: datetime) -> list[Card]:
    """Say that a print file is made, and which cards are on it. Again, after a jam: those that nobody checked yet, with
    the numbers that they have."""
    batch = _locked_batch(batch)
    was_printed = batch.printings.filter(part=part).exists()
    parts = batch.cards.aggregate(most=Max("part"))["most"] or 0
    rules.check_may_print(part=part, parts=parts, was_printed=was_printed, reason=reason, first=Printing.Reason.FIRST)
    place = Place.PRINTED if was_printed else Place.NUMBERED
    cards = list(
        queries.cards_of(batch).filter(part=part, place=place).select_for_update(of=("self",)).order_by("number")
    )
    rules.check_something_to_print(count=len(cards))
    if not was_printed:
        move(cards, Place.PRINTED, office=batch.office, by=by, at=at)
    Printing.objects.create(batch=batch, part=part, reason=reason, by=by, at=at)
    audit.record("batch.printed", subject=batch, by=by, at=at, part=part, reason=reason, cards=len(cards))
    return cards


@transaction.atomic
def check_part(*, batch: Batch, part: int, by: User, at: datetime) -> int:
    """Every card of the file was looked at and is good; those that are not were replaced before. Those that are handed
    over where they are made wait for their holder from now on."""
    batch = _locked_batch(batch)
    rows = queries.cards_of(batch).filter(part=part, place=Place.PRINTED)
    cards = list(rows.select_for_update(of=("self",)).order_by("number"))
    rules.check_something_to_check(count=len(cards))
    move(cards, Place.CHECKED, office=batch.office, by=by, at=at)
    audit.record("batch.checked", subject=batch, by=by, at=at, part=part, cards=len(cards))
    return len(cards)


@transaction.atomic
def replace(*, card: Card, reason: str, by: User, at: datetime) -> Card:
    """Revoke it, unless it is, and number another one for the same application, to be printed in the next file of its
    batch."""
    series = CardSeries.objects.select_for_update().get(pk=card.series_id)
    batch = _locked_batch(card.batch)
    old = locked(card)
    if old.revoked_at is None:
        old = revoke(card=old, reason=reason, by=by, at=at)
    rules.check_may_replace(
        number=old.number, revoked_for=old.revoked_for, has_another=Card.objects.filter(replaces=old).exists()
    )
    application = queries.with_holder(Application.objects.filter(pk=old.application_id)).get()
    face = queries.face_of(application)
    rules.check_can_be_printed(count=can_be_printed(face, series.form))
    [number] = _numbers(series, 1)
    photo = queries.photos_of([application.person_id]).get(application.person_id)
    new = _card(
        batch, application, number=number, face=face, key=signing_key(by=by, at=at), part=_open_part(batch), photo=photo
    )
    new.since, new.replaces = at, old
    new.save(force_insert=True)
    line([new], office=batch.office, by=by, at=at)
    Batch.objects.filter(pk=batch.pk).update(size=F("size") + 1, last=number)
    audit.record("card.replaced", subject=old, by=by, at=at, reason=reason, new=new.pk)
    return new


def _open_part(batch: Batch) -> int:
    """The last print file if it was not made yet and holds replacements only, else one more."""
    last = batch.cards.aggregate(most=Max("part"))["most"] or 0
    rows = batch.cards.filter(part=last)
    is_open = not batch.printings.filter(part=last).exists() and not rows.filter(replaces__isnull=True).exists()
    return last if is_open and rows.count() < rules.PART else last + 1


@transaction.atomic
def revoke(*, card: Card, reason: str, by: User, at: datetime) -> Card:
    """It counts no more, wherever it is. One that never left is destroyed with it."""
    card = locked(card)
    rules.check_may_revoke(number=card.number, is_revoked=card.revoked_at is not None, reason=reason)
    card.revoked_at, card.revoked_for = at, reason
    card.save(update_fields=["revoked_at", "revoked_for"])
    if to := AT_THE_WORKSHOP.get(Place(card.place)):
        move([card], to, office=card.batch.office, by=by, at=at)
    audit.record("card.revoked", subject=card, by=by, at=at, reason=reason)
    return card


def _locked_batch(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("series", "office").get(pk=batch.pk)


def signing_key(*, by: User | str, at: datetime) -> CardKey:
    """The key that signs now; the first one is made when the first card is."""
    return CardKey.objects.filter(standing=CardKey.Standing.SIGNS).first() or rotate_card_key(by=by, at=at)


@transaction.atomic
def rotate_card_key(*, by: User | str, at: datetime) -> CardKey:
    """From now on another key signs. What the one before signed still counts."""
    last = CardKey.objects.select_for_update().order_by("-pk").first()
    CardKey.objects.filter(standing=CardKey.Standing.SIGNS).update(standing=CardKey.Standing.RETIRED, ended_at=at)
    private = signing.new_private()
    key = CardKey.objects.create(
        pk=last.pk + 1 if last else 1, public=signing.public_of(private).hex(), private=private.hex(), made_at=at
    )
    audit.record("card_key.made", subject=key, by=by, at=at)
    return key


@transaction.atomic
def withdraw_card_key(*, key: CardKey, by: User | str, at: datetime) -> CardKey:
    """Somebody else may have it: what it signed does not prove itself any more. Another one signs from now on."""
    if key.standing == CardKey.Standing.SIGNS:
        rotate_card_key(by=by, at=at)
    CardKey.objects.filter(pk=key.pk).update(standing=CardKey.Standing.WITHDRAWN, ended_at=at)
    audit.record("card_key.withdrawn", subject=key, by=by, at=at)
    return CardKey.objects.get(pk=key.pk)


@transaction.atomic
def load_series(rows: Sequence[Mapping[str, Any]]) -> int:
    """Write down which documents are printed and how; how many are new. The counter of a series that exists is left
    alone: the first number counts for a new one only."""
    kept = CardSeries.objects.in_bulk(field_name="code")
    made = 0
    for row in rows:
        fields = {name: row[name] for name in ("title", "form", "mrz_code", "issuer", "digits", "confidence")}
        series = kept.get(row["code"])
        if series is None:
            CardSeries.objects.create(code=row["code"], last=row["first"] - 1, **fields)
            made += 1
        elif any(getattr(series, name) != value for name, value in fields.items()):
            CardSeries.objects.filter(pk=series.pk).update(**fields)
    return made
