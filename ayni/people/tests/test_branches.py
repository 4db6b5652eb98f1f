"""What was typed under a choice that is no longer the answer: it stands in nobody's way, and is not kept."""

import pytest

from ayni.design.tests.sent import form_with
from ayni.people.models import Person

from .test_register_pages import AGREED, TYPED, begin, text_of

pytestmark = pytest.mark.django_db

DATE = {"birth_day": "31", "birth_month": "2", "birth_year": "1990"}
DOCUMENT = {"type_1": "PAS", "number_1": "x" * 61, "expires_on_1_day": "7"}


@pytest.mark.parametrize(
    ("wrong", "then", "control"),
    [
        ({"where": "district", "district": "Ninguno tal"}, {"where": "transit"}, "district"),
        ({"where": "district", "district": "Lima", "address": "y" * 301}, {"where": "unknown"}, "address"),
        ({"birth_known": "date", **DATE}, {"birth_known": "unknown"}, "birth_day"),
        ({"birth_known": "age", "age": "muchos"}, {"birth_known": "date"}, "age"),
        ({"has_documents": "yes", **DOCUMENT}, {"has_documents": "none"}, "expires_on_1_day"),
        ({"has_documents": "yes", **DOCUMENT}, {"has_documents": "unsaid"}, "number_1"),
    ],
)
def test_what_was_typed_under_another_choice_stops_nobody_from_registering(desk, rosa, wrong, then, control):
    form = begin(desk, rosa).url
    typed = {**TYPED, **wrong}
    assert desk.post(form, {**typed, "go": "check"}).status_code == 200
    answer = desk.post(form, {**typed, **then, "go": "check"})
    assert answer.status_code == 302, text_of(answer)
    kept = form_with(desk.get(form).content.decode(), control).filled()
    assert kept[control] == [typed[control]]
    assert desk.post(answer.url, AGREED).status_code == 302
    person = Person.objects.get()
    assert {(one.district, one.address) for one in person.residences.all()} <= {(None, "")}
    assert {(one.number, one.expires_on) for one in person.documents.all()} <= {("", None)}


def test_what_was_typed_is_judged_again_once_its_choice_is_chosen_again(desk, rosa):
    form = begin(desk, rosa).url
    typed = {**TYPED, "district": "Ninguno tal", "go": "check"}
    assert desk.post(form, {**typed, "where": "transit"}).status_code == 302
    assert "No encontramos nada llamado «Ninguno tal»" in text_of(desk.post(form, {**typed, "where": "district"}))


def test_a_residence_in_transit_does_not_ask_about_the_district_that_was_typed(desk, file):
    sent = {"where": "transit", "district": "Ninguno tal", "address": "y" * 301}
    assert desk.post(f"/people/{file.pk}/residence/", sent).status_code == 302
    lives = file.residences.get(in_transit=True)
    assert (lives.district, lives.address) == (None, "")


def test_an_identity_whose_birth_is_not_known_does_not_ask_about_the_date_that_was_typed(desk, file):
    address = f"/people/{file.pk}/identity/"
    page = form_with(desk.get(address).content.decode(), "birth_known")
    answer = desk.post(address, page.filled(birth_known="unknown", age="muchos", **DATE))
    assert answer.status_code == 302, text_of(answer)
    file.refresh_from_db()
    assert file.birth_date is None


def test_grounds_are_not_kept_with_a_consent(desk, file):
    address = f"/people/{file.pk}/consents/new/contact/"
    page = form_with(desk.get(address).content.decode(), "basis")
    sent = page.filled(basis="CONSENT", read_in="es", grounds="Estaba en peligro." * 60)
    assert desk.post(address, sent).status_code == 302
    assert file.consents.get(purpose="CONTACT").grounds == ""


def test_an_institution_that_is_gone_is_not_asked_about_where_nothing_is_shared(desk, file):
    sent = {"purpose": "CONTACT", "organisation": "999999"}
    assert desk.post(f"/people/{file.pk}/consents/new/", sent).url.endswith("/consents/new/contact/")
