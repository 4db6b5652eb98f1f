"""Asking the services of the State about an application: who may, what is kept, and what happens when one is down."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.utils import timezone

from ayni.audit.models import Event
from ayni.codelists.models import DocumentType
from ayni.lib.ids import uuid7
from ayni.people.tests.factories import DocumentTypeFactory, PersonFactory
from ayni.procedures.actions import services as actions
from ayni.procedures.gateways import Payment, transport
from ayni.procedures.models import (
    Application,
    CallOutcome,
    Check,
    Finding,
    Item,
    Purpose,
    ServiceCall,
    ServiceHealth,
    State,
    StateService,
)
from ayni.procedures.queries import services as queries
from ayni.procedures.rules.services import LEFT_ALONE, CannotAsk
from ayni.procedures.tests.factories import NOON, ApplicationFactory, ItemFactory, ProcedureFactory, RequirementFactory

pytestmark = pytest.mark.django_db

RECORDS = "No registrar antecedentes penales, judiciales ni policiales, nacionales o internacionales"


def card(code="CE"):
    DocumentTypeFactory(code=code, label_es=f"Documento {code}", pattern="", example="001234567")
    return DocumentType.objects.get(code=code)


def evaluated(lia, elsa, *, number="001234567", kind="CE", **names):
    """An application that Elsa evaluates, of somebody with a card of MIGRACIONES."""
    who = {"given_name_1": "Yulimar", "given_name_2": "Andreína", "surname_1": "Salcedo", "surname_2": "Briceño"}
    person = PersonFactory(registered_by=lia, birth_date=date(1991, 3, 14), **{**who, **names})
    person.documents.update(ended_at=NOON)
    person.documents.create(type=card(kind), number=number, office=person.office)
    application = ApplicationFactory(
        person=person, submitted=True, evaluator=elsa, procedure=ProcedureFactory(payment_code="07568")
    )
    Application.objects.filter(pk=application.pk).update(state=State.EVALUATING)
    application.refresh_from_db()
    return application


def item(application, label=RECORDS, **fields):
    requirement = RequirementFactory(procedure=application.procedure, label_es=label, **{"document_type": "", **fields})
    return ItemFactory(application=application, requirement=requirement)


def ask(application, line, service, by, *, at=NOON, key=None, receipt=None):
    question = actions.Question(
        application=application, item=line, service=service, key=key or uuid7(), receipt=receipt
    )
    return actions.ask(question=question, by=by, at=at)


def test_a_question_is_written_down_with_purpose_and_basis_and_of_the_answer_only_the_result_is_kept(state, lia, elsa):
    application = evaluated(lia, elsa)
    call = ask(application, item(application), StateService.POLICE, elsa)
    assert (call.outcome, call.purpose, call.by) == (CallOutcome.ANSWERED, Purpose.RECORDS, elsa)
    assert call.legal_basis
    assert call.milliseconds >= 1
    assert Check.objects.get(call=call).found == Finding.NO_RECORDS
    asked, ended = Event.objects.filter(verb__startswith="service.").order_by("seq")
    assert asked.purpose == Purpose.RECORDS
    assert asked.thread == application.person_id
    for event in (asked, ended):
        assert not any(word in str(event.details) for word in ("001234567", "Salcedo", "NO_RECORDS"))


@pytest.mark.parametrize(
    ("service", "people", "finding"),
    [
        (StateService.MIGRACIONES, {}, Finding.SAME),
        (StateService.MIGRACIONES, {"surname_1": "Otra"}, Finding.DIFFERENT),
        (StateService.MIGRACIONES, {"number": "009999999"}, Finding.UNKNOWN),
        (StateService.RENIEC, {"number": "40123456", "kind": "DNI", "given_name_1": "Luz", "given_name_2": "",
                               "surname_1": "Quispe", "surname_2": "Flóres"}, Finding.SAME),
        (StateService.POLICE, {"number": "001234513"}, Finding.RECORDS),
        (StateService.JUDICIAL, {"surname_1": "Zambrano"}, Finding.SAME_NAME),
        (StateService.JUDICIAL, {}, Finding.NO_RECORDS),
        (StateService.PENAL, {"number": "001234513"}, Finding.RECORDS),
    ],
)  # fmt: skip
def test_what_is_found(state, lia, elsa, service, people, finding):
    application = evaluated(lia, elsa, **people)
    line = item(application, "Copia de pasaporte o documento", document_type="PAS")
    if service not in {StateService.MIGRACIONES, StateService.RENIEC}:
        line = item(application)
    call = ask(application, line, service, elsa)
    assert Check.objects.get(call=call).found == finding


@pytest.mark.parametrize(
    ("number", "finding"), [("0004521", Finding.PAID), ("0004529", Finding.OTHER_AMOUNT), ("0004520", Finding.NOT_PAID)]
)
def test_a_receipt_is_paid_or_not_or_with_another_amount(state, lia, elsa, number, finding):
    application = evaluated(lia, elsa)
    line = item(application, "Pago S/ 40.60, código 07568", kind="PAYMENT")
    receipt = Payment("07568", number, date(2026, 11, 18), Decimal("40.60"))
    call = ask(application, line, StateService.PAYMENT, elsa, receipt=receipt)
    assert Check.objects.get(call=call).found == finding


def test_the_same_form_sent_twice_asks_once(state, lia, elsa):
    application = evaluated(lia, elsa)
    line, key = item(application), uuid7()
    first, second = (ask(application, line, StateService.POLICE, elsa, key=key) for _ in range(2))
    assert first == second
    assert len(state.world.asked) == 1


def test_only_whoever_evaluates_it_asks_and_only_what_the_requirement_speaks_of(state, lia, elsa, aldo):
    application = evaluated(lia, elsa)
    line = item(application)
    with pytest.raises(CannotAsk, match="Solo quien evalúa|Only whoever"):
        ask(application, line, StateService.POLICE, aldo)
    with pytest.raises(CannotAsk):
        ask(application, line, StateService.RENIEC, elsa)
    Item.objects.filter(pk=line.pk).update(state="ACCEPTED")
    line.refresh_from_db()
    with pytest.raises(CannotAsk):
        ask(application, line, StateService.POLICE, elsa)
    assert not ServiceCall.objects.exists()
    assert not state.world.asked


def test_nothing_is_asked_once_it_is_decided(state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    application.state = State.APPROVED
    with pytest.raises(CannotAsk):
        ask(application, line, StateService.POLICE, elsa)
    assert not state.world.asked


def test_an_installation_that_is_not_connected_asks_nobody(state, settings, lia, elsa):
    settings.STATE_SERVICES = {**settings.STATE_SERVICES, "pide": {"url": ""}}
    application = evaluated(lia, elsa)
    with pytest.raises(CannotAsk):
        ask(application, item(application), StateService.POLICE, elsa)
    assert not ServiceCall.objects.exists()


def test_after_three_failures_a_service_is_left_alone_and_then_one_question_finds_out(state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    state.behave("/pide/Rest/PNP/", "wrong")
    for minute in range(3):
        call = ask(application, line, StateService.POLICE, elsa, at=NOON + timedelta(seconds=minute))
        assert (call.outcome, call.code) == (CallOutcome.NO_ANSWER, "HTTP 500")
    asked = len(state.world.asked)
    with pytest.raises(CannotAsk):
        ask(application, line, StateService.POLICE, elsa, at=NOON + timedelta(seconds=10))
    # Another service is another matter.
    assert ask(application, line, StateService.PENAL, elsa, at=NOON).outcome == CallOutcome.ANSWERED
    assert queries.states([StateService.POLICE], NOON + timedelta(seconds=10))[StateService.POLICE].is_shut
    # The probe fails: it is left alone again.
    later = NOON + LEFT_ALONE + timedelta(seconds=30)
    assert ask(application, line, StateService.POLICE, elsa, at=later).outcome == CallOutcome.NO_ANSWER
    with pytest.raises(CannotAsk):
        ask(application, line, StateService.POLICE, elsa, at=later + timedelta(seconds=10))
    # The next one succeeds: all is as ever.
    state.behave("/", "ok")
    latest = later + LEFT_ALONE + timedelta(seconds=30)
    assert ask(application, line, StateService.POLICE, elsa, at=latest).outcome == CallOutcome.ANSWERED
    health = ServiceHealth.objects.get(service=StateService.POLICE)
    assert (health.failures, health.opened_at, health.failing_since) == (0, None, None)
    assert len(state.world.asked) == asked + 3


def test_while_one_finds_out_the_others_do_not_ask(state, lia, elsa):
    application = evaluated(lia, elsa)
    at = NOON + LEFT_ALONE
    ServiceHealth.objects.create(
        service="POLICE", failures=3, failing_since=NOON, opened_at=NOON, probed_at=at - timedelta(seconds=5)
    )
    with pytest.raises(CannotAsk):
        ask(application, item(application), StateService.POLICE, elsa, at=at)
    # Whoever found out died: half a minute later somebody else may.
    later = at + timedelta(seconds=40)
    assert ask(application, item(application), StateService.POLICE, elsa, at=later).outcome == CallOutcome.ANSWERED


def test_that_our_password_ran_out_does_not_shut_the_service(state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    state.behave("/pide/", "refused")
    for _ in range(5):
        assert ask(application, line, StateService.POLICE, elsa).outcome == CallOutcome.REFUSED
    assert ServiceHealth.objects.get(service="POLICE").failures == 0


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_a_slow_service(state, monkeypatch, lia, elsa):
    monkeypatch.setattr(transport, "TO_ANSWER", 0.2)
    application = evaluated(lia, elsa)
    line, inside = item(application), []
    once = transport._once
    monkeypatch.setattr(
        transport, "_once", lambda *words: inside.append(connections["default"].in_atomic_block) or once(*words)
    )
    state.behave("/", "slow")
    assert ask(application, line, StateService.POLICE, elsa).outcome == CallOutcome.NO_ANSWER
    assert inside == [False]
    assert not connection.in_atomic_block


def test_what_is_put_into_a_mailbox_is_there_once_and_its_receipt_is_read(state, lia, elsa):
    application = evaluated(lia, elsa)
    said = actions.Notification(
        application=application, name="resolucion.pdf", subject="Tiene una notificación", content=b"%PDF-1.4\n",
        key=uuid7(),
    )  # fmt: skip
    call = actions.deposit(notification=said, by=elsa, at=NOON)
    assert actions.deposit(notification=said, by=elsa, at=NOON) == call
    assert len(state.world.deposits) == 1
    assert Check.objects.get(call=call).found == Finding.DEPOSITED
    seen = [actions.read_receipt(deposited=call, key=uuid7(), by=elsa, at=NOON) for _ in range(2)]
    assert [Check.objects.get(call=one).found for one in seen] == [Finding.DEPOSITED, Finding.READ]
    assert {one.purpose for one in (call, *seen)} == {Purpose.NOTIFICATION}


def test_who_has_no_mailbox_is_notified_on_paper(state, lia, elsa):
    application = evaluated(lia, elsa, number="001234565")
    said = actions.Notification(
        application=application, name="r.pdf", subject="Notificación", content=b"%PDF", key=uuid7()
    )
    call = actions.deposit(notification=said, by=elsa, at=NOON)
    assert Check.objects.get(call=call).found == Finding.NO_MAILBOX
    with pytest.raises(CannotAsk):
        actions.read_receipt(deposited=call, key=uuid7(), by=elsa, at=NOON)


def test_a_question_that_was_cut_off_by_the_machine_stays_written_down(state, monkeypatch, lia, elsa):
    application = evaluated(lia, elsa)
    monkeypatch.setattr(transport, "_once", lambda *words: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        ask(application, item(application), StateService.POLICE, elsa, at=timezone.now())
    assert ServiceCall.objects.get().outcome == CallOutcome.ASKED
