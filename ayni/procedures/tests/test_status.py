"""Somebody asks how their application stands; others try to learn of it what is not theirs."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.lib.ids import public_number
from ayni.notices.models import Message
from ayni.people.models import Birth, ContactPoint
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.actions.looks import answer_looks, forget_looks
from ayni.procedures.models import Hold, ItemState, Look, Procedure, Resolution, State
from ayni.procedures.queries.appointments import holds_since, reach_of
from ayni.procedures.rules import looks as rules
from ayni.procedures.rules.codes import MOST_CODES_A_DAY, MOST_TRIES
from ayni.procedures.tests.factories import ApplicationFactory, ProcedureFactory
from ayni.procedures.tests.lives import evaluated, procedure, submitted

pytestmark = pytest.mark.django_db
BORN = date(1991, 5, 3)
TOLD = {"kind": ContactPoint.Kind.SMS, "value": "987654321", "is_safe": True}


def at(name, *args):
    return reverse(f"procedures:{name}", args=args)


@pytest.fixture
def applied(world, lia):
    """Submitted by somebody who said which telephone is safe."""
    person = PersonFactory(registered_by=lia, birth_date=BORN)
    person.contacts.create(since=timezone.now(), **TOLD)
    return ApplicationFactory(person=person, submitted=True)


def typed(number, born=BORN):
    return {"number": number, "birth_day": born.day, "birth_month": born.month, "birth_year": born.year}


def ask(client, number, born=BORN):
    return client.post(at("status-ask"), typed(number, born))


def code():
    answer_looks(at=timezone.now())
    return Message.objects.order_by("-queued_at", "-pk").first().text[:6]


def enters(client, application):
    assert ask(client, application.number).status_code == 302
    assert client.post(at("status-code"), {"code": code()}).url == at("status")
    return client.get(at("status")).content.decode()


def test_number_birth_and_code_open_the_page_and_it_is_in_the_trail(client, applied):
    page = enters(client, applied)
    assert applied.number in page
    assert applied.procedure.label_es in page
    assert "Está presentado" in page
    assert "8 ene 2027" in page
    [seen] = Event.objects.filter(verb="application.seen_by_person")
    assert (seen.by, seen.purpose, seen.thread) == ("system", "own", applied.person_id)
    assert Message.objects.get().to == "987654321"


def bare(response):
    """The page without what changes at every request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def how_it_went(number, born):
    """What somebody sees who asks and then types a code: statuses, addresses, pages, and how many statements."""
    client, seen = Client(), []
    with CaptureQueriesContext(connection) as asking:
        asked = ask(client, number, born)
    seen += [asked.status_code, asked.url, len(asking), bare(client.get(at("status-code")))]
    answer_looks(at=timezone.now())
    with CaptureQueriesContext(connection) as typing:
        wrong = client.post(at("status-code"), {"code": "000000"})
    return [*seen, wrong.status_code, bare(wrong), len(typing)]


@pytest.mark.parametrize("who", ["unknown", "other birth", "no safe contact", "unsafe contact", "erased"])
def test_what_is_wrong_or_unknown_is_answered_like_what_is_right(client, applied, who):
    """Same pages, same statements. That nothing is looked up in the request is what makes the time the same."""
    right = how_it_went(applied.number, BORN)
    sent = Message.objects.count()
    number, born = applied.number, BORN
    if who == "unknown":
        number = public_number("T")
    elif who == "other birth":
        born = date(1991, 3, 5)
    elif who == "no safe contact":
        applied.person.contacts.all().delete()
    elif who == "unsafe contact":
        applied.person.contacts.update(is_safe=False)
    else:
        type(applied.person).objects.filter(pk=applied.person_id).update(erased_at=timezone.now())
    cache.clear()
    assert how_it_went(number, born) == right
    assert Message.objects.count() == sent, "only what is right and safe is written to"


def test_the_request_itself_asks_nothing_about_anybody(client, applied):
    with CaptureQueriesContext(connection) as context:
        ask(client, applied.number)
    assert not [q["sql"] for q in context if "procedures_application" in q["sql"] or "people_" in q["sql"]]
    assert not Message.objects.exists()
    look = Look.objects.get()
    assert look.application is None
    with connection.cursor() as cursor:
        cursor.execute("select asked from procedures_look")
        assert applied.number not in str(cursor.fetchone()[0]), "what was typed is sealed"
    answer_looks(at=timezone.now())
    look.refresh_from_db()
    assert look.asked == {}, "and gone once it was looked up"


def test_two_workers_send_one_code(client, applied):
    ask(client, applied.number)
    assert answer_looks(at=timezone.now()) == 1
    assert answer_looks(at=timezone.now()) == 0
    assert Message.objects.count() == 1


def test_a_code_opens_once_and_only_in_the_browser_that_asked(client, applied):
    ask(client, applied.number)
    sent = code()
    other = Client()
    assert other.get(at("status-code")).url == at("status-ask")
    assert other.post(at("status-code"), {"code": sent}).url == at("status-ask")
    ask(other, applied.number)
    code()
    assert other.post(at("status-code"), {"code": sent}).status_code == 400, "the code of another look"
    assert client.post(at("status-code"), {"code": sent}).url == at("status")


def test_after_a_few_wrong_codes_the_right_one_opens_nothing(client, applied):
    ask(client, applied.number)
    sent = code()
    for _try in range(MOST_TRIES):
        assert client.post(at("status-code"), {"code": "00000x"}).status_code == 400
    assert client.post(at("status-code"), {"code": sent}).status_code == 400


def test_a_code_is_good_for_ten_minutes_and_the_page_for_fifteen(client, applied, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    ask(client, applied.number)
    sent = code()
    time_machine.move_to(start + timedelta(minutes=11), tick=False)
    assert client.post(at("status-code"), {"code": sent}).status_code == 400
    enters(client, applied)
    time_machine.move_to(start + timedelta(minutes=25), tick=False)
    assert client.get(at("status")).status_code == 200
    # It was used all the time, and ends all the same.
    time_machine.move_to(start + timedelta(minutes=26, seconds=1), tick=False)
    assert client.get(at("status")).url == at("status-ask")


def test_leaving_ends_it_and_nothing_is_kept(client, applied):
    enters(client, applied)
    page = client.get(at("status"))
    assert "no-store" in page.headers["Cache-Control"]
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    left = client.post(at("status-leave"))
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert client.get(at("status")).url == at("status-ask")
    assert Look.objects.get().ended_at is not None


def test_no_address_says_who_it_is_about(client, applied):
    page = enters(client, applied)
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    assert not [one for one in addresses if applied.number in one or str(applied.person_id) in one]


def test_a_stranger_does_not_use_up_the_codes_that_the_person_needs(applied):
    """One place asks three times an hour; all places together get five codes an hour; then it is open again."""
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _n in range(rules.FROM_ONE_PLACE["most"]):
        assert ask(stranger, applied.number).status_code == 302
    assert ask(stranger, applied.number).status_code == 400
    answer_looks(at=timezone.now())
    person = Client(REMOTE_ADDR="198.51.100.7")
    assert enters(person, applied)


def test_one_telephone_gets_so_many_codes_a_day(applied):
    now = timezone.now()
    for n in range(MOST_CODES_A_DAY + 3):
        moment = now + timedelta(hours=n)
        asked = {"number": applied.number, "birth": BORN.isoformat(), "precision": "day"}
        Look.objects.create(asked=asked, begun_at=moment, ends_at=moment, code="x")
        answer_looks(at=moment)
    assert Message.objects.count() == MOST_CODES_A_DAY


REACH = {"phone": TOLD["value"]}


def codes_of(kind, **other):
    """As many as one telephone gets in a day."""
    now = timezone.now()
    for _n in range(MOST_CODES_A_DAY):
        kind.objects.create(reach=reach_of(REACH), code="x", begun_at=now, ends_at=now, **other)


def test_bookings_to_a_telephone_change_nothing_of_a_look_with_it(client, applied):
    codes_of(Hold, procedure=applied.procedure, who="0" * 64)
    assert applied.number in enters(client, applied)


def test_looks_with_a_telephone_change_nothing_of_a_booking_to_it(applied):
    codes_of(Look, application=applied, looked_at=timezone.now())
    assert holds_since("0" * 64, reach_of(REACH), timezone.now() - timedelta(days=1)) == (0, 0)


def test_tries_at_a_code_that_is_over_are_not_counted_without_end(client, applied):
    ask(client, applied.number)
    sent, most = code(), 32_767
    Look.objects.update(tries=most)
    assert client.post(at("status-code"), {"code": "000000"}).status_code == 400
    assert client.post(at("status-code"), {"code": sent}).status_code == 400
    assert Look.objects.get().tries == most


def test_what_cannot_be_looked_up_keeps_nobody_else_waiting(client, applied, caplog):
    now = timezone.now()
    odd = {"number": applied.number, "birth": "secreto", "precision": "day"}
    broken = Look.objects.create(asked=odd, begun_at=now - timedelta(minutes=1), ends_at=now, code="x")
    assert applied.number in enters(client, applied)
    broken.refresh_from_db()
    assert (broken.asked, broken.application) == ({}, None)
    assert str(broken.pk) in caplog.text
    assert "secreto" not in caplog.text
    assert applied.number not in caplog.text
    assert answer_looks(at=now) == 0, "it is not tried again"


def test_a_thousand_lookups_learn_nothing_and_the_page_stays_up(client, applied):
    """From one place they are slowed down and then stopped, and each answer is the same for what is there and what is
    not; somebody elsewhere is not stopped."""
    statuses = []
    for n in range(130):
        number = applied.number if n % 40 == 0 else public_number("T")
        statuses.append(ask(Client(REMOTE_ADDR="203.0.113.9"), number).status_code)
    assert set(statuses) <= {302, 400, 429}
    assert statuses.count(302) <= 10
    assert statuses[10:] == sorted(statuses[10:]), "what is true changes nothing of when it stops"
    assert Look.objects.count() <= 10
    assert ask(Client(REMOTE_ADDR="198.51.100.7"), applied.number).status_code == 302


@pytest.mark.parametrize(
    ("known", "precision", "day", "how", "fits"),
    [
        (BORN, Birth.EXACT, BORN, "day", True),
        (BORN, Birth.EXACT, date(1991, 5, 1), "month", False),
        (BORN, Birth.MONTH, date(1991, 5, 20), "day", True),
        (BORN, Birth.MONTH, date(1991, 1, 1), "year", False),
        (BORN, Birth.YEAR, date(1991, 1, 1), "year", True),
        (BORN, Birth.YEAR, date(1992, 1, 1), "year", False),
        (BORN, Birth.ESTIMATED, date(1992, 8, 9), "day", True),
        (BORN, Birth.ESTIMATED, date(1994, 8, 9), "day", False),
        (None, Birth.UNKNOWN, date(1950, 1, 1), "year", True),
    ],
)
def test_a_birth_is_compared_as_far_as_it_is_known(known, precision, day, how, fits):
    assert rules.birth_fits(known=known, precision=precision, typed=day, typed_precision=how) is fits


@pytest.mark.parametrize("number", ["T-0000", "🦙🦙🦙", "<script>alert(1)</script>", "' or 1=1 --", "T" * 400])
def test_what_is_no_number_is_told_so_and_stays_typed(client, db, number):
    answer = ask(client, number)
    assert answer.status_code == 400
    assert b"<script>alert(1)" not in answer.content
    assert not Look.objects.exists()


def test_numbers_of_other_things_lead_there(client, db):
    assert "lo que preparó antes de venir" in ask(client, public_number("P")).content.decode()
    assert "«Mi cita»" in ask(client, public_number("K")).content.decode()


@pytest.mark.parametrize("profile", ["VP-TRATA", "VP-NNA-RD"])
def test_of_a_hidden_person_the_page_tells_nothing_that_another_would_not_read_too(client, rosa, profile):
    """Whoever wanted messages to say nothing reads the same page."""
    case = open_case(rosa, profile)
    quiet = PersonFactory(registered_by=rosa)
    pages = []
    for person, says in ((case.person, True), (quiet, False)):
        type(person).objects.filter(pk=person.pk).update(birth_date=BORN, birth_precision=Birth.EXACT)
        person.contacts.create(since=timezone.now(), may_leave_content=says, **TOLD)
        made = ApplicationFactory(person=person, submitted=True)
        cache.clear()
        pages.append(re.sub(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-.", "T", bare_page(enters(Client(), made))))
        assert made.procedure.label_es not in pages[-1]
    assert pages[0] == pages[1]


def bare_page(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_words_and_few_statements(client, applied, at_most, state):
    type(applied).objects.filter(pk=applied.pk).update(state=state, decided_at=timezone.now())
    enters(client, applied)
    with at_most(12):
        page = client.get(at("status")).content.decode()
    assert str(rules.STANDS[state].title) in page
    assert ("Si no está de acuerdo" in page) == (state in {State.REJECTED, State.ABANDONED})


def test_what_is_said_of_an_appeal_follows_it_to_its_end(client, lia, elsa, aldo, world, applied):
    """Filed, too late, decided by the superior: nothing is offered that the office would refuse."""
    asked = submitted(lia, procedure(world, asks=1, code="PR-OTHER"), person=applied.person)
    ready = evaluated(asked, elsa, ItemState.REJECTED)
    made = actions.reject(application=ready, grounds="No se lee.", by=aldo, at=timezone.now())
    assert "dentro de 15 días hábiles" in enters(client, asked)
    actions.hand_over(resolution=made, by=lia, at=timezone.now())
    assert "Puede presentar un recurso hasta el" in client.get(at("status")).text
    Resolution.objects.update(told_at=timezone.now() - timedelta(days=60))
    late = client.get(at("status")).text
    assert "El plazo para presentar un recurso terminó" in late
    assert "Puede presentar un recurso hasta" not in late
    Resolution.objects.update(told_at=timezone.now())
    appeal = actions.file_appeal(application=asked, kind="APPEAL", grounds="Sí.", by=lia, at=timezone.now())
    filed = client.get(at("status")).text
    assert "Si no está de acuerdo" not in filed
    assert "Otra persona revisa el recurso" in filed
    abel = UserFactory(username="abel", roles=[Role.APPROVER], office=lia.office, organisation=lia.organisation)
    actions.decide_appeal(appeal=appeal, is_founded=False, grounds="No.", by=abel, at=timezone.now())
    over = client.get(at("status")).text
    assert "asistencia legal gratuita" in over
    assert "Reconsideración" not in over


def test_what_was_granted_and_is_over_is_said_to_be_over(client, applied):
    type(applied).objects.filter(pk=applied.pk).update(
        state=State.APPROVED, decided_at=timezone.now(), expires_on=date(2026, 1, 2)
    )
    assert "terminó el 2 ene 2026" in enters(client, applied)


def test_a_late_answer_is_owned_up_to(client, applied):
    type(applied).objects.filter(pk=applied.pk).update(due_on=date(2020, 1, 2))
    page = enters(client, applied)
    assert "estamos atrasados" in page
    assert 'href="/voz/"' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "How is my application?"), ("fr", "Où en est"), ("pt", "Como está"), ("ht", "Kote dosye m")],
)
def test_the_pages_and_the_message_speak_the_language_that_was_chosen(client, applied, language, words):
    old = f"{at('status-ask')}?idioma={language}"
    address = reverse("procedures:status-ask-in", args=[language])
    assert client.get(old).url == address, "as it was printed and sent before there were languages in the address"
    page = client.get(address)
    assert words in page.content.decode()
    assert f'lang="{language}"' in page.content.decode()
    assert client.post(address, typed(applied.number)).status_code == 302
    sent = code()
    assert not Message.objects.get().text.startswith(f"{sent} es el")
    led = client.post(reverse("procedures:status-code-in", args=[language]), {"code": sent})
    assert led.url == reverse("procedures:status-in", args=[language])
    assert f'<html lang="{language}"' in client.get(led.url).content.decode()


def test_reading_leaves_no_cookie(client, db):
    answer = client.get(at("status-ask"))
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_who_asked_is_forgotten(client, applied):
    ask(client, applied.number)
    assert forget_looks(at=timezone.now()) == 0
    assert forget_looks(at=timezone.now() + timedelta(days=3)) == 1


def test_another_version_of_the_procedure_is_still_the_persons(client, applied):
    Procedure.objects.update(valid_to=date(2025, 12, 31))
    ProcedureFactory(version=2, valid_from=date(2026, 1, 1))
    assert applied.procedure.label_es in enters(client, applied)
