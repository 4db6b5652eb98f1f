"""What may become of a need."""

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import NeedState

NEXT: dict[str, frozenset[NeedState]] = {
    NeedState.OPEN: frozenset({NeedState.PARTLY_MET, NeedState.MET, NeedState.NO_SERVICE, NeedState.WITHDRAWN}),
    NeedState.PARTLY_MET: frozenset({NeedState.MET, NeedState.NO_SERVICE, NeedState.WITHDRAWN}),
    NeedState.NO_SERVICE: frozenset({NeedState.OPEN, NeedState.PARTLY_MET, NeedState.MET, NeedState.WITHDRAWN}),
    # It came back.
    NeedState.MET: frozenset({NeedState.OPEN}),
    NeedState.WITHDRAWN: frozenset({NeedState.OPEN}),
}

EFFECTS: dict[str, frozenset[NeedState]] = {
    NeedState.OPEN: frozenset({NeedState.PARTLY_MET, NeedState.MET, NeedState.NO_SERVICE}),
    NeedState.PARTLY_MET: frozenset({NeedState.MET}),
    NeedState.NO_SERVICE: frozenset({NeedState.PARTLY_MET, NeedState.MET}),
}
"""What the outcome of a referral may make of it: help counts, and its absence takes back no help that was given."""


class CannotChangeNeed(RuleBroken):
    pass


def check_words(words: str) -> None:
    if not words.strip():
        raise CannotChangeNeed(_("Write what the person says that they need, in their own words."))


def check_change(now: str, to: str) -> None:
    if to not in NEXT[now]:
        raise CannotChangeNeed(
            _("This need is in another state by now: a colleague was quicker. Look at it again before you go on.")
        )


def takes_effect(now: str, effect: str) -> bool:
    return effect in EFFECTS.get(now, frozenset())


def check_shows_gap(*, is_unmet: bool) -> None:
    if not is_unmet:
        raise CannotChangeNeed(_("A need is evidence of a gap only while no service can meet it. Say that first."))
