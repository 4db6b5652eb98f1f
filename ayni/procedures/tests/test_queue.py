"""A day at the counter: who arrives, who is called where, who did not answer, how the day ends."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from ayni.audit.models import Event
from ayni.people import actions as people
from ayni.people.models import RetentionRule
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import queries
from ayni.procedures.actions import queueing as actions
from ayni.procedures.models import (
    Appointment,
    Attendance,
    Kind,
    Lane,
    QueueDay,
    QueueEvent,
    Ticket,
    TicketState,
    Treatment,
)
from ayni.procedures.rules.queue import MOST_NUMBERS, CannotQueue
from ayni.procedures.rules.waiting import Range
from ayni.procedures.tests.factories import (
    NOON,
    ApplicationFactory,
    AppointmentFactory,
    ProcedureFactory,
    SeriesFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


def minutes(count):
    return NOON + timedelta(minutes=count)


def walk_in(by, at=NOON, **comes):
    return actions.arrive(office=by.office, comes=actions.Comes(**comes), by=by, at=at)


@pytest.fixture
def window(lia):
    window = WindowFactory(office=lia.office, number=3)
    actions.sit_down(window=window, by=lia, at=NOON)
    return window


def call(window, by, at=NOON):
    return actions.call_next(window=window, by=by, at=at)


def test_numbers_are_per_office_day_and_letter_and_each_begins_at_001(lia, vera):
    SeriesFactory(office=lia.office, letter="A")
    cards = SeriesFactory(office=lia.office, letter="B", name="Recojo")
    assert [walk_in(lia).code, walk_in(lia).code, walk_in(lia, series=cards).code] == ["A001", "A002", "B001"]
    assert walk_in(vera).code == "A001"
    assert walk_in(lia, at=NOON + timedelta(days=1)).code == "A001"


def test_a_day_with_more_than_a_thousand_people_goes_on(lia):
    first = walk_in(lia)
    Ticket.objects.filter(pk=first.pk).update(number=999)
    assert walk_in(lia).code == "A1000"
    Ticket.objects.filter(pk=first.pk).update(number=MOST_NUMBERS)
    with pytest.raises(CannotQueue, match="otra letra"):
        walk_in(lia)


def test_the_letter_follows_from_what_one_comes_for(lia):
    SeriesFactory(office=lia.office, letter="A")
    card = ProcedureFactory(code="PR-CARNE", label_es="Carné", valid_to=date(2026, 1, 1))
    SeriesFactory(office=lia.office, letter="C", name="Carnés").procedures.add(card)
    assert walk_in(lia, procedure=ProcedureFactory(code="PR-CARNE", version=2)).code == "C001"
    assert walk_in(lia, procedure=ProcedureFactory()).code == "A001"


def test_a_slip_gives_one_ticket_and_says_so_the_second_time(lia):
    appointment = AppointmentFactory(office=lia.office, starts_at=minutes(20))
    ticket = actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=NOON)
    assert (ticket.lane, ticket.place) == (Lane.APPOINTED, minutes(20))
    assert Appointment.objects.get().state == "ARRIVED"
    with pytest.raises(CannotQueue, match="ya tiene su turno"):
        actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=minutes(1))


@pytest.mark.parametrize(
    ("appointment", "said"),
    [
        ({"starts_at": NOON + timedelta(days=1)}, "otro día"),
        ({"state": "CANCELLED", "ended_at": NOON}, "no está vigente"),
    ],
)
def test_an_appointment_of_another_day_or_cancelled_gives_none(lia, appointment, said):
    asked = AppointmentFactory(office=lia.office, **{"starts_at": NOON, **appointment})
    with pytest.raises(CannotQueue, match=said):
        actions.arrive_by_appointment(appointment=asked, office=lia.office, by=lia, at=NOON)
    assert not Ticket.objects.exists()


def test_an_appointment_at_another_office_gives_none(lia, vera):
    asked = AppointmentFactory(office=vera.office, starts_at=NOON)
    with pytest.raises(CannotQueue, match="otra oficina"):
        actions.arrive_by_appointment(appointment=asked, office=lia.office, by=lia, at=NOON)


def test_whoever_the_law_prefers_is_called_before_who_came_earlier(lia, window):
    first = walk_in(lia)
    pregnant = walk_in(lia, at=minutes(5), group="PREGNANT")
    assert call(window, lia, minutes(6)) == pregnant
    first.refresh_from_db()
    assert first.passed_over == 1


def test_a_window_calls_only_what_it_serves_and_what_nobody_has_named(lia, window):
    cards, stay = ProcedureFactory(code="PR-CARNE", valid_to=date(2026, 1, 1)), ProcedureFactory()
    window.procedures.add(cards)
    walk_in(lia, procedure=stay)
    unnamed = walk_in(lia, at=minutes(1))
    # A version that came later is the same thing.
    card = walk_in(lia, at=minutes(2), procedure=ProcedureFactory(code="PR-CARNE", version=2))
    assert call(window, lia, minutes(3)) == unnamed
    actions.finish(ticket=unnamed, by=lia, at=minutes(4))
    assert call(window, lia, minutes(5)) == card
    actions.finish(ticket=card, by=lia, at=minutes(6))
    assert call(window, lia, minutes(7)) is None


def test_a_letter_chosen_at_the_kiosk_is_called_where_what_it_is_for_is_served(lia, window):
    cards, stay = ProcedureFactory(code="PR-CARNE"), ProcedureFactory()
    window.procedures.add(stay)
    of_cards, rest = SeriesFactory(office=lia.office, letter="B"), SeriesFactory(office=lia.office, letter="C")
    of_cards.procedures.add(cards)
    elsewhere = walk_in(lia, series=of_cards)
    walk_in(lia, at=minutes(1), series=rest)
    assert call(window, lia, minutes(2)).series == rest
    assert queries.queue_board.board(lia.office, NOON.date(), minutes(3)).unserved == ["B"]
    assert queries.queue_waiting.situation(lia.office.pk, minutes(3)).waiting[0].windows == frozenset()
    window.procedures.add(cards)
    actions.finish(ticket=queries.queue.held_at(window), by=lia, at=minutes(4))
    assert call(window, lia, minutes(5)) == elsewhere


def test_next_ends_the_attention_but_never_loses_somebody_who_is_only_called(lia, window):
    one, other = walk_in(lia), walk_in(lia, at=minutes(1))
    call(window, lia, minutes(2))
    with pytest.raises(CannotQueue, match="Ya hay una persona"):
        call(window, lia, minutes(3))
    actions.begin(ticket=one, by=lia, at=minutes(3))
    assert call(window, lia, minutes(10)) == other
    one.refresh_from_db()
    assert (one.state, one.attention_seconds) == (TicketState.DONE, 7 * 60)


def test_who_does_not_answer_three_calls_is_absent_and_may_come_back(lia, window):
    ticket = walk_in(lia)
    call(window, lia)
    with pytest.raises(CannotQueue, match="Llame otra vez"):
        actions.mark_absent(ticket=ticket, by=lia, at=minutes(1))
    for minute in (1, 2):
        actions.call_again(ticket=ticket, by=lia, at=minutes(minute))
    actions.mark_absent(ticket=ticket, by=lia, at=minutes(3))
    waits = walk_in(lia, at=minutes(4))
    actions.requeue(ticket=ticket, by=lia, at=minutes(5))
    assert [call(window, lia, minutes(6)), actions.finish(ticket=waits, by=lia, at=minutes(7))] == [waits, waits]
    assert call(window, lia, minutes(8)) == ticket


def test_who_is_sent_to_another_window_keeps_their_place_and_only_it_calls_them(lia, julio, window):
    ticket = walk_in(lia)
    waits = walk_in(lia, at=minutes(1))
    other = WindowFactory(office=lia.office, number=4)
    actions.sit_down(window=other, by=julio, at=NOON)
    call(window, lia, minutes(2))
    actions.begin(ticket=ticket, by=lia, at=minutes(2))
    actions.transfer(ticket=ticket, to=other, by=lia, at=minutes(5))
    assert call(window, lia, minutes(6)) == waits
    assert call(other, julio, minutes(7)) == ticket
    actions.begin(ticket=ticket, by=julio, at=minutes(8))
    done = actions.finish(ticket=ticket, by=julio, at=minutes(12))
    assert done.attention_seconds == (3 + 4) * 60
    assert done.first_called_at == minutes(2)


def test_a_window_that_pauses_calls_nobody_and_a_colleague_does_not_act_for_another(lia, julio, window):
    ticket = walk_in(lia)
    actions.pause(window=window, by=lia, at=NOON)
    with pytest.raises(CannotQueue, match="en pausa"):
        call(window, lia)
    actions.resume(window=window, by=lia, at=minutes(1))
    with pytest.raises(CannotQueue, match="Atender aquí"):
        call(window, julio)
    call(window, lia, minutes(2))
    with pytest.raises(CannotQueue, match="Atender aquí"):
        actions.finish(ticket=ticket, by=julio, at=minutes(3))


def test_a_colleague_who_takes_over_the_window_goes_on_with_who_is_there(lia, julio, window):
    ticket = walk_in(lia)
    call(window, lia)
    actions.sit_down(window=window, by=julio, at=minutes(1))
    assert Attendance.objects.get().user == julio
    assert actions.finish(ticket=ticket, by=julio, at=minutes(2)).state == TicketState.DONE


def test_every_step_is_a_row_with_its_number_and_a_line_of_the_trail(lia, window):
    ticket = walk_in(lia)
    call(window, lia)
    actions.call_again(ticket=ticket, by=lia, at=minutes(1))
    actions.begin(ticket=ticket, by=lia, at=minutes(2))
    actions.finish(ticket=ticket, by=lia, at=minutes(3))
    steps = QueueEvent.objects.order_by("seq").values_list("seq", "kind")
    assert list(steps) == [(1, "ARRIVED"), (2, "CALLED"), (3, "REPEATED"), (4, "BEGAN"), (5, "ENDED")]
    lines = Event.objects.filter(verb__startswith="queue.", subject_id=ticket.pk).order_by("seq")
    assert [line.verb for line in lines] == [f"queue.{kind.lower()}" for _seq, kind in steps]


def test_the_day_ends_what_waits_was_not_attended_and_the_next_one_begins_at_001(lia, window):
    appointment = AppointmentFactory(office=lia.office, starts_at=NOON)
    actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=NOON)
    waits, served = walk_in(lia), walk_in(lia, group="OLDER")
    assert call(window, lia) == served
    actions.begin(ticket=served, by=lia, at=NOON)
    tomorrow = NOON + timedelta(days=1)
    assert actions.end_days(at=NOON + timedelta(hours=3)) == 0
    assert actions.end_days(at=tomorrow) == 2
    assert actions.end_days(at=tomorrow) == 0
    waits.refresh_from_db()
    served.refresh_from_db()
    assert (waits.state, served.state, served.attention_seconds) == (TicketState.LEFT, TicketState.DONE, None)
    # Nothing keeps the person from making another appointment.
    assert Appointment.objects.get().state == "CANCELLED"
    assert QueueDay.objects.get().closed_at == tomorrow
    assert QueueEvent.objects.filter(kind=Kind.LEFT).count() == 2
    assert walk_in(lia, at=tomorrow).code == "A001"
    with pytest.raises(CannotQueue, match="terminó"):
        actions.requeue(ticket=waits, by=lia, at=tomorrow)


@pytest.mark.parametrize(
    ("last", "ends"),
    [("WAITING", "CANCELLED"), ("CALLED", "CANCELLED"), ("SERVING", "ATTENDED"), ("ABSENT", "NO_SHOW")],
)
def test_however_the_day_leaves_whoever_came_by_appointment_they_may_book_again(lia, window, last, ends):
    appointment = AppointmentFactory(office=lia.office, starts_at=NOON)
    ticket = actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=NOON)
    if last != "WAITING":
        call(window, lia)
    Ticket.objects.filter(pk=ticket.pk).update(state=last)
    actions.end_days(at=NOON + timedelta(days=1))
    appointment.refresh_from_db()
    assert (appointment.state, appointment.ended_at) == (ends, NOON + timedelta(days=1))
    AppointmentFactory(office=lia.office, procedure=appointment.procedure, who=appointment.who)


def test_what_became_of_an_appointment_elsewhere_is_not_undone_by_its_ticket(lia, window):
    appointment = AppointmentFactory(office=lia.office, starts_at=NOON)
    ticket = actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=NOON)
    Appointment.objects.update(state="CANCELLED", ended_at=minutes(1))
    call(window, lia, minutes(2))
    actions.finish(ticket=ticket, by=lia, at=minutes(3))
    appointment.refresh_from_db()
    assert (appointment.state, appointment.ended_at) == ("CANCELLED", minutes(1))


def test_the_wait_is_told_as_a_range_from_what_was_measured_or_not_at_all(lia, julio, window):
    for number in range(8):
        ticket = walk_in(lia, at=minutes(20 * number))
        call(window, lia, minutes(20 * number))
        actions.begin(ticket=ticket, by=lia, at=minutes(20 * number))
        waits = walk_in(lia, at=minutes(20 * number + 1))
        assert queries.queue_waiting.of_ticket(waits, minutes(20 * number + 2)) is None
        actions.finish(ticket=ticket, by=lia, at=minutes(20 * number + 10))
        Ticket.objects.filter(pk=waits.pk).update(state=TicketState.LEFT, ended_at=NOON)
    now = minutes(200)
    for _ in range(3):
        last = walk_in(lia, at=now)
    assert queries.queue_waiting.of_ticket(last, now) == Range(20, 25)
    actions.sit_down(window=WindowFactory(office=lia.office), by=julio, at=now)
    assert queries.queue_waiting.of_ticket(last, now) == Range(10, 15)
    actions.pause(window=window, by=lia, at=now)
    assert queries.queue_waiting.of_ticket(last, now) == Range(20, 25)


def test_a_letter_that_nobody_came_for_today_is_told_by_the_days_before(lia, window):
    busy, quiet = SeriesFactory(office=lia.office, letter="A"), SeriesFactory(office=lia.office, letter="B")

    def attended(series, at):
        ticket = walk_in(lia, at=at, series=series)
        call(window, lia, at)
        actions.begin(ticket=ticket, by=lia, at=at)
        actions.finish(ticket=ticket, by=lia, at=at + timedelta(minutes=10))

    yesterday = NOON - timedelta(days=1)
    for number in range(8):
        attended(quiet, yesterday + timedelta(minutes=20 * number))
        attended(busy, minutes(20 * number))
    told = dict(queries.queue_waiting.by_series(lia.office, minutes(200)))
    assert told[quiet] == told[busy] is not None
    assert queries.queue_waiting.samples(lia.office.pk, minutes(200)) == {
        busy.pk: ([600] * 8, []), quiet.pk: ([], [600] * 8),
    }  # fmt: skip


def test_a_form_of_the_kiosk_that_was_left_open_since_yesterday_gives_a_ticket_of_today(lia):
    once = "0197b6c0-0000-7000-8000-000000000001"
    first = walk_in(lia, once=once)
    assert walk_in(lia, once=once) == first
    tomorrow = walk_in(lia, once=once, at=NOON + timedelta(days=1))
    assert tomorrow != first
    assert tomorrow.day.day == date(2026, 11, 21)


def test_how_somebody_was_treated_is_kept_apart_from_them_and_once(lia, window):
    ticket = walk_in(lia)
    with pytest.raises(CannotQueue, match="cuando termina"):
        actions.say_treatment(ticket=ticket, answer="WELL", at=NOON)
    call(window, lia)
    actions.finish(ticket=ticket, by=lia, at=minutes(5))
    actions.say_treatment(ticket=ticket, answer="BADLY", at=minutes(6))
    with pytest.raises(CannotQueue, match="ya respondió"):
        actions.say_treatment(ticket=ticket, answer="WELL", at=minutes(7))
    said = Treatment.objects.get()
    assert (said.office, said.month.day, said.answer) == (lia.office, 1, "BADLY")
    assert {field.name for field in Treatment._meta.fields} == {"id", "office", "month", "answer"}
    assert queries.queue_board.treatment(lia.office, said.month) is None


def test_why_a_ticket_was_preferred_is_forgotten_half_a_year_later_and_not_for_whoever_is_on_hold(lia):
    RetentionRule.objects.all().delete()
    people.load_retention_rules(settings.BASE_DIR / "data", on=date(2026, 1, 1))
    walk_in(lia, group="PREGNANT")
    ours = PersonFactory(registered_by=lia)
    held = walk_in(lia, group="OLDER", application=ApplicationFactory(person=ours, submitted=True))
    later = NOON + timedelta(days=181)
    people.place_hold(person=ours, reason="Juicio", until=date(2027, 12, 1), by=lia, at=NOON)
    people.run_retention(at=NOON + timedelta(days=179))
    assert not Ticket.objects.filter(group="").exists()
    people.run_retention(at=later)
    assert list(Ticket.objects.exclude(group="")) == [held]
    assert set(Ticket.objects.values_list("lane", flat=True)) == {Lane.FIRST}


def test_the_board_says_what_waits_what_nobody_serves_and_who_went_away(lia, window):
    SeriesFactory(office=lia.office, letter="A")
    SeriesFactory(office=lia.office, letter="C").procedures.add(card := ProcedureFactory(code="PR-CARNE"))
    window.procedures.add(ProcedureFactory())
    walk_in(lia, procedure=card)
    served = walk_in(lia, group="OLDER")
    call(window, lia, minutes(4))
    actions.finish(ticket=served, by=lia, at=minutes(10))
    gone = walk_in(lia, at=minutes(10))
    Ticket.objects.filter(pk=gone.pk).update(state=TicketState.ABSENT)
    board = queries.queue_board.board(lia.office, NOON.date(), minutes(30))
    assert (board.waiting, board.longest, board.arrived, board.attended) == (1, 30, 3, 1)
    assert (board.to_call.middle, board.service.middle, board.abandonment) == (4, 6, 50)
    assert board.unserved == ["C"]
    assert [(row.window, row.done) for row in board.windows] == [(window, 1)]
