"""A case moves to another office when that office accepts it, never before."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.lib.errors import RuleBroken
from ayni.lib.names import PARTICLES, plain, words
from ayni.people.models import Basis

from ..models import TransferState

NEXT: dict[str, frozenset[TransferState]] = {
    TransferState.ASKED: frozenset({TransferState.ACCEPTED, TransferState.DECLINED, TransferState.WITHDRAWN}),
    TransferState.ACCEPTED: frozenset(),
    TransferState.DECLINED: frozenset(),
    TransferState.WITHDRAWN: frozenset(),
}
AGREED = frozenset({Basis.CONSENT, Basis.REPRESENTATIVE})


SHORTEST_NUMBER = 6
NEEDS_CASEWORKER = gettext_lazy("Choose a caseworker of your office who works on cases today.")


class CannotTransfer(RuleBroken):
    pass


def check_may_ask(*, same_office: bool, has_receiver: bool, is_waiting: bool) -> None:
    if same_office:
        raise CannotTransfer(_("The case is of that office already. Hand it on to a colleague instead."))
    if not has_receiver:
        raise CannotTransfer(_("That office has no supervisor who could accept it. Choose another one."))
    if is_waiting:
        raise CannotTransfer(_("A transfer of this case waits already. Withdraw it before you ask another office."))


def check_ground(*, basis: str, has_consent: bool, is_of_person: bool) -> None:
    if basis in AGREED and not has_consent:
        raise CannotTransfer(_("The person has not consented to that institution. Ask them, or give another ground."))
    if has_consent and not is_of_person:
        raise CannotTransfer(_("That consent is of another person, or was withdrawn. Choose one that stands."))


def check_words(*, reason: str, summary: str, names: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    """`names`, `numbers`: those of the person and of their documents."""
    if not reason.strip() or not summary.strip():
        raise CannotTransfer(_("Write why the case should move, and what the other office has to know to decide."))
    if _told(names) & set(words(summary)) or any(number in _closed(summary) for number in map(_closed, numbers)):
        raise CannotTransfer(
            _("The other office reads this before it accepts: take out the names and documents of the person.")
        )


def _told(names: tuple[str, ...]) -> set[str]:
    """The words that would give the person away, as anybody may type them: without accents, beside a comma. “Del” of
    “Del Carpio” gives nobody away, and stands in every sentence."""
    return {word for name in names for word in words(name) if len(word) > 2 and word not in PARTICLES}


def _closed(text: str) -> str:
    """A number as one, however it is written: “V-12.345.678”. Too short to tell of anybody, it is found nowhere."""
    closed = plain(text).replace(" ", "")
    return closed if len(closed) >= SHORTEST_NUMBER else " "


def check_change(now: str, to: TransferState) -> None:
    if to not in NEXT[now]:
        raise CannotTransfer(_("A colleague was quicker: this transfer was decided or withdrawn already."))


def check_may_decide(*, is_asker: bool, is_receiver: bool) -> None:
    if is_asker:
        raise CannotTransfer(_("Nobody accepts what they sent themselves. Another supervisor of the office does."))
    if not is_receiver:
        raise CannotTransfer(_("A supervisor of the receiving office decides about this."))


def check_place(*, works_there: bool, needs_team: bool, has_team: bool, team_fits: bool, is_in_team: bool) -> None:
    if not works_there:
        raise CannotTransfer(str(NEEDS_CASEWORKER))
    if needs_team and not has_team:
        raise CannotTransfer(_("A restricted case is kept by a team. Choose the team of your office."))
    if has_team and not team_fits:
        raise CannotTransfer(_("The team has to be of your office."))
    if needs_team and not is_in_team:
        raise CannotTransfer(_("The caseworker has to be in the team that keeps this restricted case."))


def check_has_answer(answer: str) -> None:
    if not answer.strip():
        raise CannotTransfer(_("Write why, so that the sender knows what to do."))
