"""How a gap goes from being opened to being closed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import GapClosing, GapState

NEXT: dict[str, frozenset[str]] = {
    GapState.OPEN: frozenset({GapState.STUDIED, GapState.PROPOSED, GapState.CLOSED}),
    GapState.STUDIED: frozenset({GapState.OPEN, GapState.PROPOSED, GapState.CLOSED}),
    # Back to be studied when what was proposed was rejected.
    GapState.PROPOSED: frozenset({GapState.STUDIED, GapState.CLOSED}),
    GapState.CLOSED: frozenset({GapState.OPEN}),
}


class CannotChangeGap(RuleBroken):
    pass


@dataclass(frozen=True)
class GapFields:
    """What a person writes of a gap."""

    title: str
    kind: str
    what_fails: str
    profile: Any = None
    territory: Any = None
    institution: Any = None
    need: Any = None
    right: str = ""
    norm: Any = None
    missing_norm: str = ""


def gap_code(year: int, used: int) -> str:
    """`used`: the highest number of that year."""
    return f"BR-{year}-{used + 1:04d}"


def check_is_open(*, is_open: bool) -> None:
    if not is_open:
        raise CannotChangeGap(_("This gap is closed. Open it again before changing it."))


def check_gap_change(now: str, to: str) -> None:
    if to not in NEXT[now]:
        raise CannotChangeGap(_("A colleague was quicker: this gap is in another state now. Look at it again."))


def check_closing(closing: str, *, note: str, has_norm: bool, has_version: bool, same_as: bool) -> None:
    """Whoever closes a gap as mended shows what mended it."""
    if closing == GapClosing.NORM and not has_norm:
        raise CannotChangeGap(
            _("No approved norm of the register mends this gap. Register it, or say otherwise how it was mended.")
        )
    if closing == GapClosing.PROTOCOL and not has_version:
        raise CannotChangeGap(
            _("No approved version of a protocol names this gap. Name it in a draft, or say how else it was mended.")
        )
    if closing == GapClosing.DUPLICATE and not same_as:
        raise CannotChangeGap(_("Choose the gap that counts instead of this one."))
    if closing in {GapClosing.PRACTICE, GapClosing.NOT_A_GAP} and not note.strip():
        raise CannotChangeGap(_("Say in the note how this is known."))


def check_owner(*, may_work: bool) -> None:
    if not may_work:
        raise CannotChangeGap(_("This colleague has no role to work on gaps today. Choose another one."))
