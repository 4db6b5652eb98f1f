import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.audit.models import Event
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.governance.models import DeadlineUnit, Urgency
from ayni.notices.models import Message as Notice
from ayni.referrals import actions, queries
from ayni.referrals.models import ClockEvent, ClockSetting, Referral
from ayni.referrals.rules import DEFAULT_CLOCK, Allowance, CannotSetClock

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def urgent(case, service):
    """Immediate: received within an hour, answered within four."""
    return send(case, service, urgency=Urgency.IMMEDIATE)


def strike(referral, after):
    """Let the worker look at the clock so long after sending. Returns what it told, to whom."""
    Notice.objects.all().delete()
    actions.strike_clock(at=referral.sent_at + after)
    return sorted((notice.to, notice.subject) for notice in Notice.objects.filter(channel="EMAIL"))


def kinds():
    return list(ClockEvent.objects.order_by("at", "id").values_list("kind", flat=True))


def test_nothing_strikes_before_half_of_the_time(urgent):
    assert strike(urgent, timedelta(minutes=29)) == []


def test_the_institution_is_reminded_at_half_of_the_time(urgent, ines):
    ((to, subject),) = strike(urgent, timedelta(minutes=30))
    assert to == ines.email
    assert "Recordatorio" in subject


def test_past_the_time_it_is_escalated_to_focal_point_supervisor_and_sender(urgent, ines, marta, rosa, world):
    FocalPointFactory(organisation=world.cem)
    strike(urgent, timedelta(minutes=30))
    told = strike(urgent, HOUR)
    assert {to for to, _ in told} == {ines.email, marta.email, rosa.email, "coordinacion@example.pe"}
    assert all(urgent.number in subject for _, subject in told)
    assert Referral.objects.get(pk=urgent.pk).escalated_at


def test_each_strikes_once(urgent):
    for minutes in (30, 31, 60, 61, 120, 121, 240, 241, 10_000):
        strike(urgent, timedelta(minutes=minutes))
    assert kinds() == ["REMIND_ACK", "ESCALATE_ACK", "REMIND_ANSWER", "ESCALATE_ANSWER", "ESCALATE_TOP"]
    assert strike(urgent, timedelta(days=30)) == []


def test_a_worker_that_was_down_for_a_day_sends_one_message_a_referral(urgent, ines, rosa):
    told = strike(urgent, timedelta(days=1))
    assert sorted({to for to, _ in told}) == sorted({ines.email, rosa.email})
    assert len(told) == 2
    assert kinds() == ["ESCALATE_TOP"]
    assert strike(urgent, timedelta(days=2)) == []


def test_what_was_received_is_not_reminded_of_its_receipt(urgent, ines):
    actions.acknowledge(referral=urgent, text="", by=ines, at=urgent.sent_at + timedelta(minutes=5))
    assert strike(urgent, HOUR) == []
    strike(urgent, 2 * HOUR)
    assert kinds() == ["REMIND_ANSWER"]


def test_what_was_answered_strikes_no_more(urgent, ines):
    actions.accept(referral=urgent, text="", by=ines, at=urgent.sent_at + timedelta(minutes=5))
    assert strike(urgent, timedelta(days=3)) == []


def test_an_institution_without_users_gets_a_fresh_link_with_each_reminder(by_link):
    told = strike(by_link, 12 * HOUR)
    assert [to for to, _ in told] == ["coordinacion@example.pe"]
    assert "/r/" in Notice.objects.get(channel="EMAIL").text
    assert by_link.links.count() == 2


def test_a_referral_that_reached_nobody_is_escalated_to_our_own(case, world, marta, rosa):
    referral = send(case, ServiceFactory(organisation=world.oim), urgency=Urgency.IMMEDIATE)
    assert {to for to, _ in strike(referral, HOUR)} == {marta.email, rosa.email}


def test_a_focal_point_recorded_meanwhile_is_reached(case, world):
    referral = send(case, ServiceFactory(organisation=world.oim), urgency=Urgency.IMMEDIATE)
    FocalPointFactory(organisation=world.oim)
    strike(referral, timedelta(minutes=30))
    assert Referral.objects.get().reached == "FOCAL_POINT"


def test_notices_of_the_clock_say_nothing_about_anybody(urgent, marta):
    strike(urgent, timedelta(days=1))
    for notice in Notice.objects.all():
        assert "Yusleidy" not in notice.subject + notice.text
        assert urgent.case.number not in notice.subject + notice.text


def test_a_supervisor_outside_the_team_learns_a_number_and_whom_to_ask(world, rosa, marta, service):
    restricted = CaseFactory(caseworker=rosa, sensitivity="RESTRICTED", team=world.trata)
    referral = send(restricted, service, urgency=Urgency.IMMEDIATE)
    strike(referral, HOUR)
    notice = next(notice for notice in Notice.objects.all() if notice.to == marta.email)
    assert rosa.email in notice.text
    assert "/referrals/" not in notice.text


def test_the_clock_is_in_the_trail_and_nobody_did_it(urgent):
    strike(urgent, HOUR)
    event = Event.objects.get(verb="referral.escalated")
    assert (event.by, event.details["kind"]) == ("system", "ESCALATE_ACK")


def test_supervisors_see_what_was_escalated_in_their_office(urgent, marta, julio):
    strike(urgent, HOUR)
    assert list(queries.escalated(marta)) == [urgent]
    assert list(queries.escalated(julio)) == []


def test_only_so_many_strike_at_a_time(case, service):
    for n in range(3):
        other = ServiceFactory(organisation=service.organisation, code=f"N{n}")
        send(case, other, basis="CONSENT" if n == 0 else "", urgency=Urgency.IMMEDIATE)
    later = now() + HOUR
    assert [actions.strike_clock(at=later, limit=2) for _ in range(3)] == [2, 1, 0]


# Setting the clock


def test_the_product_comes_with_its_times():
    assert queries.clock_table() == DEFAULT_CLOCK


def test_new_times_are_for_new_referrals(urgent, marta, case, service):
    former = urgent.answer_by
    allowance = Allowance((2, DeadlineUnit.HOURS), (8, DeadlineUnit.HOURS))
    actions.set_clock(urgency=Urgency.IMMEDIATE, allowance=allowance, by=marta, at=now())
    urgent.refresh_from_db()
    assert urgent.answer_by == former
    newer = send(case, ServiceFactory(code="NEW", organisation=service.organisation), basis="", urgency="IMMEDIATE")
    assert newer.answer_by - newer.sent_at == 8 * HOUR
    assert Event.objects.get(verb="clock.changed").details["now"] == [2, "HOURS", 8, "HOURS", 30]


def test_times_that_make_no_sense_are_refused(marta):
    allowance = Allowance((9, DeadlineUnit.HOURS), (8, DeadlineUnit.HOURS))
    with pytest.raises(CannotSetClock):
        actions.set_clock(urgency=Urgency.IMMEDIATE, allowance=allowance, by=marta, at=now())


def times(**changes):
    data = {}
    for urgency, allowance in DEFAULT_CLOCK.items():
        name = str(urgency).lower()
        (data[f"{name}-acknowledge_amount"], data[f"{name}-acknowledge_unit"]) = allowance.acknowledge
        (data[f"{name}-answer_amount"], data[f"{name}-answer_unit"]) = allowance.answer
        data[f"{name}-expire_days"] = allowance.expire_days
    return {**data, **changes}


def test_a_supervisor_sets_the_times_on_a_page(client, marta):
    client.force_login(marta)
    assert "Plazos para responder" in client.get("/inbox/plazos/").content.decode()
    answer = client.post("/inbox/plazos/", times(**{"immediate-answer_amount": 6}))
    assert answer.status_code == 302
    assert ClockSetting.objects.get(urgency=Urgency.IMMEDIATE).answer_amount == 6


def test_one_wrong_time_keeps_all_the_others_as_they_were(client, marta):
    client.force_login(marta)
    data = times(**{"immediate-answer_amount": 6, "ordinary-acknowledge_amount": 30})
    page = client.post("/inbox/plazos/", data)
    assert "no puede ser mayor" in page.content.decode()
    assert not ClockSetting.objects.exists()
    assert queries.clock_table() == DEFAULT_CLOCK


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PARTNER, Role.ANALYST])
def test_others_do_not_set_the_times(client, world, role):
    person = {Role.CASEWORKER: world.rosa, Role.PARTNER: world.ines, Role.ANALYST: world.tomas}[role]
    client.force_login(person)
    assert client.get("/inbox/plazos/").status_code == 403


def test_of_two_who_set_the_times_at_once_the_second_is_told(client, marta):
    client.force_login(marta)
    page = client.get(reverse("referrals:clock")).content.decode()
    shown = dict(re.findall(r'name="([\w-]+-seen)" value="(\w+)"', page))
    allowance = Allowance((2, "HOURS"), (5, "HOURS"), 9)
    typed = {"acknowledge_amount": 3, "acknowledge_unit": "HOURS", "answer_amount": 6, "answer_unit": "HOURS",
             "expire_days": 8}  # fmt: skip
    said = {f"{key[:-5]}-{name}": value for key in shown for name, value in typed.items()}
    actions.set_clock(urgency="IMMEDIATE", allowance=allowance, by=marta, at=now())
    refused = client.post(reverse("referrals:clock"), {**said, **shown}).content.decode()
    assert "Esto cambió después de que usted lo abrió aquí" in refused
    assert queries.clock_for("IMMEDIATE") == allowance, "all of the times or none"
    shown = dict(re.findall(r'name="([\w-]+-seen)" value="(\w+)"', refused))
    assert client.post(reverse("referrals:clock"), {**said, **shown}).status_code == 302
