"""A running case goes under a newer version of one of its protocols. What was done stays done."""

from collections.abc import Mapping, Set
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.governance.models import Protocol, ProtocolStep

from .. import queries
from ..models import Case, CaseProtocol, ProtocolMove, SkipReason, Task, TaskState
from ..queries import moving
from ..rules import cases as case_rules
from ..rules import moving as rules
from ..rules import plan as plan_rules
from .locking import lock


@transaction.atomic
def move_to_newest(
    *, case: Case, protocol: Protocol, reason: str, starts_on: date, by: User, at: datetime
) -> ProtocolMove:
    """`protocol`: the version that the case is held to. The deadlines of what is new count from `starts_on`; what goes
    on keeps its beginning, so that nothing late becomes timely by moving."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    # Under the lock: of two who move it at once, the second finds that it is there already.
    held = CaseProtocol.objects.filter(case=case, protocol=protocol).first()
    newer = moving.newer_version(protocol, localdate(at)) if held else None
    rules.check_may_move(newer=newer is not None, reason=reason)
    assert held is not None and newer is not None  # noqa: S101, PT018 - checked in the line above
    rules.check_start(starts_on, today=localdate(at), since=newer.valid_from)
    closed, laid_out = _carry_over(case, protocol, newer, reason, start=_beginning(starts_on, at), by=by, at=at)
    held.protocol = newer
    held.save(update_fields=["protocol"])
    move = ProtocolMove.objects.create(
        case=case, before=protocol, after=newer, reason=reason, starts_on=starts_on, by=by, at=at
    )
    audit.record(
        "case.moved_to_version", subject=case, by=by, at=at, thread=case.pk, code=newer.code,
        before=protocol.version, after=newer.version, starts_on=starts_on.isoformat(), closed=closed,
        laid_out=laid_out,
    )  # fmt: skip
    return move


def _beginning(day: date, at: datetime) -> datetime:
    """This moment, if it is today; another day begins at its first minute, in Lima."""
    if day == localdate(at):
        return at
    return datetime.combine(day, time.min, tzinfo=localtime(at).tzinfo).astimezone(UTC)


def _carry_over(
    case: Case, before: Protocol, after: Protocol, reason: str, *, start: datetime, by: User, at: datetime
) -> tuple[int, int]:
    """How many tasks were closed, and how many laid out."""
    tasks = moving.tasks_under(case, before)
    steps = {step.code: step for step in after.steps.all()}
    fates = rules.fates(moving.held_steps(tasks, before, steps), list(steps))
    by_id: Mapping[UUID, Task] = {task.pk: task for task in tasks}
    holidays = codelists.holidays()
    for pk in dict.fromkeys([*fates.follows, *fates.passes]):
        _follow(by_id[pk], before, steps, holidays)
    for pk in fates.closes:
        _close(by_id[pk], reason, by=by, at=at)
    new = [steps[code] for code in fates.lays_out]
    return len(fates.closes), _lay_out(case, new, holidays, start=start)


def _follow(task: Task, before: Protocol, steps: Mapping[str, ProtocolStep], holidays: Set[date]) -> None:
    """Each step of the old version that the task does gives way to the one of the same code; what the new version does
    without goes, and a task whose own step goes becomes the task of another one that it covers."""
    kept = [step for step in task.covers.all() if step.protocol_id != before.pk]
    for step in task.covers.all():
        new = steps.get(step.code)
        if step.protocol_id == before.pk and new is not None and moving.still_fits(task, new):
            kept.append(new)
    own = task.step
    if own is not None and own.protocol_id == before.pk:
        new = steps.get(own.code)
        if new is not None:
            _same_step(task, own, new, holidays)
        else:
            task.step, *kept = kept
    task.covers.set(kept)
    task.save(update_fields=["step", "organisation", "due_at", "deadline_kind"])


def _same_step(task: Task, old: ProtocolStep, new: ProtocolStep, holidays: Set[date]) -> None:
    if (old.deadline_amount, old.deadline_unit) != (new.deadline_amount, new.deadline_unit):
        task.due_at = queries.due_of(new, task.starts_at, holidays)
    task.step, task.deadline_kind = new, new.deadline_kind
    # Whoever was asked already goes on being the one who owes the answer.
    if task.state == TaskState.TODO:
        task.organisation_id = new.actor_id


def _close(task: Task, reason: str, *, by: User, at: datetime) -> None:
    task.state, task.skip_reason, task.remark = TaskState.SKIPPED, SkipReason.DOES_NOT_APPLY, reason
    task.finished_at, task.finished_by = at, by
    task.save(update_fields=["state", "skip_reason", "remark", "finished_at", "finished_by"])
    audit.record(
        "task.skipped", subject=task, by=by, at=at, thread=task.case_id, step=task.step_id,
        reason=SkipReason.DOES_NOT_APPLY,
    )  # fmt: skip


def _lay_out(case: Case, new: list[ProtocolStep], holidays: Set[date], *, start: datetime) -> int:
    """Tasks for the new steps. What a task that waits already asks of the same institution is done once, as always."""
    waiting = {
        plan_rules.thing(task.organisation_id, task.step.code, task.step.action_es): task
        for task in case.tasks.waiting().filter(step__isnull=False).select_related("step").order_by("-order")
        if task.step is not None
    }
    order = plan_rules.next_order(list(case.tasks.order_by().values_list("order", flat=True)))
    laid = 0
    for step in new:
        due = queries.due_of(step, start, holidays)
        same = waiting.get(plan_rules.thing(step.actor_id, step.code, step.action_es))
        if same is not None:
            _cover(same, step, due)
            continue
        Task.objects.create(
            case=case, step=step, order=order + laid, organisation_id=step.actor_id, assignee=case.caseworker,
            starts_at=start, due_at=due, deadline_kind=step.deadline_kind,
        )  # fmt: skip
        laid += 1
    return laid


def _cover(task: Task, step: ProtocolStep, due: datetime | None) -> None:
    """The earlier deadline holds: no protocol is kept late because of another."""
    task.covers.add(step)
    if due is not None and (task.due_at is None or due < task.due_at):
        task.due_at, task.deadline_kind = due, step.deadline_kind
        task.save(update_fields=["due_at", "deadline_kind"])
