"""Boxes, counts, alerts, powers of attorney: what is allowed, and within which time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import BoxState, IdentityCheck, Place, WhyUnscanned
from .cards import CannotHandOver, CannotMoveCard

NEXT_OF_BOX: Mapping[str, frozenset[str]] = {
    BoxState.OPEN: frozenset({BoxState.PACKED, BoxState.UNPACKED}),
    BoxState.PACKED: frozenset({BoxState.SENT, BoxState.OPEN}),
    BoxState.SENT: frozenset({BoxState.RECEIVED}),
    BoxState.RECEIVED: frozenset(),
    BoxState.UNPACKED: frozenset(),
}

ARRIVES_WITHIN = timedelta(days=7)
"""A box that was sent longer ago, and was not received, is late."""
MOST_IN_A_BOX = 500
LONGEST_POWER = timedelta(days=2 * 366)

GOES_INTO = {False: frozenset({Place.CHECKED}), True: frozenset({Place.READY, Place.RETURNED})}
"""By whether the box brings back: where a card comes from that is packed."""


class CannotBox(RuleBroken):
    pass


def check_box(*, state: str, to: str) -> None:
    if to not in NEXT_OF_BOX[state]:
        raise CannotBox(
            _("This box is “%(state)s”: it cannot become “%(to)s”.")
            % {"state": BoxState(state).label, "to": BoxState(to).label}
        )


def check_into_box(*, number: str, place: str, is_return: bool, is_revoked: bool, in_it: int) -> None:
    if place == Place.BOXED:
        raise CannotBox(_("Card %(number)s is in a box already.") % {"number": number})
    if place not in GOES_INTO[is_return]:
        raise CannotBox(
            _("Card %(number)s is “%(place)s”: it does not go into this box.")
            % {"number": number, "place": Place(place).label}
        )
    if is_revoked and not is_return:
        raise CannotBox(_("Card %(number)s is revoked: destroy it.") % {"number": number})
    if in_it >= MOST_IN_A_BOX:
        raise CannotBox(_("A box holds %(most)s cards. Begin another one.") % {"most": MOST_IN_A_BOX})


def check_is_for(*, number: str, office: int, destination: int, is_return: bool) -> None:
    if office != destination and not is_return:
        raise CannotBox(_("Card %(number)s is for another office than this box.") % {"number": number})


def check_goes_somewhere(*, origin: int, destination: int) -> None:
    if origin == destination:
        raise CannotBox(_("What is handed over at this office needs no box. Choose another office."))


def check_box_is(*, number: str, state: str, wanted: str) -> None:
    if state != wanted:
        raise CannotBox(
            _("Box %(number)s is “%(state)s”: this is done while it is “%(wanted)s”.")
            % {"number": number, "state": BoxState(state).label, "wanted": BoxState(wanted).label}
        )


def check_is_here(*, number: str, here: int, at: int) -> None:
    if here != at:
        raise CannotBox(_("Card %(number)s lies at another office. Find out how it came here.") % {"number": number})


def check_is_in(*, number: str, is_in: bool) -> None:
    if not is_in:
        raise CannotBox(_("Card %(number)s is not in this box.") % {"number": number})


def check_not_empty(*, listed: int) -> None:
    if not listed:
        raise CannotBox(_("The box is empty. Scan the cards into it first."))


def check_no_revoked(*, numbers: Sequence[str]) -> None:
    if numbers:
        raise CannotBox(
            _("Cards in this box were revoked since: %(numbers)s. Take them out and destroy them.")
            % {"numbers": ", ".join(numbers[:5])}
        )


def check_not_opened(*, is_opened: bool) -> None:
    if is_opened:
        raise CannotBox(_("This box was opened and counted already. Go on scanning what lies in it."))


def check_opened(*, is_opened: bool) -> None:
    if not is_opened:
        raise CannotBox(_("Count what lies in the box before you scan it."))


def check_not_received(*, number: str, place: str) -> None:
    if place in {Place.READY, Place.RETURNED, Place.HANDED_OVER}:
        raise CannotBox(_("Card %(number)s was received already.") % {"number": number})


def may_lie_out_again(*, place: str, box_is_over: bool, is_revoked: bool) -> bool:
    """A card that turned up at its office and still counts: it was put aside there, or its box was emptied without
    it."""
    return not is_revoked and (place == Place.RETURNED or (place == Place.SENT and box_is_over))


def check_may_lie_out_again(*, number: str, may: bool, is_at_its_office: bool) -> None:
    if not may:
        raise CannotMoveCard(
            _("Card %(number)s cannot wait for its holder again: it counts no more, or is not missed here.")
            % {"number": number}
        )
    if not is_at_its_office:
        raise CannotMoveCard(_("Card %(number)s waits for its holder at another office.") % {"number": number})


def check_explanation(*, text: str, is_settled: bool) -> None:
    if is_settled:
        raise CannotBox(_("Somebody explained this already."))
    if not text.strip():
        raise CannotBox(_("Say what it was."))


def check_is_at_destination(*, reaches: bool) -> None:
    if not reaches:
        raise CannotBox(_("A box is received at the office that it was sent to."))


def check_is_at_origin(*, reaches: bool) -> None:
    if not reaches:
        raise CannotBox(_("A box is filled and sent at the office where it was begun."))


def check_hand_over(*, number: str, place: str, is_revoked: bool, has_expired: bool) -> None:
    if place == Place.HANDED_OVER:
        raise CannotHandOver(_("Card %(number)s was handed over already.") % {"number": number})
    if is_revoked:
        raise CannotHandOver(
            _("Card %(number)s is revoked: do not hand it over. Put it aside to be destroyed.") % {"number": number}
        )
    if place != Place.READY:
        raise CannotHandOver(
            _("Card %(number)s is “%(place)s”: it is handed over at its office, once it was received.")
            % {"number": number, "place": Place(place).label}
        )
    if has_expired:
        raise CannotHandOver(
            _("Card %(number)s has expired. Put it aside to be destroyed; the person applies anew.")
            % {"number": number}
        )


def check_identity(*, check_kind: str, signed: bool, fits: bool | None, by_proxy: bool) -> None:
    """`fits`: what comparing the finger said; nothing if none was compared."""
    if check_kind not in IdentityCheck.values:
        raise CannotHandOver(_("Say how you made sure who this is."))
    if check_kind == IdentityCheck.FINGERPRINT:
        if by_proxy:
            raise CannotHandOver(_("The finger of a proxy is not enrolled: check their document."))
        if fits is None:
            raise CannotHandOver(_("No finger was compared. Check the document instead."))
        if not fits:
            raise CannotHandOver(
                _("The finger does not fit the one that was enrolled. Do not hand the card over: call a supervisor.")
            )
    elif not signed:
        raise CannotHandOver(_("Have the receipt signed, and say so here."))


def check_power(*, valid_from: date, valid_to: date, on: date) -> None:
    if valid_to < valid_from:
        raise CannotHandOver(_("The power ends before it begins. Check both dates."))
    if valid_to < on:
        raise CannotHandOver(_("The power of attorney has ended. Ask for one that is in force."))
    if valid_to - valid_from > LONGEST_POWER:
        raise CannotHandOver(
            _("A power to fetch a card lasts two years at most. Enter the day until which it counts here.")
        )


def check_paper(*, is_scanned: bool, why: str) -> None:
    """The paper is kept, or it is said why not."""
    if not is_scanned and why not in WhyUnscanned.values:
        raise CannotHandOver(_("Scan the power of attorney, or say why it is not scanned."))


def check_power_stands(*, has_ended: bool) -> None:
    if has_ended:
        raise CannotHandOver(_("This power of attorney was ended already."))


def check_proxy(*, counts: bool) -> None:
    if not counts:
        raise CannotHandOver(_("This power of attorney is not in force for this card. Record another one."))
