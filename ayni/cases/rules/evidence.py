"""What may be held against a rule or an institution."""

from datetime import datetime

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import SkipReason, TaskState

NOT_DONE = {SkipReason.SERVICE_MISSING, SkipReason.SERVICE_REFUSED}


class CannotShowGap(RuleBroken):
    pass


def is_late(
    *, due_at: datetime | None, finished_at: datetime | None, state: str, skip_reason: str, at: datetime
) -> bool:
    """Done after its deadline, not done although it has passed, or not done because there is no such service or it
    refused."""
    if state == TaskState.SKIPPED:
        return skip_reason in NOT_DONE
    return due_at is not None and (finished_at or at) > due_at


def check_shows_a_gap(*, is_step: bool, late: bool, gap_is_open: bool) -> None:
    if not is_step or not late:
        raise CannotShowGap(_("Only a step of a protocol that was late, or that a service did not do, shows a gap."))
    check_gap_is_open(is_open=gap_is_open)


def check_gap_is_open(*, is_open: bool) -> None:
    if not is_open:
        raise CannotShowGap(_("This gap is closed. Choose another one, or open a new one."))


def check_has_text(text: str) -> None:
    if not text.strip():
        raise CannotShowGap(_("Write what you saw."))
