from datetime import date, timedelta

import pytest

from ayni.audit.models import Event
from ayni.people import actions, queries
from ayni.people.models import Birth, Purpose
from ayni.people.rules import consents, contacts, editing, registering
from ayni.people.rules.registering import NewContact, NewDocument

from .factories import (
    NOON,
    CedulaFactory,
    CountryFactory,
    DistrictFactory,
    DocumentTypeFactory,
    NoDocumentFactory,
    PersonFactory,
    PlaceFactory,
    SexFactory,
    StatusFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def person(rosa):
    return PersonFactory(registered_by=rosa)


def correct(person, rosa, **values):
    countries = values.pop("nationalities", [n.country for n in person.nationalities.select_related("country")])
    return actions.correct_identity(person=person, nationalities=countries, by=rosa, at=NOON, **values)


def last(verb):
    return Event.objects.filter(verb=verb).order_by("-seq").first()


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(person, rosa):
    correct(person, rosa, given_name_1="Anaís", given_name_2="")
    assert queries.search("Anaís González", rosa, NOON).hits[0].person == person
    assert queries.search("Yusleidy Carolina", rosa, NOON).hits == []


def test_the_trail_says_what_was_corrected_and_not_what_it_said(person, rosa):
    correct(person, rosa, given_name_1="Anaís", nationalities=[CountryFactory(code="COL", label_es="Colombia")])
    event = last("person.corrected")
    assert event.details == {"changed": ["given_name_1", "nationalities"]}
    assert [n.country.code for n in person.nationalities.filter(ended_at=None)] == ["COL"]
    gone = person.nationalities.get(country__code="VEN")
    assert (gone.until, gone.ended_at) == (NOON.date(), NOON)


@pytest.mark.parametrize(
    "values",
    [
        {"given_name_1": " "},
        {"birth_date": TODAY + timedelta(days=1)},
        {"birth_date": date(1899, 12, 31)},
        {"birth_date": None},
        {"birth_precision": Birth.UNKNOWN},
        {"nationalities": []},
    ],
)
def test_a_correction_obeys_the_rules_of_registering(person, rosa, values):
    with pytest.raises(registering.CannotRegister):
        correct(person, rosa, **values)


def test_only_the_identity_can_be_corrected_there(person, rosa):
    with pytest.raises(TypeError):
        correct(person, rosa, office=None)


def test_a_document_ends_the_answer_that_there_was_none(person, rosa):
    none = NewDocument(type=NoDocumentFactory())
    actions.add_document(person=person, document=none, by=rosa, at=NOON)
    actions.add_document(
        person=person, document=NewDocument(type=CedulaFactory(), number="v-12345678"), by=rosa, at=NOON
    )
    held = {d.type.code: d.ended_at for d in queries.documents(person)}
    assert held == {"CIE-VE": None, "SINDOC": NOON}
    assert queries.search("12345678", rosa, NOON).hits[0].person == person


def test_the_same_document_is_not_added_twice(person, rosa):
    document = NewDocument(type=DocumentTypeFactory(), number="AB123456")
    actions.add_document(person=person, document=document, by=rosa, at=NOON)
    with pytest.raises(editing.CannotChange):
        actions.add_document(person=person, document=document, by=rosa, at=NOON)


def test_somebody_with_documents_does_not_suddenly_have_none(person, rosa):
    actions.add_document(
        person=person, document=NewDocument(type=DocumentTypeFactory(), number="AB123456"), by=rosa, at=NOON
    )
    with pytest.raises(editing.CannotChange):
        actions.add_document(person=person, document=NewDocument(type=NoDocumentFactory()), by=rosa, at=NOON)


def test_an_ended_document_stays_in_the_history_and_leaves_the_search(rosa):
    person = PersonFactory(registered_by=rosa, document="AB123456")
    document = person.documents.get()
    actions.verify_document(document=document, by=rosa, at=NOON)
    actions.end_document(document=document, by=rosa, at=NOON)
    assert [d.is_verified for d in queries.documents(person)] == [True]
    assert "AB123456" not in str(queries.shareable(person, rosa))
    with pytest.raises(editing.CannotChange):
        actions.end_document(document=document, by=rosa, at=NOON)


def test_the_situation_keeps_its_history(person, rosa):
    irregular = StatusFactory()
    refugee = StatusFactory(code="R-REF", label_es="Refugiado", regularity="regular", protection="refugee")
    actions.record_situation(person=person, status=irregular, status_since=date(2024, 1, 1), by=rosa, at=NOON)
    actions.record_situation(person=person, status=refugee, status_since=date(2026, 5, 1), by=rosa, at=NOON)
    now, before = queries.papers(person).situations
    assert (now.status, now.is_current, now.until) == (refugee, True, None)
    assert (before.status, before.is_current, before.until) == (irregular, False, date(2026, 5, 1))
    assert last("situation.recorded").details == {"status": "R-REF", "regularity": "regular"}


def test_the_situation_that_the_file_has_is_no_change(person, rosa):
    kwargs = {"person": person, "status": StatusFactory(), "status_since": None, "by": rosa, "at": NOON}
    actions.record_situation(**kwargs)
    with pytest.raises(editing.CannotChange):
        actions.record_situation(**kwargs)


def test_somebody_who_moves_keeps_where_they_lived(person, rosa):
    lima = DistrictFactory()
    tumbes = DistrictFactory(code="240101", label_es="Tumbes", parent=PlaceFactory(code="2401", label_es="Tumbes"))
    for district, since in ((tumbes, date(2025, 3, 1)), (lima, date(2026, 2, 1))):
        actions.move(person=person, district=district, in_transit=False, address="", since=since, by=rosa, at=NOON)
    now, before = queries.residences(person)
    assert (now.district.code, now.until) == ("150135", None)
    assert (before.district.code, before.since, before.until) == ("240101", date(2025, 3, 1), date(2026, 2, 1))
    person.refresh_from_db()
    assert person.district == lima


@pytest.mark.parametrize("since", [TODAY + timedelta(days=1), date(2025, 1, 1)])
def test_nobody_moves_in_the_future_or_before_they_came(person, rosa, since):
    actions.move(person=person, district=DistrictFactory(), in_transit=False, address="", since=TODAY, by=rosa, at=NOON)
    with pytest.raises(editing.CannotChange):
        actions.move(person=person, district=None, in_transit=True, address="", since=since, by=rosa, at=NOON)


def test_a_contact_needs_a_number_unless_it_is_in_person(person, rosa):
    with pytest.raises(contacts.CannotReach):
        actions.add_contact(person=person, contact=NewContact(kind="PHONE"), by=rosa, at=NOON)
    actions.add_contact(person=person, contact=NewContact(kind="IN_PERSON"), by=rosa, at=NOON)
    assert person.contacts.count() == 1


def test_a_dangerous_contact_is_ended_even_after_consent_was_withdrawn(rosa):
    person = PersonFactory(registered_by=rosa, phone="987654321")
    actions.withdraw_consent(consent=queries.standing(person, Purpose.REGISTER), by=rosa, at=NOON)
    actions.end_contact(contact=person.contacts.get(), by=rosa, at=NOON)
    assert person.contacts.get().ended_at == NOON


def test_nothing_is_added_to_a_file_that_nobody_agreed_to(person, rosa):
    actions.withdraw_consent(consent=queries.standing(person, Purpose.REGISTER), by=rosa, at=NOON)
    with pytest.raises(consents.CannotKeep):
        correct(person, rosa, known_as="X")
    with pytest.raises(consents.CannotKeep):
        actions.record_situation(person=person, status=StatusFactory(), status_since=None, by=rosa, at=NOON)


def test_sex_is_one_of_the_list(person, rosa):
    man = SexFactory(code="SEX-M", label_es="Hombre")
    assert correct(person, rosa, sex=man).sex == man
