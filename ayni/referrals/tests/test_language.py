"""In which language the consent to share was read: asked of a referral, never assumed."""

import pytest

from ayni.codelists.tests.factories import LegalNormFactory
from ayni.design.tests.sent import form_with
from ayni.governance.models import ConsentRule
from ayni.people.models import Consent, Purpose
from ayni.people.tests.factories import ConsentTextFactory
from ayni.referrals.models import Referral

from .factories import task_for
from .test_pages import address

pytestmark = pytest.mark.django_db


def test_the_language_in_which_the_text_was_read_is_never_assumed(desk, case, service, text):
    creole = ConsentTextFactory(purpose=Purpose.REFER, language="ht", text="Èske ou dakò?")
    url = address(case, service)
    page = form_with(desk.get(url).content.decode(), "basis")
    assert "text" not in page.filled()
    sent = page.filled(reason="Atención", urgency="WITHIN_24H", basis="CONSENT")
    refused = desk.post(url, sent).content.decode()
    assert "marque en qué idioma" in refused
    again = form_with(refused, "basis")
    assert again.filled()["reason"] == ["Atención"]
    check = form_with(desk.post(url, again.filled(text=str(creole.pk))).content.decode(), "text")
    desk.post(url, {**check.filled(), "go": "send"})
    assert Consent.objects.get(purpose="REFER").text == creole


def test_grounds_typed_before_the_person_consented_are_in_nobodys_way(desk, case, service, text):
    url = address(case, service)
    sent = form_with(desk.get(url).content.decode(), "basis").filled(
        reason="Atención", urgency="WITHIN_24H", basis="CONSENT", text=str(text.pk), grounds="Estaba en peligro." * 300
    )
    check = desk.post(url, sent).content.decode()
    assert "Revise antes de enviar" in check
    assert "Estaba en peligro." not in check.split("<form")[0]
    kept = form_with(check, "grounds").filled()
    again = desk.post(url, {**kept, "go": "change"}).content.decode()
    assert "Estaba en peligro." in form_with(again, "grounds").filled()["grounds"][0]
    assert desk.post(url, {**kept, "go": "send"}).status_code == 302
    assert Referral.objects.get().grounds == ""


def test_a_language_marked_before_the_law_was_chosen_is_in_nobodys_way(desk, case, service, text):
    url = address(case, service, task_for(case, service.organisation, ConsentRule.NOT_REQUIRED))
    sent = form_with(desk.get(url).content.decode(), "basis").filled(
        reason="Atención", urgency="WITHIN_24H", basis="LEGAL_DUTY", grounds="Ley 30364", norm=LegalNormFactory().code
    )
    assert desk.post(url, {**sent, "text": "999999", "go": "send"}).status_code == 302


def test_a_legal_basis_asks_for_no_language(desk, case, service, text):
    url = address(case, service, task_for(case, service.organisation, ConsentRule.NOT_REQUIRED))
    sent = form_with(desk.get(url).content.decode(), "basis").filled(
        reason="Atención", urgency="WITHIN_24H", basis="LEGAL_DUTY", grounds="Ley 30364", norm=LegalNormFactory().code
    )
    assert desk.post(url, {**sent, "go": "send"}).status_code == 302
