"""Who came: by a press, by a slip, as a walk-in, counted in the room; and a session is closed once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ayni.audit.models import Event
from ayni.outreach import actions
from ayni.outreach.actions import Effort
from ayni.outreach.actions import attending as verbs
from ayni.outreach.actions.attending import WalkIn
from ayni.outreach.models import Attendance, Headcount, Session, State, Way
from ayni.outreach.queries import attending as queries
from ayni.outreach.rules.attending import CannotCount, CannotNote, Heads, Traits
from ayni.outreach.rules.sessions import CannotChange
from tests.at_once import at_once, refused

from .factories import comes, held_session, planned, session_of

pytestmark = pytest.mark.django_db


def signed(session, **other):
    """Signed up a day before it began."""
    return comes(session, at=session.starts_at - timedelta(days=1), **other)[0]


def test_whoever_signed_up_is_noted_once_and_the_second_reading_says_when(rosa):
    session = held_session(rosa)
    one = signed(session)
    made = verbs.note_sign_up(sign_up=one, way=Way.CODE, by=rosa, at=timezone.now())
    with pytest.raises(CannotNote, match=r"\d\d:\d\d"):
        verbs.note_sign_up(sign_up=one, way=Way.LIST, by=rosa, at=timezone.now())
    assert queries.came(session) == 1
    assert (made.person, made.sex, made.nationality) == (None, "", "")
    assert Event.objects.filter(verb="attendance.noted").count() == 1


def test_a_slip_is_read_however_it_is_typed_and_only_in_its_session(rosa):
    session, other = held_session(rosa), held_session(rosa)
    one = signed(session)
    assert queries.sign_up_by_number(session, f" {one.number.lower().replace('-', ' ')} ") == one
    assert queries.sign_up_by_number(other, one.number) is None
    assert queries.sign_up_by_number(session, "S-0000-0000-1") is None


def test_walk_ins_are_counted_by_what_they_say_and_nothing_else(rosa):
    session = held_session(rosa)
    traits = Traits(sex="SEX-F", age_band="AB-30-59", nationality="VEN")
    verbs.note_walk_in(session=session, walk_in=WalkIn(traits, people=12), by=rosa, at=timezone.now())
    verbs.note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    assert queries.came(session) == 13
    assert queries.parted(session)["nationality"] == [("VEN", 12)]
    assert not Attendance.objects.filter(person__isnull=False).exists()
    with pytest.raises(CannotNote):
        verbs.note_walk_in(session=session, walk_in=WalkIn(people=501), by=rosa, at=timezone.now())


def test_a_colleague_is_noted_once(rosa, julio):
    session = held_session(rosa)
    verbs.note_walk_in(session=session, walk_in=WalkIn(colleague=julio), by=rosa, at=timezone.now())
    with pytest.raises(CannotNote):
        verbs.note_walk_in(session=session, walk_in=WalkIn(colleague=julio), by=rosa, at=timezone.now())
    with pytest.raises(CannotNote):
        verbs.note_walk_in(session=session, walk_in=WalkIn(colleague=rosa, people=2), by=rosa, at=timezone.now())


def test_nobody_is_noted_before_the_day_nor_after_it_is_closed(rosa):
    early = session_of(rosa)
    with pytest.raises(CannotNote, match="su día"):
        verbs.note_walk_in(session=early, walk_in=WalkIn(), by=rosa, at=timezone.now())
    session = held_session(rosa)
    [one] = verbs.note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    actions.close_session(session=session, effort=Effort(), by=rosa, at=timezone.now())
    with pytest.raises(CannotNote, match="cerrada"):
        verbs.note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    with pytest.raises(CannotNote, match="cerrada"):
        verbs.take_back(attendance=one, by=rosa, at=timezone.now())


def test_a_mistake_at_the_door_is_taken_back(rosa):
    session = held_session(rosa)
    made = verbs.note_sign_up(sign_up=signed(session), way=Way.LIST, by=rosa, at=timezone.now())
    verbs.take_back(attendance=made, by=rosa, at=timezone.now())
    assert queries.came(session) == 0


def test_no_part_of_a_room_is_more_than_the_room(rosa):
    session = held_session(rosa)
    with pytest.raises(CannotCount, match="Por sexo: 31, y en total fueron 30"):
        actions.count_heads(
            session=session, heads=Heads(30, sex={"SEX-F": 20, "SEX-M": 11}), by=rosa, at=timezone.now()
        )
    assert not Headcount.objects.exists()
    heads = Heads(30, sex={"SEX-F": 20}, nationality={"VEN": 30})
    actions.count_heads(session=session, heads=heads, by=rosa, at=timezone.now())
    actions.count_heads(session=session, heads=Heads(31, sex={"SEX-F": 21}), by=rosa, at=timezone.now())
    assert queries.came(session) == 31
    assert queries.parted(session)["sex"] == [("SEX-F", 21)]


def test_of_two_who_close_a_session_the_second_is_told_who_did(rosa, julio):
    session = held_session(rosa)
    effort = Effort(staff_hours=Decimal("3.5"), result="Se acordó una mesa.")
    actions.close_session(session=session, effort=effort, by=julio, at=timezone.now())
    with pytest.raises(CannotChange, match="Julio Ramos Tello"):
        actions.close_session(session=session, effort=Effort(result="Otra cosa"), by=rosa, at=timezone.now())
    session.refresh_from_db()
    assert (session.state, session.closed_by, session.result) == (State.CLOSED, julio, "Se acordó una mesa.")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_close_it_at_the_same_moment_one_does(rosa):
    session = held_session(rosa)
    close = lambda n: actions.close_session(  # noqa: E731
        session=session, effort=Effort(result=f"De {n}"), by=rosa, at=timezone.now()
    )
    broken = refused(at_once(close, range(4)))
    assert len(broken) == 3
    assert all(isinstance(one, CannotChange) for one in broken)
    assert Event.objects.filter(verb="session.closed").count() == 1


def test_what_nobody_had_planned_is_written_down_with_its_numbers(rosa):
    ends = timezone.now() - timedelta(days=2)
    wanted = planned(rosa.office, starts_at=ends - timedelta(hours=2), ends_at=ends, audience_kind="MIGRANT")
    made = actions.write_down(
        planned=wanted, heads=Heads(40, sex={"SEX-F": 25}), effort=Effort(cost=Decimal(120)), by=rosa,
        at=timezone.now(),
    )  # fmt: skip
    assert (made.state, made.closed_by, queries.came(made)) == (State.CLOSED, rosa, 40)
    later = planned(rosa.office)
    with pytest.raises(CannotChange, match="no terminó"):
        actions.write_down(planned=later, heads=Heads(1), effort=Effort(), by=rosa, at=timezone.now())


def test_a_session_is_repeated_at_the_same_hour_in_one_series(rosa):
    session = session_of(rosa)
    made = actions.repeat_weekly(session=session, times=3, by=rosa, at=timezone.now())
    session.refresh_from_db()
    assert [one.starts_at - session.starts_at for one in made] == [timedelta(weeks=n) for n in (1, 2, 3)]
    assert {one.series_id for one in Session.objects.all()} == {session.series_id}
    assert {one.state for one in made} == {State.OPEN}
    with pytest.raises(CannotChange):
        actions.repeat_weekly(session=session, times=61, by=rosa, at=timezone.now())
