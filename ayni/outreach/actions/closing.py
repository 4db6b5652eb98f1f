"""A session ends: closed once, with what it took and what came of it. One that nobody had planned is written down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import get_current_timezone, localtime

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import Dimension, Headcount, Series, Session, State
from ..rules import aims, attending
from ..rules import sessions as rules
from ..rules.attending import Heads
from .attending import lock
from .sessions import Planned, write_session


@dataclass(frozen=True)
class Effort:
    """What it took, and what came of it."""

    staff_hours: Decimal | None = None
    cost: Decimal | None = None
    result: str = ""
    aim: str = ""
    """Which objective it served. Empty: as the session says."""
    outcome: str = ""


@transaction.atomic
def close_session(*, session: Session, effort: Effort, by: User, at: datetime) -> Session:
    """Its numbers stand from here on. Of two who close it at once one does, and the other is told who did."""
    session = lock(session)
    closed = f"{session.closed_by.display_name} ({localtime(session.closed_at):%d/%m/%Y %H:%M})" if (
        session.closed_by and session.closed_at
    ) else ""  # fmt: skip
    rules.check_may_close(state=session.state, starts_at=session.starts_at, at=at, closed=closed)
    session.aim, session.outcome = effort.aim or session.aim, effort.outcome or session.outcome
    aims.check_has_aim(session.aim)
    session.state, session.closed_by, session.closed_at, session.changed_at = State.CLOSED, by, at, at
    session.staff_hours, session.cost, session.result = effort.staff_hours, effort.cost, effort.result
    session.save()
    audit.record("session.closed", subject=session, by=by, at=at)
    return session


@transaction.atomic
def count_heads(*, session: Session, heads: Heads, by: User, at: datetime) -> None:
    """The room was counted; counted again, the new numbers take the place of the old ones."""
    session = lock(session)
    attending.check_may_note(state=session.state, day=localtime(session.starts_at).date(), today=localtime(at).date())
    _write_heads(session, heads)
    audit.record("session.counted", subject=session, by=by, at=at, people=heads.total)


def _write_heads(session: Session, heads: Heads) -> None:
    attending.check_heads(heads)
    Headcount.objects.filter(session=session).delete()
    sides = ((Dimension.SEX, heads.sex), (Dimension.AGE, heads.age), (Dimension.NATIONALITY, heads.nationality))
    rows = [
        Headcount(session=session, dimension=side, code=code, people=people)
        for side, numbers in sides
        for code, people in sorted(numbers.items())
        if people
    ]
    if heads.total:
        rows.insert(0, Headcount(session=session, dimension=Dimension.TOTAL, people=heads.total))
    Headcount.objects.bulk_create(rows)


@transaction.atomic
def write_down(*, planned: Planned, heads: Heads, effort: Effort, by: User, at: datetime) -> Session:
    """A session that took place and that nobody had planned here, with its numbers: closed at once."""
    rules.check_hours(starts_at=planned.starts_at, ends_at=planned.ends_at)
    rules.check_is_past(ends_at=planned.ends_at, at=at)
    aims.check_has_aim(planned.aim)
    session = write_session(
        planned, state=State.CLOSED, by=by, at=at, closed_by=by, closed_at=at, staff_hours=effort.staff_hours,
        cost=effort.cost, result=effort.result,
    )  # fmt: skip
    _write_heads(session, heads)
    audit.record("session.written_down", subject=session, by=by, at=at, people=heads.total)
    return session


@transaction.atomic
def repeat_weekly(*, session: Session, times: int, by: User, at: datetime) -> list[Session]:
    """The same on the same day of the following weeks, at the same hour, in a series with this one. Each is planned,
    and in the calendar if this one is."""
    session = lock(session)
    rules.check_repeats(times)
    if session.series is None:
        session.series = Series.objects.create(name=session.title, office=session.office, made_by=by, made_at=at)
        session.save(update_fields=["series"])
    made = [_repeated(session, timedelta(weeks=week), by=by, at=at) for week in range(1, times + 1)]
    audit.record("series.repeated", subject=session, by=by, at=at, times=times)
    return made


def _repeated(session: Session, later: timedelta, *, by: User, at: datetime) -> Session:
    names = [name for name in Planned.__dataclass_fields__ if name not in {"starts_at", "ends_at", "partners"}]
    starts, ends = (_local_later(moment, later) for moment in (session.starts_at, session.ends_at))
    rules.check_is_to_come(starts, at)
    planned = Planned(
        **{name: getattr(session, name) for name in names}, starts_at=starts, ends_at=ends,
        partners=list(session.partners.order_by("pk")),
    )  # fmt: skip
    state = State.OPEN if session.state == State.OPEN else State.PLANNED
    made = write_session(planned, state=state, by=by, at=at)
    audit.record("session.planned", subject=made, by=by, at=at, state=state)
    return made


def _local_later(moment: datetime, later: timedelta) -> datetime:
    """The hour on the wall stays, whatever the clocks of the country do."""
    here = localtime(moment)
    day: date = here.date() + later
    return datetime.combine(day, here.time(), get_current_timezone())
