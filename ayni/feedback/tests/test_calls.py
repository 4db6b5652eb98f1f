"""Somebody in danger asks to be called; named people call, in the safe hours, and nobody else learns of it."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.feedback import facts
from ayni.feedback.actions import calls as verbs
from ayni.feedback.actions.calls import CallAsked, Ending, ask_for_call, keep_calls
from ayni.feedback.actions.ending import SWEEPERS
from ayni.feedback.models import CallRequest
from ayni.feedback.rules import calls as rules
from ayni.notices.models import Message
from ayni.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
"""Noon in Lima, on a Thursday."""
ASK = {"phone": "+58 412 1234567", "when": "ANY", "if_other": "SAY", "say": "Somos de la zapatería", "language": "es"}
SECRET = ("4121234567", "zapatería", "Lucero")


@pytest.fixture(autouse=True)
def named(clara):
    return clara


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def asked(at=None, **other):
    said = {"phone": "987654321", "safe": rules.Safe(), **other}
    return ask_for_call(asked=CallAsked(**said), submission=None, at=at or timezone.now())


def test_it_is_asked_in_one_page_and_nothing_typed_comes_back(client, clara):
    answer = client.post(url("call-me"), {**ASK, "name": "Lucero", "about": "HURT", "once": str(uuid4())}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(url("call-noted") + "?idioma=es", 302)]
    assert "<title>Información – Ayni</title>" in page
    assert "data-quick-exit" in page
    assert not [word for word in (*SECRET, "Alguien me hace daño") if word in page]
    call = CallRequest.objects.get()
    assert (call.phone, call.if_other, call.about, call.may_leave_message) == ("+584121234567", "SAY", "HURT", False)
    with connection.cursor() as cursor:
        cursor.execute("select phone, name, say, about from feedback_callrequest")
        assert not [word for word in (*SECRET, "HURT") if word in str(cursor.fetchone())], "sealed"


def test_whoever_is_named_is_told_that_there_is_a_call_and_no_more(client, clara, marta):
    client.post(url("call-me"), {**ASK, "name": "Lucero"})
    message = Message.objects.get()
    assert (message.to, message.subject, message.about) == (clara.email, "Hay una solicitud de llamada", None)
    assert not [word for word in SECRET if word in message.text]
    assert str(CallRequest.objects.get().pk) not in message.text


def test_the_page_says_where_to_call_first_and_keeps_no_trace(client):
    answer = client.get(url("call-me"))
    page = answer.content.decode()
    assert page.index('href="tel:105"') < page.index('name="phone"')
    assert "<title>Información – Ayni</title>" in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'type="file"' not in page
    assert "checked" not in page.split('name="may_leave_message"')[1].split(">")[0], "nothing is ticked before"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "12345"}, "muy pocas cifras"),
        ({"phone": "🦙🦙🦙🦙🦙🦙🦙"}, "muy pocas cifras"),
        ({"phone": "<script>alert(1)</script>"}, "solo con cifras"),
        ({"phone": ""}, "Teléfono"),
        ({"when": ""}, "sin peligro"),
        ({"when": "DAYS"}, "¿Qué días?"),
        ({"when": "TODAY", "opens": "08:00", "closes": "09:00"}, "ya pasó hoy"),
        ({"when": "ANY", "opens": "08:00", "closes": "08:00"}, "son iguales"),
        ({"when": "ANY", "opens": "08:00"}, "hasta qué hora"),
        ({"say": ""}, "¿Qué decimos?"),
        ({"website": "x"}, "máquinas"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, wrong, words):
    answer = client.post(url("call-me"), {**ASK, "name": "Lucero", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "Lucero" in page
    assert not CallRequest.objects.exists()


def test_script_in_every_field_is_kept_as_words(client, clara):
    evil = "<script>alert(1)</script>"
    client.post(url("call-me"), {**ASK, "say": evil, "name": evil})
    call = CallRequest.objects.get()
    assert (call.say, call.name) == (evil, evil)
    client.force_login(clara)
    assert evil not in client.get(url("call", call.pk)).content.decode()


@time_machine.travel(NOON, tick=False)
def test_the_safe_hours_are_kept_as_they_were_given(client):
    for when in ({"when": "NOW"}, {"when": "TODAY"}, {"when": "TOMORROW", "opens": "22:00", "closes": "01:00"},
                 {"when": "DAYS", "weekdays": ["1", "3"], "opens": "14:00", "closes": "16:00"}):  # fmt: skip
        cache.clear()
        assert client.post(url("call-me"), {**ASK, "phone": f"98765432{len(when)}", **when}).status_code == 302
    told = [(c.call_from, c.call_by) for c in CallRequest.objects.order_by("pk")]
    half = timedelta(minutes=30)
    later = [NOON, NOON, NOON + timedelta(days=1, hours=10), NOON + timedelta(days=4, hours=2)]
    assert told == [(moment, moment + half) for moment in later]


def test_twice_is_once_and_many_for_one_telephone_are_few(client):
    once = str(uuid4())
    for _n in range(2):
        client.post(url("call-me"), {**ASK, "once": once})
    assert CallRequest.objects.count() == 1
    for n in range(5):
        # Whoever is to be feared may ask for the same telephone: their words are kept apart from the others'.
        asked(phone="0412-1234567", name=f"otro {n}")
    assert CallRequest.objects.count() == rules.MOST_OPEN
    assert sum(CallRequest.objects.values_list("times", flat=True)) == 6
    assert CallRequest.objects.order_by("pk").first().say == ASK["say"]


def test_a_flood_is_slowed_and_a_person_elsewhere_is_not(client):
    flood = [client.post(url("call-me"), {**ASK, "phone": f"9876543{n:02}"}).status_code for n in range(8)]
    assert flood == [302] * 5 + [400] * 3
    page = client.post(url("call-me"), {**ASK, "name": "Lucero"}).content.decode()
    assert "Lucero" in page
    assert "data-effort" in page
    elsewhere = client.post(url("call-me"), ASK, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_where_nobody_could_call_it_says_so_instead_of_waiting(client, clara):
    type(clara).objects.filter(pk=clara.pk).update(is_active=False)
    answer = client.post(url("call-me"), ASK)
    assert "Llame al 100" in answer.content.decode()
    assert not CallRequest.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "pt", "ht"])
def test_it_speaks_five_languages(client, language):
    page = client.get(f"{url('call-me')}?idioma={language}").content.decode()
    assert f'<html lang="{language}"' in page
    assert "Le llamamos" not in page
    answer = client.post(f"{url('call-me')}?idioma={language}", {**ASK, "language": language})
    assert answer.url.endswith(f"?idioma={language}")
    assert CallRequest.objects.get().language == language


def test_the_number_comes_after_the_instruction_and_each_look_is_in_the_trail(client, clara):
    call = asked(phone="987654321", if_other="SAY", say="Somos de la zapatería")
    client.force_login(clara)
    page = client.get(url("call", call.pk)).content.decode()
    assert "Somos de la zapatería" in page
    assert "987654321" not in page
    client.post(url("call", call.pk), {"do": "show"})
    page = client.get(url("call", call.pk)).content.decode()
    assert page.index("Somos de la zapatería") < page.index("987654321")
    verbs_done = set(Event.objects.values_list("verb", flat=True))
    assert {"call.asked", "callrequest.opened", "call.number_shown"} <= verbs_done


@time_machine.travel(NOON, tick=False)
def test_outside_the_safe_hours_nobody_sees_the_number(client, clara):
    call = asked(safe=rules.Safe(day=NOON.date() + timedelta(days=1)))
    client.force_login(clara)
    assert "el número no se muestra" in client.get(url("call", call.pk)).content.decode()
    page = client.post(url("call", call.pk), {"do": "show"}, follow=True).content.decode()
    assert "Ahora no es seguro llamar" in page
    assert "987654321" not in page


def test_nobody_but_the_named_sees_it(client, clara, marta, rosa, ada):
    call = asked()
    late = UserFactory(username="tardia", organisation=clara.organisation)
    MembershipFactory(user=late, role=Role.CONFIDANT)
    for user in (marta, rosa, ada, late):
        client.force_login(user)
        assert client.get(url("call", call.pk)).status_code in {403, 404}, user
        assert client.post(url("call", call.pk), {"do": "show"}).status_code in {403, 404}
    client.force_login(late)
    assert call.asked_at.strftime("%H:%M") not in client.get(url("calls")).content.decode().split("<main")[1]


def test_a_second_colleague_does_not_call_at_once(clara):
    other = UserFactory(username="dora", organisation=clara.organisation)
    MembershipFactory(user=other, role=Role.CONFIDANT)
    now = timezone.now()
    call = asked(at=now)
    verbs.show_number(call=call, by=clara, at=now)
    with pytest.raises(rules.CannotCall):
        verbs.show_number(call=call, by=other, at=now)
    with pytest.raises(rules.CannotCall):
        verbs.note_attempt(call=call, answered="PERSON", note="", by=other, at=now)
    verbs.note_attempt(call=call, answered="HUNG_UP", note="", by=clara, at=now)
    call.refresh_from_db()
    assert (call.was_in_time, call.call_from) == (True, now + rules.AGAIN_AFTER)
    with pytest.raises(rules.CannotCall):
        verbs.show_number(call=call, by=other, at=now + timedelta(minutes=5))


def test_what_nobody_calls_in_time_is_told_once(clara):
    now = timezone.now()
    call = asked(at=now)
    Message.objects.all().delete()
    late = now + timedelta(minutes=31)
    assert (keep_calls(at=late), keep_calls(at=late)) == (1, 0)
    assert Message.objects.get().subject == "Hay una solicitud de llamada"
    assert Event.objects.filter(verb="call.late", subject_id=str(call.pk)).count() == 1


@time_machine.travel(NOON, tick=False)
def test_when_the_safe_time_goes_by_the_clock_waits_for_the_next_one(clara):
    call = asked(at=NOON, safe=rules.Safe(weekdays="4", opens=time(12),
                                          closes=time(13)))  # fmt: skip
    once = asked(at=NOON, phone="999888777", safe=rules.Safe(day=NOON.date(), opens=time(12),
                                                             closes=time(13)))  # fmt: skip
    keep_calls(at=NOON + timedelta(hours=2))
    call.refresh_from_db()
    once.refresh_from_db()
    assert call.call_from == NOON + timedelta(days=7)
    assert once.call_from is None
    Message.objects.all().delete()
    assert keep_calls(at=NOON + timedelta(days=2)) == 2, "both are still open: a reminder each"


def closes(call, by, **said):
    return verbs.close_call(call=call, ending=Ending(**said), by=by, at=timezone.now())


def test_it_becomes_a_case_by_a_link_and_nothing_is_copied(client, clara, rosa):
    MembershipFactory(user=rosa, role=Role.CONFIDANT)
    case = open_case(rosa, "VP-TRATA")
    call = asked()
    client.force_login(rosa)
    client.post(url("call", call.pk), {"do": "show"})
    client.post(url("call", call.pk), {"do": "attempt", "attempt-answered": "PERSON"})
    close = {"do": "close", "close-outcome": "ACCOMPANIED", "close-number": case.number}
    assert "de acuerdo" in client.post(url("call", call.pk), close).content.decode()
    assert client.post(url("call", call.pk), {**close, "close-agrees": "on"}).url == url("calls")
    call.refresh_from_db()
    assert (call.case, call.person, call.outcome) == (case, case.person, "ACCOMPANIED")
    assert not case.person.contacts.exists()
    assert case.number in client.get(url("call", call.pk)).content.decode()
    client.force_login(clara)
    page = client.get(url("call", call.pk)).content.decode()
    assert case.number not in page, "being named for a call opens no file"


def test_a_case_that_one_does_not_see_is_no_case(client, clara, rosa):
    case = open_case(rosa, "VP-TRATA")
    call = asked()
    client.force_login(clara)
    said = {"do": "close", "close-outcome": "NOT_ASKED", "close-number": case.number, "close-agrees": "on"}
    assert "No ve ningún caso" in client.post(url("call", call.pk), said).content.decode()


def test_stepping_back_leaves_somebody(client, clara, rosa):
    call = asked()
    with pytest.raises(rules.CannotCall):
        verbs.leave_call(call=call, by=clara, at=timezone.now())
    MembershipFactory(user=rosa, role=Role.CONFIDANT)
    second = asked(phone="911222333")
    client.force_login(clara)
    assert client.post(url("call", second.pk), {"do": "leave"}).url == url("calls")
    assert client.get(url("call", second.pk)).status_code == 404


def test_its_words_are_forgotten_by_rule(clara):
    call = asked(phone="987654321", if_other="SAY", say="x", name="Lucero", about="HURT")
    closes(call, clara, outcome="NOT_ASKED", note="y")
    [sweeper] = [one for one in SWEEPERS if one.kind == "CALL_REQUEST"]
    assert not sweeper.due(timezone.now() - timedelta(days=90)).exists()
    [due] = sweeper.due(timezone.now() + timedelta(days=1))
    sweeper.sweep(due, timezone.now(), "RT-LLAMADA")
    call.refresh_from_db()
    assert (call.phone, call.say, call.name, call.about, call.note, call.phone_mark) == ("",) * 6
    assert call.outcome == "NOT_ASKED"


def test_of_calls_only_tens_of_a_month_that_is_over_are_counted(clara):
    start = datetime(2026, 10, 5, 17, tzinfo=UTC)
    for n in range(19):
        asked(at=start, phone=f"9876543{n:02}")
    asked(at=NOON)
    [rows] = facts._calls(NOON)
    [(month, number)] = rows.values_list("month", "asked")
    assert (month.month, facts._tens(number)) == (10, 10)
    CallRequest.objects.filter(
        pk__in=list(CallRequest.objects.order_by("pk").values_list("pk", flat=True)[:12])
    ).delete()
    assert not facts._calls(NOON)[0].exists()


def test_the_worklist_asks_few_questions(client, clara, at_most):
    for n in range(6):
        asked(phone=f"98765432{n}")
    client.force_login(clara)
    client.get(url("calls"))
    with at_most(12):
        assert client.get(url("calls")).status_code == 200
    with at_most(14):
        client.get(url("call", CallRequest.objects.first().pk))


def test_a_person_who_was_registered_after_the_call_is_joined(client, clara, rosa):
    MembershipFactory(user=rosa, role=Role.CONFIDANT)
    call, person = asked(), PersonFactory(registered_by=rosa, registered_at=timezone.now())
    client.force_login(rosa)
    client.post(url("call", call.pk), {"do": "show"})
    client.post(url("call", call.pk), {"do": "attempt", "attempt-answered": "PERSON"})
    close = {"do": "close", "close-outcome": "ACCOMPANIED", "close-person": str(person.pk), "close-agrees": "on"}
    assert client.post(url("call", call.pk), close).url == url("calls")
    call.refresh_from_db()
    assert call.person == person
