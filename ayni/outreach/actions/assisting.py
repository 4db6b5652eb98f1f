"""The life of a commitment: asked for, agreed with its steps, shown, verified by a second colleague, fulfilled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.directory import actions as directory
from ayni.directory.models import NationalityVariable, Service, Strengthening
from ayni.files import actions as files
from ayni.files.preparing import Drawn
from ayni.governance.models import Instrument

from ..models import Assistance, AssistanceState, Change, Milestone, MilestoneState
from ..rules import aims
from ..rules import assisting as rules

TRIES = 20


@dataclass(frozen=True)
class Wanted:
    """What an institution asks for or is offered."""

    title: str
    change: str
    institution: Organisation
    office: Office
    baseline: str
    baseline_on: date
    territory: Territory | None = None
    service: Service | None = None
    instrument: Instrument | None = None
    aim: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Step:
    title: str
    due_on: date


@dataclass(frozen=True)
class Evidence:
    """What shows that a step was reached: in words, and where it can be read."""

    words: str
    link: str = ""
    drawn: Drawn | None = None


@transaction.atomic
def begin(*, wanted: Wanted, steps: Sequence[Step], by: User, at: datetime) -> Assistance:
    rules.check_baseline(baseline_on=wanted.baseline_on, today=localdate(at))
    rules.check_near(wanted.baseline_on, today=localdate(at))
    made = _numbered(wanted, by=by, at=at)
    _add(made, steps)
    audit.record("assistance.begun", subject=made, by=by, at=at, code=made.code, change=made.change)
    return made


def _numbered(wanted: Wanted, *, by: User, at: datetime) -> Assistance:
    """Of two that are written at once the database lets one have the number, and the other takes the next."""
    fields = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return Assistance.objects.create(code=_next_code(localdate(at).year), made_by=by, made_at=at, **fields)
        except IntegrityError:
            continue
    raise rules.too_many_at_once()


def _next_code(year: int) -> str:
    """Numbers of a year follow one another."""
    last = Assistance.objects.filter(code__startswith=f"AT-{year}-").aggregate(last=Max("code"))["last"]
    return f"AT-{year}-{int(last[-4:]) + 1 if last else 1:04d}"


def _lock(assistance: Assistance) -> Assistance:
    return Assistance.objects.select_for_update(of=("self",)).get(pk=assistance.pk)


def _add(assistance: Assistance, steps: Sequence[Step]) -> None:
    last = Milestone.objects.filter(assistance=assistance).aggregate(last=Max("order"))["last"] or 0
    for order, step in enumerate(steps, last + 1):
        rules.check_due(due_on=step.due_on, baseline_on=assistance.baseline_on)
        rules.check_near(step.due_on, today=assistance.baseline_on)
        Milestone.objects.create(assistance=assistance, order=order, title=step.title, due_on=step.due_on)


@transaction.atomic
def add_step(*, assistance: Assistance, step: Step, by: User, at: datetime) -> None:
    assistance = _lock(assistance)
    rules.check_step(assistance.state, AssistanceState.DROPPED)
    _add(assistance, [step])
    audit.record("milestone.added", subject=assistance, by=by, at=at, due_on=str(step.due_on))


@transaction.atomic
def agree(*, assistance: Assistance, on: date, by: User, at: datetime) -> None:
    """The institution signed. If it is about one of its services, that stands in the directory from now on."""
    assistance = _lock(assistance)
    rules.check_step(assistance.state, AssistanceState.AGREED)
    rules.check_has_milestones(assistance.milestones.count())
    rules.check_near(on, today=localdate(at))
    assistance.state, assistance.agreed_on = AssistanceState.AGREED, on
    assistance.save(update_fields=["state", "agreed_on"])
    _tell_directory(assistance, Strengthening.Progress.IN_PROGRESS, "", by=by, at=at)
    audit.record("assistance.agreed", subject=assistance, by=by, at=at, code=assistance.code)


def _tell_directory(
    assistance: Assistance, progress: Strengthening.Progress, result: str, *, by: User, at: datetime
) -> None:
    if assistance.service is not None:
        directory.strengthen(
            service=assistance.service, what=assistance.title, progress=progress, result=result[:500],
            source=assistance.code, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def show(*, milestone: Milestone, evidence: Evidence, by: User, at: datetime) -> None:
    """One colleague says that a step was reached, and what shows it."""
    assistance = _lock(milestone.assistance)
    milestone = Milestone.objects.get(pk=milestone.pk)
    rules.check_may_show(of_assistance=assistance.state, state=milestone.state)
    milestone.state, milestone.shown_by, milestone.shown_at = MilestoneState.SHOWN, by, at
    milestone.evidence, milestone.link, milestone.returned_why = evidence.words, evidence.link, ""
    milestone.file = files.keep(drawn=evidence.drawn, by=by, at=at) if evidence.drawn else milestone.file
    milestone.save()
    audit.record("milestone.shown", subject=milestone, by=by, at=at)


@transaction.atomic
def verify(*, milestone: Milestone, by: User, at: datetime) -> None:
    """Another one looked at what shows it."""
    milestone = _judged(milestone, by)
    milestone.state, milestone.verified_by, milestone.verified_at = MilestoneState.VERIFIED, by, at
    milestone.save()
    audit.record("milestone.verified", subject=milestone, by=by, at=at)


@transaction.atomic
def send_back(*, milestone: Milestone, why: str, by: User, at: datetime) -> None:
    """The evidence does not show it yet. What was said stays, so that it is not written anew."""
    milestone = _judged(milestone, by)
    milestone.state, milestone.shown_by, milestone.shown_at = MilestoneState.PENDING, None, None
    milestone.returned_why = why
    milestone.save()
    audit.record("milestone.sent_back", subject=milestone, by=by, at=at)


def _judged(milestone: Milestone, by: User) -> Milestone:
    assistance = _lock(milestone.assistance)
    milestone = Milestone.objects.get(pk=milestone.pk)
    rules.check_may_judge(
        of_assistance=assistance.state, state=milestone.state, shown_by=milestone.shown_by_id, by=by.pk
    )
    return milestone


@transaction.atomic
def fulfil(*, assistance: Assistance, result: str, aim: str = "", outcome: str = "", by: User, at: datetime) -> None:
    """All steps are verified. What the directory says of the service changes with it. `aim`, `outcome`: empty, as the
    commitment says already."""
    assistance = _lock(assistance)
    rules.check_step(assistance.state, AssistanceState.DONE)
    rules.check_all_verified(assistance.milestones.exclude(state=MilestoneState.VERIFIED).count())
    assistance.aim, assistance.outcome = aim or assistance.aim, outcome or assistance.outcome
    aims.check_has_aim(assistance.aim)
    aims.check_has_outcome(assistance.outcome)
    assistance.state, assistance.ended_at = AssistanceState.DONE, at
    assistance.save(update_fields=["state", "ended_at", "aim", "outcome"])
    _tell_directory(assistance, Strengthening.Progress.DONE, result, by=by, at=at)
    if assistance.change == Change.NATIONALITY and assistance.service is not None:
        directory.note_nationality(
            service=assistance.service, variable=NationalityVariable.PRESENT, by=by, at=at
        )  # fmt: skip
    audit.record("assistance.fulfilled", subject=assistance, by=by, at=at, code=assistance.code)


@transaction.atomic
def drop(*, assistance: Assistance, why: str, by: User, at: datetime) -> None:
    assistance = _lock(assistance)
    rules.check_step(assistance.state, AssistanceState.DROPPED)
    was_agreed = assistance.state == AssistanceState.AGREED
    assistance.state, assistance.why_dropped, assistance.ended_at = AssistanceState.DROPPED, why, at
    assistance.save(update_fields=["state", "why_dropped", "ended_at"])
    if was_agreed:
        _tell_directory(assistance, Strengthening.Progress.ABANDONED, why, by=by, at=at)
    audit.record("assistance.dropped", subject=assistance, by=by, at=at, code=assistance.code)
