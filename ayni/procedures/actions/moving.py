"""One way for a card to come somewhere else: the state, and the line of its chain of custody."""

from collections.abc import Sequence
from datetime import datetime

from ayni.access.models import Office, User

from ..models import AlertKind, Box, Card, CardAlert, Move, Place
from ..rules import cards as rules

NOBODY_MISSES = frozenset({Place.READY, Place.RETURNED, Place.HANDED_OVER, Place.DESTROYED, Place.BOXED})


def locked(card: Card) -> Card:
    """Read again under a lock, so that of two scanners only one moves it."""
    rows = Card.objects.select_for_update(of=("self",)).select_related("series", "office", "batch__office", "person")
    return rows.get(pk=card.pk)


def move(
    cards: Sequence[Card], to: Place, *, office: Office, by: User | None, at: datetime, box: Box | None = None
) -> None:
    """Put them there. `box`: the one that it went into, or came out of. They are locked already."""
    for card in cards:
        rules.check_move(number=card.number, place=card.place, to=to)
        card.place, card.since = to, at
        card.box = box if to in {Place.BOXED, Place.SENT} else None
    Card.objects.bulk_update(cards, ["place", "since", "box"], batch_size=500)
    line(cards, office=office, by=by, at=at, box=box)
    if to in NOBODY_MISSES:
        missed = CardAlert.objects.filter(card__in=cards, kind=AlertKind.NOWHERE, settled_at__isnull=True)
        missed.update(settled_at=at, settled_by=by)


def line(cards: Sequence[Card], *, office: Office, by: User | None, at: datetime, box: Box | None = None) -> None:
    lines = [Move(card=card, place=card.place, office=office, box=box, by=by, at=at) for card in cards]
    Move.objects.bulk_create(lines, batch_size=1_000)
