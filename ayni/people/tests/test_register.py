from datetime import date, timedelta

import pytest

from ayni.audit.models import Event
from ayni.people import actions, queries
from ayni.people.models import Basis, Birth, Person, Purpose
from ayni.people.rules import consents, registering
from ayni.people.rules.registering import NewConsent, NewContact, NewDocument, NewRelative, Searched

from .factories import (
    NOON,
    CedulaFactory,
    ConsentTextFactory,
    CountryFactory,
    DistrictFactory,
    NoDocumentFactory,
    PersonFactory,
    StatusFactory,
    new_person,
    register,
)

pytestmark = pytest.mark.django_db


def test_somebody_without_a_document_in_an_irregular_situation_gets_a_file(rosa):
    person = register(
        rosa,
        nationalities=(CountryFactory(code="XXA", label_es="Apátrida"),),
        documents=(NewDocument(type=NoDocumentFactory()),),
        status=StatusFactory(),
    )
    assert person.office == rosa.office
    assert person.documents.get().type.code == "SINDOC"
    assert person.situations.get(is_current=True).status.regularity == "irregular"
    assert queries.standing(person, Purpose.REGISTER).taken_by == rosa


def test_a_registration_is_in_the_trail_without_a_name(rosa):
    person = register(rosa, given_name_1="Canario")
    lines = Event.objects.filter(thread=person.pk)
    assert {line.verb for line in lines} == {"person.registered", "consent.given"}
    assert "Canario" not in str([line.details for line in lines])


def test_the_district_begins_the_history_of_residence(rosa):
    person = register(rosa, district=DistrictFactory(), address="Jr. Los Álamos 123")
    residence = person.residences.get()
    assert (residence.district.code, residence.address, residence.until) == ("150135", "Jr. Los Álamos 123", None)


def test_a_number_of_another_shape_is_marked_and_kept(rosa):
    person = register(rosa, documents=(NewDocument(type=CedulaFactory(), number="ab 12"),))
    document = person.documents.get()
    assert (document.number, document.unusual_shape) == ("AB12", True)


def test_the_same_document_twice_is_refused(rosa):
    documents = tuple(NewDocument(type=CedulaFactory(), number=number) for number in ("V-12345678", "12345678"))
    with pytest.raises(registering.CannotRegister, match="Ya escribió este documento"):
        register(rosa, documents=documents)
    assert not Person.objects.exists()


def test_a_contact_keeps_what_must_not_be_done(rosa):
    person = register(
        rosa, contacts=(NewContact(kind="SMS", value="987654321", is_safe=True, instructions="De tarde"),)
    )
    contact = person.contacts.get()
    assert (contact.may_call, contact.may_leave_content, contact.instructions) == (False, False, "De tarde")


def test_a_child_born_in_peru_is_in_the_family(rosa):
    person = register(rosa, relatives=(NewRelative(kind="CHILD", birth_year=2021, born_in_peru=True),))
    assert person.relationships.get().born_in_peru


def test_a_search_comes_first(rosa):
    old = Searched(by=rosa.pk, at=NOON - timedelta(hours=2, minutes=1))
    with pytest.raises(registering.SearchFirst):
        actions.register(person=new_person(), searched=old, by=rosa, at=NOON)
    assert not Person.objects.exists()


def test_somebody_elses_search_does_not_count(rosa, julio):
    with pytest.raises(registering.SearchFirst):
        actions.register(person=new_person(), searched=Searched(by=julio.pk, at=NOON), by=rosa, at=NOON)


def test_whoever_may_already_be_here_has_to_be_looked_at(rosa):
    known = PersonFactory(registered_by=rosa)
    again = {"given_name_1": "Yusleidi", "surname_1": "Gonzales", "surname_2": "Rondon"}
    with pytest.raises(registering.MayAlreadyBeHere):
        register(rosa, **again)
    assert register(rosa, dismissed=frozenset({known.pk}), **again).pk != known.pk


def test_somebody_hidden_who_looks_the_same_does_not_stop_anybody(rosa, vera):
    PersonFactory(registered_by=vera, document="AB123456")
    person = register(rosa, given_name_1="Yusleidy", given_name_2="Carolina", surname_1="González", surname_2="Rondón")
    assert person.office == rosa.office


def test_a_child_does_not_consent_alone(rosa):
    with pytest.raises(consents.CannotConsent, match="18"):
        register(rosa, birth_date=date(2012, 5, 1), birth_precision=Birth.EXACT)
    assert not Person.objects.exists()


def test_a_child_is_registered_with_its_representative(rosa):
    agreed = NewConsent(basis=Basis.REPRESENTATIVE, text=ConsentTextFactory())
    person = register(rosa, birth_date=date(2012, 5, 1), birth_precision=Birth.EXACT, consents=(agreed,))
    assert person.consents.get().basis == Basis.REPRESENTATIVE


def test_nothing_is_kept_without_consent_or_a_basis(rosa):
    with pytest.raises(registering.CannotRegister):
        register(rosa, consents=())


def test_whoever_belongs_to_no_office_cannot_open_a_file(rosa):
    rosa.office = None
    with pytest.raises(registering.CannotRegister):
        register(rosa)


@pytest.mark.parametrize(
    ("given", "surname"),
    [
        ("Ramón 😀", "Pérez"),
        ("D'Angelo", "O’Brien"),
        ("N’Golo", ""),
        ("Sukarno", ""),
        ("x" * 200, "y" * 200),
        ("محمد", "العربي"),
        ("李", "小龙"),
    ],
)
def test_names_of_all_kinds_are_kept_and_found(rosa, given, surname):
    person = register(rosa, given_name_1=given, surname_1=surname)
    hits = queries.search(f"{surname} {given}", rosa, NOON).hits
    assert [hit.person for hit in hits] == [person]
