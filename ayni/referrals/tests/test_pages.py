"""The pages of whoever sends, and what proves a letter."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from pypdf import PdfReader

from ayni.audit.models import Event
from ayni.cases import actions as cases
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.governance.models import ConsentRule
from ayni.notices import actions as notices
from ayni.notices.models import Message as Notice
from ayni.people import actions as people
from ayni.people.models import Consent
from ayni.people.tests.factories import ConsentFactory
from ayni.referrals import actions, words
from ayni.referrals.models import Message, Referral, Status

from .factories import send, task_for

pytestmark = pytest.mark.django_db


def address(case, service, task=None):
    return f"/cases/{case.pk}/refer/?service={service.pk}" + (f"&task={task.pk}" if task else "")


def boxes(page):
    """Which box stands for which piece of data."""
    found = re.findall(r'name="(data_\d+)" value="([^"]+)"', page)
    return {value: name for name, value in found}


def filled(client, url, text, fields=("name", "nationality"), **changes):
    page = client.get(url).content.decode()
    data: dict = {"go": "check", "reason": "Atención psicológica", "urgency": "WITHIN_24H", "basis": "CONSENT"}
    data |= {"text": str(text.pk), "grounds": ""}
    for field in fields:
        data.setdefault(boxes(page)[field], []).append(field)
    return {**data, **changes}


def statements(client, url):
    """How many statements a page costs, once signed in. Beginnings and ends of transactions ask nothing."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


def said(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


# Refer


def test_the_institution_of_the_step_comes_first(desk, case, task, oim_service):
    page = said(desk.get(f"/cases/{case.pk}/refer/?task={task.pk}"))
    assert page.index("Centro Emergencia Mujer") < page.index("OIM Perú")


def test_a_service_that_takes_none_is_not_offered(desk, case, service, oim_service):
    type(service).objects.filter(pk=oim_service.pk).update(accepts_referrals=False)
    assert "OIM Perú" not in said(desk.get(f"/cases/{case.pk}/refer/"))


def test_generic_services_are_marked(desk, case, world):
    ServiceFactory(organisation=world.oim, is_generic=True, name="Derivación general")
    assert "Derivación general (genérico)" in said(desk.get(f"/cases/{case.pk}/refer/"))


def test_nothing_is_ticked_beforehand(desk, case, service, text):
    page = desk.get(address(case, service)).content.decode()
    checked = re.findall(r'<input[^>]*type="(?:checkbox|radio)"[^>]*checked[^>]*>', page)
    assert [box for box in checked if 'name="urgency"' not in box] == []
    assert text.text in page


def test_the_check_page_shows_what_leaves_and_nothing_is_sent_yet(desk, case, service, text):
    url = address(case, service)
    page = said(desk.post(url, filled(desk, url, text)))
    assert "Revise antes de enviar" in page
    assert "Yusleidy Carolina González Rondón" in page
    assert "12 mar 1990" not in page
    assert not Referral.objects.exists()
    assert not Consent.objects.filter(purpose="REFER").exists()


def hidden(page):
    """What the check page hands on, as a browser would send it."""
    form = page[page.index("data-draft=") :]
    fields = re.findall(r'<input type="(?:hidden|radio|checkbox)" name="([^"]+)" value="([^"]*)"', form)
    fields += re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', form)
    data: dict = {}
    for name, value in fields:
        data.setdefault(name, []).append(unescape(value))
    return data


def test_a_caseworker_refers_from_the_plan(desk, case, service, task, text):
    url = address(case, service, task)
    check = desk.post(url, filled(desk, url, text)).content.decode()
    answer = desk.post(url, {**hidden(check), "go": "send"}, follow=True)
    referral = Referral.objects.get()
    assert f"Derivación {referral.number} enviada a Centro Emergencia Mujer" in said(answer)
    assert {field for field, _l, _v in referral.shared} == {"name", "nationality"}
    assert referral.task == task


def test_the_check_page_sent_twice_makes_one_referral(desk, case, service, text):
    url = address(case, service)
    data = {**hidden(desk.post(url, filled(desk, url, text)).content.decode()), "go": "send"}
    first, second = desk.post(url, data), desk.post(url, data)
    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_going_back_to_change_something_loses_nothing(desk, case, service, text):
    url = address(case, service)
    data = filled(desk, url, text, reason="Con “comillas” & <b>😀")
    data = {**data, "go": "change"}
    page = desk.post(url, data).content.decode()
    assert "Con “comillas” &amp; &lt;b&gt;😀" in page
    assert re.search(r'value="name"[^>]* checked', page)
    assert re.search(r'value="CONSENT"[^>]* checked', page)


@pytest.mark.parametrize(
    ("change", "words_"), [({"basis": ""}, "Elija por qué"), ({"reason": " "}, "Qué pide"), ({"urgency": "x"}, "Elija")]
)
def test_what_is_missing_is_asked_for(desk, case, service, text, change, words_):
    url = address(case, service)
    page = said(desk.post(url, filled(desk, url, text, **change)))
    assert words_ in page
    assert "Revise antes de enviar" not in page


def test_data_that_are_not_in_the_file_are_refused(desk, case, service, text):
    url = address(case, service)
    data = filled(desk, url, text)
    data["data_0"] = ["name", "notes"]
    assert "Revise antes de enviar" not in said(desk.post(url, data))


def test_a_service_that_stopped_between_form_and_sending_is_said(desk, case, service, text):
    url = address(case, service)
    data = filled(desk, url, text, go="send", reason="Lo que escribí")
    type(service).objects.update(accepts_referrals=False)
    page = said(desk.post(url, data))
    assert "no recibe derivaciones" in page
    assert "Lo que escribí" in page
    assert not Referral.objects.exists()


def test_a_case_closed_meanwhile_is_said(desk, case, service, text, rosa):
    url = address(case, service)
    data = filled(desk, url, text, go="send")
    cases.close(case=case, outcome="SOLVED", note="", by=rosa, at=now())
    assert "Este caso está cerrado" in said(desk.post(url, data))
    assert "Este caso está cerrado" in said(desk.get(url))


def test_a_standing_consent_is_shown_and_relied_on(desk, case, service, text, rosa):
    ConsentFactory(person=case.person, purpose="REFER", organisation=service.organisation, taken_by=rosa)
    url = address(case, service)
    page = said(desk.get(url))
    assert "está vigente desde" in page
    assert 'name="basis"' not in page
    data = filled(desk, url, text, go="send")
    assert desk.post(url, data).status_code == 302


def test_the_bases_are_those_of_the_step(desk, case, service, text):
    task = task_for(case, service.organisation, ConsentRule.NOT_REQUIRED)
    assert 'value="LEGAL_DUTY"' in said(desk.get(address(case, service, task)))
    assert 'value="LEGAL_DUTY"' not in said(desk.get(address(case, service)))


def test_a_child_is_not_asked_for_consent_alone(desk, case, service, text):
    type(case.person).objects.update(birth_date="2015-01-01")
    url = address(case, service)
    page = said(desk.post(url, filled(desk, url, text, go="send")))
    assert "govuk-error-summary" in page
    assert not Referral.objects.exists()


def test_best_interests_of_the_child_are_for_children(desk, case, service, text):
    task = task_for(case, service.organisation, ConsentRule.CHILD_HEARD)
    url = address(case, service, task)
    page = said(desk.post(url, filled(desk, url, text, go="send", basis="BEST_INTERESTS", grounds="x")))
    assert not Referral.objects.exists()
    assert "govuk-error-summary" in page


def test_other_offices_and_other_roles_do_not_refer(client, case, service, world):
    for user, status in ((world.vera, 404), (world.ines, 403), (world.tomas, 403), (world.lia, 403)):
        client.force_login(user)
        assert client.get(address(case, service)).status_code == status


@pytest.mark.parametrize("odd", ["service=zzz", "service=99999999999999999999", "task=zzz", "instead=zzz"])
def test_odd_addresses_lead_to_the_choice(desk, case, service, odd):
    assert "¿A qué servicio?" in said(desk.get(f"/cases/{case.pk}/refer/?{odd}"))


# Follow through


def test_the_sender_reads_where_it_stands(desk, referral, ines):
    url = f"/referrals/{referral.pk}/"
    assert "enviada, no recibida (vence en 3 h)" in said(desk.get(url))
    actions.acknowledge(referral=referral, text="", by=ines, at=now())
    assert "recibida, sin respuesta" in said(desk.get(url))


def test_what_is_late_says_since_when(referral):
    from_two_hours_ago = referral.acknowledge_by + (referral.acknowledge_by - referral.sent_at) / 2
    assert words.situation(referral, from_two_hours_ago) == "enviada, no recibida (venció hace 2 h)"


def test_a_question_is_replied_to_from_its_page(desk, referral, ines):
    actions.ask(referral=referral, text="¿Tiene partida?", by=ines, at=now())
    url = f"/referrals/{referral.pk}/"
    assert "¿Tiene partida?" in said(desk.get(url))
    page = said(desk.post(url, {"do": "reply", "reply-text": "Sí, la lleva"}, follow=True))
    assert "Sí, la lleva" in page
    assert "reply-text" in said(desk.post(url, {"do": "reply", "reply-text": ""}))


def test_withdrawing_and_referring_elsewhere(desk, referral, task):
    url = f"/referrals/{referral.pk}/"
    page = said(desk.post(url, {"do": "withdraw", "withdrawn-text": "Otra institución tiene cupo"}, follow=True))
    assert "Derivar a otro lugar" in page
    assert f"instead={referral.pk}" in page
    again = f"/cases/{referral.case_id}/refer/?task={task.pk}&instead={referral.pk}&service={referral.service_id}"
    assert referral.reason in said(desk.get(again))


def test_an_outcome_by_telephone_that_is_half_told_changes_nothing(desk, referral):
    page = said(desk.post(f"/referrals/{referral.pk}/", {"do": "phone", "phone-kind": "OUTCOME", "phone-text": "Ana"}))
    assert "Elija en qué terminó" in page
    assert Referral.objects.get().status == "SENT"


def test_an_answer_by_telephone_counts(desk, case, world):
    referral = send(case, ServiceFactory(organisation=world.oim))
    url = f"/referrals/{referral.pk}/"
    page = said(desk.get(url))
    assert "enviada, nadie la recibirá: llame" in page
    assert "Llame a la institución" in page
    data = {"do": "phone", "phone-kind": "OUTCOME", "phone-result": "SERVED", "phone-text": "Llamé a Ana, hoy 10:00"}
    desk.post(url, data)
    assert Referral.objects.get().status == Status.COMPLETED
    assert Message.objects.filter(text__isnull=False).count() == 2


def test_a_new_link_is_sent_on_request(desk, by_link):
    url = f"/referrals/{by_link.pk}/"
    assert "Enviar un enlace nuevo" in said(desk.get(url))
    desk.post(url, {"do": "again"})
    assert by_link.links.filter(revoked_at__isnull=True).count() == 1
    assert by_link.links.count() == 2


def test_a_focal_point_recorded_later_can_be_told(desk, case, world):
    referral = send(case, ServiceFactory(organisation=world.oim))
    FocalPointFactory(organisation=world.oim)
    page = said(desk.post(f"/referrals/{referral.pk}/", {"do": "again"}, follow=True))
    assert f"Derivación {referral.number} enviada a OIM" in page


def test_while_the_mail_server_is_down_the_page_says_so(desk, referral, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    assert notices.deliver_due(at=now()) == 0
    assert "todavía no salió" in said(desk.get(f"/referrals/{referral.pk}/"))
    Notice.objects.update(state="FAILED")
    assert "no se pudo entregar" in said(desk.get(f"/referrals/{referral.pk}/"))


def test_another_office_does_not_learn_that_it_exists(client, referral, world):
    for user, status in ((world.vera, 404), (world.ines, 403), (world.julio, 200)):
        client.force_login(user)
        assert client.get(f"/referrals/{referral.pk}/").status_code == status
        assert client.get(f"/referrals/{referral.pk}/letter/").status_code == status


def test_the_pages_cost_few_statements(desk, referral, by_link, ines):
    assert statements(desk, f"/referrals/{referral.pk}/") <= 12
    assert statements(desk, f"/referrals/{by_link.pk}/") <= 12
    assert (
        statements(desk, f"/cases/{referral.case_id}/refer/?service={referral.service_id}&task={referral.task_id}")
        <= 12
    )
    desk.force_login(ines)
    assert statements(desk, "/inbox/") <= 12
    assert statements(desk, f"/inbox/{referral.pk}/") <= 12


# The letter


def letter(client, referral):
    answer = client.get(f"/referrals/{referral.pk}/letter/")
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_letter_holds_the_released_data_and_its_proof(desk, referral):
    text = re.sub(r"\s+", " ", letter(desk, referral))
    assert referral.number in text
    assert "Yusleidy Carolina González Rondón" in text
    assert referral.case.number not in text
    assert f"/v/{referral.proof}/" in text


def test_each_printing_is_in_the_trail(desk, referral):
    letter(desk, referral)
    letter(desk, referral)
    assert Event.objects.filter(verb="referral.printed").count() == 2


def test_the_letter_of_a_withdrawn_referral_holds_no_data(desk, referral, rosa):
    actions.withdraw(referral=referral, text="x", by=rosa, at=now())
    text = letter(desk, referral)
    assert "Yusleidy" not in text
    assert "retirada" in text


def test_a_proof_says_valid_or_not_valid_and_never_who(client, referral, rosa):
    url = f"/v/{referral.proof}/"
    page = said(client.get(url))
    assert "La carta es válida" in page
    for word in ("Yusleidy", referral.number, referral.case.number, "Centro Emergencia", "Rosa"):
        assert word not in page
    actions.withdraw(referral=referral, text="x", by=rosa, at=now())
    page = said(client.get(url))
    assert "La carta no es válida" in page
    assert "Fue retirada el" in page


def test_a_letter_stands_no_longer_than_its_consent(client, desk, referral, rosa):
    people.withdraw_consent(consent=referral.consent, by=rosa, at=now())
    page = said(client.get(f"/v/{referral.proof}/"))
    assert "La carta no es válida" in page
    assert "Ya no está vigente" in page
    text = letter(desk, referral)
    assert "Esta carta ya no está vigente" in text
    assert "Qué se pide" not in text


def test_a_declined_letter_does_not_stand(client, referral, ines):
    actions.decline(referral=referral, reason="NO_CAPACITY", text="No hay cupo", by=ines, at=now())
    assert "La carta no es válida" in said(client.get(f"/v/{referral.proof}/"))


@pytest.mark.parametrize("proof", ["x", "0" * 22, "%F0%9F%98%80", "a" * 500])
def test_unknown_and_altered_proofs_say_the_same(client, referral, proof):
    one, other = client.get(f"/v/{proof}/"), client.get(f"/v/{referral.proof[:-1]}/")
    assert one.status_code == 200
    # But for the ways to the page in other languages, which hold the address that was typed.
    one, other = (re.sub(rb'/v/[^"]*/"', b"", each.content) for each in (one, other))
    assert one == other
    assert b"a" * 500 not in one


def test_proofs_are_not_tried_without_end(client, referral):
    assert {client.get("/v/x/").status_code for _ in range(31)} == {200, 429}


# The questions that the desk asks
