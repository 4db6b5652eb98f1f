"""How the steps of protocols become tasks, and what may happen to a task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import TaskState

LATEST_DUE = timedelta(days=3653)
"""Ten years ahead. Nothing of a plan is due later: it is a slip in the year."""

NEXT: dict[str, frozenset[TaskState]] = {
    TaskState.TODO: frozenset({TaskState.DONE, TaskState.SKIPPED, TaskState.REFERRED}),
    # Back to do when the institution did not do it; another referral of the same task leaves it where it is.
    TaskState.REFERRED: frozenset({TaskState.DONE, TaskState.TODO, TaskState.REFERRED}),
    # Taken back on the same day, by whoever finished it or a supervisor.
    TaskState.DONE: frozenset({TaskState.TODO}),
    TaskState.SKIPPED: frozenset({TaskState.TODO}),
}

ALIKE: dict[str, frozenset[str]] = {
    # One application to MIGRACIONES on the ground that serves the person best, never one per protocol.
    "regularise": frozenset(
        {
            "PW-NNA-NA-7", "PW-NNA-RD-4", "PW-VBG-7", "PW-TRATA-8", "PW-TIM-4", "PW-SALUD-5", "PW-VIHTB-3",
            "PW-DISC-4", "PW-DOC-4",
        }
    ),
    "ask for refuge": frozenset({"PW-NNA-NA-6", "PW-TIM-3", "PW-REF-2", "PW-DET-4"}),
    "health insurance": frozenset({"PW-SALUD-3", "PW-VIHTB-2"}),
    "protection measure of a child": frozenset({"PW-NNA-NA-4", "PW-NNA-RD-3", "PW-TRATA-5"}),
    "health examination": frozenset({"PW-NNA-NA-10", "PW-TRATA-7"}),
    "investigation of the crime": frozenset({"PW-TRATA-3", "PW-LAB-3"}),
    "violence service": frozenset({"PW-VBG-3", "PW-PAM-3"}),
    "job placement": frozenset({"PW-LAB-4", "PW-RET-3"}),
    "signs of trafficking": frozenset({"PW-TRATA-1", "PW-TIM-2", "PW-LAB-1"}),
}  # fmt: skip
"""Reviewed: steps of different protocols by which the same institution is asked for the same thing."""

_GROUP_OF = {code: group for group, codes in ALIKE.items() for code in codes}


class CannotChangeTask(RuleBroken):
    pass


@dataclass(frozen=True)
class StepToDo:
    """A step of a protocol in force, as the plan needs it."""

    id: int
    code: str
    actor: int
    action: str
    due_at: datetime | None


@dataclass
class Laid:
    """A task to lay out, and the other steps that it does at the same time."""

    step: StepToDo
    covers: list[StepToDo] = field(default_factory=list)


def lay_out(steps: Iterable[StepToDo]) -> list[Laid]:
    """One task per thing to be asked of an institution, in the order of the steps.

    Two steps are the same thing if the same institution must do it and they say so in the same words, or the table
    above says that they mean the same. The earlier deadline holds: no protocol is kept late because of another.
    """
    laid: dict[tuple[int, str], Laid] = {}
    for step in steps:
        key = thing(step.actor, step.code, step.action)
        if key not in laid:
            laid[key] = Laid(step)
        elif _is_sooner(step, laid[key].step):
            laid[key] = Laid(step, [laid[key].step, *laid[key].covers])
        else:
            laid[key].covers.append(step)
    return list(laid.values())


def thing(actor: int, code: str, action: str) -> tuple[int, str]:
    """What is asked of whom: two steps that agree in it are one task."""
    return (actor, _GROUP_OF.get(code) or _plain(action))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace(".", " ").split())


def _is_sooner(one: StepToDo, other: StepToDo) -> bool:
    if one.due_at is None:
        return False
    return other.due_at is None or one.due_at < other.due_at


STATE_IN_WORDS = {
    TaskState.TODO: lambda: _("to do"),
    TaskState.REFERRED: lambda: _("referred"),
    TaskState.DONE: lambda: _("done"),
    TaskState.SKIPPED: lambda: _("skipped"),
}


def check_may_finish_by_hand(now: str) -> None:
    if now == TaskState.REFERRED:
        raise CannotChangeTask(
            _("This task was referred and waits for its answer. Withdraw the referral first, or wait for the answer.")
        )


def check_task_change(now: str, to: TaskState) -> None:
    if to in NEXT[now]:
        return
    raise CannotChangeTask(
        _("A colleague was quicker: this task is already %(state)s. Look at it again before you go on.")
        % {"state": STATE_IN_WORDS[TaskState(now)]()}
    )


def check_may_take_back(*, state: str, finished_on: date | None, today: date, is_own: bool, supervises: bool) -> None:
    if TaskState.TODO not in NEXT[state] or finished_on is None:
        raise CannotChangeTask(_("This task is not finished, so there is nothing to take back."))
    if finished_on != today:
        raise CannotChangeTask(_("Only what was finished today can be taken back. Add a new task instead."))
    if not is_own and not supervises:
        raise CannotChangeTask(_("A colleague finished this task. Ask them, or your supervisor, to take it back."))


def check_has_words(text: str, sentence: str) -> None:
    if not text.strip():
        raise CannotChangeTask(sentence)


def check_due_is_ahead(due_at: datetime | None, at: datetime) -> None:
    if due_at is not None and due_at > at + LATEST_DUE:
        raise CannotChangeTask(_("That is more than ten years ahead. Check the year."))
    if due_at is not None and due_at <= at:
        raise CannotChangeTask(_("The deadline has already passed. Choose a later day."))


def next_order(orders: Sequence[int]) -> int:
    return max(orders, default=0) + 1
