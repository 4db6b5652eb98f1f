"""Days are released, closed, and what becomes of whoever had booked them; who is reminded, who did not come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from ayni.access.tests.factories import OfficeFactory, OrganisationFactory
from ayni.codelists.models import Holiday
from ayni.notices.models import Message
from ayni.people import actions as people
from ayni.people.models import RetentionRule
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Origin, Seat, Slot, Wait
from ayni.procedures.queries import appointments as queries
from ayni.procedures.queries import places
from ayni.procedures.rules.booking import CannotBook
from ayni.procedures.rules.calendars import CannotKeep, Hours
from ayni.procedures.tests.factories import NOON, AppointmentFactory, CalendarFactory, ProcedureFactory, WaitFactory

pytestmark = pytest.mark.django_db

LIMA = ZoneInfo("America/Lima")
MONDAY = date(2026, 12, 14)
EVERY_DAY = [Hours(day, time(8), time(10), 2) for day in range(5)]


@pytest.fixture
def calendar(marta):
    return written(marta)


def written(by, **fields):
    plan = actions.Plan(name=fields.pop("name", "Ventanilla"), hours=EVERY_DAY, **fields)
    return actions.write_calendar(calendar=None, office=by.office, plan=plan, by=by, at=NOON)


def release(calendar, by, first=MONDAY, days=5, opens_at=NOON):
    last = first + timedelta(days=days - 1)
    return actions.release(calendar=calendar, first_day=first, last_day=last, opens_at=opens_at, by=by, at=NOON)


def book(slot, by, name="uno", **fields):
    email = f"{name}@example.pe"
    wish = actions.Wish(
        procedure=ProcedureFactory(), who=queries.who_of(email=email), contact={"email": email}, **fields
    )
    return actions.book(slot=slot, wish=wish, origin=Origin.COUNTER, by=by, at=NOON)


def slot_at(calendar, day, hour, minute=0):
    return calendar.slots.get(starts_at=datetime.combine(day, time(hour, minute), tzinfo=LIMA))


def holiday(day):
    Holiday.objects.create(
        code=day.isoformat(), day=day, kind="national", label_es="Feriado", valid_from=date(2022, 1, 1)
    )
    cache.clear()


def test_releasing_makes_the_seats_of_working_days_and_none_twice(calendar, marta):
    holiday(MONDAY + timedelta(days=1))
    made = release(calendar, marta)
    assert made.seats == Seat.objects.count() == 4 * 4 * 2
    assert not calendar.slots.filter(starts_at__date=MONDAY + timedelta(days=1)).exists()
    with pytest.raises(CannotKeep):
        release(calendar, marta)


def test_a_batch_opens_at_its_moment_and_not_a_second_before(calendar, marta):
    opens = NOON + timedelta(days=2)
    release(calendar, marta, opens_at=opens)
    procedure = ProcedureFactory()
    mine = queries.calendars_for(procedure)
    assert places.days(mine, group="", at=opens - timedelta(seconds=1)) == []
    assert MONDAY in places.days(mine, group="", at=opens)
    [place] = places.places(procedure, group="", at=NOON)
    assert (place.first_at, place.opens_at) == (None, opens)


def test_a_calendar_of_one_procedure_is_not_for_another(marta):
    other = ProcedureFactory(code="PR-OTRO", label_es="Otro")
    calendar = written(marta, procedures=[other])
    release(calendar, marta)
    assert not queries.calendars_for(ProcedureFactory()).exists()
    assert queries.calendars_for(other).get() == calendar


def test_a_municipality_that_names_nothing_gives_no_hours_of_what_somebody_else_decides(marta, world):
    town = OfficeFactory(organisation=OrganisationFactory(code="MUNI-SMP"))
    theirs, mine = CalendarFactory(office=town), CalendarFactory(office=marta.office)
    decided = ProcedureFactory()
    assert list(queries.calendars_for(decided)) == [mine]
    theirs.procedures.add(decided)
    assert set(queries.calendars_for(decided)) == {mine, theirs}


def test_kept_seats_come_with_the_release(marta):
    calendar = written(marta, quotas={"OLDER": 2})
    release(calendar, marta, days=1)
    assert Seat.objects.filter(kept_for="OLDER").count() == 2


def test_places_are_added_once_enough_is_known(marta):
    def history(count, state):
        for n in range(count):
            starts = NOON - timedelta(days=2, minutes=n)
            AppointmentFactory(office=marta.office, state=state, starts_at=starts, ended_at=starts)

    history(150, AppointmentState.ATTENDED)
    calendar = written(marta, overbooks=True)
    assert queries.measured(marta.office, NOON).added == 0
    history(50, AppointmentState.NO_SHOW)
    assert queries.measured(marta.office, NOON).is_enough
    release(calendar, marta, days=1)
    # Eight seats and 15 % at most: one more.
    assert Seat.objects.filter(slot__calendar=calendar, is_extra=True).count() == 1


def test_closing_a_day_moves_whoever_had_booked_it_to_the_nearest_hour_and_tells_them(calendar, marta):
    release(calendar, marta)
    appointment = book(slot_at(calendar, MONDAY, 9, 30), marta)
    Message.objects.all().delete()
    actions.declare_closure(
        office=marta.office, calendar=None, first_day=MONDAY, last_day=MONDAY, reason="Sin luz", by=marta, at=NOON
    )
    with pytest.raises(CannotBook):
        book(slot_at(calendar, MONDAY, 9), marta, "dos")
    assert actions.relocate(at=NOON) == 1
    appointment.refresh_from_db()
    moved = appointment.moved_to
    assert (appointment.state, moved.origin) == (AppointmentState.MOVED, Origin.CLOSURE)
    local = localtime(moved.starts_at)
    assert (local.date(), local.time()) == (MONDAY + timedelta(days=1), time(9, 30))
    assert moved.number in Message.objects.get().text
    assert actions.relocate(at=NOON) == 0


def test_of_one_calendar_alone_the_days_close_and_the_rest_of_the_office_receives(client, marta):
    fingers, counter = written(marta, name="Huellas"), written(marta, name="Ventanilla")
    elsewhere = CalendarFactory(office=OfficeFactory(organisation=marta.office.organisation))
    first = localdate() + timedelta(days=7 + (7 - localdate().weekday()) % 7)
    for calendar in (fingers, counter):
        release(calendar, marta, first=first, days=1)
    client.force_login(marta)
    page = reverse("procedures:closures")
    said = {
        "office": marta.office.pk,
        "reason": "El lector se malogró",
        **day("first_day", first),
        **day("last_day", first),
    }
    assert elsewhere.name not in client.get(page).content.decode()
    assert client.post(page, said | {"calendar": elsewhere.pk}).status_code == 400
    assert client.post(page, said | {"calendar": fingers.pk}).status_code == 302
    assert fingers.slots.filter(is_closed=False).count() == 0
    assert counter.slots.filter(is_closed=True).count() == 0
    assert "Huellas" in client.get(page).content.decode()


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_without_another_hour_they_go_to_the_list_in_the_place_of_their_booking(calendar, marta):
    release(calendar, marta, days=1)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    actions.declare_closure(
        office=marta.office, calendar=None, first_day=MONDAY, last_day=MONDAY, reason="Sin luz", by=marta, at=NOON
    )
    actions.relocate(at=NOON + timedelta(days=1))
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.CANCELLED
    wait = Wait.objects.get()
    assert wait.since == appointment.booked_at
    # The next release is offered to them before anybody asks for it.
    release(calendar, marta, first=MONDAY + timedelta(days=7), days=1)
    assert actions.offer_free(at=NOON + timedelta(days=1)) == 1
    wait.refresh_from_db()
    assert wait.state == "OFFERED"


def test_whoever_waits_already_keeps_that_place_when_their_day_is_closed_and_stops_nobody_else(calendar, marta):
    release(calendar, marta, days=1)
    first, second = (book(slot_at(calendar, MONDAY, hour), marta, f"p{hour}") for hour in (8, 9))
    # They joined the list before they found an hour by themselves.
    wait = WaitFactory(office=marta.office, procedure=first.procedure, who=first.who)
    actions.declare_closure(
        office=marta.office, calendar=None, first_day=MONDAY, last_day=MONDAY, reason="Sin luz", by=marta, at=NOON
    )
    assert actions.relocate(at=NOON + timedelta(days=1)) == 2
    assert Wait.objects.get(who=first.who) == wait
    assert Wait.objects.get(who=second.who).since == second.booked_at
    assert Message.objects.filter(about=wait.pk).count() == 1


def test_many_who_wait_in_vain_at_one_office_keep_nobody_waiting_at_another(calendar, marta, vera, at_most):
    for n in range(60):
        WaitFactory(office=vera.office, procedure=ProcedureFactory(), since=NOON - timedelta(days=n))
    mine = WaitFactory(office=marta.office, procedure=ProcedureFactory(), since=NOON)
    with at_most(5):
        assert actions.offer_free(at=NOON) == 0
    release(calendar, marta, days=1)
    assert actions.offer_free(at=NOON) == 1
    mine.refresh_from_db()
    assert mine.state == "OFFERED"


def test_an_hour_that_begins_too_soon_to_be_offered_hides_no_later_one(calendar, marta):
    release(calendar, marta, days=2)
    wait = WaitFactory(office=marta.office, procedure=ProcedureFactory(), since=NOON)
    assert actions.offer_free(at=datetime.combine(MONDAY, time(7, 45), tzinfo=LIMA)) == 1
    wait.refresh_from_db()
    assert localdate(wait.seat.slot.starts_at) == MONDAY + timedelta(days=1)


def test_nobody_is_offered_an_hour_for_what_they_have_one_for_already(calendar, marta):
    release(calendar, marta, days=1)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    wait = WaitFactory(office=marta.office, procedure=appointment.procedure, who=appointment.who)
    assert actions.offer_free(at=NOON) == 0
    actions.cancel(appointment=appointment, by=None, at=NOON)
    wait.refresh_from_db()
    assert wait.state == "OFFERED"


def test_a_holiday_declared_after_the_release_closes_it_and_the_supervisor_learns_it(calendar, marta):
    release(calendar, marta)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    Message.objects.all().delete()
    holiday(MONDAY)
    assert actions.watch_holidays(at=NOON) == 4
    assert actions.watch_holidays(at=NOON) == 0
    assert Message.objects.get().to == marta.email
    actions.relocate(at=NOON)
    appointment.refresh_from_db()
    assert localdate(appointment.moved_to.starts_at) == MONDAY + timedelta(days=1)


def test_a_reminder_comes_once_by_day_and_says_neither_where_nor_what_for(calendar, marta):
    release(calendar, marta)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    Message.objects.all().delete()
    night = datetime(2026, 12, 13, 22, tzinfo=LIMA)
    assert actions.remind(at=night) == 0
    morning = datetime(2026, 12, 13, 9, tzinfo=LIMA)
    assert actions.remind(at=morning) == 1
    assert actions.remind(at=morning) == 0
    text = Message.objects.get().text
    assert appointment.number in text
    assert appointment.secret not in text
    assert appointment.office.name not in text
    assert appointment.procedure.label_es not in text


def test_who_booked_the_day_before_is_not_reminded_of_what_they_just_did(calendar, marta):
    release(calendar, marta)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    Appointment.objects.filter(pk=appointment.pk).update(booked_at=datetime(2026, 12, 13, 20, tzinfo=LIMA))
    assert actions.remind(at=datetime(2026, 12, 14, 8, tzinfo=LIMA)) == 0


def test_at_the_end_of_the_day_whoever_did_not_arrive_did_not_come(calendar, marta):
    release(calendar, marta)
    missed, arrived = (book(slot_at(calendar, MONDAY, hour), marta, f"p{hour}") for hour in (8, 9))
    Appointment.objects.filter(pk=arrived.pk).update(state=AppointmentState.ARRIVED, arrived_at=arrived.starts_at)
    assert actions.mark_no_shows(at=datetime(2026, 12, 14, 20, tzinfo=LIMA)) == 0
    assert actions.mark_no_shows(at=datetime(2026, 12, 14, 21, tzinfo=LIMA)) == 1
    missed.refresh_from_db()
    assert missed.state == AppointmentState.NO_SHOW


@pytest.fixture
def retention(db):
    RetentionRule.objects.all().delete()
    people.load_retention_rules(settings.BASE_DIR / "data", on=date(2026, 1, 1))


def test_how_somebody_was_reached_is_forgotten_half_a_year_later(calendar, marta, retention):
    release(calendar, marta)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)
    actions.mark_no_shows(at=datetime(2026, 12, 15, tzinfo=LIMA))
    people.run_retention(at=datetime(2027, 5, 1, tzinfo=LIMA))
    appointment.refresh_from_db()
    assert appointment.contact
    people.run_retention(at=datetime(2027, 7, 1, tzinfo=LIMA))
    appointment.refresh_from_db()
    assert (appointment.contact, appointment.who) == ({}, "")


def test_so_is_whoever_left_the_list_and_nobody_who_waits(marta, retention):
    left = WaitFactory(office=marta.office, state="LEFT", ended_at=NOON)
    waits = WaitFactory(office=marta.office)
    people.run_retention(at=NOON + timedelta(days=181))
    for wait in (left, waits):
        wait.refresh_from_db()
    assert (left.contact, left.who, left.group) == ({}, "", "")
    assert waits.contact
    assert waits.who


def test_a_code_that_led_to_nothing_is_forgotten_after_two_days(calendar, marta):
    release(calendar, marta)
    wish = actions.Wish(procedure=ProcedureFactory(), who="w", contact={"email": "uno@example.pe"})
    hold = actions.hold_seat(slot=slot_at(calendar, MONDAY, 9), wish=wish, at=NOON)
    actions.release_lapsed(at=hold.ends_at)
    assert actions.forget_holds(at=hold.ends_at + timedelta(days=2)) == 0
    assert actions.forget_holds(at=hold.ends_at + timedelta(days=2, seconds=1)) == 1


def test_the_list_asks_who_has_priority_first_then_who_came_first_and_one_at_a_time(calendar, marta):
    release(calendar, marta, days=1)
    appointment = book(slot_at(calendar, MONDAY, 9), marta)

    def join(name, minute, group=""):
        wish = actions.Wish(
            procedure=ProcedureFactory(), who=queries.who_of(email=name), contact={"email": f"{name}@x.pe"}, group=group
        )
        return actions.join_list(office=marta.office, wish=wish, at=NOON + timedelta(minutes=minute))

    first, second, elder = join("a", 1), join("b", 2), join("c", 3, "OLDER")
    actions.cancel(appointment=appointment, by=marta, at=NOON + timedelta(minutes=5))
    states = lambda: [Wait.objects.get(pk=w.pk).state for w in (elder, first, second)]  # noqa: E731
    assert states() == ["OFFERED", "WAITING", "WAITING"]
    late = Wait.objects.get(pk=elder.pk).answer_by
    assert actions.lapse_offers(at=late) == 1
    assert states() == ["WAITING", "OFFERED", "WAITING"]
    with pytest.raises(CannotBook):
        actions.accept_offer(wait=elder, at=late)
    taken = actions.accept_offer(wait=first, at=late)
    assert taken.origin == Origin.LIST
    assert states() == ["WAITING", "TOOK", "WAITING"]


def test_a_campaign_day_is_bookable_and_says_who_came_and_what_was_done(marta, lia):
    plan = actions.CampaignPlan(
        kind="MOBILE", name="Huaycán", day=MONDAY, begins=time(9), ends=time(11), place="Plaza de Armas", seats=1
    )
    campaign = actions.plan_campaign(office=marta.office, plan=plan, by=marta, at=NOON)
    appointment = book(campaign.calendar.slots.first(), lia)
    visit = {"campaign": campaign, "procedure": None, "person": None, "by": lia}
    with pytest.raises(CannotKeep):
        actions.note_visit(**visit, outcome="TOLD", appointment=None, at=NOON)
    on_the_day = datetime(2026, 12, 14, 12, tzinfo=LIMA)
    for _twice in range(2):
        actions.note_visit(**visit, outcome="SUBMITTED", appointment=appointment, at=on_the_day)
    actions.note_visit(**visit, outcome="TOLD", appointment=None, at=on_the_day)
    assert sorted(campaign.visits.values_list("outcome", flat=True)) == ["SUBMITTED", "TOLD"]
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.ATTENDED
    actions.tell_results(campaign=campaign, results="Fue bien", by=marta, at=on_the_day)
    with pytest.raises(CannotKeep):
        actions.note_visit(**visit, outcome="TOLD", appointment=None, at=on_the_day)


def test_a_campaign_day_is_among_the_places_until_its_night_in_lima(marta):
    procedure = ProcedureFactory()
    plan = actions.CampaignPlan(
        kind="MOBILE", name="Huaycán", day=MONDAY, begins=time(9), ends=time(22), place="Plaza de Armas", seats=1
    )
    actions.plan_campaign(office=marta.office, plan=plan, by=marta, at=NOON)
    # Nine in the evening of Monday, which is Tuesday in Greenwich; and after midnight.
    for hour, shown in ((2, ["Huaycán"]), (6, [])):
        at = datetime.combine(MONDAY + timedelta(days=1), time(hour), tzinfo=UTC)
        assert [place.name for place in places.places(procedure, group="", at=at)] == shown


def test_cancelling_a_campaign_day_moves_whoever_had_booked_to_the_office(calendar, marta):
    release(calendar, marta, first=MONDAY + timedelta(days=1), days=1)
    plan = actions.CampaignPlan(
        kind="CAMPAIGN", name="Jornada", day=MONDAY, begins=time(9), ends=time(11), place="Parque", seats=1
    )
    campaign = actions.plan_campaign(office=marta.office, plan=plan, by=marta, at=NOON)
    appointment = book(campaign.calendar.slots.first(), marta)
    actions.cancel_campaign(campaign=campaign, by=marta, at=NOON)
    actions.relocate(at=NOON)
    appointment.refresh_from_db()
    assert appointment.moved_to.seat.slot.calendar == calendar
    assert Slot.objects.filter(calendar__campaign=campaign, is_closed=False).count() == 0
