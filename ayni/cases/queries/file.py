"""One case, as its file shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from ayni.access.models import Team, User
from ayni.audit.models import Event
from ayni.governance.models import Protocol, ProtocolStep

from ..models import (
    Case,
    CaseProfile,
    CaseProtocol,
    Note,
    NoteDraft,
    PlanPrint,
    RiskAssessment,
    Screening,
    Task,
    TaskState,
)

WRITTEN = ("-written_at", "-pk")


@dataclass
class Part:
    """The tasks that one protocol asks for; without a protocol, those that caseworkers added."""

    protocol: Protocol | None
    tasks: list[Task] = field(default_factory=list)
    elsewhere: list[tuple[ProtocolStep, Task]] = field(default_factory=list)
    """Steps of this protocol that a task of another one does at the same time."""

    @property
    def is_of_the_opening(self) -> bool:
        """Whether the version was in force when the case was opened; else somebody moved the case to it."""
        tasks = [*self.tasks, *(task for _step, task in self.elsewhere)]
        opened = localdate(tasks[0].case.opened_at)
        return self.protocol is None or self.protocol.valid_from <= opened


def whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With all that the file's frame shows, and whether its risk was assessed. The profiles come with it, the main one
    first."""
    profiles = CaseProfile.objects.select_related("profile").order_by("-is_main", "profile__label_es")
    assessed = RiskAssessment.objects.filter(case=OuterRef("pk"), is_current=True)
    rows = rows.select_related("person__sex", "person__language", "office", "team", "caseworker")
    return rows.annotate(is_assessed=Exists(assessed)).prefetch_related(Prefetch("profiles", queryset=profiles))


def plan_print(proof: str) -> PlanPrint | None:
    """The printed plan that holds this proof."""
    return PlanPrint.objects.filter(proof=proof).first()


def changed_since(printed: PlanPrint) -> bool:
    """Whether a task of the plan was added, finished, skipped or referred after it was printed, or the case ended."""
    changed = Q(verb__startswith="task.") | Q(verb__in=("case.closed", "case.reopened", "case.moved_to_version"))
    return Event.objects.filter(changed, thread=printed.case_id, at__gt=printed.printed_at).exists()


def tasks(case: Case) -> list[Task]:
    """All tasks, with what a line of the plan shows. Two statements."""
    covers = Prefetch("covers", queryset=ProtocolStep.objects.select_related("protocol"))
    rows = case.tasks.select_related("step__protocol", "organisation", "assignee", "finished_by").prefetch_related(
        covers
    )
    found = list(rows.order_by("order", "pk"))
    for task in found:
        task.case = case
    return found


def waiting(found: Sequence[Task]) -> list[Task]:
    """What is still to be done or answered, the nearest deadline first."""
    left = [task for task in found if task.is_waiting]
    return sorted(left, key=lambda task: (task.due_at is None, task.due_at or task.starts_at, task.order))


def next_up(found: Sequence[Task]) -> list[Task]:
    """What we can do ourselves now; if there is nothing, what others owe."""
    left = waiting(found)
    return [task for task in left if task.state == TaskState.TODO] or left


def plan(found: Sequence[Task]) -> list[Part]:
    """The tasks by protocol, in the order in which the case follows them; those of our own come last."""
    parts: dict[int | None, Part] = {}

    def part_of(protocol: Protocol | None) -> Part:
        return parts.setdefault(protocol.pk if protocol else None, Part(protocol))

    for task in found:
        part_of(task.step.protocol if task.step else None).tasks.append(task)
    for task in found:
        for step in task.covers.all():
            part_of(step.protocol).elsewhere.append((step, task))
    own = parts.pop(None, None)
    return [*parts.values(), *([own] if own else [])]


def notes(case: Case) -> QuerySet[Note]:
    return case.notes.select_related("written_by").order_by(*WRITTEN)


def draft(case: Case, user: User) -> NoteDraft | None:
    return NoteDraft.objects.filter(case=case, author=user).first()


def protocols(case: Case) -> list[CaseProtocol]:
    return list(case.protocols.select_related("protocol").order_by("pk"))


def screening_of(case: Case) -> Screening | None:
    """The conversation that the case came from."""
    if case.screening_id is None:
        return None
    return Screening.objects.select_related("decided_by").get(pk=case.screening_id)


def teams(office_id: int) -> QuerySet[Team]:
    return Team.objects.filter(office=office_id).order_by("name", "pk")
