"""What a browser sends from the pages of registering and of a file: all of it arrives, or is asked for in words."""

import pytest

from ayni.design.tests.sent import form_with, problems
from ayni.people.models import Person

from .test_register_pages import AGREED, TYPED, begin, fill, text_of

pytestmark = pytest.mark.django_db


def test_an_odd_telephone_is_warned_about_and_kept(desk, rosa):
    check = fill(desk, rosa, kind_1="PHONE", value_1="abc")
    assert "«abc» no parece un teléfono" in text_of(desk.get(check))
    assert "escrito así" in text_of(desk.post(check, AGREED))
    assert not Person.objects.exists()
    assert desk.post(check, {**AGREED, "shape_ok": "on"}).status_code == 302
    assert Person.objects.get().contacts.get().value == "abc"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("PHONE", "", "Escriba el número"),
        ("EMAIL", "no es correo", "nombre@ejemplo.pe"),
        ("THROUGH", "", "quién es"),
        ("", "987654321", "Elija qué es"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused_and_kept_in_the_form(desk, rosa, kind, value, said):
    answer = desk.post(begin(desk, rosa).url, {**TYPED, "kind_1": kind, "value_1": value, "go": "check"})
    assert answer.status_code == 200
    assert said in text_of(answer)
    form = form_with(answer.content.decode(), "kind_1").filled()
    assert (form["kind_1"], form["value_1"]) == ([kind], [value])


@pytest.mark.parametrize(
    ("kind", "value"),
    [("PHONE", "+51 987 654 321"), ("WHATSAPP", "(01) 4567890"), ("EMAIL", "yuli@ñandú.pe"), ("IN_PERSON", "")],
)
def test_a_contact_that_looks_right_is_asked_nothing(desk, rosa, kind, value):
    desk.post(fill(desk, rosa, kind_1=kind, value_1=value), AGREED)
    assert Person.objects.get().contacts.get().value == value


@pytest.mark.parametrize("name", ["🙂", "123", "-"])
def test_a_name_without_a_letter_could_never_be_found(desk, rosa, name):
    answer = desk.post(begin(desk, rosa).url, {**TYPED, "given_name_1": name, "surname_1": "", "go": "check"})
    assert "al menos una letra" in text_of(answer)
    assert form_with(answer.content.decode(), "given_name_1").filled()["given_name_1"] == [name]


def test_an_emoji_beside_letters_is_a_name(desk, rosa):
    desk.post(fill(desk, rosa, given_name_1="🙂", surname_1="Quintero"), AGREED)
    assert Person.objects.get().full_name == "🙂 Quintero"


@pytest.mark.parametrize("basis", ["VITAL_INTEREST", "LEGAL_DUTY", "PUBLIC_FUNCTION"])
def test_what_a_browser_sends_registers_on_a_legal_basis(desk, rosa, basis):
    check = fill(desk, rosa)
    page = form_with(desk.get(check).content.decode(), "basis")
    refused = desk.post(check, page.filled(basis=basis, grounds=""))
    assert 'href="#id_grounds"' in refused.content.decode()
    again = form_with(refused.content.decode(), "basis")
    assert desk.post(check, again.filled(grounds="Llegó inconsciente.")).status_code == 302
    consent = Person.objects.get().consents.get()
    assert (consent.basis, consent.grounds) == (basis, "Llegó inconsciente.")


def test_the_grounds_that_were_typed_are_still_there_after_an_error(desk, rosa):
    check = fill(desk, rosa)
    page = form_with(desk.get(check).content.decode(), "basis")
    refused = desk.post(check, page.filled(basis="VITAL_INTEREST", grounds="Llegó inconsciente.", also="CONTACT"))
    again = form_with(refused.content.decode(), "basis").filled()
    assert again["grounds"] == ["Llegó inconsciente."]
    assert again["basis"] == ["VITAL_INTEREST"]


def test_no_page_of_registering_has_two_controls_of_one_name(desk, rosa):
    form = begin(desk, rosa).url
    for section in ("documents", "contacts", "relatives", "nationalities"):
        desk.post(form, {**TYPED, "add": section})
    check = fill(desk, rosa, has_documents="yes", type_1="CIE-VE", number_1="AB12345", birth_year="2015")
    for address in (form, check, "/people/register/"):
        assert problems(desk.get(address).content.decode()) == [], address


def test_an_odd_telephone_in_a_file_is_warned_about_and_kept(desk, file):
    address = f"/people/{file.pk}/contact/new/"
    page = form_with(desk.get(address).content.decode(), "kind")
    assert not any(c.name == "shape_ok" for c in page.controls)
    assert 'href="#id_value"' in desk.post(address, page.filled(kind="EMAIL", value="no es correo")).content.decode()
    warned = desk.post(address, page.filled(kind="PHONE", value="abc")).content.decode()
    assert "no parece un teléfono" in warned
    again = form_with(warned, "kind").filled(shape_ok="on")
    assert desk.post(address, again).status_code == 302
    assert file.contacts.get().value == "abc"


def test_what_a_browser_sends_records_a_legal_basis_in_a_file(desk, file):
    address = f"/people/{file.pk}/consents/new/contact/"
    page = form_with(desk.get(address).content.decode(), "basis")
    assert desk.post(address, page.filled(basis="LEGAL_DUTY", grounds="Ley 30364")).status_code == 302
    consent = file.consents.get(purpose="CONTACT")
    assert (consent.basis, consent.grounds) == ("LEGAL_DUTY", "Ley 30364")


@pytest.mark.parametrize(
    "part",
    ["identity", "documents/new", "situation", "contact/new", "residence", "family/new", "consents/new",
     "consents/new/contact", "consents/new/share/{code}"],
)  # fmt: skip
def test_no_page_of_a_file_has_two_controls_of_one_name(desk, file, world, part):
    html = desk.get(f"/people/{file.pk}/{part.format(code=world.cem.code)}/").content.decode()
    assert "<form" in html
    assert problems(html) == []
