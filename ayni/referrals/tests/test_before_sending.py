"""What stands against a referral is said before the preview, and costs nothing that was typed."""

import pytest
from django.utils.timezone import now

from ayni.cases import actions as cases
from ayni.people import actions as people
from ayni.people.models import Basis, Purpose
from ayni.people.tests.factories import ConsentFactory
from ayni.referrals.models import Referral

from .factories import task_for
from .test_pages import address, filled, hidden, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(case, rosa):
    return cases.close(case=case, outcome="SOLVED", note="", by=rosa, at=now())


@pytest.mark.parametrize("query", ["", "?service={service}", "?service={service}&instead=x"])
def test_a_closed_case_offers_to_be_reopened_and_no_form(desk, closed, service, text, query):
    page = desk.get(f"/cases/{closed.pk}/refer/{query.format(service=service.pk)}").content.decode()
    assert "Este caso está cerrado. Reábralo antes de derivar." in page
    assert f"/cases/{closed.pk}/reopen/" in page
    assert "<form" not in page.split("<main")[1]


@pytest.mark.parametrize("go", ["check", "send", "change"])
def test_what_was_typed_while_a_colleague_closed_the_case_is_not_lost(desk, case, service, text, rosa, go):
    url = address(case, service)
    data = filled(desk, url, text, go=go, reason="Lo que tardé en escribir")
    cases.close(case=case, outcome="SOLVED", note="", by=rosa, at=now())
    page = said(desk.post(url, data))
    assert "Este caso está cerrado" in page
    assert f"/cases/{case.pk}/reopen/" in page
    assert "Lo que tardé en escribir" in page
    assert "Revise antes de enviar" not in page
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("rule", "born", "change", "control", "words_"),
    [
        ("REQUIRED", "1990-03-12", {"basis": "VITAL_INTEREST", "grounds": " "}, "grounds", "Escriba por qué la ley"),
        ("REQUIRED", "2015-01-01", {"basis": "CONSENT"}, "basis_0", "menor de 18"),
        ("CHILD_HEARD", "1990-03-12", {"basis": "BEST_INTERESTS", "grounds": "x"}, "basis_0", "menores de 18"),
    ],
)
def test_what_sending_would_refuse_is_said_at_the_form_and_not_after_the_preview(
    desk, case, service, text, rule, born, change, control, words_
):
    type(case.person).objects.update(birth_date=born)
    url = address(case, service, task_for(case, service.organisation, rule))
    page = said(desk.post(url, filled(desk, url, text, **change)))
    assert "Revise antes de enviar" not in page
    assert f'href="#id_{control}"' in page
    assert words_ in page


def test_an_obstacle_is_said_at_the_form_and_not_after_the_preview(desk, case, service, text, rosa):
    url = address(case, service)
    data = filled(desk, url, text)
    people.withdraw_consent(consent=case.person.consents.get(purpose=Purpose.REGISTER), by=rosa, at=now())
    page = said(desk.post(url, data))
    assert "Revise antes de enviar" not in page
    assert "retiró su consentimiento" in page


def test_a_legal_basis_that_stands_brings_its_own_grounds(desk, case, service, text, rosa):
    ConsentFactory(
        person=case.person, purpose="REFER", organisation=service.organisation, taken_by=rosa,
        basis=Basis.VITAL_INTEREST, grounds="Llegó inconsciente.", text=None,
    )  # fmt: skip
    url = address(case, service)
    data = {**hidden(desk.post(url, filled(desk, url, text)).content.decode()), "go": "send"}
    assert desk.post(url, data).status_code == 302
    assert Referral.objects.get().basis == Basis.VITAL_INTEREST


def test_the_preview_shows_the_contact_of_whoever_sends_as_the_institution_will_see_it(desk, case, service, text, rosa):
    url = address(case, service)
    preview = said(desk.post(url, filled(desk, url, text)))
    assert "Revise antes de enviar" in preview
    assert rosa.email in preview.partition("Contacto de quien la envía")[2].partition("Qué se pide")[0]
