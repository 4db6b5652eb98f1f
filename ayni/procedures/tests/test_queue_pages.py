"""The pages of the queue: the counter, a window, the screen, the kiosk, the page of a ticket, the board."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.access.middleware import BY_ITSELF
from ayni.access.models import Membership, Reach
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, OfficeFactory
from ayni.cases.tests.factories import open_case
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import queries
from ayni.procedures.actions import queueing as actions
from ayni.procedures.models import Appointment, Attendance, Screen, Series, Ticket, Treatment
from ayni.procedures.rules.slips import slip_text
from ayni.procedures.tests.factories import (
    ApplicationFactory,
    AppointmentFactory,
    ScreenFactory,
    SeriesFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"procedures:{name}", args=args)


def walk_in(by, **comes):
    return actions.arrive(office=by.office, comes=actions.Comes(**comes), by=by, at=now())


@pytest.fixture
def window(lia):
    window = WindowFactory(office=lia.office, number=3)
    actions.sit_down(window=window, by=lia, at=now())
    return window


@pytest.fixture
def counter(client, lia):
    client.force_login(lia)
    return client


def press(client, window, do, **more):
    return client.post(url("queue-window", window.pk), {"do": do, **more}, follow=True)


# The counter.


def find(client, text):
    return client.post(url("queue"), {"do": "find", "q": text}, follow=True)


def test_a_reader_types_the_slip_and_the_ticket_is_there_to_print(counter, lia):
    appointment = AppointmentFactory(office=lia.office, starts_at=now())
    page = find(counter, slip_text(appointment.number, appointment.secret)).content.decode()
    assert "A001" in page
    assert "ay-ticket" in page
    assert Ticket.objects.get().appointment == appointment


def test_a_slip_with_a_wrong_secret_is_nobodys(counter, lia):
    appointment = AppointmentFactory(office=lia.office, starts_at=now())
    page = find(counter, slip_text(appointment.number, "00000000"))
    assert "Nadie tiene cita" in page.content.decode()
    assert not Ticket.objects.exists()


def test_somebody_is_found_by_a_part_of_the_name_and_received(counter, lia):
    AppointmentFactory(office=lia.office, starts_at=now(), contact={"name": "Yuleisy Peña Rondón"})
    other = AppointmentFactory(office=lia.office, starts_at=now(), contact={"name": "Otra Persona"})
    page = find(counter, "pena yule").content.decode()
    assert "Yuleisy" in page
    assert "Otra" not in page
    assert str(other.pk) not in page
    pk = Appointment.objects.exclude(pk=other.pk).get().pk
    counter.post(url("queue"), {"do": "appointment", "appointment": pk})
    assert Ticket.objects.get().appointment_id == pk


def test_whoever_was_received_meanwhile_at_another_counter_gets_no_second_ticket_and_the_page_says_why(counter, lia):
    appointment = AppointmentFactory(office=lia.office, starts_at=now(), contact={"name": "Yuleisy Peña"})
    find(counter, "yuleisy")
    actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=now())
    page = counter.post(url("queue"), {"do": "appointment", "appointment": appointment.pk}, follow=True)
    assert "ya tiene su turno" in page.content.decode()
    assert Ticket.objects.count() == 1


def test_nobody_with_a_restricted_case_is_found_by_name_but_their_number_is_received(counter, lia, rosa):
    person = open_case(rosa, "VP-TRATA").person
    appointment = AppointmentFactory(office=lia.office, starts_at=now(), person=person, contact={"name": "Ceibalinda"})
    assert "Ceibalinda" not in find(counter, "Ceibalinda").content.decode().replace('value="Ceibalinda"', "")
    page = find(counter, appointment.number).content.decode()
    assert "A001" in page
    assert "Ceibalinda" not in page
    assert person.surname_1 not in page


def test_an_application_of_somebody_hidden_gives_no_ticket_and_says_nothing(counter, rosa, lia):
    application = ApplicationFactory(person=open_case(rosa, "VP-TRATA").person, submitted=True)
    assert "Nadie tiene cita" in find(counter, application.number).content.decode()
    assert not Ticket.objects.exists()
    open_one = ApplicationFactory(person=PersonFactory(registered_by=lia), submitted=True)
    find(counter, open_one.number)
    assert Ticket.objects.get().application == open_one


def test_whoever_has_no_appointment_gets_a_ticket_with_the_preference_of_the_law(counter, lia):
    counter.post(url("queue"), {"do": "walk_in", "walk-group": "PREGNANT"})
    ticket = Ticket.objects.get()
    assert (ticket.group, ticket.lane, ticket.made_by) == ("PREGNANT", 0, lia)
    # What the law knows of them is on no page.
    assert "Gestante" not in counter.get(url("queue-ticket", ticket.pk)).content.decode()


def test_a_ticket_is_printed_for_the_paper_that_there_is(counter, lia):
    ticket = walk_in(lia)
    # The browser keeps what it was told: its printer stays the same.
    for asked, is_narrow in (("", False), ("?width=58", True), ("", True), ("?width=999", True), ("?width=80", False)):
        page = counter.get(url("queue-ticket", ticket.pk) + asked).content.decode()
        assert ("ay-ticket--58" in page) == is_narrow


def test_the_queue_of_another_office_is_not_there(client, lia, vera):
    ticket, window = walk_in(vera), WindowFactory(office=vera.office)
    client.force_login(lia)
    assert client.get(url("queue-ticket", ticket.pk)).status_code == 404
    assert client.get(url("queue-window", window.pk)).status_code == 404
    assert client.post(url("queue"), {"do": "sit", "window": window.pk}).status_code == 404
    assert client.get(url("queue") + f"?office={vera.office.code}").status_code == 404


# A window.


def test_a_morning_at_a_window_by_its_buttons(counter, lia, window):
    one, _other = walk_in(lia), walk_in(lia)
    assert "A001" in press(counter, window, "next").content.decode()
    press(counter, window, "again", ticket=one.pk)
    press(counter, window, "begin", ticket=one.pk)
    page = press(counter, window, "next", ticket=one.pk).content.decode()
    assert "A002" in page
    one.refresh_from_db()
    assert (one.state, one.calls) == ("DONE", 2)


def test_a_key_pressed_on_an_old_page_does_nothing_to_the_next_person(counter, lia, window):
    one, other = walk_in(lia), walk_in(lia)
    press(counter, window, "next")
    press(counter, window, "finish", ticket=one.pk)
    press(counter, window, "next")
    page = press(counter, window, "finish", ticket=one.pk).content.decode()
    assert "Alguien se adelantó" in page
    other.refresh_from_db()
    assert other.state == "CALLED"


def test_a_page_left_open_behind_another_ends_nobodys_attention(counter, lia, window):
    one, _other = walk_in(lia), walk_in(lia)
    press(counter, window, "next")
    press(counter, window, "begin", ticket=one.pk)
    # The page behind was opened when nobody was at the window: its form names no ticket.
    page = press(counter, window, "next").content.decode()
    assert "Después llegó otra persona a esta ventanilla" in page
    one.refresh_from_db()
    assert one.state == "SERVING"
    # What is shown then is how it stands, and its own key does what it says.
    assert f'name="ticket" value="{one.pk}"' in page
    assert "A002" in press(counter, window, "next", ticket=one.pk).content.decode()


def test_the_same_press_sent_twice_calls_once(counter, lia, window):
    walk_in(lia)
    walk_in(lia)
    once = "0197b6c0-0000-7000-8000-000000000001"
    for _ in range(2):
        press(counter, window, "next", once=once)
    assert list(Ticket.objects.order_by("number").values_list("state", flat=True)) == ["CALLED", "WAITING"]


def test_whoever_attends_reaches_the_file_only_if_it_is_theirs_to_open(counter, lia, rosa, elsa, window):
    hidden = open_case(rosa, "VP-TRATA").person
    appointment = AppointmentFactory(office=lia.office, starts_at=now(), person=hidden)
    actions.arrive_by_appointment(appointment=appointment, office=lia.office, by=lia, at=now())
    page = press(counter, window, "next").content.decode()
    assert "A001" in page
    assert hidden.full_name not in page
    press(counter, window, "finish")
    seen = PersonFactory(registered_by=lia)
    walk_in(lia, application=ApplicationFactory(person=seen, submitted=True))
    page = press(counter, window, "next").content.decode()
    assert seen.full_name in page
    # Who evaluates sees the application, and no file.
    counter.force_login(elsa)
    page = press(counter, window, "sit").content.decode()
    assert "T-" in page
    assert seen.full_name not in page


def test_a_window_is_left_and_nobody_attends_there(counter, window):
    press(counter, window, "leave")
    assert not Attendance.objects.exists()


# The screen.


def state(client, screen):
    return client.get(url("screen-state", screen.token)).json()


def test_the_screen_shows_numbers_and_windows_and_no_name(client, lia, window):
    person = PersonFactory(registered_by=lia, surname_1="Ceibalinda")
    walk_in(lia, application=ApplicationFactory(person=person, submitted=True))
    actions.call_next(window=window, by=lia, at=now())
    screen = ScreenFactory(office=lia.office)
    page = client.get(url("screen", screen.token)).content.decode()
    assert "A001" in page
    assert ">3<" in page
    assert "Ceibalinda" not in page + json.dumps(state(client, screen))
    assert state(client, screen)["aloud"][0]["words"] == "Turno A, 1. Ventanilla 3."


def test_the_stream_tells_the_whole_state_once_and_then_only_what_is_new(client, lia, window):
    screen = ScreenFactory(office=lia.office)
    live = url("screen-live", screen.token)
    first = client.get(live)
    assert first.headers["Content-Type"] == "text/event-stream"
    seen = first.content.decode().split("id: ")[1].splitlines()[0]
    assert client.get(live, headers={"Last-Event-ID": seen}).content == b"retry: 500\n\n"
    walk_in(lia)
    actions.call_next(window=window, by=lia, at=now())
    # Whoever was away for a while gets what stands, not what was missed.
    assert "A001" in client.get(live, headers={"Last-Event-ID": seen}).content.decode()


def test_an_address_that_was_closed_or_is_a_kiosk_shows_nothing(client, lia):
    closed = ScreenFactory(office=lia.office, ended_at=now())
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    for token in (closed.token, kiosk.token, "x" * 22):
        assert client.get(url("screen", token)).status_code == 404
        assert client.get(url("screen-live", token)).status_code == 404


def test_what_was_called_long_ago_is_shown_and_not_said_again(client, lia, window):
    walk_in(lia)
    actions.call_next(window=window, by=lia, at=now() - timedelta(minutes=2))
    told = state(client, ScreenFactory(office=lia.office))
    assert "A001" in told["html"]
    assert told["aloud"] == []


def test_when_many_windows_call_at_once_each_number_is_there_long_enough_to_be_seen(lia):
    at = now() - timedelta(minutes=1)
    for number in range(9):
        window = WindowFactory(office=lia.office, number=number + 1)
        actions.sit_down(window=window, by=lia, at=at)
        walk_in(lia)
        actions.begin(ticket=actions.call_next(window=window, by=lia, at=at), by=lia, at=at)
        actions.stand_up(window=window, by=lia, at=at)
    assert len(queries.queue.called(lia.office.pk, at + timedelta(seconds=9))) == 9
    assert len(queries.queue.called(lia.office.pk, at + timedelta(seconds=11))) == 6


# The kiosk and the ticket.


def test_at_the_kiosk_a_slip_gives_a_ticket_that_one_can_follow(client, lia):
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    appointment = AppointmentFactory(office=lia.office, starts_at=now(), contact={"name": "Ceibalinda"})
    typed = {"do": "slip", "q": slip_text(appointment.number, appointment.secret)}
    response = client.post(url("kiosk", kiosk.token), typed, follow=True)
    assert "A001" in response.content.decode()
    assert "Ceibalinda" not in response.content.decode()
    assert response.headers["Refresh"].endswith(url("kiosk", kiosk.token))
    page = client.get(url("turn", Ticket.objects.get().token))
    assert "A001" in page.content.decode()
    assert page.headers["Refresh"] == "20"


def test_at_the_kiosk_two_touches_are_one_ticket_and_nobody_says_that_they_were_referred(client, lia):
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    series = SeriesFactory(office=lia.office, letter="B", name="Recojo")
    typed = {"do": "walk_in", "series": series.pk, "group": "OLDER", "once": "0197b6c0-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert "B001" in client.post(url("kiosk", kiosk.token), typed, follow=True).content.decode()
    assert Ticket.objects.get().lane == 0
    assert "REFERRED" not in client.get(url("kiosk", kiosk.token)).content.decode()


def test_a_wrong_number_at_the_kiosk_says_where_to_ask(client, lia):
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    page = client.post(url("kiosk", kiosk.token), {"do": "slip", "q": "K-0000"}).content.decode()
    assert "No encontramos ese número" in page
    assert not Ticket.objects.exists()


def test_the_page_of_a_ticket_says_where_to_go_and_asks_afterwards_how_one_was_treated(client, lia, window):
    ticket = walk_in(lia)
    page = url("turn", ticket.token)
    actions.call_next(window=window, by=lia, at=now())
    assert "Pase a la ventanilla 3" in client.get(page).content.decode()
    actions.finish(ticket=ticket, by=lia, at=now())
    asked = client.get(page)
    assert "¿Le trataron bien?" in asked.content.decode()
    assert "Refresh" not in asked.headers
    assert "Elija" in client.post(page, {"treated": ""}).content.decode()
    client.post(page, {"treated": "WELL"})
    client.post(page, {"treated": "BADLY"})
    assert Treatment.objects.get().answer == "WELL"


# The board.


def test_the_board_tells_how_it_goes_and_names_nobody_who_waits(client, lia, marta, window):
    person = PersonFactory(registered_by=lia, surname_1="Ceibalinda")
    walk_in(lia, application=ApplicationFactory(person=person, submitted=True))
    walk_in(lia)
    actions.call_next(window=window, by=lia, at=now())
    client.force_login(marta)
    page = client.get(url("queue-board")).content.decode()
    assert "A001" in page
    assert "Ceibalinda" not in page
    client.force_login(lia)
    assert client.get(url("queue-board")).status_code == 403


def test_what_asks_again_by_itself_says_so_and_is_no_use_of_the_session(client, lia, marta, window):
    client.force_login(lia)
    assert f'hx-headers=\'{{"{BY_ITSELF}": "1"}}\'' in client.get(url("queue-window", window.pk)).content.decode()
    client.force_login(marta)
    assert f'hx-headers=\'{{"{BY_ITSELF}": "1"}}\'' in client.get(url("queue-board")).content.decode()


@pytest.mark.parametrize("name", ["queue", "queue-board", "queue-setup"])
def test_a_page_asks_at_most_twelve_statements(client, marta, lia, window, django_assert_max_num_queries, name):
    for number in range(6):
        walk_in(lia, group="OLDER" if number % 2 else "")
        SeriesFactory(office=lia.office, letter="ABCDEF"[number])
    actions.call_next(window=window, by=lia, at=now())
    client.force_login(marta)
    client.get(url(name))
    with django_assert_max_num_queries(12):
        client.get(url(name))


def test_a_supervisor_sets_letters_and_screens(client, marta):
    client.force_login(marta)
    client.post(url("queue-setup"), {"do": "series", "series-letter": "b", "series-name": "Recojo de carnés"})
    client.post(url("queue-setup"), {"do": "screen", "screen-kind": "TV", "screen-name": "Sala"})
    screen = Screen.objects.get()
    assert url("screen", screen.token) in client.get(url("queue-setup")).content.decode()
    client.post(url("queue-setup"), {"do": "end", "which": screen.pk})
    assert client.get(url("screen", screen.token)).status_code == 404
    assert "B" in client.get(url("queue-setup")).content.decode()
    wrong = client.post(url("queue-setup"), {"do": "series", "series-letter": "Ñ", "series-name": "Otra"})
    assert "A a la Z" in wrong.content.decode()


def test_a_letter_goes_out_of_use_and_who_holds_a_ticket_of_it_is_called(client, marta, window, lia):
    client.force_login(marta)
    client.post(url("queue-setup"), {"do": "series", "series-letter": "B", "series-name": "Recojo de carnés"})
    series = Series.objects.get(letter="B")
    ticket = actions.arrive(office=lia.office, comes=actions.Comes(series=series), by=lia, at=now())
    for _window in ("one", "another"):
        assert client.post(url("queue-setup"), {"do": "retire", "which": "B"}).status_code == 302
    assert "Recojo de carnés" not in client.get(url("queue-setup")).content.decode()
    assert actions.call_next(window=window, by=lia, at=now()).pk == ticket.pk
    client.post(url("queue-setup"), {"do": "series", "series-letter": "B", "series-name": "Consultas"})
    assert "Consultas" in client.get(url("queue-setup")).content.decode()


def test_a_supervisor_of_a_department_chooses_among_its_offices(client, marta, world):
    Membership.objects.filter(user=marta).update(reach=Reach.DEPARTMENT)
    near = OfficeFactory(organisation=marta.office.organisation, department=marta.office.department)
    client.force_login(marta)
    page = client.get(url("queue-board") + f"?office={near.code}")
    assert near.name in page.content.decode()
    assert client.get(url("queue-board") + f"?office={world.jz_tum.code}").status_code == 404


def test_a_role_at_an_office_that_is_no_counter_opens_no_queue_there(client, lia, world):
    Membership.objects.filter(user=lia).update(office=world.jz_tum, role=Role.PARTNER)
    MembershipFactory(user=lia, office=world.sede_central, role=Role.RECEPTION)
    WindowFactory(office=world.jz_tum, name="Ventanilla ajena")
    client.force_login(lia)
    page = client.get(url("queue"))
    assert page.context["office"] == world.sede_central
    assert "Ventanilla ajena" not in page.content.decode()
