"""Looking for a relative: what the child wants comes first, two sources before anybody is told, risks before anybody
is brought together. As the Inter-agency Guiding Principles on Unaccompanied and Separated Children (2004) have it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Risk, TracingOutcome, TracingState, Wish

NEXT: dict[str, frozenset[TracingState]] = {
    TracingState.OPEN: frozenset({TracingState.FOUND, TracingState.ENDED}),
    # Whoever was found may turn out to be somebody else.
    TracingState.FOUND: frozenset({TracingState.OPEN, TracingState.VERIFIED, TracingState.ENDED}),
    TracingState.VERIFIED: frozenset({TracingState.OPEN, TracingState.ENDED}),
    TracingState.ENDED: frozenset(),
}
SOURCES = 2
AFTER_VERIFYING = frozenset({TracingOutcome.REUNIFIED, TracingOutcome.CONTACT_ONLY, TracingOutcome.NOT_IN_INTEREST})


class CannotTrace(RuleBroken):
    pass


def check_may_begin(*, wish: str, name: str, has_consent: bool, needs_consent: bool) -> None:
    if wish == Wish.NO:
        raise CannotTrace(_("The person does not want it. Write that down as a note, and ask again when it is time."))
    if not name.strip():
        raise CannotTrace(_("Write at least the name by which they are known."))
    if needs_consent and not has_consent:
        raise CannotTrace(_("Nobody has consented to looking for them. Record the consent, or give another ground."))


def check_goes_on(state: str) -> None:
    if not NEXT[state]:
        raise CannotTrace(_("This search has ended. Begin another one if there is news."))


def check_change(now: str, to: TracingState) -> None:
    if to not in NEXT[now]:
        raise CannotTrace(_("A colleague was quicker, or a step is missing: look at the search again."))


def check_may_rule_out(*, is_possible: bool) -> None:
    """What is verified, or was ruled out, stands so already."""
    if not is_possible:
        raise CannotTrace(_("A colleague was quicker, or a step is missing: look at the search again."))


def check_wants(wish: str) -> None:
    """Nobody is approached in the name of somebody who did not say that they want it."""
    if wish != Wish.FOUND:
        raise CannotTrace(_("Ask the person first, and write down that they want their family to be looked for."))


def check_match(*, is_own: bool, is_ruled_out: bool) -> None:
    if is_own:
        raise CannotTrace(_("That is the file of the person who is looking."))
    if is_ruled_out:
        raise CannotTrace(_("That file was ruled out. If there is news, say so in a note."))


def check_verified(*, agreeing: Collection[str], contradicting: int) -> None:
    if contradicting:
        raise CannotTrace(_("A source says that they are not family. Clear that up first, or rule the match out."))
    if len(set(agreeing)) < SOURCES:
        raise CannotTrace(_("Two different sources have to agree before it counts as verified."))


def check_risk(*, risk: str, words: str) -> None:
    if risk not in Risk.values or not words.strip():
        raise CannotTrace(_("Say how great the risk is, and what speaks for and against."))


def check_outcome(*, state: str, outcome: str, risk: str, wish: str, words: str) -> None:
    if not words.strip():
        raise CannotTrace(_("Write how it ended."))
    if outcome in AFTER_VERIFYING and state != TracingState.VERIFIED:
        raise CannotTrace(_("Before that, two sources have to verify that they are family."))
    if outcome in AFTER_VERIFYING and not risk:
        raise CannotTrace(_("Before that, weigh the risks."))
    if outcome == TracingOutcome.REUNIFIED and risk == Risk.HIGH:
        raise CannotTrace(_("The risk is high: they cannot be brought together. Weigh it again if something changed."))
    if outcome in {TracingOutcome.REUNIFIED, TracingOutcome.CONTACT_ONLY} and wish != Wish.FOUND:
        raise CannotTrace(_("The person does not want it, or was not asked."))
