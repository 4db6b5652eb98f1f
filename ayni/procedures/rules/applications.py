"""The life of an application: its states, what it asks of whom, when it is due."""

from collections.abc import Collection, Set
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.access.models import Office
from ayni.lib.errors import RuleBroken
from ayni.lib.periods import add_working_days

from ..models import Applies, ItemState, RequirementKind, State
from .catalogue import Facts, Window

NEXT: dict[str, frozenset[State]] = {
    State.GATHERING: frozenset({State.SUBMITTED, State.WITHDRAWN, State.ABANDONED}),
    State.SUBMITTED: frozenset({State.EVALUATING, State.WITHDRAWN}),
    # Back to SUBMITTED when the evaluator puts it back into the queue.
    State.EVALUATING: frozenset({State.SUBMITTED, State.OBSERVED, State.EVALUATED, State.WITHDRAWN}),
    State.OBSERVED: frozenset({State.EVALUATING, State.ABANDONED, State.WITHDRAWN}),
    # Back to EVALUATING when whoever decides has a doubt.
    State.EVALUATED: frozenset({State.EVALUATING, State.APPROVED, State.REJECTED, State.WITHDRAWN}),
    State.APPROVED: frozenset(),
    # Only by an appeal that was allowed.
    State.REJECTED: frozenset({State.APPROVED}),
    State.WITHDRAWN: frozenset(),
    # Likewise: the person has again the time for what was asked.
    State.ABANDONED: frozenset({State.OBSERVED}),
}

OPEN_TO_PAPERS = frozenset({State.GATHERING, State.OBSERVED})
"""While it is put together, and while a correction was asked for."""

PRESENTED_BY_THE_PERSON = frozenset(
    {RequirementKind.DOCUMENT, RequirementKind.DECLARATION, RequirementKind.PAYMENT, RequirementKind.FORM}
)
"""The rest comes later: at the appointment, or from what the evaluator checks."""

RESERVED = frozenset({Applies.TRAFFICKING, Applies.FAMILY_VIOLENCE})
"""What is known of somebody only through a case: nobody asks it at a counter."""

ASKED_AT_THE_DESK = (Applies.REPRESENTED, Applies.HEALTH, Applies.LOSS)
"""Of what the person says, when it changes what is asked of them."""


class CannotApply(RuleBroken):
    pass


class CannotChange(RuleBroken):
    pass


def own_office(office: Office | None) -> Office:
    """Of whoever receives an application, or sends somebody to it. Raises CannotApply."""
    if office is None:
        raise CannotApply(_("Your account belongs to no office. Ask an administrator."))
    return office


def check_may_begin(*, is_ours: bool, window: Window, day: date) -> None:
    if not is_ours:
        raise CannotApply(_("Another institution decides about this. Tell the person where to go, and print it."))
    if window.opens_on is not None and day < window.opens_on:
        raise CannotApply(_("This procedure has not opened yet. Look in the route finder for one that is open."))
    if not window.receives(day):
        raise CannotApply(_("This procedure is closed. Look in the route finder for one that is open."))


def check_is_the_only_one(*, has_open_one: bool) -> None:
    if has_open_one:
        raise CannotApply(
            _("There is an application for this that has not ended. Go on with that one, or have it withdrawn first.")
        )


def check_circumstances(circumstances: Collection[str], *, has_case: bool) -> None:
    if RESERVED & set(circumstances) and not has_case:
        raise CannotApply(_("That is applied for from the case of the person, by their team. Begin it there."))


def check_change(now: str, to: State) -> None:
    if to not in NEXT[now]:
        raise CannotChange(_("This application has gone on meanwhile. Look at it again before you go on."))


def check_is(now: str, *states: State) -> None:
    if now not in states:
        raise CannotChange(_("This application has gone on meanwhile. Look at it again before you go on."))


def check_may_present(state: str) -> None:
    if state in {ItemState.ACCEPTED, ItemState.REJECTED, ItemState.EXEMPT}:
        raise CannotChange(_("This requirement is settled: nothing has to be added."))


def check_complete(missing: int) -> None:
    if missing:
        raise CannotApply(
            ngettext(
                "%(count)s requirement is missing. Add it before you hand it in.",
                "%(count)s requirements are missing. Add them before you hand it in.",
                missing,
            )
            % {"count": missing}
        )


def facts_of(*, age: int | None, circumstances: Collection[str]) -> Facts:
    """What decides which requirements somebody must meet."""
    return Facts(
        age=age,
        is_represented=Applies.REPRESENTED in circumstances,
        is_trafficked=Applies.TRAFFICKING in circumstances,
        has_condition=Applies.HEALTH in circumstances,
        suffered_family_violence=Applies.FAMILY_VIOLENCE in circumstances,
        lost_the_card=Applies.LOSS in circumstances,
    )


def due_on(*, start: date, days: int, holidays: Set[date]) -> date:
    """The last day on which it is decided in time."""
    return add_working_days(start, days, holidays)
