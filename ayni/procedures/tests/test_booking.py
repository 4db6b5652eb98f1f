"""Seats are held, confirmed, moved, cancelled; nobody has two, and nobody learns what is not theirs."""

from datetime import timedelta

import pytest

from ayni.notices.models import Message
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Hold, Origin, Seat
from ayni.procedures.queries import appointments as queries
from ayni.procedures.rules.booking import AlreadyBooked, CannotBook, SlotIsFull
from ayni.procedures.rules.codes import LASTS, MOST_CODES_A_DAY
from ayni.procedures.tests.factories import NOON, CalendarFactory, ProcedureFactory, SeatFactory, SlotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(lia):
    return slot_with(lia.office, seats=1)


def slot_with(office, *, seats, calendar=None, **fields):
    slot = SlotFactory(calendar=calendar or CalendarFactory(office=office), **fields)
    for number in range(1, seats + 1):
        SeatFactory(slot=slot, number=number)
    return slot


def wish(name="uno", **fields):
    email = f"{name}@example.pe"
    contact = {"name": "", "email": email, "phone": ""}
    return actions.Wish(procedure=ProcedureFactory(), who=queries.who_of(email=email), contact=contact, **fields)


def code():
    """The last one that was sent."""
    return Message.objects.order_by("-pk").first().text[:6]


def hold(slot, name="uno", at=NOON, **fields):
    return actions.hold_seat(slot=slot, wish=wish(name, **fields), at=at)


def booked(slot, name="uno", at=NOON, **fields):
    return actions.confirm(hold=hold(slot, name, at, **fields), code=code(), at=at)


def test_a_code_that_was_sent_makes_the_appointment(slot):
    appointment = booked(slot)
    assert (appointment.state, appointment.origin) == (AppointmentState.BOOKED, Origin.WEB)
    assert appointment.starts_at == slot.starts_at
    assert not Seat.objects.get().is_free
    assert Hold.objects.get().contact == {}


def test_the_code_sent_twice_gives_the_same_appointment(slot):
    held = hold(slot)
    right = code()
    first = actions.confirm(hold=held, code=right, at=NOON)
    assert actions.confirm(hold=held, code=right, at=NOON) == first
    assert Appointment.objects.count() == 1


def test_while_somebody_waits_for_their_code_nobody_takes_the_seat(slot):
    hold(slot)
    with pytest.raises(SlotIsFull):
        hold(slot, "dos")


def test_a_seat_that_was_not_confirmed_in_ten_minutes_is_somebody_elses(slot):
    held = hold(slot)
    right = code()
    later = NOON + LASTS
    assert booked(slot, "dos", at=later)
    with pytest.raises(CannotBook):
        actions.confirm(hold=held, code=right, at=later)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(slot):
    held = hold(slot)
    right = code()
    wrong = "000000" if right != "000000" else "111111"
    assert [actions.confirm(hold=held, code=wrong, at=NOON) for _try in range(5)] == [None] * 5
    with pytest.raises(CannotBook):
        actions.confirm(hold=held, code=right, at=NOON)


def test_whoever_goes_back_and_chooses_another_hour_keeps_one_seat(lia):
    calendar = CalendarFactory(office=lia.office)
    first, second = (slot_with(lia.office, seats=1, calendar=calendar) for _slot in range(2))
    old = hold(first)
    hold(second)
    assert Seat.objects.get(slot=first).is_free
    assert not Seat.objects.get(slot=second).is_free
    assert actions.confirm(hold=old, code=code(), at=NOON) is None


def test_whoever_makes_up_documents_gets_no_more_codes_to_one_telephone_than_a_family_needs(lia):
    slot = slot_with(lia.office, seats=20)
    shared = {"name": "", "email": "", "phone": "987 654 321"}

    def ask(number, contact=shared):
        made_up = actions.Wish(procedure=ProcedureFactory(), who=queries.who_of(document=f"X{number}"), contact=contact)
        return actions.hold_seat(slot=slot, wish=made_up, at=NOON + timedelta(minutes=number))

    for number in range(MOST_CODES_A_DAY):
        ask(number)
    with pytest.raises(CannotBook, match="Por hoy es suficiente"):
        ask(20, {**shared, "phone": "+51987654321"})
    assert ask(21, {**shared, "phone": "912345678"})


def test_with_two_tabs_there_is_one_appointment(lia):
    calendar = CalendarFactory(office=lia.office)
    first, second = (slot_with(lia.office, seats=1, calendar=calendar) for _slot in range(2))
    appointment = booked(first)
    other = hold(second)
    # The same page as ever, and a message that says so; nothing is kept from others meanwhile.
    assert other.seat is None
    assert Seat.objects.get(slot=second).is_free
    assert "ABC" not in Message.objects.order_by("-pk").first().text
    assert actions.confirm(hold=other, code="123456", at=NOON) is None
    assert Appointment.objects.get() == appointment


def test_the_database_refuses_a_second_one_even_if_two_codes_are_out(lia, slot):
    held = hold(slot)
    right = code()
    another = slot_with(lia.office, seats=1)
    actions.book(slot=another, wish=wish(), origin=Origin.COUNTER, by=lia, at=NOON)
    with pytest.raises(AlreadyBooked):
        actions.confirm(hold=held, code=right, at=NOON)


def test_an_hour_that_has_begun_or_is_not_open_yet_cannot_be_booked(slot, lia):
    with pytest.raises(CannotBook):
        hold(slot, at=slot.starts_at)
    assert hold(slot, at=slot.starts_at - timedelta(seconds=1))
    closed = slot_with(lia.office, seats=1, opens_at=NOON + timedelta(days=1))
    with pytest.raises(CannotBook):
        hold(closed, "dos")
    # A colleague may, for somebody at the counter.
    assert actions.book(slot=closed, wish=wish("tres"), origin=Origin.COUNTER, by=lia, at=NOON)


def test_one_document_gets_four_codes_a_day_and_not_five(lia):
    slot = slot_with(lia.office, seats=9)
    for minute in range(4):
        hold(slot, at=NOON + timedelta(minutes=minute))
    with pytest.raises(CannotBook):
        hold(slot, at=NOON + timedelta(hours=1))


def test_moving_gives_up_the_old_hour_only_for_a_new_one(lia):
    calendar = CalendarFactory(office=lia.office)
    first, full, free = (slot_with(lia.office, seats=1, calendar=calendar) for _slot in range(3))
    appointment = booked(first)
    booked(full, "dos")
    with pytest.raises(SlotIsFull):
        actions.move(appointment=appointment, slot=full, by=None, at=NOON)
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.BOOKED
    moved = actions.move(appointment=appointment, slot=free, by=None, at=NOON)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.moved_to) == (AppointmentState.MOVED, moved)
    assert moved.who == appointment.who
    assert Seat.objects.get(slot=first).is_free
    with pytest.raises(CannotBook):
        actions.move(appointment=appointment, slot=first, by=None, at=NOON)


def test_cancelling_twice_is_cancelling_once(slot):
    appointment = booked(slot)
    for _click in range(2):
        actions.cancel(appointment=appointment, by=None, at=NOON)
    assert Seat.objects.get().is_free
    assert Message.objects.filter(about=appointment.pk).count() == 2
    assert booked(slot, "dos")


def test_nothing_is_cancelled_after_its_hour(slot):
    appointment = booked(slot)
    with pytest.raises(CannotBook):
        actions.cancel(appointment=appointment, by=None, at=slot.starts_at)


def test_seats_kept_for_a_group_are_theirs_until_they_return_to_everybody(lia):
    slot = slot_with(lia.office, seats=0)
    SeatFactory(slot=slot, number=1, kept_for="OLDER")
    with pytest.raises(SlotIsFull):
        hold(slot)
    assert hold(slot, "mayor", group="OLDER").seat.kept_for == "OLDER"
    SeatFactory(slot=slot, number=2, kept_for="PREGNANT")
    with pytest.raises(SlotIsFull):
        hold(slot, at=slot.returns_at - timedelta(seconds=1))
    assert hold(slot, at=slot.returns_at)


def test_a_colleague_books_from_the_file_and_the_document_counts(lia, slot):
    person = PersonFactory(registered_by=lia, document="AB123456")
    who = queries.who_of_person(person)
    assert who == queries.who_of(document="ab-123456")
    asked = actions.Wish(procedure=ProcedureFactory(), who=who, person=person)
    actions.book(slot=slot, wish=asked, origin=Origin.FILE, by=lia, at=NOON)
    with pytest.raises(AlreadyBooked):
        actions.book(slot=slot_with(lia.office, seats=1), wish=asked, origin=Origin.FILE, by=lia, at=NOON)


def test_a_name_of_signs_and_letters_of_any_kind_is_kept(slot):
    asked = wish()
    asked.contact["name"] = "José 🦙 Ñusta\u202e"
    actions.hold_seat(slot=slot, wish=asked, at=NOON)
    appointment = actions.confirm(hold=Hold.objects.get(), code=code(), at=NOON)
    appointment.refresh_from_db()
    assert appointment.contact["name"] == asked.contact["name"]
