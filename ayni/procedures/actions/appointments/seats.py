"""Seats are taken and given back here and nowhere else.

Whoever takes one locks a free row that nobody else has locked (`SKIP LOCKED`), so that a crowd after one hour does not
queue behind one another: each looks at another seat. The update then says once more that it was free, which on SQLite,
where there is one writer at a time, is all that is needed. And should all this be wrong one day, the database refuses:
a seat has one living appointment (`a_seat_is_one_persons`) and one offer.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ...models import Hold, Seat, Slot, WaitState
from ...queries import appointments as queries
from ...rules import booking as rules
from . import messages


def check_free(slot: Slot, *, who: str, group: str, at: datetime) -> None:
    """Whether it is worth trying: a question, which keeps nobody waiting; only `take` knows. What lapsed, or is held by
    the same person, may still be had."""
    if slot.is_closed or slot.starts_at <= at:
        return
    if queries.free_seats(slot, group=group, at=at).exists():
        return
    held = Hold.objects.filter(seat__slot=slot, became=None)
    if not held.filter(Q(ends_at__lte=at) | Q(who=who)).exists():
        raise rules.no_seat()


@transaction.atomic
def take(slot: Slot, *, group: str, at: datetime) -> Seat:
    """One person's place at this hour. Raises `SlotIsFull` if there is none."""
    seat = _take(slot, group=group, at=at)
    if seat is None and give_back_lapsed(slot, at=at):
        seat = _take(slot, group=group, at=at)
    if seat is None:
        raise rules.no_seat()
    return seat


def _take(slot: Slot, *, group: str, at: datetime) -> Seat | None:
    free = queries.free_seats(slot, group=group, at=at).select_for_update(of=("self",), skip_locked=True)
    seat = free.first()
    if seat is None or not Seat.objects.filter(pk=seat.pk, is_free=True).update(is_free=False):
        return None
    seat.is_free, seat.slot = False, slot
    return seat


def give_back_lapsed(slot: Slot, *, at: datetime) -> int:
    """Seats of this hour whose holders let their ten minutes pass."""
    holds = Hold.objects.filter(seat__slot=slot, became=None, ends_at__lte=at)
    lapsed = list(holds.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for hold in lapsed:
        let_go(hold, at=at)
    return len(lapsed)


def let_go(hold: Hold, *, at: datetime) -> None:
    """Of a locked hold."""
    seat, hold.seat = hold.seat, None
    hold.save(update_fields=["seat"])
    if seat is not None:
        give_back(seat, at=at)


def give_back(seat: Seat, *, at: datetime) -> bool:
    """To whoever waits for it, or to everybody. It is never free in between: nobody is quicker than the list. Says
    whether somebody was offered it."""
    slot = seat.slot
    answer_by = None if slot.is_closed else rules.answer_by(starts_at=slot.starts_at, at=at)
    if answer_by is not None:
        waiting = queries.next_waiting(seat, at).select_for_update(of=("self",), skip_locked=True).first()
        if waiting is not None:
            waiting.state, waiting.seat, waiting.answer_by = WaitState.OFFERED, seat, answer_by
            waiting.offers += 1
            waiting.save(update_fields=["state", "seat", "answer_by", "offers"])
            messages.offered(waiting, starts_at=slot.starts_at, answer_by=answer_by, at=at)
            return True
    Seat.objects.filter(pk=seat.pk).update(is_free=True)
    return False
