"""The life of a card as an object, as a table; when it counts; what a scanner read."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.lib.errors import RuleBroken
from ayni.lib.ids import read_number

from ..models import Place, RevokeReason
from .seals import CannotRead, PublicKey, Said, read_seal

NEXT: Mapping[str, frozenset[str]] = {
    Place.NUMBERED: frozenset({Place.PRINTED, Place.NEVER_MADE}),
    Place.PRINTED: frozenset({Place.CHECKED, Place.LOST, Place.DESTROYED}),
    Place.CHECKED: frozenset({Place.BOXED, Place.READY, Place.LOST, Place.DESTROYED}),
    Place.BOXED: frozenset({Place.SENT, Place.CHECKED, Place.READY, Place.LOST}),
    Place.SENT: frozenset({Place.READY, Place.RETURNED, Place.LOST}),
    Place.READY: frozenset({Place.HANDED_OVER, Place.BOXED, Place.LOST, Place.RETURNED, Place.DESTROYED}),
    Place.HANDED_OVER: frozenset({Place.RETURNED}),
    Place.RETURNED: frozenset({Place.BOXED, Place.READY, Place.LOST, Place.DESTROYED}),
    # What was lost and is found counts no more: all that is left to do is to bring it in and to destroy it.
    Place.LOST: frozenset({Place.RETURNED}),
    Place.DESTROYED: frozenset(),
    Place.NEVER_MADE: frozenset(),
}

PART = 100
"""Cards in one print file: what a printer's hopper holds, and what is printed again after a jam."""
MOST_IN_A_BATCH = 5_000
LIES_ABOUT = timedelta(days=3)
"""A card that is printed, or was checked, and is in no box for longer is nowhere."""
UNFETCHED = timedelta(days=90)
"""What nobody came for is brought back."""


class CannotMakeCards(RuleBroken):
    pass


class CannotMoveCard(RuleBroken):
    pass


class CannotHandOver(RuleBroken):
    pass


class Standing(models.TextChoices):
    """Whether what a card says counts."""

    VALID = "VALID", pgettext_lazy("card", "Valid")
    NOT_YET = "NOT_YET", pgettext_lazy("card", "Does not count yet")
    EXPIRED = "EXPIRED", pgettext_lazy("card", "Expired")
    REVOKED = "REVOKED", pgettext_lazy("card", "Revoked")
    UNKNOWN = "UNKNOWN", gettext_lazy("Not known")


def standing(*, is_revoked: bool, was_handed_over: bool, valid_to: date | None, on: date) -> Standing:
    """A card that was taken out of a box on its way counts for nobody."""
    if is_revoked:
        return Standing.REVOKED
    if not was_handed_over:
        return Standing.NOT_YET
    return Standing.EXPIRED if valid_to is not None and valid_to < on else Standing.VALID


def written_number(value: int, digits: int) -> str:
    """A number of a series, as it is printed."""
    if len(str(value)) > digits:
        raise CannotMakeCards(_("The numbers of this series are used up. Ask the administrator to widen the series."))
    return str(value).zfill(digits)


def check_may_make(*, waiting: int, wanted: int) -> None:
    if not 1 <= wanted <= MOST_IN_A_BATCH:
        raise CannotMakeCards(_("A batch holds from 1 to %(most)s cards.") % {"most": MOST_IN_A_BATCH})
    if not waiting:
        raise CannotMakeCards(_("No approved application waits for a card of this kind."))


def check_move(*, number: str, place: str, to: str) -> None:
    if to not in NEXT[place]:
        raise CannotMoveCard(
            _("Card %(number)s is “%(place)s”: it cannot become “%(to)s” from there.")
            % {"number": number, "place": Place(place).label, "to": Place(to).label}
        )


def check_may_print(*, part: int, parts: int, was_printed: bool, reason: str, first: str) -> None:
    if not 1 <= part <= parts:
        raise CannotMakeCards(_("This batch has %(parts)s print files.") % {"parts": parts})
    if was_printed and reason == first:
        raise CannotMakeCards(_("This file was printed already. Say why it is printed again."))
    if not was_printed and reason != first:
        raise CannotMakeCards(_("This file was not printed yet: there is nothing to print again."))


def check_may_revoke(*, number: str, is_revoked: bool, reason: str) -> None:
    if is_revoked:
        raise CannotMoveCard(_("Card %(number)s is revoked already.") % {"number": number})
    if reason not in RevokeReason.values:
        raise CannotMoveCard(_("Say why the card is revoked."))


def check_may_destroy(*, number: str, is_revoked: bool) -> None:
    """Destroying is the end of what counts no more, and of nothing else."""
    if not is_revoked:
        raise CannotMoveCard(_("Card %(number)s still counts. Revoke it before it is destroyed.") % {"number": number})


def check_can_be_printed(*, count: int) -> None:
    if not count:
        raise CannotMakeCards(
            _(
                "The name or the nationality in the file has no place on a card: it has no letter that can be printed. "
                "Correct the file first."
            )
        )


def check_something_to_print(*, count: int) -> None:
    if not count:
        raise CannotMakeCards(
            _(
                "Every card of this file was checked or replaced: nothing is to be printed again. "
                "Replace a card that is bad."
            )
        )


def check_something_to_check(*, count: int) -> None:
    if not count:
        raise CannotMakeCards(_("No card of this file waits to be checked."))


def check_something_to_shelve(*, count: int) -> None:
    if not count:
        raise CannotMakeCards(_("No checked card of this batch is handed over at this office."))


def standing_of_text(said: Said, today: str) -> str:
    """What a genuine code says of its own time; nothing if it is in force."""
    if said.valid_to and said.valid_to < today:
        return _("It is genuine, and expired on %(day)s.") % {"day": said.valid_to}
    if said.valid_from > today:
        return _("It is genuine, and counts from %(day)s.") % {"day": said.valid_from}
    return ""


def as_published(keys: Mapping[int, PublicKey]) -> dict[str, list[dict[str, str]]]:
    """The public keys as a set of JSON Web Keys (RFC 8037), with whether what each signed still counts."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "kid": str(number),
                "x": base64.urlsafe_b64encode(key.public).decode().rstrip("="),
                "standing": key.standing,
            }
            for number, key in keys.items()
        ]
    }


def check_may_replace(*, number: str, revoked_for: str, has_another: bool) -> None:
    if has_another:
        raise CannotMakeCards(_("Another card took the place of %(number)s already.") % {"number": number})
    if revoked_for == RevokeReason.DECISION:
        raise CannotMakeCards(
            _("A decision ended what card %(number)s grants: no other one is made.") % {"number": number}
        )


class Scanned(StrEnum):
    PROOF = "proof"
    NUMBER = "number"
    BOX = "box"


@dataclass(frozen=True)
class Scan:
    """What a scanner at the keyboard read, or somebody typed."""

    kind: Scanned
    value: str
    series: str = ""


_ADDRESS = re.compile(r"verificar[^a-z0-9]([a-z0-9]{24})[^a-z0-9]?$")
"""A keyboard with another layout makes something else of the strokes."""
_PROOF = re.compile(r"[a-z0-9]{24}")
_NUMBER = re.compile(r"(?:([A-Z][A-Z_]{1,23})[- ]?)?(\d{3,20})")


def read_scan(typed: str) -> Scan | None:
    """A card by either of its codes or by its number (with or without its series), a box by its label, or nothing."""
    text = typed.strip()
    if found := _ADDRESS.search(text.lower()):
        return Scan(Scanned.PROOF, found[1])
    if number := read_number("B", text):
        return Scan(Scanned.BOX, number)
    if found := _NUMBER.fullmatch(text.upper()):
        return Scan(Scanned.NUMBER, found[2], found[1] or "")
    if _PROOF.fullmatch(text.lower()):
        return Scan(Scanned.PROOF, text.lower())
    try:
        return Scan(Scanned.PROOF, read_seal(text).said.proof)
    except CannotRead:
        return None
