"""The life of a session: planned, open, held or cancelled. Who signed up is told what changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import NeedSector, Territory

from .. import queries
from ..models import Assistance, Kind, Series, Session, SignUp, SignUpState, State
from ..rules import sessions as rules
from .telling import in_words, let_in, tell


@dataclass(frozen=True)
class Planned:
    """What whoever plans says of a session."""

    kind: Kind
    title: str
    objective: str
    audience: str
    language: str
    office: Office
    is_online: bool
    place: str
    department: Territory | None
    link: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    audience_kind: str = ""
    topic: str = ""
    aim: str = ""
    outcome: str = ""
    sector: NeedSector | None = None
    institution: Organisation | None = None
    partners: Sequence[Organisation] = ()
    series: Series | None = None
    assistance: Assistance | None = None


def _held(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).get(pk=session.pk)


def _fields(planned: Planned) -> dict[str, object]:
    """`asdict` would copy the rows that it points at. The partners are rows of a table of their own."""
    return {name: getattr(planned, name) for name in planned.__dataclass_fields__ if name != "partners"}


def write_session(planned: Planned, *, state: State, by: User, at: datetime, **more: object) -> Session:
    """Inside the transaction of a verb that says what it is."""
    session = Session.objects.create(
        state=state, made_by=by, made_at=at, changed_at=at, **_fields(planned), **more,
    )  # fmt: skip
    session.partners.set(planned.partners)
    return session


@transaction.atomic
def plan_session(*, planned: Planned, publish: bool, by: User, at: datetime) -> Session:
    rules.check_hours(starts_at=planned.starts_at, ends_at=planned.ends_at)
    rules.check_is_to_come(planned.starts_at, at)
    state = State.OPEN if publish else State.PLANNED
    session = write_session(planned, state=state, by=by, at=at)
    audit.record("session.planned", subject=session, by=by, at=at, state=state)
    return session


@transaction.atomic
def change_session(*, session: Session, planned: Planned, by: User, at: datetime) -> Session:
    """Who signed up is told if the day, the hour or the place is another; more seats let in whoever waits."""
    session = _held(session)
    rules.check_may_change(session.state)
    rules.check_hours(starts_at=planned.starts_at, ends_at=planned.ends_at)
    if planned.starts_at != session.starts_at:
        rules.check_is_to_come(planned.starts_at, at)
    rules.check_seats(seats=planned.seats, taken=queries.taken(session))
    watched = ("starts_at", "ends_at", "place", "is_online", "link")
    is_moved = any(getattr(planned, name) != getattr(session, name) for name in watched)
    for name, value in _fields(planned).items():
        setattr(session, name, value)
    session.changed_at = at
    session.save()
    session.partners.set(planned.partners)
    let_in(session, at=at)
    if is_moved:
        _tell_all(session, _moved, at=at)
    audit.record("session.changed", subject=session, by=by, at=at, moved=is_moved)
    return session


@transaction.atomic
def open_session(*, session: Session, by: User, at: datetime) -> Session:
    session = _held(session)
    rules.check_step(session.state, State.OPEN)
    rules.check_is_to_come(session.starts_at, at)
    return _step(session, State.OPEN, by=by, at=at)


@transaction.atomic
def hold_session(*, session: Session, by: User, at: datetime) -> Session:
    """It took place."""
    session = _held(session)
    rules.check_step(session.state, State.HELD)
    rules.check_was_held(session.starts_at, at)
    return _step(session, State.HELD, by=by, at=at)


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User, at: datetime) -> Session:
    """Whoever signed up and left a contact is told, with why."""
    session = _held(session)
    rules.check_step(session.state, State.CANCELLED)
    session.cancelled_reason = reason
    _step(session, State.CANCELLED, by=by, at=at)
    _tell_all(session, _cancelled, at=at)
    return session


def _step(session: Session, to: State, *, by: User, at: datetime) -> Session:
    session.state, session.changed_at = to, at
    session.save()
    audit.record(f"session.{to.lower()}", subject=session, by=by, at=at)
    return session


@transaction.atomic
def read_list(*, session: Session, by: User, at: datetime) -> list[SignUp]:
    """Who signed up, with what to call them. That it was read is noted."""
    rows = list(queries.signed(session))
    if rows:
        audit.record("session.list_read", subject=session, by=by, at=at, count=len(rows))
    return rows


def _tell_all(session: Session, words: Callable[[Session, str], str], *, at: datetime) -> None:
    for one in SignUp.objects.filter(session=session).exclude(state=SignUpState.WITHDRAWN).order_by("pk"):
        with override(one.language):
            said = in_words(session, has_seat=one.state == SignUpState.SIGNED)
            tell(one, words(session, said), at=at)


def _moved(_session: Session, said: str) -> str:
    return _("The session that you signed up for changed. It is now: %(session)s") % {"session": said}


def _cancelled(session: Session, said: str) -> str:
    words = _("The session that you signed up for was cancelled: %(session)s. Why: %(reason)s")
    return words % {"session": said, "reason": session.cancelled_reason}
