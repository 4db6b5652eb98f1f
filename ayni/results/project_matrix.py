"""The results matrix of a project as it is read (R223), and what there is of a project at its stage (R224)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import words
from .models import (
    Cycle,
    Definition,
    MatrixRow,
    Project,
    ProjectWriting,
    ReportState,
    Rung,
    Stage,
    StageMove,
    Target,
    WritingKind,
)
from .sheets import shown
from .stages import BELOW, MEASURED, Standing, missing, next_of


@dataclass(frozen=True)
class Line:
    """A line of the matrix; what is not written there is said by its indicator."""

    row: MatrixRow
    depth: int
    indicator: str
    baseline: str
    target: str
    verification: str

    @property
    def is_whole(self) -> bool:
        """Whether it says how it is measured, where activities need not."""
        needed = (self.indicator, self.baseline, self.target, self.verification)
        return self.row.rung not in MEASURED or all(needed)

    @property
    def offers(self) -> str:
        """The rung that may be written below it; empty below an activity."""
        below = BELOW.get(Rung(self.row.rung))
        return below.value if below else ""


def matrix(project: Project) -> list[Line]:
    """From the objective down, each with what stands below it. Three statements."""
    rows = list(project.matrix.select_related("indicator").order_by("order", "pk"))
    held = {row.indicator_id for row in rows if row.indicator_id}
    said = {one.indicator_id: one for one in _definitions(held)}
    aims = {one.indicator_id: one for one in _aims(held, project)}
    below: dict[int | None, list[MatrixRow]] = {}
    for row in rows:
        below.setdefault(row.above_id, []).append(row)
    lines: list[Line] = []

    def go_down(above: int | None, depth: int) -> None:
        for row in below.get(above, []):
            lines.append(_line(row, depth, said.get(row.indicator_id or 0), aims.get(row.indicator_id or 0)))
            go_down(row.pk, depth + 1)

    go_down(None, 0)
    return lines


def _definitions(indicators: Iterable[int]) -> Iterable[Definition]:
    rows = Definition.objects.filter(indicator__in=indicators, valid_to__isnull=True)
    return rows.select_related("indicator").order_by("pk")


def _aims(indicators: Iterable[int], project: Project) -> Iterable[Target]:
    """The country's targets by the end of the project, the latest last."""
    rows = Target.objects.filter(indicator__in=indicators, department="", dimension="", until__lte=project.ends_on)
    return rows.order_by("until", "pk")


def _line(row: MatrixRow, depth: int, said: Definition | None, aim: Target | None) -> Line:
    if said is None:
        return Line(row, depth, row.measured_by, row.baseline, row.target, row.verification)
    baseline = ""
    if said.baseline is not None and said.baseline_month is not None:
        baseline = f"{shown(said.baseline, said.unit)} ({words.month(said.baseline_month.isoformat())})"
    target = f"{shown(aim.value, said.unit)} ({words.month(aim.until.isoformat())})" if aim else ""
    return Line(
        row, depth, f"{said.code} {said.name}", row.baseline or baseline, row.target or target,
        row.verification or said.verification,
    )  # fmt: skip


def writings_of(project: Project) -> list[ProjectWriting]:
    return list(project.writings.select_related("by", "report").order_by("at", "pk"))


def standing_of(project: Project, lines: list[Line], writings: list[ProjectWriting]) -> Standing:
    """What there is of it, for the rules of its stages."""
    kinds = [(one.kind, one.report.state if one.report else "") for one in writings]
    done = [activity.done_on for activity in project.activities.all()]
    return Standing(
        says_what_for=bool(project.summary.strip()), works_towards=bool(project.nodes),
        rungs=frozenset(line.row.rung for line in lines),
        unmeasured=tuple(Truncator(line.row.statement).chars(60) for line in lines if not line.is_whole),
        activities=len(done), done=sum(day is not None for day in done),
        marked_at_work=any(one.cycle == Cycle.WORK for one in project.markings.all()),
        reports=sum(kind == WritingKind.REPORT and state == ReportState.APPROVED for kind, state in kinds),
        evaluations=sum(kind == WritingKind.EVALUATION for kind, _state in kinds),
        lessons=sum(kind == WritingKind.LESSONS for kind, _state in kinds),
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A stage, and who took the project there."""

    stage: Stage
    move: StageMove | None
    is_here: bool


@dataclass(frozen=True)
class Journey:
    """The stages of a project as its page shows them."""

    steps: list[Step]
    following: Stage | None
    lacking: list[str | Promise]
    writings: list[ProjectWriting]


def journey(project: Project) -> Journey:
    moves = {move.stage: move for move in project.moves.select_related("by").order_by("pk")}
    steps = [Step(stage, moves.get(stage), stage == project.stage) for stage in Stage]
    writings = writings_of(project)
    there = standing_of(project, matrix(project), writings)
    return Journey(steps, next_of(project.stage), missing(project.stage, there), writings)


def next_order(project: Project) -> int:
    found = project.matrix.aggregate(Max("order"))["order__max"]
    return 1 if found is None else found + 1


def titles() -> list[str]:
    """The columns, as the Project Handbook has them."""
    return [
        _("Level"), _("Statement"), _("Indicators"), _("Baseline"), _("Target"),
        _("Means of verification"), _("Assumptions and risks"),
    ]  # fmt: skip


def cells(line: Line) -> list[str]:
    return [
        str(Rung(line.row.rung).label), line.row.statement, line.indicator, line.baseline, line.target,
        line.verification, line.row.assumptions,
    ]  # fmt: skip
