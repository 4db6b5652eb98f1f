"""What may become of a commitment and of its steps."""

from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import AssistanceState, MilestoneState

NEXT = {
    AssistanceState.ASKED: {AssistanceState.AGREED, AssistanceState.DROPPED},
    AssistanceState.AGREED: {AssistanceState.DONE, AssistanceState.DROPPED},
    AssistanceState.DONE: set[AssistanceState](),
    AssistanceState.DROPPED: set[AssistanceState](),
}


class CannotAssist(RuleBroken):
    pass


def check_step(state: str, to: AssistanceState) -> None:
    if to not in NEXT[AssistanceState(state)]:
        raise CannotAssist(_("This commitment is not in a state for that any more. Look at it again."))


def check_baseline(*, baseline_on: date, today: date) -> None:
    if baseline_on > today:
        raise CannotAssist(_("The day of the baseline has not come yet: it says how things are before."))


FARTHEST = 10
"""Years: a year typed wrong is likelier than a commitment that lasts longer."""


def check_near(day: date, *, today: date) -> None:
    if abs(day.year - today.year) > FARTHEST:
        raise CannotAssist(
            _("%(day)s is more than %(years)d years away. Look at the year, and type a nearer day.")
            % {"day": f"{day:%d/%m/%Y}", "years": FARTHEST}
        )


def too_many_at_once() -> CannotAssist:
    return CannotAssist(_("Many are written down at this moment. Press it once more."))


def check_has_milestones(milestones: int) -> None:
    if not milestones:
        raise CannotAssist(_("Write at least one step with its day: without one nobody can say that it is fulfilled."))


def check_all_verified(waiting: int) -> None:
    if waiting:
        raise CannotAssist(
            _("%(waiting)d steps are not verified yet. It is fulfilled when a second colleague verified each.")
            % {"waiting": waiting}
        )


def check_due(*, due_on: date, baseline_on: date) -> None:
    if due_on < baseline_on:
        raise CannotAssist(_("A step is due after the baseline. Mend one of the two days."))


def check_may_show(*, of_assistance: str, state: str) -> None:
    if of_assistance != AssistanceState.AGREED:
        raise CannotAssist(_("Evidence is given while the commitment runs: it has to be agreed first."))
    if state != MilestoneState.PENDING:
        raise CannotAssist(_("Evidence of this step was given already. Load the page again."))


def check_may_judge(*, of_assistance: str, state: str, shown_by: int | None, by: int) -> None:
    if of_assistance != AssistanceState.AGREED or state != MilestoneState.SHOWN:
        raise CannotAssist(_("This step does not wait to be verified. Load the page again."))
    if shown_by == by:
        raise CannotAssist(_("You gave the evidence yourself: ask a colleague to verify it."))
