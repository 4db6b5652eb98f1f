"""Verbs about projects: registered with their markers, worked through activities, ended with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken

from .. import stages
from ..models import Activity, Cycle, Marking, Project
from ..project_matrix import matrix, standing_of, writings_of


class CannotChangeProject(RuleBroken):
    """Something of a project that cannot be. The message says what to do."""


@dataclass(frozen=True)
class ProjectFields:
    title: str
    donor: str
    starts_on: date
    ends_on: date
    summary: str = ""
    donor_organisation: Organisation | None = None
    budget: Decimal | None = None
    currency: str = "PEN"
    departments: Sequence[str] = ()
    categories: Sequence[str] = ()
    for_rights: Sequence[str] = ()
    nodes: Sequence[str] = ()


@dataclass(frozen=True)
class Marks:
    gender: int
    gender_why: str
    rights: int
    rights_why: str


@dataclass(frozen=True)
class ActivityFields:
    title: str
    starts_on: date
    ends_on: date


@transaction.atomic
def register_project(*, said: ProjectFields, marks: Marks, by: User, at: datetime) -> Project:
    """No project without its markers: how far it is done for gender equality and for the rights of migrants."""
    _check_period(said.starts_on, said.ends_on)
    year = localdate(at).year
    newest = Project.objects.filter(code__startswith=f"PY-{year}-").aggregate(Max("code"))["code__max"]
    number = int(newest.rsplit("-", 1)[1]) + 1 if newest else 1
    made = Project.objects.create(code=f"PY-{year}-{number:04d}", owner=by, made_at=at, **_columns(said))
    audit.record("project.registered", subject=made, by=by, at=at, code=made.code)
    _mark(made, None, Cycle.DESIGN, marks, by=by, at=at)
    return made


@transaction.atomic
def describe_project(*, project: Project, said: ProjectFields, seen: int, by: User, at: datetime) -> Project:
    """`seen`: the revision that was on the page."""
    locked = lock_open(project)
    _check_period(said.starts_on, said.ends_on)
    if locked.revision != seen:
        raise CannotChangeProject(_("A colleague changed it meanwhile. Open it again, and write your change there."))
    columns = _columns(said)
    changed = sorted(name for name, value in columns.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, columns[name])
    locked.revision += 1
    locked.save(update_fields=[*changed, "revision"])
    audit.record("project.described", subject=locked, by=by, at=at, columns=changed)
    return locked


@transaction.atomic
def mark_project(
    *, project: Project, activity: Activity | None, cycle: str, marks: Marks, by: User, at: datetime
) -> Marking:
    """Look at the markers again. What was said before stays beside it."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if cycle == Cycle.END and (locked.ended_on if activity is None else activity.done_on) is None:
        raise CannotChangeProject(_("It has not ended yet. Say first what came of it."))
    return _mark(locked, activity, cycle, marks, by=by, at=at)


@transaction.atomic
def add_activity(*, project: Project, said: ActivityFields, marks: Marks, by: User, at: datetime) -> Activity:
    """A part of the project, within its time, with markers of its own."""
    locked = lock_open(project)
    _check_period(said.starts_on, said.ends_on)
    if said.starts_on < locked.starts_on or said.ends_on > locked.ends_on:
        raise CannotChangeProject(_("The activity has to lie within the time of the project. Change one of the days."))
    made = Activity.objects.create(
        project=locked, title=said.title, starts_on=said.starts_on, ends_on=said.ends_on, made_by=by, made_at=at
    )
    audit.record("project.activity_added", subject=locked, by=by, at=at, activity=made.pk)
    _mark(locked, made, Cycle.DESIGN, marks, by=by, at=at)
    return made


@transaction.atomic
def finish_activity(*, activity: Activity, done_on: date, result: str, by: User, at: datetime) -> Activity:
    lock_open(activity.project)
    locked = Activity.objects.select_for_update(of=("self",)).select_related("project").get(pk=activity.pk)
    if locked.done_on is not None:
        raise CannotChangeProject(_("That activity is done already."))
    _check_came(done_on, locked.starts_on, at)
    locked.done_on, locked.result = done_on, result
    locked.save(update_fields=["done_on", "result"])
    audit.record("project.activity_done", subject=locked.project, by=by, at=at, activity=locked.pk)
    return locked


@transaction.atomic
def end_project(
    *, project: Project, ended_on: date, outcome: str, was_broken_off: bool = False, by: User, at: datetime
) -> Project:
    """It is over, with what came of it: after its last stage, or broken off before. Activities that were not done stay
    as they are."""
    locked = lock_open(project)
    _check_came(ended_on, locked.starts_on, at)
    if not was_broken_off:
        stages.check_may_end(locked.stage, standing_of(locked, matrix(locked), writings_of(locked)))
    locked.ended_on, locked.outcome, locked.was_broken_off = ended_on, outcome, was_broken_off
    locked.save(update_fields=["ended_on", "outcome", "was_broken_off"])
    audit.record("project.ended", subject=locked, by=by, at=at, broken_off=was_broken_off)
    return locked


def _columns(said: ProjectFields) -> dict[str, object]:
    many = ("departments", "categories", "for_rights", "nodes")
    plain = {name: getattr(said, name) for name in said.__dataclass_fields__ if name not in many}
    return plain | {name: "|".join(getattr(said, name)) for name in many}


def _mark(project: Project, activity: Activity | None, cycle: str, marks: Marks, *, by: User, at: datetime) -> Marking:
    made = Marking.objects.create(
        project=project, activity=activity, cycle=cycle, gender=marks.gender, gender_why=marks.gender_why,
        rights=marks.rights, rights_why=marks.rights_why, marked_by=by, marked_at=at,
    )  # fmt: skip
    audit.record(
        "project.marked", subject=project, by=by, at=at, cycle=cycle, gender=marks.gender, rights=marks.rights,
        activity=activity.pk if activity else "",
    )  # fmt: skip
    return made


def lock_open(project: Project) -> Project:
    """Read again under a lock, and refused if it has ended."""
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if locked.ended_on is not None:
        raise CannotChangeProject(_("This project has ended. What it was stays as it is."))
    return locked


def _check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise CannotChangeProject(_("It would end before it begins. Check the two days."))


def _check_came(on: date, begun: date, at: datetime) -> None:
    if on > localdate(at):
        raise CannotChangeProject(_("That day has not come yet. Write what has happened."))
    if on < begun:
        raise CannotChangeProject(_("That day is before it began. Check the year."))
