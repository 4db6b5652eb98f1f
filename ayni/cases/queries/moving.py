"""Running cases under a version of a protocol that is no longer in force, and what moving one would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ayni.access.models import User
from ayni.governance.models import Protocol, ProtocolStep

from ..models import Case, CaseProtocol, ProtocolMove, Task
from ..rules import moving as rules
from .lists import listed


def outdated(on: date, code: str = "") -> list[int]:
    """The versions, by id, whose protocol has a newer one in force."""
    newer = Protocol.objects.in_force(on).filter(code=OuterRef("code"), version__gt=OuterRef("version"))
    rows = Protocol.objects.filter(Exists(newer))
    return list((rows.filter(code=code) if code else rows).order_by().values_list("pk", flat=True))


def on_old_versions(user: User, on: date, code: str = "") -> QuerySet[Case]:
    """Open cases that this user may open and that could move. Order: OPENED."""
    held = CaseProtocol.objects.filter(protocol__in=outdated(on, code))
    rows = listed(Case.objects.visible_to(user).open().filter(Exists(held.filter(case=OuterRef("pk")))))
    return rows.prefetch_related(Prefetch("protocols", held.select_related("protocol"), to_attr="old_versions"))


def held_version(case: Case, number: int) -> Protocol | None:
    """The version of this id, while the case is held to it."""
    held = case.protocols.filter(protocol=number).select_related("protocol").order_by("pk").first()
    return held.protocol if held else None


def has_left(case: Case, number: int) -> bool:
    """Whether the case was held to this version, and moved on."""
    return case.moves.filter(before=number).exists()


@dataclass(frozen=True)
class HeldTo:
    """One protocol of a case: the version it is held to, and the newer one in force, if there is one."""

    protocol: Protocol
    newer: Protocol | None
    moves: Sequence[ProtocolMove]


def held_to(case: Case, on: date) -> list[HeldTo]:
    rows = [row.protocol for row in case.protocols.select_related("protocol").order_by("pk")]
    in_force = {p.code: p for p in Protocol.objects.in_force(on).filter(code__in=[p.code for p in rows])}
    moves = list(case.moves.select_related("before", "after", "by").order_by("at", "pk"))
    return [HeldTo(p, newer_of(p, in_force.get(p.code)), [m for m in moves if m.after.code == p.code]) for p in rows]


def newer_of(held: Protocol, in_force: Protocol | None) -> Protocol | None:
    return in_force if in_force is not None and in_force.version > held.version else None


def newer_version(held: Protocol, on: date) -> Protocol | None:
    """The version in force on that day, if it is newer; with its steps."""
    rows = Protocol.objects.in_force(on).filter(code=held.code, version__gt=held.version)
    steps = ProtocolStep.objects.order_by("order").select_related("actor")
    return rows.prefetch_related(Prefetch("steps", steps)).first()


def tasks_under(case: Case, protocol: Protocol) -> list[Task]:
    """The tasks that do a step of this version, as their own or as one they cover."""
    covers = Prefetch("covers", queryset=ProtocolStep.objects.select_related("protocol").order_by("pk"))
    rows = case.tasks.filter(Q(step__protocol=protocol) | Q(covers__protocol=protocol)).distinct()
    return list(rows.select_related("step__protocol", "organisation").prefetch_related(covers).order_by("order", "pk"))


def held_steps(tasks: Sequence[Task], before: Protocol, steps: Mapping[str, ProtocolStep]) -> list[rules.Held]:
    """`steps`: those of the new version, by their code."""
    found = []
    for task in tasks:
        others = [step for step in task.covers.all() if step.protocol_id != before.pk]
        if task.step is not None and task.step.protocol_id == before.pk:
            found.append(rules.Held(task.pk, task.step.code, task.state, covers_others=bool(others)))
        found += [
            rules.Held(task.pk, step.code, task.state, covered=True, fits=still_fits(task, steps.get(step.code)))
            for step in task.covers.all()
            if step.protocol_id == before.pk
        ]
    return found


def still_fits(task: Task, step: ProtocolStep | None) -> bool:
    """Whether a task that does this step at the same time as its own can go on doing it."""
    return step is not None and step.actor_id == task.organisation_id


@dataclass(frozen=True)
class Preview:
    """What moving would do, for whoever decides."""

    stays: list[Task]
    follows: list[Task]
    closes: list[Task]
    waits: list[Task]
    passes: list[Task]
    new: list[ProtocolStep]


def preview(case: Case, before: Protocol, after: Protocol) -> Preview:
    tasks = tasks_under(case, before)
    steps = {step.code: step for step in after.steps.all()}
    fates = rules.fates(held_steps(tasks, before, steps), list(steps))
    by_id = {task.pk: task for task in tasks}

    def named(ids: Sequence[UUID]) -> list[Task]:
        return [by_id[pk] for pk in dict.fromkeys(ids)]

    return Preview(
        named(fates.stays), named(fates.follows), named(fates.closes), named(fates.waits), named(fates.passes),
        [steps[code] for code in fates.lays_out],
    )  # fmt: skip
