"""Who came is noted: one press a person, by the code of their slip, or as somebody who just walked in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit

from ..models import Attendance, Certificate, Session, SignUp, Way
from ..rules import attending as rules
from ..rules.attending import Traits


@dataclass(frozen=True)
class WalkIn:
    """Somebody who did not sign up, or several who look alike."""

    traits: Traits = Traits()
    organisation: Organisation | None = None
    colleague: User | None = None
    people: int = 1


def lock(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).get(pk=session.pk)


def _check(session: Session, at: datetime) -> None:
    rules.check_may_note(state=session.state, day=localdate(session.starts_at), today=localdate(at))


@transaction.atomic
def note_sign_up(*, sign_up: SignUp, way: Way, by: User, at: datetime) -> Attendance:
    """Whoever signed up is here. A second reading of the same slip says when the first was."""
    session = lock(sign_up.session)
    _check(session, at)
    if noted := Attendance.objects.filter(sign_up=sign_up).first():
        raise rules.already_noted(f"{localtime(noted.noted_at):%H:%M}")
    made = Attendance.objects.create(session=session, sign_up=sign_up, way=way, noted_by=by, noted_at=at)
    audit.record("attendance.noted", subject=made, by=by, at=at, way=way)
    return made


@transaction.atomic
def note_walk_in(*, session: Session, walk_in: WalkIn, by: User, at: datetime) -> list[Attendance]:
    """Somebody without a slip: counted by sex, age and nationality, as far as they say; a colleague by who they are."""
    session = lock(session)
    _check(session, at)
    rules.check_number(walk_in.people)
    rules.check_alone(is_colleague=walk_in.colleague is not None, people=walk_in.people)
    one = walk_in.traits
    rows = [
        Attendance(
            session=session, way=Way.WALK_IN, noted_by=by, noted_at=at, sex=one.sex, age_band=one.age_band,
            nationality=one.nationality, organisation=walk_in.organisation, colleague=walk_in.colleague,
        )
        for _each in range(walk_in.people)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Attendance.objects.bulk_create(rows)
    except IntegrityError as twice:
        raise rules.already_noted(walk_in.colleague.display_name if walk_in.colleague else "") from twice
    audit.record("attendance.walked_in", subject=session, by=by, at=at, people=walk_in.people)
    return rows


@transaction.atomic
def take_back(*, attendance: Attendance, by: User, at: datetime) -> None:
    """It was a mistake: they did not come."""
    session = lock(attendance.session)
    issued = Certificate.objects.filter(attendance=attendance)
    rules.check_may_take_back(
        state=session.state, has_certificate=issued.filter(withdrawn_at__isnull=True).exists()
    )  # fmt: skip
    audit.record("attendance.taken_back", subject=attendance, by=by, at=at, session=session.pk)
    # One that was withdrawn proves nothing any more: unknown or withdrawn, its code says "not valid".
    issued.delete()
    attendance.delete()
