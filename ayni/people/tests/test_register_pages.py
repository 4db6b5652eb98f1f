import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.people import queries
from ayni.people.models import Draft, Person, Sensitivity

from .factories import PersonFactory, place

pytestmark = pytest.mark.django_db

TYPED = {
    "given_name_1": "Wilmer",
    "surname_1": "Quintero",
    "birth_known": "date",
    "birth_day": "3",
    "birth_month": "5",
    "birth_year": "1991",
    "sex": "SEX-M",
    "nationality_1": "VEN",
    "has_documents": "none",
    "status": "S-DESC",
    "where": "unknown",
}
THE_SAME = {
    "given_name_1": "Wilmer", "given_name_2": "", "surname_1": "Quintero", "surname_2": "",
    "birth_date": date(1991, 5, 3), "birth_precision": "EXACT",
}  # fmt: skip
AGREED = {"basis": "CONSENT", "read_in": "es"}


def begin(client, user, text="Wilmer Quintero", at=None):
    sealed = queries.seal(text, by=user.pk, at=at or now())
    return client.post("/people/register/", {"searched": sealed})


def fill(client, user, **typed):
    """Up to the last page. Gives its address."""
    form = begin(client, user).url
    answer = client.post(form, {**TYPED, **typed, "go": "check"})
    assert answer.status_code == 302, re.findall(r"error-message.*", answer.content.decode())
    return answer.url


def value_of(answer, name):
    """What the page sends back with the form."""
    return re.search(f'name="{name}" value="([^"]+)"', answer.content.decode())[1]


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_caseworker_registers_somebody_after_a_search(desk, rosa):
    check = fill(desk, rosa)
    page = desk.get(check)
    assert "Texto leído en voz alta: REGISTER." in text_of(page)
    answer = desk.post(check, {**AGREED, "also": ["CONTACT"]})
    person = Person.objects.get()
    assert answer.url == f"/people/{person.pk}/"
    assert person.full_name == "Wilmer Quintero"
    assert person.documents.get().type.code == "SINDOC"
    assert set(person.consents.values_list("purpose", flat=True)) == {"REGISTER", "CONTACT"}


def test_without_a_search_there_is_no_form(desk):
    answer = desk.post("/people/register/", {"searched": ""}, follow=True)
    assert answer.request["PATH_INFO"] == "/people/"
    assert not Draft.objects.exists()


def test_an_old_search_is_not_enough(desk, rosa):
    begin(desk, rosa, at=now() - timedelta(hours=2, minutes=1))
    assert not Draft.objects.exists()


def test_an_altered_search_is_not_enough(desk, rosa):
    sealed = queries.seal("Wilmer", by=rosa.pk, at=now())
    desk.post("/people/register/", {"searched": sealed[:-4] + "AAAA"})
    assert not Draft.objects.exists()


def test_a_colleagues_search_is_not_enough(desk, julio):
    begin(desk, julio)
    assert not Draft.objects.exists()


def test_the_form_starts_with_what_was_searched(desk, rosa):
    page = desk.get(begin(desk, rosa, "Luz Marina Pérez Soto 12/03/1990").url).content.decode()
    for value in ("Luz", "Marina", "Pérez", "Soto", "12", "1990"):
        assert f'value="{value}"' in page


def test_nothing_typed_is_lost_when_something_is_missing(desk, rosa):
    form = begin(desk, rosa).url
    answer = desk.post(form, {**TYPED, "given_name_1": "", "known_as": "Willy 😀", "go": "check"})
    assert answer.status_code == 200
    assert "Willy 😀" in answer.content.decode()
    assert "Willy 😀" in desk.get(form).content.decode()


def test_the_back_button_shows_the_form_as_it_was(desk, rosa):
    check = fill(desk, rosa, known_as="El Flaco")
    page = desk.get(check.replace("check/", "")).content.decode()
    assert 'value="El Flaco"' in page
    assert "govuk-error-summary" not in page


def test_one_more_document_keeps_what_was_typed(desk, rosa):
    form = begin(desk, rosa).url
    answer = desk.post(form, {**TYPED, "known_as": "El Flaco", "add": "documents"})
    assert answer.url.endswith("#documents")
    page = desk.get(form).content.decode()
    assert 'name="number_2"' in page
    assert 'value="El Flaco"' in page


def test_what_is_typed_is_kept_while_it_is_typed(desk, rosa):
    form = begin(desk, rosa).url
    saved = desk.post(f"{form}save/", {"known_as": "El Flaco"})
    assert "guardado" in text_of(saved)
    assert 'value="El Flaco"' in desk.get(form).content.decode()


def test_a_draft_is_its_authors_alone(desk, rosa, julio):
    form = begin(desk, rosa).url
    desk.force_login(julio)
    assert desk.get(form).status_code == 404
    assert "Wilmer" not in desk.get("/people/register/").content.decode()


def test_a_draft_waits_until_it_is_finished(desk, rosa):
    form = begin(desk, rosa).url
    desk.post(form, {**TYPED, "go": "later"})
    assert form in desk.get("/people/register/").content.decode()
    desk.post(f"{form}discard/")
    assert not Draft.objects.exists()


def test_the_same_form_twice_makes_one_person(desk, rosa):
    check = fill(desk, rosa)
    sent = {**AGREED, "once": "01890f3e-0000-7000-8000-000000000001"}
    first, second = desk.post(check, sent), desk.post(check, sent)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    third = desk.post(check, AGREED)
    assert third.url == first.url
    assert Person.objects.count() == 1


def test_who_it_may_already_be_is_shown_and_has_to_be_denied(desk, rosa):
    known = PersonFactory(registered_by=rosa, given_name_1="Wilmer", given_name_2="", surname_1="Kintero", surname_2="")
    check = fill(desk, rosa)
    page = desk.get(check)
    assert f"/people/{known.pk}/" in page.content.decode()
    sealed = {"shown": value_of(page, "shown")}
    refused = desk.post(check, AGREED | sealed)
    assert "ninguna" in text_of(refused)
    assert Person.objects.count() == 1
    desk.post(check, {**AGREED, **sealed, "none_of_them": "on"})
    assert Person.objects.count() == 2
    assert Event.objects.get(verb="person.registered").details["dismissed"] == [str(known.pk)]


def test_whoever_was_registered_while_the_page_was_open_has_to_be_looked_at_first(desk, rosa):
    check = fill(desk, rosa)
    desk.get(check)
    meanwhile = PersonFactory(registered_by=rosa, **THE_SAME)
    page = desk.post(check, {**AGREED, "none_of_them": "on", "also": ["CONTACT", "STATISTICS"]})
    assert len(re.findall('name="also"[^>]*checked', page.content.decode())) == 2
    assert "checked" not in page.content.decode().split('name="none_of_them"')[1].split(">")[0]
    assert "ya tiene expediente" in text_of(page)
    assert f"/people/{meanwhile.pk}/" in page.content.decode()
    assert Person.objects.count() == 1
    desk.post(check, {**AGREED, "none_of_them": "on", "shown": value_of(page, "shown")})
    assert Person.objects.count() == 2


def test_what_one_registration_showed_is_no_answer_in_another(desk, rosa):
    PersonFactory(registered_by=rosa, **THE_SAME)
    shown = value_of(desk.get(fill(desk, rosa)), "shown")
    for wrong in (shown, shown[:-4], "ñ", "x" * 43):
        desk.post(fill(desk, rosa), {**AGREED, "none_of_them": "on", "shown": wrong})
    assert Person.objects.count() == 1


def test_somebody_hidden_is_never_shown_and_registering_goes_on(desk, rosa, julio, world):
    desk.force_login(julio)
    hidden = PersonFactory(
        registered_by=rosa, given_name_1="Wilmer", given_name_2="José", surname_1="Quintero", surname_2="Rojas"
    )
    place(hidden, Sensitivity.RESTRICTED, rosa, team=world.trata)
    form = begin(desk, julio).url
    check = desk.post(form, {**TYPED, "given_name_2": "José", "surname_2": "Rojas", "go": "check"}).url
    page = desk.get(check)
    assert str(hidden.pk) not in page.content.decode()
    assert "punto focal" in text_of(page)
    assert f"A quién llamar: {julio.office.name}" in text_of(page)
    assert desk.post(check, AGREED).status_code == 302
    assert Person.objects.count() == 2


def test_a_number_of_another_shape_is_warned_about_and_kept(desk, rosa):
    check = fill(desk, rosa, has_documents="yes", type_1="CIE-VE", number_1="AB12345")
    page = desk.get(check)
    assert "Pasaporte" in text_of(page)
    assert "escrito así" in text_of(desk.post(check, AGREED))
    assert desk.post(check, {**AGREED, "shape_ok": "on"}).status_code == 302
    assert Person.objects.get().documents.get().unusual_shape


TWICE = {"has_documents": "yes", "type_1": "CIE-VE", "type_2": "CIE-VE", "number_1": "V-12345678"}


def with_two_documents(client, user):
    form = begin(client, user).url
    client.post(form, {**TYPED, "add": "documents"})
    return form


@pytest.mark.parametrize("number", ["V-12345678", "v 12345678", "12345678"])
def test_a_document_that_was_typed_before_is_said_at_the_second(desk, rosa, number):
    form = with_two_documents(desk, rosa)
    answer = desk.post(form, {**TYPED, **TWICE, "number_2": number, "go": "check"})
    assert text_of(answer).count("Ya escribió este documento") == 2  # above, and at the number
    assert 'href="#id_number_2"' in answer.content.decode()
    assert 'href="#id_number_1"' not in answer.content.decode()


@pytest.mark.parametrize(
    "other", [{"number_2": "V-12345679"}, {"number_2": ""}, {"type_2": "PAS", "number_2": "V-12345678"}]
)
def test_another_document_is_not_taken_for_the_first(desk, rosa, other):
    form = with_two_documents(desk, rosa)
    assert desk.post(form, {**TYPED, **TWICE, **other, "go": "check"}).status_code == 302


def test_the_same_odd_telephone_twice_is_warned_about_once(desk, rosa):
    form = begin(desk, rosa).url
    desk.post(form, {**TYPED, "add": "contacts"})
    typed = {"kind_1": "PHONE", "value_1": "abc", "kind_2": "WHATSAPP", "value_2": "abc"}
    check = desk.post(form, {**TYPED, **typed, "go": "check"}).url
    assert text_of(desk.get(check)).count("«abc» no parece un teléfono") == 1


def test_a_child_needs_a_representative(desk, rosa):
    check = fill(desk, rosa, birth_year="2015")
    page = desk.get(check).content.decode()
    assert 'value="REPRESENTATIVE"' in page
    assert 'value="CONSENT"' not in page


def test_consent_is_never_assumed(desk, rosa):
    check = fill(desk, rosa)
    page = desk.get(check).content.decode()
    assert " checked" not in page
    assert desk.post(check, {}).status_code == 200
    assert not Person.objects.exists()


def test_a_legal_basis_needs_its_grounds(desk, rosa):
    check = fill(desk, rosa)
    assert desk.post(check, {"basis": "VITAL_INTEREST"}).status_code == 200
    desk.post(check, {"basis": "VITAL_INTEREST", "grounds": "Llegó inconsciente."})
    consent = Person.objects.get().consents.get()
    assert (consent.basis, consent.grounds, consent.text) == ("VITAL_INTEREST", "Llegó inconsciente.", None)


def test_the_text_is_kept_in_the_language_in_which_it_was_read(desk, rosa):
    desk.post(fill(desk, rosa), {"basis": "CONSENT", "read_in": "ht"})
    assert Person.objects.get().consents.get().text.language == "ht"


@pytest.mark.parametrize(
    "birth",
    [
        {"birth_day": "31", "birth_month": "2", "birth_year": "1990"},
        {"birth_day": "1", "birth_month": "1", "birth_year": str(now().year + 1)},
        {"birth_day": "1", "birth_month": "1", "birth_year": "1899"},
        {"birth_day": "", "birth_month": "", "birth_year": ""},
        {"birth_day": "١", "birth_month": "1", "birth_year": "90"},
    ],
)
def test_impossible_birth_dates_are_refused_in_words(desk, rosa, birth):
    answer = desk.post(begin(desk, rosa).url, {**TYPED, **birth, "go": "check"})
    assert answer.status_code == 200
    assert 'href="#id_birth' in answer.content.decode()


@pytest.mark.parametrize(
    ("birth", "date", "precision"),
    [
        ({"birth_day": "", "birth_month": ""}, "1991-01-01", "YEAR"),
        ({"birth_day": ""}, "1991-05-01", "MONTH"),
        ({"birth_day": "1", "birth_month": "1", "birth_year": "1900"}, "1900-01-01", "EXACT"),
        ({"birth_known": "age", "age": "30"}, f"{now().year - 30}-01-01", "ESTIMATED"),
        ({"birth_known": "unknown"}, "None", "UNKNOWN"),
    ],
)
def test_a_birth_date_is_kept_as_well_as_it_is_known(desk, rosa, birth, date, precision):
    desk.post(fill(desk, rosa, **birth), AGREED)
    person = Person.objects.get()
    assert (str(person.birth_date), person.birth_precision) == (date, precision)


@pytest.mark.parametrize(
    "name", ["Ramón 😀", "D'Angelo", "N’Golo", "x" * 200, "محمد", "\u202eevil\u202c", "<script>alert(1)</script>"]
)
def test_names_of_all_kinds_go_through_the_form(desk, rosa, name):
    desk.post(fill(desk, rosa, given_name_1=name), AGREED)
    person = Person.objects.get()
    assert person.given_name_1 == name.strip("\u202e\u202c")
    assert desk.get(f"/people/{person.pk}/").status_code == 200
    assert "<script>alert" not in desk.get(f"/people/{person.pk}/").content.decode()


def test_a_name_of_201_characters_is_refused_and_kept_in_the_form(desk, rosa):
    answer = desk.post(begin(desk, rosa).url, {**TYPED, "surname_1": "y" * 201, "go": "check"})
    assert answer.status_code == 200
    assert "y" * 201 in answer.content.decode()


def test_a_name_that_nobody_can_see_is_no_name(desk, rosa):
    answer = desk.post(begin(desk, rosa).url, {**TYPED, "given_name_1": "\u200b\u202e", "go": "check"})
    assert 'href="#id_given_name_1"' in answer.content.decode()


def test_a_district_is_typed_and_found_without_javascript(desk, rosa):
    desk.post(fill(desk, rosa, where="district", district="san martin de porres", address="Jr. Lima 1"), AGREED)
    person = Person.objects.get()
    assert person.district.code == "150135"
    assert person.residences.get().address == "Jr. Lima 1"


def test_a_whole_registration_keeps_every_part(desk, rosa):
    typed = {
        "gender": "GEN-TW", "nationality_2": "", "has_documents": "yes", "type_1": "CIE-VE", "number_1": "V-12345678",
        "issued_in_1": "VEN", "is_verified_1": "on", "kind_1": "SMS", "value_1": "987654321", "is_safe_1": "on",
        "instructions_1": "Solo de tarde", "language": "spa", "needs_interpreter": "on", "education": "EDU-SEC",
        "where": "transit", "relation_1": "CHILD", "relative_name_1": "Ana", "birth_year_1": "2020",
        "born_in_peru_1": "on", "status": "R-REF", "known_as": "Willy",
    }  # fmt: skip
    desk.post(fill(desk, rosa, **typed), AGREED)
    person = Person.objects.get()
    assert (person.gender, person.known_as, person.in_transit, person.needs_interpreter) == (
        "GEN-TW",
        "Willy",
        True,
        True,
    )
    assert person.documents.get().is_verified
    assert (person.contacts.get().value, person.contacts.get().may_call) == ("987654321", False)
    assert person.relationships.get().born_in_peru
    assert person.situations.get().status.protection == "refugee"


def test_the_other_office_does_not_see_the_new_file(desk, rosa, vera):
    desk.post(fill(desk, rosa), AGREED)
    person = Person.objects.get()
    desk.force_login(vera)
    assert desk.get(f"/people/{person.pk}/").status_code == 404


def test_a_partner_and_an_analyst_cannot_register(client, ines, tomas):
    for user in (ines, tomas):
        client.force_login(user)
        assert client.get("/people/register/").status_code == 403


def test_reception_may_register(client, lia, lists):
    client.force_login(lia)
    client.post(fill(client, lia), AGREED)
    assert Person.objects.get().registered_by == lia


def test_the_form_takes_few_statements(desk, rosa, django_assert_max_num_queries):
    form = begin(desk, rosa).url
    desk.get(form)
    with django_assert_max_num_queries(12):
        desk.get(form)
