"""What becomes of the tasks of a running case when it moves to a newer version of a protocol."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import TaskState

LATEST_START = timedelta(days=31)


class CannotMove(RuleBroken):
    pass


@dataclass(frozen=True)
class Held:
    """A step of the old version, and the task of the case that does it, as its own or as a further one it covers."""

    id: UUID
    """Of the task."""
    code: str
    """Of the step."""
    state: str
    covered: bool = False
    """The task is of another protocol, and does this step at the same time."""
    covers_others: bool = False
    """The task is of this protocol, and does steps of other protocols too."""
    fits: bool = True
    """Whether the task can do the step as the new version has it: a covered one only if it asks the same actor."""

    @property
    def is_finished(self) -> bool:
        return self.state in {TaskState.DONE, TaskState.SKIPPED}


@dataclass
class Fates:
    """What becomes of each, by the id of the task; and the codes of the new version that need a task."""

    stays: list[UUID] = field(default_factory=list)
    """Finished: nothing changes."""
    follows: list[UUID] = field(default_factory=list)
    """Waiting, and the new version has the step: it goes on under it."""
    closes: list[UUID] = field(default_factory=list)
    """To do, and the new version does without it: it does not apply any more."""
    waits: list[UUID] = field(default_factory=list)
    """Referred, and the new version does without it: the answer is waited for."""
    passes: list[UUID] = field(default_factory=list)
    """To do, dropped here, and another protocol of the case asks for it still: it goes on for that one."""
    lays_out: list[str] = field(default_factory=list)


def fates(held: Iterable[Held], new: Sequence[str]) -> Fates:
    """`new`: the codes of the steps of the new version, in its order."""
    found, there = Fates(), set(new)
    dealt_with: set[str] = set()
    by_task: dict[UUID, list[Held]] = {}
    for row in held:
        by_task.setdefault(row.id, []).append(row)
    for pk, rows in by_task.items():
        asked = {row.code for row in rows if row.code in there and (row.fits or row.is_finished)}
        dealt_with |= asked
        _place(found, rows, still_asked=bool(asked)).append(pk)
    found.lays_out = [code for code in new if code not in dealt_with]
    return found


def _place(found: Fates, rows: Sequence[Held], *, still_asked: bool) -> list[UUID]:
    if rows[0].is_finished:
        return found.stays
    if still_asked:
        return found.follows
    if any(row.covered or row.covers_others for row in rows):
        return found.passes
    return found.waits if rows[0].state == TaskState.REFERRED else found.closes


def check_may_move(*, newer: bool, reason: str) -> None:
    if not newer:
        raise CannotMove(_("The case is under the version in force already. There is nothing to move it to."))
    if not reason.strip():
        raise CannotMove(_("Say why this case moves: whoever reads the file later will ask."))


def check_start(start: date, *, today: date, since: date) -> None:
    """The deadlines of new steps count from a day on which the new version was in force, and not from far ahead."""
    if start < since:
        raise CannotMove(_("The new version was not in force on that day. Choose a later one."))
    if start > today + LATEST_START:
        raise CannotMove(_("That is more than a month ahead. Choose an earlier day."))
