import re
from datetime import date

import pytest
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.cases.models import Case
from ayni.people import actions, queries
from ayni.people.models import Purpose, Sensitivity
from ayni.people.tests.conftest import lists
from ayni.people.tests.factories import (
    ConsentTextFactory,
    CountryFactory,
    PersonFactory,
    place,
)

__all__ = ["lists"]
pytestmark = pytest.mark.django_db

TABS = ("", "documents/", "contact/", "family/", "history/", "consents/", "cases/", "received/", "readers/")
PARTS = (
    "identity/", "documents/new/", "situation/", "contact/new/", "residence/", "family/new/", "consents/new/",
    "consents/new/contact/", "purpose/",
)  # fmt: skip


@pytest.fixture
def person(rosa, lists):
    return PersonFactory(registered_by=rosa, document="AB123456", phone="987654321")


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def search(client, text, **headers):
    return client.post("/people/", {"q": text}, **headers)


@pytest.mark.parametrize("text", ["Yusleidy González", "Yusleidi Gonsalez 1990", "Yulseydi Gomzales"])
def test_a_page_of_ten_namesakes_takes_few_statements(desk, rosa, lists, text, at_most):
    for n in range(14):
        PersonFactory(registered_by=rosa, document=f"AB12345{n}")
    address = search(desk, text).url
    desk.get(address)
    with at_most(12):
        answer = desk.get(address)
    assert answer.content.decode().count("González") >= 10


def test_a_search_goes_to_an_address_without_a_name(desk, person):
    answer = search(desk, "González Yusleidy")
    assert "onz" not in answer.url
    assert answer.url.startswith("/people/?s=")
    assert f"/people/{person.pk}/" in desk.get(answer.url).content.decode()


def test_an_old_link_with_a_name_becomes_one_without(desk, person):
    answer = desk.get("/people/", {"q": "González"})
    assert answer.url.startswith("/people/?s=")


def test_while_typing_only_the_list_comes(desk, person):
    page = search(desk, "Yusleidy González", headers={"HX-Request": "true"}).content.decode()
    assert f"/people/{person.pk}/" in page
    assert "<html" not in page


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "🙂", "a" * 500])
def test_an_altered_address_is_an_empty_search(desk, sealed):
    assert desk.get("/people/", {"s": sealed}).status_code == 200


@pytest.mark.parametrize(("text", "sentence"), [("", "Escriba un nombre"), ("a", "muy poco"), ("1990", "ese año")])
def test_too_little_gets_a_sentence(desk, text, sentence):
    assert sentence in text_of(desk.get(search(desk, text).url))


def test_registering_is_offered_only_after_a_search(desk, person):
    assert "Registrar a esta persona" not in text_of(desk.get("/people/"))
    assert "Registrar a esta persona" in text_of(desk.get(search(desk, "Adebayo Okonkwo").url))


def test_a_hit_shows_what_tells_people_apart(desk, rosa, person):
    page = text_of(desk.get(search(desk, "Rondón González").url))
    for words in (
        "González Rondón, Yusleidy Carolina",
        "Venezuela",
        "Pasaporte AB123456",
        "Sede central",
        "otro orden",
    ):
        assert words in page


def test_the_files_that_were_opened_lately_come_first(desk, person, vera):
    hidden = PersonFactory(registered_by=vera)
    desk.get(f"/people/{person.pk}/")
    desk.get(f"/people/{hidden.pk}/")
    page = desk.get("/people/").content.decode()
    assert f"/people/{person.pk}/" in page
    assert str(hidden.pk) not in page


@pytest.mark.parametrize("tab", TABS)
def test_every_part_of_the_file_opens_and_is_recorded(desk, rosa, person, tab):
    assert desk.get(f"/people/{person.pk}/{tab}").status_code == 200
    event = Event.objects.get(verb="person.opened")
    assert (event.by, event.subject_id, event.purpose) == (str(rosa.pk), str(person.pk), "attention")


@pytest.mark.parametrize("address", TABS + PARTS)
def test_another_office_does_not_even_learn_that_there_is_a_file(client, vera, person, address):
    client.force_login(vera)
    assert client.get(f"/people/{person.pk}/{address}").status_code == 404
    assert not Event.objects.filter(verb="person.opened").exists()


@pytest.mark.parametrize("address", TABS + PARTS)
def test_a_restricted_file_is_closed_to_a_colleague(client, julio, rosa, world, person, address):
    place(person, Sensitivity.RESTRICTED, rosa, team=world.trata)
    client.force_login(julio)
    assert client.get(f"/people/{person.pk}/{address}").status_code == 404
    client.force_login(rosa)
    assert client.get(f"/people/{person.pk}/{address}").status_code == 200


@pytest.mark.parametrize("address", TABS + PARTS)
def test_whoever_works_with_no_files_opens_none(client, ines, tomas, ada, person, address):
    for user in (ines, tomas, ada):
        client.force_login(user)
        assert client.get(f"/people/{person.pk}/{address}").status_code == 403


@pytest.mark.parametrize("tab", TABS)
def test_a_part_of_the_file_takes_few_statements(desk, person, tab, at_most):
    desk.get(f"/people/{person.pk}/")
    with at_most(12):
        desk.get(f"/people/{person.pk}/{tab}")


def test_why_the_file_is_read_can_be_said(desk, person):
    desk.post(f"/people/{person.pk}/purpose/", {"purpose": "SUPERVISION"})
    assert "Revisar el trabajo" in text_of(desk.get(f"/people/{person.pk}/"))
    assert Event.objects.filter(verb="person.opened").latest("seq").purpose == "supervision"
    assert "Revisar el trabajo" in text_of(desk.get(f"/people/{person.pk}/readers/"))


def test_no_name_stands_in_a_title(desk, person):
    for tab in TABS:
        title = re.search(r"<title>(.*?)</title>", desk.get(f"/people/{person.pk}/{tab}").content.decode(), re.S)[1]
        assert "González" not in title


def test_the_file_warns_of_what_nobody_may_miss(desk, rosa, lists):
    born = localdate().replace(day=1, year=localdate().year - 10)
    child = PersonFactory(registered_by=rosa, birth_date=born, needs_interpreter=True)
    child.contacts.create(kind="SMS", value="987654321", is_safe=False, may_call=False, since=now())
    page = text_of(desk.get(f"/people/{child.pk}/"))
    for words in ("Menor de 18 (10 años)", "No llamar", "Necesita intérprete", "no se sabe si es seguro"):
        assert words in page


def test_a_part_is_changed_from_its_page(desk, person):
    base = f"/people/{person.pk}"
    desk.post(f"{base}/situation/", {"status": "R-REF"})
    desk.post(f"{base}/contact/new/", {"kind": "IN_PERSON"})
    desk.post(f"{base}/residence/", {"where": "transit"})
    desk.post(f"{base}/family/new/", {"relation": "CHILD", "birth_year": "2020", "born_in_peru": "on"})
    desk.post(f"{base}/documents/new/", {"type": "CIE-VE", "number": "V-1234567"})
    assert "persona refugiada" in text_of(desk.get(f"{base}/documents/"))
    assert "V-1234567" in text_of(desk.get(f"{base}/documents/"))
    assert "Solo en persona" in text_of(desk.get(f"{base}/contact/"))
    assert "en tránsito" in text_of(desk.get(f"{base}/contact/"))
    assert "nació en el Perú" in text_of(desk.get(f"{base}/family/"))


def test_correcting_shows_what_is_known_and_keeps_the_rest(desk, person):
    address = f"/people/{person.pk}/identity/"
    assert 'value="Yusleidy"' in desk.get(address).content.decode()
    sent = {
        "given_name_1": "Yusleidi", "surname_1": "González", "birth_known": "date", "birth_year": "1990",
        "sex": "SEX-F", "nationality_1": "VEN", "nationality_2": "COL",
    }  # fmt: skip
    assert desk.post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.given_name_1, person.birth_precision) == ("Yusleidi", "YEAR")
    assert person.nationalities.count() == 2


def test_a_number_of_another_shape_is_a_warning_and_then_kept(desk, person):
    address = f"/people/{person.pk}/documents/new/"
    first = desk.post(address, {"type": "CIE-VE", "number": "XX12345"})
    assert "no tiene la forma" in text_of(first)
    assert desk.post(address, {"type": "CIE-VE", "number": "XX12345", "shape_ok": "on"}).status_code == 302


def test_a_document_is_seen_and_ended_from_the_file(desk, person):
    document = person.documents.get()
    base = f"/people/{person.pk}/documents/{document.pk}"
    desk.post(f"{base}/verify/")
    assert "original visto" in text_of(desk.get(f"/people/{person.pk}/documents/"))
    desk.post(f"{base}/end/")
    again = desk.post(f"{base}/end/", follow=True)
    assert "ya lo dio de baja" in text_of(again)


def test_a_part_of_one_file_is_not_reached_through_another(desk, rosa, person):
    other = PersonFactory(registered_by=rosa)
    contact, document = person.contacts.get(), person.documents.get()
    assert desk.post(f"/people/{other.pk}/contact/{contact.pk}/end/").status_code == 404
    assert desk.post(f"/people/{other.pk}/documents/{document.pk}/end/").status_code == 404
    assert desk.get(f"/people/{other.pk}/consents/{person.consents.get().pk}/withdraw/").status_code == 404


def test_a_relative_with_a_file_is_chosen_among_those_found(desk, rosa, vera, person):
    born = {"birth_date": date(2019, 5, 1), "given_name_2": ""}
    child = PersonFactory(registered_by=rosa, given_name_1="Anabel", **born)
    hidden = PersonFactory(registered_by=vera, given_name_1="Anabel", given_name_2="")
    address = f"/people/{person.pk}/family/new/"
    sent = {"relation": "CHILD", "has_file": "Anabel González"}
    page = desk.post(address, sent).content.decode()
    assert str(child.pk) in page
    assert str(hidden.pk) not in page
    assert desk.post(address, {**sent, "file": str(hidden.pk)}).status_code == 200
    assert desk.post(address, {**sent, "file": str(child.pk)}).status_code == 302
    assert queries.family(person, rosa)[0].file == child


def test_consent_for_one_institution_is_given_and_withdrawn_from_the_file(desk, rosa, world, person):
    base = f"/people/{person.pk}/consents"
    ConsentTextFactory(purpose=Purpose.REFER)
    chosen = desk.post(f"{base}/new/", {"purpose": "REFER", "organisation": world.cem.pk})
    assert chosen.url.endswith("/share/CEM/")
    assert "Texto leído en voz alta: REFER." in text_of(desk.get(chosen.url))
    desk.post(chosen.url, {"basis": "CONSENT", "read_in": "es"})
    consent = queries.standing_consent(person, world.cem)
    assert "Centro Emergencia Mujer" in text_of(desk.get(f"{base}/"))
    withdraw = f"{base}/{consent.pk}/withdraw/"
    assert "deja de ver" in text_of(desk.get(withdraw))
    desk.post(withdraw)
    assert queries.standing_consent(person, world.cem) is None
    assert "retirado" in text_of(desk.get(f"{base}/"))


def test_sharing_without_an_institution_is_asked_again(desk, person):
    answer = desk.post(f"/people/{person.pk}/consents/new/", {"purpose": "REFER"})
    assert "Elija la institución" in text_of(answer)


def test_after_withdrawal_the_file_says_that_nothing_can_be_changed(desk, rosa, person):
    actions.withdraw_consent(consent=queries.standing(person, Purpose.REGISTER), by=rosa, at=now())
    page = desk.get(f"/people/{person.pk}/documents/")
    assert "no se puede cambiar nada" in text_of(page)
    assert "documents/new/" not in page.content.decode()
    refused = desk.post(f"/people/{person.pk}/situation/", {"status": "S-DESC"})
    assert "retiró su consentimiento" in text_of(refused)


def test_the_same_change_sent_twice_is_made_once(desk, person):
    sent = {"kind": "IN_PERSON", "once": "01890f3e-0000-7000-8000-000000000002"}
    for _ in range(2):
        desk.post(f"/people/{person.pk}/contact/new/", sent)
    assert person.contacts.filter(kind="IN_PERSON").count() == 1


def test_cases_that_the_reader_may_not_see_are_not_listed(client, rosa, julio, lia, world, person):
    place(person, Sensitivity.ORDINARY, rosa)
    case = Case.objects.create(
        number="C-0000-0000-0", person=person, office=rosa.office, team=world.trata, caseworker=rosa,
        sensitivity=Sensitivity.RESTRICTED, urgency="ORDINARY", opened_at=now(), opened_by=rosa,
    )  # fmt: skip
    for user, sees in ((rosa, True), (julio, False), (lia, False)):
        client.force_login(user)
        assert (case.number in client.get(f"/people/{person.pk}/cases/").content.decode()) is sees


def test_a_script_in_a_name_is_only_text(desk, rosa, lists):
    person = PersonFactory(registered_by=rosa, given_name_1="<script>alert(1)</script>", known_as='"><img src=x>')
    CountryFactory()
    for tab in TABS:
        page = desk.get(f"/people/{person.pk}/{tab}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
