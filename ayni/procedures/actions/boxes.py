"""Boxes are filled, counted, sent, opened, counted again, emptied card by card."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib.ids import public_number

from ..models import AlertKind, Box, BoxCount, BoxState, Card, CardAlert, Place
from ..queries import cards as queries
from ..rules import custody as rules
from ..rules.cards import check_move
from .card_alerts import raise_alert
from .deliveries import tell_holder
from .moving import locked, move


@transaction.atomic
def begin_box(*, origin: Office, destination: Office, is_return: bool, by: User, at: datetime) -> Box:
    rules.check_goes_somewhere(origin=origin.pk, destination=destination.pk)
    rules.check_is_at_origin(reaches=queries.reaches(by, origin))
    box = Box.objects.create(
        number=public_number("B"), origin=origin, destination=destination, is_return=is_return, since=at, made_by=by,
        made_at=at,
    )  # fmt: skip
    audit.record("box.begun", subject=box, by=by, at=at, to=destination.code, is_return=is_return)
    return box


@transaction.atomic
def pack_card(*, box: Box, card: Card, by: User, at: datetime) -> Card:
    """A card goes into the box."""
    box, card = _locked(box, by, BoxState.OPEN), locked(card)
    rules.check_into_box(
        number=card.number, place=card.place, is_return=box.is_return, is_revoked=card.revoked_at is not None,
        in_it=box.cards.count(),
    )  # fmt: skip
    rules.check_is_for(
        number=card.number, office=card.office_id, destination=box.destination_id, is_return=box.is_return
    )
    rules.check_is_here(number=card.number, here=box.origin_id, at=_lies_at(card))
    move([card], Place.BOXED, office=box.origin, by=by, at=at, box=box)
    return card


def _lies_at(card: Card) -> int:
    """The office at which a card that is in no box lies."""
    last = card.moves.order_by("-at", "-pk").values_list("office_id", flat=True).first()
    return last if last is not None else card.batch.office_id


@transaction.atomic
def take_out(*, box: Box, card: Card, by: User, at: datetime) -> Card:
    """A card comes out of a box that is still open."""
    box, card = _locked(box, by, BoxState.OPEN), locked(card)
    rules.check_is_in(number=card.number, is_in=card.box_id == box.pk)
    to = Place.READY if box.is_return else Place.CHECKED
    move([card], to, office=box.origin, by=by, at=at)
    return card


@transaction.atomic
def close_box(*, box: Box, counted: int, by: User, at: datetime) -> BoxCount:
    """Counted by hand against its list. It is closed only if both agree; that they did not is kept and told."""
    box = _locked(box, by, BoxState.OPEN)
    listed = queries.listed_in(box).count()
    rules.check_not_empty(listed=listed)
    rules.check_no_revoked(numbers=_revoked_in(box))
    count = BoxCount.objects.create(
        box=box, moment=BoxCount.Moment.PACKED, listed=listed, counted=counted, by=by, at=at
    )
    if counted != listed:
        raise_alert(AlertKind.COUNT_DIFFERS, box=box, office=box.origin, at=at)
    else:
        # Both are at hand here: a count that fits is the explanation of the one that did not.
        differed = CardAlert.objects.filter(box=box, kind=AlertKind.COUNT_DIFFERS, settled_at__isnull=True)
        differed.update(settled_at=at, settled_by=by)
        _to(box, BoxState.PACKED, at)
    audit.record("box.counted", subject=box, by=by, at=at, moment=count.moment, listed=listed, counted=counted)
    return count


@transaction.atomic
def reopen_box(*, box: Box, by: User, at: datetime) -> Box:
    box = _locked(box, by, BoxState.PACKED)
    audit.record("box.reopened", subject=box, by=by, at=at)
    return _to(box, BoxState.OPEN, at)


@transaction.atomic
def send_box(*, box: Box, by: User, at: datetime) -> Box:
    box = _locked(box, by, BoxState.PACKED)
    rules.check_no_revoked(numbers=_revoked_in(box))
    cards = list(queries.listed_in(box).select_for_update(of=("self",)))
    move(cards, Place.SENT, office=box.origin, by=by, at=at, box=box)
    audit.record("box.sent", subject=box, by=by, at=at, to=box.destination.code, cards=len(cards))
    return _to(box, BoxState.SENT, at)


@transaction.atomic
def open_box(*, box: Box, counted: int, by: User, at: datetime) -> BoxCount:
    """A box arrived and was opened: how many cards lie in it, before any is scanned."""
    box = _at_destination(box, by)
    rules.check_not_opened(is_opened=_is_opened(box))
    listed = queries.listed_in(box).count()
    count = BoxCount.objects.create(
        box=box, moment=BoxCount.Moment.RECEIVED, listed=listed, counted=counted, by=by, at=at
    )
    if counted != listed:
        raise_alert(AlertKind.COUNT_DIFFERS, box=box, office=box.destination, at=at)
    CardAlert.objects.filter(box=box, kind=AlertKind.BOX_LATE, settled_at__isnull=True).update(
        settled_at=at, settled_by=by
    )
    audit.record("box.counted", subject=box, by=by, at=at, moment=count.moment, listed=listed, counted=counted)
    return count


@transaction.atomic
def receive_card(*, box: Box, card: Card, by: User, at: datetime) -> Card:
    """A card came out of a box that was opened. One that is revoked is put aside; one that is not on the list of this
    box is told of, and received if it belongs here."""
    box, card = _at_destination(box, by), locked(card)
    rules.check_opened(is_opened=_is_opened(box))
    is_listed = card.box_id == box.pk
    rules.check_not_received(number=card.number, place=card.place)
    to = Place.RETURNED if box.is_return or card.revoked_at else Place.READY
    if not is_listed:
        raise_alert(AlertKind.STRANGE_CARD, box=box, card=card, office=box.destination, at=at)
        if card.office_id != box.destination_id or card.place not in {Place.SENT, Place.LOST}:
            # It lies here and has no business here: what becomes of it, somebody decides.
            return card
    check_move(number=card.number, place=card.place, to=to)
    move([card], to, office=box.destination, by=by, at=at, box=box)
    if to == Place.READY:
        tell_holder(card, at=at)
    return card


@transaction.atomic
def close_receipt(*, box: Box, by: User, at: datetime) -> list[Card]:
    """All that lay in the box was scanned. What was sent in it and did not come out is nowhere."""
    box = _at_destination(box, by)
    rules.check_opened(is_opened=_is_opened(box))
    missing = list(queries.listed_in(box).order_by("number"))
    _to(box, BoxState.RECEIVED, at)
    for card in missing:
        raise_alert(AlertKind.NOWHERE, card=card, office=box.destination, at=at)
    audit.record("box.received", subject=box, by=by, at=at, missing=len(missing))
    return missing


@transaction.atomic
def unpack_box(*, box: Box, by: User, at: datetime) -> Box:
    """It does not travel: everything in it goes back to where it lay."""
    box = _locked(box, by, BoxState.OPEN)
    cards = list(queries.listed_in(box).select_for_update(of=("self",)))
    if cards:
        move(cards, Place.READY if box.is_return else Place.CHECKED, office=box.origin, by=by, at=at)
    audit.record("box.unpacked", subject=box, by=by, at=at, cards=len(cards))
    return _to(box, BoxState.UNPACKED, at)


def _locked(box: Box, by: User, state: BoxState) -> Box:
    """Read again under a lock, at the office that fills it."""
    box = _reread(box)
    rules.check_is_at_origin(reaches=queries.reaches(by, box.origin))
    rules.check_box_is(number=box.number, state=box.state, wanted=state)
    return box


def _at_destination(box: Box, by: User) -> Box:
    box = _reread(box)
    rules.check_is_at_destination(reaches=queries.reaches(by, box.destination))
    rules.check_box_is(number=box.number, state=box.state, wanted=BoxState.SENT)
    return box


def _reread(box: Box) -> Box:
    return Box.objects.select_for_update(of=("self",)).select_related("origin", "destination").get(pk=box.pk)


def _is_opened(box: Box) -> bool:
    return box.counts.filter(moment=BoxCount.Moment.RECEIVED).exists()


def _revoked_in(box: Box) -> list[str]:
    if box.is_return:
        return []
    rows = queries.listed_in(box).filter(revoked_at__isnull=False)
    return list(rows.order_by("number").values_list("number", flat=True))


def _to(box: Box, state: BoxState, at: datetime) -> Box:
    rules.check_box(state=box.state, to=state)
    box.state, box.since = state, at
    box.save(update_fields=["state", "since"])
    return box
