"""The pages of the services of the State: what an evaluator asks and reads, and who reads the log."""

import pytest
from django.urls import reverse

from ayni.cases.tests.factories import open_case
from ayni.lib.ids import uuid7
from ayni.procedures.models import Application, Check, Finding, ServiceCall, ServiceHealth, State, StateService
from ayni.procedures.tests.factories import NOON, ApplicationFactory

from .test_asking_the_state import ask, evaluated, item

pytestmark = pytest.mark.django_db
LOG = "/tramites/servicios/"


def page_of(application):
    return reverse("procedures:state-questions", args=[application.pk])


def signed_in(client, user):
    client.force_login(user)
    return client


def test_an_evaluator_asks_with_a_button_and_reads_what_was_found(client, state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    signed_in(client, elsa)
    text = client.get(page_of(application)).content.decode()
    assert "Consultar: Antecedentes policiales (PNP)" in text
    assert "Para comprobar un requisito sobre antecedentes" in text
    assert "DL 1246" in text
    said = {"item": line.pk, "service": "POLICE", "once": uuid7()}
    for _ in range(2):
        answer = client.post(page_of(application), said, follow=True).content.decode()
    assert "Antecedentes policiales (PNP): <strong>No registra</strong>" in answer
    assert ServiceCall.objects.count() == 1


def test_a_register_that_answers_with_somebody_else_does_not_look_like_one_that_agrees(client, state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application, "Carné de extranjería", document_type="CE")
    signed_in(client, elsa)
    said = {"item": line.pk, "service": "MIGRACIONES"}
    assert "no lo que se esperaba" not in client.post(page_of(application), said, follow=True).text
    state.behave("/pide/Rest/Migraciones/", "other")
    text = client.post(page_of(application), said, follow=True).text
    assert "no lo que se esperaba" in text
    assert "govuk-tag--red" in text
    assert "La identidad no es la del expediente" in text


def test_a_service_that_is_down_says_since_when_and_work_goes_on_by_hand(client, state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    state.behave("/pide/Rest/PNP/", "down")
    signed_in(client, elsa)
    for _ in range(3):
        text = client.post(page_of(application), {"item": line.pk, "service": "POLICE"}, follow=True).content.decode()
        assert "compruebe el requisito a mano" in text
    assert "no responde desde" in text
    assert "Siga a mano" in text
    assert "Consultar: Antecedentes policiales" not in text
    assert "Consultar: Antecedentes penales" in text
    assert ServiceHealth.objects.get(service="POLICE").opened_at


def test_a_receipt_is_typed_and_nothing_typed_is_lost(client, state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application, "Pago S/ 40.60, código 07568", kind="PAYMENT")
    address = reverse("procedures:check-payment", args=[application.pk, line.pk])
    signed_in(client, elsa)
    assert 'value="07568"' in client.get(address).content.decode()
    typed = {
        "code": "07568",
        "number": "45-21",
        "day_day": "18",
        "day_month": "11",
        "day_year": "2025",
        "amount": "40,60",
    }
    text = client.post(address, typed).content.decode()
    assert "solo cifras" in text
    assert 'value="45-21"' in text
    assert not ServiceCall.objects.exists()
    answer = client.post(address, {**typed, "number": "0004521"}, follow=True).content.decode()
    assert "Pagado, con este número, día y monto" in answer


def test_what_was_posted_by_no_button_asks_nothing(client, state, lia, elsa):
    application = evaluated(lia, elsa)
    item(application)
    signed_in(client, elsa)
    for said in ({}, {"item": "x", "service": "POLICE"}, {"item": uuid7(), "service": "POLICE"}):
        assert client.post(page_of(application), said).status_code == 302
    assert not state.world.asked


def test_somebody_elses_application_is_not_there_and_another_role_is_refused(client, state, rosa, lia, elsa, aldo):
    hidden = ApplicationFactory(person=open_case(rosa, "VP-TRATA").person, submitted=True)
    assert signed_in(client, elsa).get(page_of(hidden)).status_code == 404
    mine = evaluated(lia, elsa)
    assert signed_in(client, aldo).get(page_of(mine)).status_code == 403


def test_the_log_says_who_asked_what_for_and_never_what_was_answered(client, state, lia, elsa, marta, ada, vera):
    application = evaluated(lia, elsa, number="001234513")
    call = ask(application, item(application), StateService.POLICE, elsa)
    assert Check.objects.get(call=call).found == Finding.RECORDS
    text = signed_in(client, marta).get(LOG).content.decode()
    assert all(words in text for words in (application.number, elsa.display_name, "DL 1246", "Respondió"))
    assert not any(words in text for words in ("001234513", "Salcedo", "Hay algo que mirar"))
    assert signed_in(client, elsa).get(LOG).status_code == 403
    assert signed_in(client, vera).get(LOG).status_code == 403


def test_whoever_keeps_the_accounts_reads_who_asked_and_not_about_whom(client, state, lia, elsa, ada):
    application = evaluated(lia, elsa)
    ask(application, item(application), StateService.POLICE, elsa)
    type(elsa).objects.filter(pk=elsa.pk).update(organisation=ada.organisation)
    text = signed_in(client, ada).get(LOG).content.decode()
    assert elsa.display_name in text
    assert application.number not in text


def test_of_a_restricted_person_the_log_of_others_has_no_line(client, state, rosa, elsa, marta):
    application = ApplicationFactory(person=open_case(rosa, "VP-TRATA").person, submitted=True, evaluator=elsa)
    Application.objects.filter(pk=application.pk).update(state=State.EVALUATING)
    application.refresh_from_db()
    ask(application, item(application), StateService.JUDICIAL, elsa)
    text = signed_in(client, marta).get(LOG).content.decode()
    assert elsa.display_name not in text
    assert "No se preguntó nada" in text


def test_the_log_costs_the_same_however_much_was_asked(client, state, django_assert_max_num_queries, lia, elsa, marta):
    application = evaluated(lia, elsa)
    ServiceCall.objects.bulk_create(
        ServiceCall(
            key=uuid7(), service="POLICE", application=application, purpose="RECORDS", legal_basis="DL 1246", by=elsa,
            at=NOON, outcome="ANSWERED", milliseconds=1200,
        )
        for _ in range(60)
    )  # fmt: skip
    signed_in(client, marta).get(LOG)
    with django_assert_max_num_queries(12):
        text = client.get(LOG).content.decode()
    assert "Siguiente" in text
