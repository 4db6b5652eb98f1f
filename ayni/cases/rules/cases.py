"""Opening, keeping, closing and reopening a case."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ayni.lib.errors import RuleBroken
from ayni.people.models import Sensitivity

from ..models import Status

MOST_CAREFUL_FIRST: tuple[str, ...] = (Sensitivity.RESTRICTED, Sensitivity.PROTECTED, Sensitivity.ORDINARY)

NEXT: dict[str, frozenset[Status]] = {Status.OPEN: frozenset({Status.CLOSED}), Status.CLOSED: frozenset({Status.OPEN})}
NEEDS_TEAM = gettext_lazy(
    "A restricted case is kept by a team. Choose the team; if there is none, ask your supervisor for one."
)


class CannotOpen(RuleBroken):
    pass


class CannotWork(RuleBroken):
    pass


class CannotClose(RuleBroken):
    pass


class CannotReopen(RuleBroken):
    pass


class CannotReassign(RuleBroken):
    pass


def sensitivity_of(sensitivities: Iterable[str]) -> str:
    """The most careful of them. A sensitivity that nobody knows counts as restricted: better hidden than shown."""
    values = [value.upper() for value in sensitivities]
    if any(value not in MOST_CAREFUL_FIRST for value in values):
        return Sensitivity.RESTRICTED
    return min(values, key=MOST_CAREFUL_FIRST.index, default=Sensitivity.ORDINARY)


def check_has_office(*, has_office: bool) -> None:
    if not has_office:
        raise CannotOpen(_("Your account has no office, and a case belongs to one. Ask your administrator for it."))


def check_may_open(*, screening_used: bool, protocols: int) -> None:
    if screening_used:
        raise CannotOpen(_("This screening has already ended in a case or an orientation. Look at the person's file."))
    if not protocols:
        raise CannotOpen(_("No protocol is in force today. Ask your administrator to load the protocols."))


def check_team(*, sensitivity: str, has_team: bool, same_office: bool) -> None:
    if sensitivity == Sensitivity.RESTRICTED and not has_team:
        raise CannotOpen(str(NEEDS_TEAM))
    if has_team and not same_office:
        raise CannotOpen(_("The team has to be of the same office as the case."))


def check_is_open(status: str) -> None:
    if status != Status.OPEN:
        raise CannotWork(_("This case is closed. Reopen it before you go on."))


def check_may_close(*, status: str, waiting_tasks: int, blockers: Sequence[str]) -> None:
    if Status.CLOSED not in NEXT[status]:
        raise CannotClose(_("A colleague was quicker: this case is already closed."))
    waiting = list(blockers)
    if waiting_tasks:
        waiting.insert(
            0,
            ngettext("%(count)d task is not finished", "%(count)d tasks are not finished", waiting_tasks)
            % {"count": waiting_tasks},
        )
    if waiting:
        raise CannotClose(_("The case cannot be closed yet: %(waiting)s.") % {"waiting": "; ".join(waiting)})


def check_may_reopen(*, status: str, reason: str) -> None:
    if Status.OPEN not in NEXT[status]:
        raise CannotReopen(_("This case is already open."))
    if not reason.strip():
        raise CannotReopen(_("Write why the case is opened again."))


def check_may_reassign(*, same_office: bool, may_work: bool, changes: bool) -> None:
    if not changes:
        raise CannotReassign(_("Nothing would change. Choose another caseworker or another team."))
    if not same_office:
        raise CannotReassign(_("The caseworker has to be of the same office as the case."))
    if not may_work:
        raise CannotReassign(
            _("This colleague has no role with which they can work on cases today. Choose another one.")
        )


MOST_AT_ONCE = 100


def check_hand_over(*, count: int, note: str) -> None:
    if not count:
        raise CannotReassign(_("Choose at least one case."))
    if count > MOST_AT_ONCE:
        raise CannotReassign(_("Hand on at most a hundred cases at a time."))
    if not note.strip():
        raise CannotReassign(_("Write what whoever takes over has to know."))


def check_is_in_team(*, is_in_team: bool, number: str) -> None:
    if not is_in_team:
        text = _("Case %(number)s is restricted: only somebody of its team can take it over. Choose another colleague.")
        raise CannotReassign(text % {"number": number})
