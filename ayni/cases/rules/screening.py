"""From answers to suggestions, and what a caseworker must say when departing from them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.governance.models import Urgency
from ayni.instruments.rules import Signal
from ayni.lib.errors import RuleBroken

SUGGESTED_FROM = 3
"""A profile is suggested once the weights of its signals reach this. One clear answer weighs 3, a hint 1 or 2."""

SOONEST_FIRST: tuple[str, ...] = tuple(Urgency.values)

URGENCY_OF: dict[str, str] = {
    **{value: value for value in Urgency.values},
    "urgent": Urgency.WITHIN_24H,
    "high": Urgency.WITHIN_72H,
    "medium": Urgency.ORDINARY,
}
"""A profile's own urgency, in the words of the code list or in ours."""


class CannotDecide(RuleBroken):
    pass


@dataclass(frozen=True)
class Weighed:
    """A profile, and the answers that speak for it."""

    code: str
    score: int
    because: tuple[Signal, ...]

    @property
    def suggested(self) -> bool:
        return self.score >= SUGGESTED_FROM


@dataclass(frozen=True)
class Suggestion:
    profiles: tuple[Weighed, ...]
    """The strongest first. Those that are too weak to be suggested come too, so that nobody overlooks them."""
    urgency: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(p.code for p in self.profiles if p.suggested)


def soonest(urgencies: Iterable[str]) -> str:
    """The most urgent of them; ordinary if there is none."""
    return min(urgencies, key=SOONEST_FIRST.index, default=Urgency.ORDINARY.value)


def suggest(signals: Iterable[Signal], default_urgency: Mapping[str, str]) -> Suggestion:
    """What the answers speak for.

    A danger that must not wait counts for the urgency even when its profile is not suggested.
    """
    by_profile: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_profile[signal.profile].append(signal)
    weighed = [Weighed(code, sum(s.weight for s in found), tuple(found)) for code, found in by_profile.items()]
    weighed.sort(key=lambda w: (-w.score, w.code))
    urgencies = []
    for profile in weighed:
        said = [s.urgency for s in profile.because if s.urgency]
        if profile.suggested:
            own = URGENCY_OF.get(default_urgency.get(profile.code, ""), Urgency.ORDINARY.value)
            urgencies.append(soonest(said or [own]))
        else:
            urgencies += [u for u in said if u == Urgency.IMMEDIATE]
    return Suggestion(tuple(weighed), soonest(urgencies))


def departs(*, suggested: frozenset[str], chosen: frozenset[str], suggested_urgency: str, urgency: str) -> bool:
    return chosen != suggested or urgency != suggested_urgency


def check_may_answer(*, decided: bool, ended: bool) -> None:
    if ended:
        raise CannotDecide(_("This screening has ended. Start a new one from the person's file."))
    if decided:
        raise CannotDecide(_("This screening has been decided. Go on to the case, or start a new screening."))


def check_decision(*, chosen: frozenset[str], main: str, departure: bool, reason: str) -> None:
    if not chosen:
        raise CannotDecide(_("Choose at least one profile. If none fits, end the screening with an orientation."))
    if main not in chosen:
        raise CannotDecide(_("The main profile has to be one of those that you chose."))
    if departure and not reason.strip():
        raise CannotDecide(
            _("Your decision departs from what the answers suggest. Write why, in one or two sentences.")
        )


def check_may_orient(*, ended: bool, text: str) -> None:
    if ended:
        raise CannotDecide(_("This screening has ended. Start a new one from the person's file."))
    if not text.strip():
        raise CannotDecide(_("Write what you told the person, so that whoever meets them next knows it."))
