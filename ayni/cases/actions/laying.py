"""How the protocols of a case become its plan."""

from collections.abc import Sequence
from datetime import datetime

from ayni.codelists import queries as codelists
from ayni.governance.models import Protocol, ProtocolStep

from .. import queries
from ..models import Case, Task
from ..rules import plan as rules


def lay_out(case: Case, protocols: Sequence[Protocol], *, at: datetime) -> int:
    """The steps of all protocols as tasks. Returns how many."""
    steps: dict[int, ProtocolStep] = {step.pk: step for protocol in protocols for step in protocol.steps.all()}
    holidays = codelists.holidays()
    laid = rules.lay_out(
        rules.StepToDo(step.pk, step.code, step.actor_id, step.action_es, queries.due_of(step, at, holidays))
        for step in steps.values()
    )
    tasks = Task.objects.bulk_create(
        Task(
            case=case, step=steps[one.step.id], order=place, organisation_id=one.step.actor, assignee=case.caseworker,
            starts_at=at, due_at=one.step.due_at, deadline_kind=steps[one.step.id].deadline_kind,
        )
        for place, one in enumerate(laid, start=1)
    )  # fmt: skip
    covers = Task.covers.through
    covers._default_manager.bulk_create(
        covers(task_id=task.pk, protocolstep_id=step.id)
        for task, one in zip(tasks, laid, strict=True)
        for step in one.covers
    )
    return len(tasks)
