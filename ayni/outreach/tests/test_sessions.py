"""The verbs: planned, open, held or cancelled; a seat, the waiting list, giving it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ayni.lib.ids import uuid7
from ayni.notices.models import Message
from ayni.outreach import actions, queries
from ayni.outreach.actions.ending import SWEEPERS
from ayni.outreach.actions.telling import let_in
from ayni.outreach.models import SignUp, SignUpState
from ayni.outreach.rules.sessions import CannotChange, CannotSignUp

from .factories import comes, planned, session_of

pytestmark = pytest.mark.django_db


def later(**much):
    return timezone.now() + timedelta(**much)


def test_a_session_is_planned_and_published_in_one_step(rosa):
    assert session_of(rosa).state == "OPEN"
    assert session_of(rosa, publish=False).state == "PLANNED"


def test_a_session_does_not_begin_in_the_past_nor_end_before_it_begins(rosa):
    with pytest.raises(CannotChange, match="pasado"):
        session_of(rosa, starts_at=later(hours=-1))
    with pytest.raises(CannotChange, match="terminar"):
        session_of(rosa, starts_at=later(hours=5), ends_at=later(hours=4))
    with pytest.raises(CannotChange, match="14 horas"):
        session_of(rosa, starts_at=later(hours=5), ends_at=later(hours=25))


def test_whoever_comes_after_the_last_seat_waits(rosa):
    session = session_of(rosa, seats=2)
    assert [comes(session)[0].state for _ in range(3)] == ["SIGNED", "SIGNED", "WAITING"]


def test_the_same_form_sent_twice_is_one_sign_up_with_the_same_code(rosa):
    session, submission = session_of(rosa), uuid7()
    first, code = comes(session, submission=submission)
    again, same = comes(session, submission=submission)
    assert (again.pk, same) == (first.pk, code)
    assert queries.sign_up_of(first.number, code.lower()) == first
    assert queries.sign_up_of(first.number, "00000000") is None
    assert queries.sign_up_of("S-0000-0000-0", code) is None


def test_who_gives_the_seat_back_lets_in_whoever_waits_longest_and_they_are_told(rosa):
    session = session_of(rosa, seats=1)
    first, _code = comes(session, name="Ana", contact="ana@example.org")
    second, _code = comes(session, contact="beto@example.org", language="fr")
    third, _code = comes(session)
    actions.withdraw(sign_up=first, at=timezone.now())
    states = dict(SignUp.objects.values_list("pk", "state"))
    assert states == {first.pk: "WITHDRAWN", second.pk: "SIGNED", third.pk: "WAITING"}
    first.refresh_from_db()
    assert (first.name, first.contact) == ("", "")
    told = Message.objects.get()
    assert told.to == "beto@example.org"
    assert "Il y a une place pour vous" in told.text
    with pytest.raises(CannotSignUp):
        actions.withdraw(sign_up=first, at=timezone.now())


def test_more_seats_let_in_who_waits_and_fewer_than_taken_are_refused(rosa):
    session = session_of(rosa, seats=2)
    for _ in range(4):
        comes(session)
    with pytest.raises(CannotChange, match="2 personas"):
        actions.change_session(session=session, planned=planned(rosa.office, seats=1), by=rosa, at=timezone.now())
    wanted = planned(rosa.office, seats=3, starts_at=session.starts_at)
    actions.change_session(session=session, planned=wanted, by=rosa, at=timezone.now())
    assert queries.taken(session) == 3


def test_whoever_signed_up_is_told_of_another_day_and_not_of_another_title(rosa):
    session = session_of(rosa)
    comes(session, contact="999888777")
    same_day = planned(rosa.office, starts_at=session.starts_at, title="Otro título")
    actions.change_session(session=session, planned=same_day, by=rosa, at=timezone.now())
    assert not Message.objects.exists()
    moved = planned(rosa.office, starts_at=session.starts_at + timedelta(days=1))
    actions.change_session(session=session, planned=moved, by=rosa, at=timezone.now())
    assert "cambió" in Message.objects.get().text


def test_a_cancelled_session_says_why_to_whoever_signed_up_and_takes_nobody_more(rosa):
    session = session_of(rosa)
    comes(session, contact="ana@example.org")
    actions.cancel_session(session=session, reason="Paro de transporte", by=rosa, at=timezone.now())
    assert "Paro de transporte" in Message.objects.get().text
    with pytest.raises(CannotSignUp, match="canceló"):
        comes(session)
    with pytest.raises(CannotChange):
        actions.change_session(session=session, planned=planned(rosa.office), by=rosa, at=timezone.now())


def test_nobody_signs_up_for_what_has_begun_or_is_only_planned(rosa):
    session = session_of(rosa)
    with pytest.raises(CannotSignUp, match="empezó"):
        comes(session, at=session.starts_at)
    with pytest.raises(CannotSignUp):
        comes(session_of(rosa, publish=False))


def test_a_session_was_held_only_after_it_began(rosa):
    session = session_of(rosa)
    with pytest.raises(CannotChange, match="Aún no empieza"):
        actions.hold_session(session=session, by=rosa, at=timezone.now())
    held = actions.hold_session(session=session, by=rosa, at=session.ends_at)
    assert held.state == "HELD"
    with pytest.raises(CannotChange):
        actions.cancel_session(session=session, reason="No", by=rosa, at=session.ends_at)


def test_name_and_contact_are_forgotten_after_the_session_and_the_row_is_still_counted(rosa):
    session = session_of(rosa)
    one, _code = comes(session, name="Ana", contact="ana@example.org")
    sweeper = next(one for one in SWEEPERS if one.kind == "SIGN_UP")
    assert list(sweeper.due(session.ends_at)) == []
    assert list(sweeper.due(session.ends_at + timedelta(days=31))) == [one]
    sweeper.sweep(one, session.ends_at + timedelta(days=31), "RT-INSCRIPCION")
    one.refresh_from_db()
    assert (one.name, one.contact, one.state) == ("", "", SignUpState.SIGNED)


def test_of_a_cancelled_session_no_seat_is_given_back_nor_offered(rosa):
    session = session_of(rosa, seats=1)
    first, _code = comes(session)
    second, _code = comes(session, contact="beto@example.org")
    actions.cancel_session(session=session, reason="Paro", by=rosa, at=timezone.now())
    Message.objects.all().delete()
    with pytest.raises(CannotSignUp, match="se canceló"):
        actions.withdraw(sign_up=first, at=timezone.now())
    session.refresh_from_db()
    session.seats = 5
    let_in(session, at=timezone.now())
    second.refresh_from_db()
    assert second.state == "WAITING"
    assert not Message.objects.exists()


def test_more_seats_of_a_session_that_has_begun_call_nobody(rosa):
    session = session_of(rosa, seats=1)
    comes(session)
    late, _code = comes(session, contact="beto@example.org")
    wanted = planned(rosa.office, seats=2, starts_at=session.starts_at)
    actions.change_session(session=session, planned=wanted, by=rosa, at=session.starts_at + timedelta(minutes=5))
    late.refresh_from_db()
    assert late.state == "WAITING"
    assert not Message.objects.exists()


def test_a_session_is_not_planned_years_ahead(rosa):
    with pytest.raises(CannotChange, match="más de dos años"):
        session_of(rosa, starts_at=later(days=733))
    assert session_of(rosa, starts_at=later(days=700))


def test_the_form_of_one_session_sent_to_another_is_answered_kindly(rosa):
    one, other, submission = session_of(rosa), session_of(rosa), uuid7()
    comes(one, submission=submission)
    with pytest.raises(CannotSignUp, match="ya no vale"):
        comes(other, submission=submission)
    assert SignUp.objects.count() == 1


def test_who_only_waits_is_not_sent_the_link_of_the_meeting(rosa):
    link = "https://meet.example.org/x"
    session = session_of(rosa, seats=1, is_online=True, place="", department=None, link=link)
    comes(session, contact="ana@example.org")
    comes(session, contact="beto@example.org")
    day = session.starts_at + timedelta(days=1)
    wanted = planned(rosa.office, seats=1, is_online=True, place="", department=None, link=link, starts_at=day)
    actions.change_session(session=session, planned=wanted, by=rosa, at=timezone.now())
    told = dict(Message.objects.values_list("to", "text"))
    assert "meet.example.org" in told["ana@example.org"]
    assert "cambió" in told["beto@example.org"]
    assert "meet.example.org" not in told["beto@example.org"]
