"""Verbs about the results matrix of a project (R223) and about its stages (R224)."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from .. import stages
from ..models import Indicator, MatrixRow, Project, ProjectWriting, Report, ReportState, Rung, StageMove, WritingKind
from ..project_matrix import matrix, next_order, standing_of, writings_of
from .projects import CannotChangeProject, lock_open


@dataclass(frozen=True)
class RowFields:
    """A line of the matrix as it was typed. `indicator`: its code, or empty."""

    statement: str
    indicator: str = ""
    measured_by: str = ""
    baseline: str = ""
    target: str = ""
    verification: str = ""
    assumptions: str = ""


@transaction.atomic
def add_row(*, project: Project, above: MatrixRow | None, said: RowFields, by: User, at: datetime) -> MatrixRow:
    """A line below another one; the objective is below nothing, and there is one."""
    locked = lock_open(project)
    if above is None and locked.matrix.filter(rung=Rung.OBJECTIVE).exists():
        raise CannotChangeProject(_("The matrix has its objective already. Write below it what it comes from."))
    if above is not None and (above.project_id != locked.pk or above.rung == Rung.ACTIVITY):
        raise CannotChangeProject(_("Nothing stands below an activity. Write it beside it, below its output."))
    rung = Rung.OBJECTIVE if above is None else stages.BELOW[Rung(above.rung)]
    made = MatrixRow.objects.create(
        project=locked, rung=rung, above=above, order=next_order(locked), made_by=by, made_at=at, **_columns(said)
    )
    audit.record("project.matrix_row_added", subject=locked, by=by, at=at, row=made.pk, rung=made.rung)
    return made


@transaction.atomic
def change_row(*, row: MatrixRow, said: RowFields, seen: int, by: User, at: datetime) -> MatrixRow:
    """`seen`: the revision that was on the page."""
    project, locked = _locked(row)
    if locked.revision != seen:
        raise CannotChangeProject(_("A colleague changed it meanwhile. Open it again, and write your change there."))
    columns = _columns(said)
    changed = sorted(name for name, value in columns.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, columns[name])
    locked.revision += 1
    locked.save(update_fields=[*changed, "revision"])
    audit.record("project.matrix_row_changed", subject=project, by=by, at=at, row=locked.pk, columns=changed)
    return locked


@transaction.atomic
def remove_row(*, row: MatrixRow, by: User, at: datetime) -> None:
    """A line falls away, once nothing stands below it."""
    project, locked = _locked(row)
    if locked.below.exists():
        raise CannotChangeProject(_("Other lines stand below it. Remove those first."))
    audit.record("project.matrix_row_removed", subject=project, by=by, at=at, row=locked.pk, rung=locked.rung)
    locked.delete()


def _locked(row: MatrixRow) -> tuple[Project, MatrixRow]:
    """The project under its lock, and the line as it is now."""
    project = lock_open(row.project)
    locked = project.matrix.filter(pk=row.pk).first()
    if locked is None:
        raise CannotChangeProject(_("A colleague removed this line meanwhile. Look at the matrix."))
    return project, locked


def _columns(said: RowFields) -> dict[str, Any]:
    """An indicator is chosen or said in words, not both."""
    found = None
    if said.indicator:
        found = Indicator.objects.filter(code=said.indicator, retired_at__isnull=True).first()
        if found is None:
            raise CannotChangeProject(_("There is no indicator %(code)s. Choose again.") % {"code": said.indicator})
        if said.measured_by:
            raise CannotChangeProject(_("Choose an indicator or write one in words, not both."))
    plain = {one.name: getattr(said, one.name) for one in fields(said) if one.name != "indicator"}
    return plain | {"indicator": found}


@transaction.atomic
def go_on(*, project: Project, seen: str, by: User, at: datetime) -> StageMove:
    """To the next stage, if what this one asks exists. `seen`: the stage that was on the page."""
    locked = lock_open(project)
    if locked.stage != seen:
        raise CannotChangeProject(_("A colleague took it on meanwhile. Look at where it is now."))
    following = stages.check_may_go_on(locked.stage, standing_of(locked, matrix(locked), writings_of(locked)))
    locked.stage = following
    locked.save(update_fields=["stage"])
    made = StageMove.objects.create(project=locked, stage=following, by=by, at=at)
    audit.record("project.went_on", subject=locked, by=by, at=at, stage=following)
    return made


@transaction.atomic
def write_down(
    *, project: Project, kind: str, text: str, report: Report | None = None, by: User, at: datetime
) -> ProjectWriting:
    """What a stage leaves behind: a report that rests on an approved one, an evaluation, lessons."""
    locked = lock_open(project)
    if kind == WritingKind.REPORT and (report is None or report.state != ReportState.APPROVED):
        raise CannotChangeProject(_("A report of a project rests on an approved report of results. Choose one."))
    made = ProjectWriting.objects.create(
        project=locked, kind=kind, text=text, report=report if kind == WritingKind.REPORT else None, by=by, at=at
    )
    audit.record("project.written_down", subject=locked, by=by, at=at, kind=kind, writing=made.pk)
    return made
