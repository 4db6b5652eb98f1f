"""What is done with the tasks of a case. The case is locked before its task, everywhere, so that nothing deadlocks."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.governance.models import DeadlineKind
from ayni.people import actions as people

from .. import queries
from ..models import Case, PlanPrint, Task, TaskState
from ..rules import cases as case_rules
from ..rules import plan as rules
from .locking import lock


@transaction.atomic
def add_task(
    *, case: Case, title: str, organisation: Organisation, due_at: datetime | None, by: User, at: datetime
) -> Task:
    """Add something to do that no protocol asks for."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    rules.check_has_words(title, _("Write what has to be done."))
    rules.check_due_is_ahead(due_at, at)
    task = Task.objects.create(
        case=case,
        order=rules.next_order(list(case.tasks.order_by().values_list("order", flat=True))),
        own_title=title,
        organisation=organisation,
        assignee=case.caseworker,
        starts_at=at,
        due_at=due_at,
        deadline_kind=DeadlineKind.PROPOSED if due_at else DeadlineKind.NONE,
    )
    _record("task.added", task, by=by, at=at)
    return task


@transaction.atomic
def print_plan(*, case: Case, by: User, at: datetime) -> PlanPrint:
    """The plan goes out on paper, with a proof of its own."""
    printed = PlanPrint.objects.create(case=case, proof=secrets.token_urlsafe(16), printed_at=at, printed_by=by)
    audit.record("case.plan_printed", subject=case, by=by, at=at, thread=case.pk)
    return printed


def finish_task(*, task: Task, remark: str, by: User, at: datetime) -> Task:
    """It was done."""
    return _finish(task, TaskState.DONE, skip_reason="", remark=remark, by=by, at=at)


def skip_task(*, task: Task, reason: str, remark: str, by: User, at: datetime) -> Task:
    """It will not be done in this case, for a reason."""
    rules.check_has_words(reason, _("Choose why this task is skipped."))
    return _finish(task, TaskState.SKIPPED, skip_reason=reason, remark=remark, by=by, at=at)


@transaction.atomic
def _finish(task: Task, to: TaskState, *, skip_reason: str, remark: str, by: User, at: datetime) -> Task:
    task = _lock(task)
    case_rules.check_is_open(task.case.status)
    rules.check_may_finish_by_hand(task.state)
    rules.check_task_change(task.state, to)
    task.state, task.skip_reason, task.remark, task.finished_at, task.finished_by = to, skip_reason, remark, at, by
    task.save(update_fields=["state", "skip_reason", "remark", "finished_at", "finished_by"])
    if to == TaskState.SKIPPED:
        _record("task.skipped", task, by=by, at=at, reason=skip_reason)
    else:
        _record("task.done", task, by=by, at=at)
    return task


@transaction.atomic
def take_back(*, task: Task, by: User, at: datetime) -> Task:
    """Undo a task that was finished today by mistake."""
    task = _lock(task)
    case_rules.check_is_open(task.case.status)
    rules.check_may_take_back(
        state=task.state,
        finished_on=localdate(task.finished_at) if task.finished_at else None,
        today=localdate(at),
        is_own=task.finished_by_id == by.pk,
        supervises=queries.supervises(by, task.case),
    )
    _to_do_again(task)
    _record("task.taken_back", task, by=by, at=at)
    return task


@transaction.atomic
def mark_referred(*, task: Task, by: User, at: datetime) -> Task:
    """Somebody else was asked to do it, and has to answer."""
    task = _lock(task)
    case_rules.check_is_open(task.case.status)
    rules.check_task_change(task.state, TaskState.REFERRED)
    task.state = TaskState.REFERRED
    task.save(update_fields=["state"])
    _record("task.referred", task, by=by, at=at)
    return task


@transaction.atomic
def referral_ended(*, task: Task, done: bool, by: User | str, at: datetime) -> Task:
    """The last waiting referral of this task ended: the institution did it, or it is ours to do again.

    `by` is a plain id when the answer came through a link. A task that was finished meanwhile stays as it is.
    """
    task = _lock(task)
    if task.state != TaskState.REFERRED:
        return task
    if done:
        task.state, task.finished_at = TaskState.DONE, at
        task.finished_by = by if isinstance(by, User) else None
        task.save(update_fields=["state", "finished_at", "finished_by"])
        _record("task.done", task, by=by, at=at)
    else:
        _to_do_again(task)
        _record("task.returned", task, by=by, at=at)
    return task


def _to_do_again(task: Task) -> None:
    task.state, task.skip_reason, task.remark, task.finished_at, task.finished_by = TaskState.TODO, "", "", None, None
    task.save(update_fields=["state", "skip_reason", "remark", "finished_at", "finished_by"])


def _lock(task: Task) -> Task:
    case = lock(task.case)
    # Read again under a lock, so that of two colleagues finishing it at once one is told.
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    task.case = case
    return task


def _record(verb: str, task: Task, *, by: User | str, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=task, by=by, at=at, thread=task.case_id, step=task.step_id, **details)
