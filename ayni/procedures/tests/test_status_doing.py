"""What whoever looks at their application does there: sends papers, hands in, takes the resolution, books an hour."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.cases.tests.factories import open_case
from ayni.files.models import StoredFile
from ayni.files.redrawing import Refusal
from ayni.files.rules import SENTENCES
from ayni.files.tests.factories import jpeg
from ayni.notices.models import Message
from ayni.people.models import Attachment
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.actions.looks import answer_looks
from ayni.procedures.models import Appointment, Item, ItemState, State
from ayni.procedures.tests.factories import (
    NOON,
    ApplicationFactory,
    CalendarFactory,
    ItemFactory,
    RequirementFactory,
    ResolutionFactory,
    SeatFactory,
    SlotFactory,
)
from ayni.procedures.tests.lives import judge, procedure, submitted

from .test_status import BORN, TOLD, ask, at, enters
from .test_uploads import REFUSED, upload

pytestmark = pytest.mark.django_db
REASON = "No se lee la fecha."


@pytest.fixture
def person(lia):
    person = PersonFactory(registered_by=lia, birth_date=BORN)
    person.contacts.create(since=timezone.now(), **TOLD)
    return person


@pytest.fixture
def observed(world, lia, elsa, person):
    """One of two papers has to be corrected."""
    made = submitted(lia, procedure(world), person=person)
    made = actions.take(application=made, by=elsa, at=NOON)
    judge(made, elsa, ItemState.ACCEPTED, ItemState.OBSERVED)
    actions.ask_for_correction(application=made, days=10, by=elsa, at=timezone.now())
    Message.objects.all().delete()
    made.refresh_from_db()
    return made


def paper_of(application):
    return at("status-paper", application.items.get(state=ItemState.OBSERVED).pk)


def test_what_is_observed_is_sent_again_and_handed_in(client, observed, elsa):
    page = enters(client, observed)
    assert REASON in page
    assert "Ya envié todo" not in page
    address = paper_of(observed)
    assert address in page
    assert client.post(address, upload(jpeg())).url == at("status")
    page = client.get(at("status")).content.decode()
    assert "Ya envié todo" in page
    sent = Attachment.objects.get(person=observed.person)
    assert sent.added_by is None
    assert client.post(at("status-hand-in")).url == at("status")
    observed.refresh_from_db()
    assert (observed.state, observed.evaluator) == (State.EVALUATING, elsa)
    assert observed.corrections.get().ended_at is not None


def test_whose_time_to_correct_is_over_is_told_so_and_may_still_send(client, observed):
    assert "Tiene plazo hasta" in enters(client, observed)
    observed.corrections.update(due_on=timezone.localdate() - timedelta(days=1))
    page = client.get(at("status")).content.decode()
    assert "El plazo terminó el" in page
    assert "Tiene plazo hasta" not in page
    assert paper_of(observed) in page


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_says_why_and_nothing_of_it_is_kept(client, observed, name):
    enters(client, observed)
    content, reason = REFUSED[name]
    answer = client.post(paper_of(observed), upload(content))
    assert answer.status_code == 400
    assert str(SENTENCES[reason]) in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert Item.objects.filter(state=ItemState.OBSERVED).count() == 1


def test_no_file_at_all_is_told_so(client, observed):
    enters(client, observed)
    answer = client.post(paper_of(observed), {})
    assert answer.status_code == 400
    assert Refusal.EMPTY not in answer.content.decode()


def test_only_papers_of_the_own_application_that_are_open_are_sent(client, observed):
    enters(client, observed)
    accepted = observed.items.get(state=ItemState.ACCEPTED)
    assert client.post(at("status-paper", accepted.pk), upload(jpeg())).status_code == 404
    theirs = PersonFactory(registered_by=observed.person.registered_by)
    other = ItemFactory(state=ItemState.OBSERVED, application__person=theirs)
    assert client.post(at("status-paper", other.pk), upload(jpeg())).status_code == 404
    assert Client().post(paper_of(observed), upload(jpeg())).url == at("status-ask")


def test_a_paper_that_only_a_case_knows_of_is_not_named(client, person):
    made = ApplicationFactory(person=person)
    reserved = RequirementFactory(procedure=made.procedure, label_es="Medida de protección", applies="FAMILY_VIOLENCE")
    item = ItemFactory(application=made, requirement=reserved)
    page = enters(client, made)
    assert "Medida de protección" not in page
    assert client.get(at("status-paper", item.pk)).status_code == 404


def test_why_such_a_paper_has_to_be_corrected_is_not_told_either(client, person):
    made = ApplicationFactory(person=person, submitted=True)
    type(made).objects.filter(pk=made.pk).update(state=State.OBSERVED)
    for applies in ("FAMILY_VIOLENCE", "ALWAYS"):
        asked = RequirementFactory(procedure=made.procedure, label_es=f"Papel {applies}", applies=applies)
        ItemFactory(application=made, requirement=asked, state=ItemState.OBSERVED, reason=f"Porque {applies}")
    page = enters(client, made)
    assert "Porque ALWAYS" in page
    assert "FAMILY_VIOLENCE" not in page


def test_nobody_hands_in_from_home_what_the_office_has_not_looked_at(client, world, lia, person):
    asked = actions.Asked(procedure=procedure(world, asks=1), office=lia.office)
    made = actions.begin(person=person, asked=asked, by=lia, at=timezone.now())
    enters(client, made)
    client.post(at("status-paper", made.items.get().pk), upload(jpeg()))
    assert "Ya envié todo" not in client.get(at("status")).content.decode()
    page = client.post(at("status-hand-in"), follow=True).content.decode()
    assert "Primero la oficina tiene que ver sus papeles" in page
    made.refresh_from_db()
    assert made.state == State.GATHERING


def test_what_was_received_incomplete_is_completed_from_home(client, world, lia, person):
    asked = actions.Asked(procedure=procedure(world, asks=1), office=lia.office)
    made = actions.begin(person=person, asked=asked, by=lia, at=timezone.now())
    enters(client, made)
    item = made.items.get()
    client.post(at("status-paper", item.pk), upload(jpeg()))
    assert "Ya envié todo" not in client.get(at("status")).content.decode(), "nobody of the office has looked at it"
    item.refresh_from_db()
    Item.objects.update(state=ItemState.MISSING)
    actions.receive_incomplete(application=made, by=lia, at=timezone.now())
    client.post(at("status-paper", item.pk), upload(jpeg()))
    client.post(at("status-hand-in"))
    made.refresh_from_db()
    assert made.state == State.SUBMITTED


def test_handing_in_too_soon_is_refused_in_words(client, observed):
    enters(client, observed)
    page = client.post(at("status-hand-in"), follow=True).content.decode()
    assert "Falta corregir 1 papel" in page
    observed.refresh_from_db()
    assert observed.state == State.OBSERVED


@pytest.mark.parametrize("shown", [True, False])
def test_a_resolution_is_taken_by_its_person_alone(client, person, shown, monkeypatch):
    made = ApplicationFactory(person=person, submitted=True)
    type(made).objects.filter(pk=made.pk).update(state=State.REJECTED, decided_at=NOON)
    resolution = ResolutionFactory(application=made)
    if not shown:
        type(resolution).objects.filter(pk=resolution.pk).update(annulled_at=NOON, annulled_by=person.registered_by)
    address = at("status-resolution", resolution.pk)
    assert client.get(address).url == at("status-ask")
    page = enters(client, made)
    assert "15 días hábiles" in page
    assert (address in page) == shown
    monkeypatch.setattr("ayni.procedures.views.status.pdf_of", lambda _one: b"%PDF-1")
    answer = client.get(address)
    assert answer.status_code == (200 if shown else 404)
    if shown:
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        resolution.refresh_from_db()
        assert resolution.told_at is None, "to read it here is not to be told"


@pytest.fixture
def slot(world, person):
    now = timezone.now()
    slot = SlotFactory(
        calendar=CalendarFactory(office=world.sede_central), starts_at=now + timedelta(days=9), opens_at=now
    )
    SeatFactory(slot=slot, number=1)
    return slot


def test_an_hour_is_booked_without_asking_again_what_is_known(client, slot, person):
    made = ApplicationFactory(person=person, submitted=True)
    enters(client, made)
    Message.objects.all().delete()
    assert client.post(at("status-appointment")).url == at("booking-offices", made.procedure.code)
    address = at("booking-book", made.procedure.code, "SEDE-CENTRAL", slot.pk)
    page = client.get(address).content.decode()
    assert "No tenemos que preguntarle nada otra vez" in page
    assert 'name="document"' not in page
    assert client.post(address).url == at("own-shown")
    appointment = Appointment.objects.get()
    assert (appointment.person, appointment.application) == (person, made)
    assert appointment.contact == {"phone": TOLD["value"], "language": "es"}
    assert Message.objects.get().to == TOLD["value"]
    # Now there is one: the same button leads to it.
    assert client.post(at("status-appointment")).url == at("own-shown")
    assert client.post(address).status_code == 200, "no second one"
    assert Appointment.objects.count() == 1


@pytest.fixture
def expected(client, slot, person):
    """Somebody looked, booked an hour from there, and sees it."""
    made = ApplicationFactory(person=person, submitted=True)
    enters(client, made)
    client.post(at("booking-book", made.procedure.code, "SEDE-CENTRAL", slot.pk))
    assert client.get(at("own-shown")).status_code == 200
    return made


def test_who_looks_next_on_the_same_computer_finds_nothing_of_the_last_one(client, expected):
    assert ask(client, expected.number).status_code == 302
    assert client.get(at("own-shown")).url == at("own-appointment")
    assert client.get(at("status")).url == at("status-ask")


@pytest.mark.parametrize("name", ["own-shown", "own-move", "own-slip", "own-calendar"])
def test_the_appointment_that_a_look_opened_ends_with_it(client, expected, time_machine, name):
    start = timezone.now()
    time_machine.move_to(start + timedelta(minutes=10), tick=False)
    assert client.post(at("status-appointment")).url == at("own-shown")
    time_machine.move_to(start + timedelta(minutes=16), tick=False)
    assert client.get(at(name)).url == at("own-appointment")
    mine = Appointment.objects.get()
    # By number and code it is there, as ever.
    client.post(at("own-appointment"), {"number": mine.number, "secret": mine.secret})
    assert client.get(at("own-shown")).status_code == 200


def test_for_something_else_or_without_the_code_everything_is_asked(client, slot, person):
    made = ApplicationFactory(person=person, submitted=True, procedure__code="PR-OTRO")
    ApplicationFactory(person=PersonFactory(registered_by=person.registered_by), submitted=True)
    enters(client, made)
    page = client.get(at("booking-book", "PR-CCM-ESP", "SEDE-CENTRAL", slot.pk)).content.decode()
    assert 'name="document"' in page


def test_who_is_hidden_neither_sends_nor_books_from_here(client, rosa, slot):
    case = open_case(rosa, "VP-TRATA")
    type(case.person).objects.filter(pk=case.person_id).update(birth_date=BORN, birth_precision="EXACT")
    case.person.contacts.create(since=timezone.now(), **TOLD)
    made = ApplicationFactory(person=case.person)
    item = ItemFactory(application=made)
    resolution = ResolutionFactory(application=made)
    page = enters(client, made)
    assert item.requirement.label_es not in page
    assert client.get(at("status-paper", item.pk)).status_code == 404
    assert client.get(at("status-resolution", resolution.pk)).status_code == 404
    assert client.post(at("status-appointment")).url == at("status-ask")
    assert client.post(at("status-hand-in")).url == at("status")
    assert 'name="document"' in client.get(at("booking-book", "PR-CCM-ESP", "SEDE-CENTRAL", slot.pk)).content.decode()


def test_the_evaluator_sees_what_was_sent_from_home(client, observed, elsa):
    enters(client, observed)
    client.post(paper_of(observed), {"picture": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")})
    client.post(at("status-hand-in"))
    answer_looks(at=timezone.now())
    client.force_login(elsa)
    page = client.get(reverse("procedures:evaluate", args=[observed.pk]))
    assert page.status_code == 200
    item = observed.items.exclude(attachment=None).get()
    assert client.get(reverse("procedures:item-paper", args=[observed.pk, item.pk])).status_code == 200
