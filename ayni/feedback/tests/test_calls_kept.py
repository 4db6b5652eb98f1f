"""Requests for a call that go on: one telephone with several of them, clocks that end, and what the duty does."""

import logging
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.feedback.actions import calls as verbs
from ayni.feedback.actions.calls import CallAsked, ask_for_call, keep_calls
from ayni.feedback.models import CallRequest
from ayni.feedback.rules import calls as rules
from ayni.lib import paging
from ayni.notices.models import Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
"""Noon in Lima, on a Thursday."""
MINUTE = timedelta(minutes=1)
FROM_NOON_TO_ONE = rules.Safe(opens=time(12), closes=time(13))


@pytest.fixture(autouse=True)
def named(clara):
    return clara


@pytest.fixture
def dora(clara):
    user = UserFactory(username="dora", organisation=clara.organisation, email="dora@example.org")
    MembershipFactory(user=user, role=Role.CONFIDANT)
    return user


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def asked(at=NOON, **other):
    said = {"phone": "987654321", "safe": rules.Safe(), **other}
    return ask_for_call(asked=CallAsked(**said), submission=None, at=at)


def attempt(call, by, at, answered="NOBODY"):
    verbs.show_number(call=call, by=by, at=at)
    verbs.note_attempt(call=call, answered=answered, note="", by=by, at=at)


def page_of(client, user, call, at):
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        answer = client.get(url("call", call.pk))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("minutes", "stands"), [(10, True), (16, False), (65, False)])
def test_the_number_goes_after_a_while_and_what_happened_can_still_be_noted(client, clara, minutes, stands):
    call = asked(safe=FROM_NOON_TO_ONE)
    verbs.show_number(call=call, by=clara, at=NOON)
    page = page_of(client, clara, call, NOON + minutes * MINUTE)
    assert ("987654321" in page) is stands
    assert 'name="attempt-answered"' in page, "what happened can be written down at any hour"


def test_the_number_goes_when_the_hours_end_though_it_was_just_looked_at(client, clara):
    call = asked(safe=FROM_NOON_TO_ONE)
    verbs.show_number(call=call, by=clara, at=NOON + 58 * MINUTE)
    assert "987654321" in page_of(client, clara, call, NOON + 59 * MINUTE)
    assert "987654321" not in page_of(client, clara, call, NOON + 61 * MINUTE)


def test_two_requests_for_one_telephone_have_one_caller(clara, dora):
    first, second = asked(), asked(phone="+51 987654321")
    verbs.show_number(call=first, by=clara, at=NOON)
    with pytest.raises(rules.CannotCall, match="colega"):
        verbs.show_number(call=second, by=dora, at=NOON + MINUTE)
    verbs.show_number(call=second, by=clara, at=NOON + MINUTE)


def test_a_telephone_that_rang_does_not_ring_again_for_another_request(client, clara, dora):
    first, second = asked(), asked()
    verbs.show_number(call=second, by=clara, at=NOON)
    attempt(first, clara, NOON)
    for user in (clara, dora):
        with pytest.raises(rules.CannotCall, match="hace menos de 20 minutos"):
            verbs.show_number(call=second, by=user, at=NOON + 19 * MINUTE)
    assert "987654321" not in page_of(client, clara, second, NOON + 5 * MINUTE), (
        "it was looked at before the other rang"
    )
    verbs.show_number(call=second, by=dora, at=NOON + 20 * MINUTE)


def test_of_many_requests_the_two_oldest_and_the_newest_stand(clara):
    for n in range(6):
        asked(at=NOON + n * MINUTE, name=f"n{n}", say=f"s{n}", if_other="SAY", safe=rules.Safe(weekdays=str(n + 1)))
    kept = CallRequest.objects.order_by("asked_at")
    assert [(row.name, row.say, row.weekdays) for row in kept] == [(f"n{n}", f"s{n}", str(n + 1)) for n in (0, 1, 5)]
    assert [row.times for row in kept] == [1, 1, 4]
    newest = kept.last()
    assert (newest.asked_at, newest.call_from.isoweekday()) == (NOON + 5 * MINUTE, 6)
    assert newest.named.count() == 1


@pytest.mark.parametrize("is_noted", [True, False])
def test_a_request_that_somebody_has_begun_with_is_not_written_over(clara, is_noted):
    third = [asked(at=NOON + n * MINUTE, name=f"n{n}") for n in range(3)][-1]
    verbs.show_number(call=third, by=clara, at=NOON + 3 * MINUTE)
    if is_noted:
        verbs.note_attempt(call=third, answered="NOBODY", note="", by=clara, at=NOON + 3 * MINUTE)
    for n in (4, 5):
        asked(at=NOON + n * MINUTE, name=f"n{n}")
    assert [row.name for row in CallRequest.objects.order_by("asked_at")] == ["n0", "n1", "n2", "n5"]


def test_who_stepped_back_from_the_newest_is_not_named_for_what_replaces_it(clara, dora):
    third = [asked(at=NOON + n * MINUTE) for n in range(3)][-1]
    verbs.leave_call(call=third, by=dora, at=NOON)
    Message.objects.all().delete()
    asked(at=NOON + 4 * MINUTE)
    assert not CallRequest.objects.visible_to(dora).filter(pk=third.pk).exists()
    assert [message.to for message in Message.objects.all()] == [clara.email]


def test_where_nobody_is_left_to_see_the_newest_the_next_is_kept_beside_it(clara, dora):
    third = [asked(at=NOON + n * MINUTE) for n in range(3)][-1]
    verbs.leave_call(call=third, by=dora, at=NOON)
    type(clara).objects.filter(pk=clara.pk).update(is_active=False)
    newest = asked(at=NOON + 4 * MINUTE)
    assert newest.pk != third.pk
    assert CallRequest.objects.visible_to(dora).filter(pk=newest.pk).exists()


def test_what_was_late_stays_late_when_the_newest_replaces_it(clara):
    third = [asked(at=NOON + n * MINUTE) for n in range(3)][-1]
    keep_calls(at=NOON + 40 * MINUTE)
    asked(at=NOON + 41 * MINUTE)
    attempt(third, clara, NOON + 42 * MINUTE)
    third.refresh_from_db()
    assert (third.was_in_time, third.times) == (False, 2)


def test_who_is_named_for_both_reads_of_the_other_and_nobody_else_does(client, clara, dora):
    first, second = asked(safe=FROM_NOON_TO_ONE), asked()
    verbs.leave_call(call=first, by=dora, at=NOON)
    with time_machine.travel(NOON, tick=False):
        client.force_login(clara)
        page = client.get(url("call", second.pk)).content.decode()
        assert "Otras solicitudes para este número" in page
        assert url("call", first.pk) in page
        client.force_login(dora)
        page = client.get(url("call", second.pk)).content.decode()
    assert "Otras solicitudes" not in page
    assert url("call", first.pk) not in page


def test_the_list_has_pages_and_leaves_nobody_out(client, clara, monkeypatch):
    monkeypatch.setattr(paging.paginate, "__kwdefaults__", {**paging.paginate.__kwdefaults__, "size": 2})
    calls = [asked(at=NOON, phone=f"98765432{n}", safe=FROM_NOON_TO_ONE) for n in range(5)]
    over = rules.Safe(day=NOON.date(), opens=time(10), closes=time(12, 1))
    calls += [asked(at=NOON, phone=f"91765432{n}", safe=over) for n in range(3)]
    keep_calls(at=NOON + 5 * MINUTE)
    seen, address = set(), "?"
    with time_machine.travel(NOON + 5 * MINUTE, tick=False):
        client.force_login(clara)
        for side in ("now", "never"):
            address = "?"
            while address:
                answer = client.get(url("calls") + address)
                group = answer.context["groups"][side]
                seen |= {row.pk for row in group}
                address = group.next_url
    assert seen == {call.pk for call in calls}


def test_a_missed_window_stays_missed_though_the_next_one_is_kept(clara):
    call = asked(safe=FROM_NOON_TO_ONE)
    keep_calls(at=NOON + timedelta(hours=2))
    attempt(call, clara, NOON + timedelta(days=1))
    call.refresh_from_db()
    assert (call.was_in_time, call.called_at) == (False, NOON + timedelta(days=1))


def test_a_first_attempt_in_time_stays_so_when_later_windows_go_by(clara):
    call = asked(safe=FROM_NOON_TO_ONE)
    attempt(call, clara, NOON)
    keep_calls(at=NOON + timedelta(hours=2))
    call.refresh_from_db()
    assert call.was_in_time is True


@pytest.mark.parametrize("safe", [FROM_NOON_TO_ONE, rules.Safe(day=NOON.date(), opens=time(12), closes=time(13))])
def test_whom_we_spoke_with_is_late_for_nobody_and_waits_to_be_closed(client, clara, safe):
    call = asked(safe=safe)
    attempt(call, clara, NOON, answered="PERSON")
    Message.objects.all().delete()
    for hours in (1, 2, 23):
        keep_calls(at=NOON + timedelta(hours=hours))
    assert not Message.objects.exists()
    with time_machine.travel(NOON + timedelta(hours=23), tick=False):
        client.force_login(clara)
        answer = client.get(url("calls"))
    assert [row.pk for row in answer.context["groups"]["spoken"]] == [call.pk]
    page = answer.content.decode()
    assert "Ya se habló: ciérrela" in page
    assert "Ya no queda" not in page


def test_a_line_that_broke_is_called_again_in_the_safe_hours(clara):
    call = asked(safe=FROM_NOON_TO_ONE)
    attempt(call, clara, NOON, answered="PERSON")
    verbs.show_number(call=call, by=clara, at=NOON + 21 * MINUTE)


def test_one_day_sent_eight_times_is_one_day(client):
    said = {"phone": "987654321", "when": "DAYS", "weekdays": ["1"] * 8, "if_other": "HANG_UP", "language": "es"}
    assert client.post(url("call-me"), said).status_code == 302
    assert CallRequest.objects.get().weekdays == "1"


def test_each_named_person_is_reminded_once_a_day_of_all_that_is_open(clara, dora):
    for n in range(4):
        asked(phone=f"98765432{n}", safe=rules.Safe(weekdays="1"))
    Message.objects.all().delete()
    assert keep_calls(at=NOON + timedelta(days=2)) == 4
    assert sorted(message.to for message in Message.objects.all()) == sorted([clara.email, dora.email])
    assert keep_calls(at=NOON + timedelta(days=2, minutes=1)) == 0


def test_a_request_that_breaks_does_not_stop_the_others(clara, monkeypatch, caplog):
    broken, call = asked(phone="911222333"), asked()
    tells = verbs._asked_of

    def asks(one, at):
        if one.pk == broken.pk:
            raise ValueError("Lucero 911222333")
        return tells(one, at)

    monkeypatch.setattr(verbs, "_asked_of", asks)
    with caplog.at_level(logging.ERROR, logger=verbs.logger.name):
        assert keep_calls(at=NOON + 40 * MINUTE) == 1
    call.refresh_from_db()
    broken.refresh_from_db()
    assert call.late_told_at is not None
    assert broken.late_told_at is None, "it is tried again"
    assert str(broken.pk) in caplog.text
    assert "Lucero" not in caplog.text
