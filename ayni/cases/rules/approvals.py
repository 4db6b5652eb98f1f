"""What has to be approved by somebody else, by whom, and for how long it holds."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Sensitivity

from ..models import ApprovalState, Asking

NEEDED: Mapping[str, frozenset[str]] = {
    kind: frozenset({Sensitivity.PROTECTED, Sensitivity.RESTRICTED}) for kind in Asking.values
}
"""Unless the unit decides otherwise: of children, of serious health, and of what is restricted, everything."""

NEXT: dict[str, frozenset[ApprovalState]] = {
    ApprovalState.ASKED: frozenset(
        {ApprovalState.APPROVED, ApprovalState.SENT_BACK, ApprovalState.WITHDRAWN, ApprovalState.VOID}
    ),
    ApprovalState.APPROVED: frozenset({ApprovalState.USED, ApprovalState.VOID}),
    ApprovalState.SENT_BACK: frozenset(),
    ApprovalState.WITHDRAWN: frozenset(),
    ApprovalState.VOID: frozenset(),
    ApprovalState.USED: frozenset(),
}


class CannotApprove(RuleBroken):
    pass


class NotApproved(RuleBroken):
    pass


def check_is_asked_for(*, is_needed: bool) -> None:
    if not is_needed:
        raise CannotApprove(_("In this case that needs no approval. Go on without it."))


def check_not_waiting(*, is_waiting: bool) -> None:
    if is_waiting:
        raise CannotApprove(_("This was asked already and waits. Withdraw it first if something changed."))


def check_change(now: str, to: ApprovalState) -> None:
    if to not in NEXT[now]:
        raise CannotApprove(_("A colleague was quicker: this was decided or withdrawn already. Look at it again."))


def check_may_decide(*, is_asker: bool, is_caseworker: bool, is_approver: bool) -> None:
    """Two roles do not make two people: whoever asked, or keeps the case, does not approve it."""
    if is_asker or is_caseworker:
        raise CannotApprove(_("Nobody approves their own work. A supervisor or a colleague of the team does."))
    if not is_approver:
        raise CannotApprove(_("A supervisor of the office or of the team of the case approves this."))


def check_is_as_asked(*, is_same: bool) -> None:
    if not is_same:
        raise CannotApprove(_("It changed after it was asked. Send it back, so that it is asked as it is now."))


def check_has_remark(remark: str) -> None:
    if not remark.strip():
        raise CannotApprove(_("Write what has to change, so that it can be asked again."))


def check_may_withdraw(*, is_asker: bool, is_caseworker: bool) -> None:
    if not is_asker and not is_caseworker:
        raise CannotApprove(_("Whoever asked for this withdraws it, or the caseworker."))


def check_is_approved(*, is_needed: bool, is_approved: bool, kind: str) -> None:
    """Before the thing itself is done: with the very words that were approved."""
    if is_needed and not is_approved:
        sentences = {
            Asking.PLAN: _("The plan as it is now has not been approved. Ask for it first."),
            Asking.CLOSURE: _("The end of this case, in these words, has not been approved. Ask for it first."),
            Asking.TRANSFER: _("This transfer has not been approved. A supervisor of your office has to do so first."),
        }
        raise NotApproved(sentences[Asking(kind)])
