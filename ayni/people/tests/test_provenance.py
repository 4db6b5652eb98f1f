"""Where the values of a file come from, from the first day."""

import pytest

from ayni.people import actions
from ayni.people.models import Confidence, Nationality, Source
from ayni.people.rules.registering import NewContact, NewDocument
from ayni.people.rules.sources import Noted, Provenance

from .factories import NOON, CedulaFactory, CountryFactory, DistrictFactory, StatusFactory, register

pytestmark = pytest.mark.django_db
FROM_A_LIST = Provenance(Source.LIST, Confidence.LOW, "import:7/12")


def whole(**more):
    return {
        "documents": (NewDocument(type=CedulaFactory(), number="12345678"),),
        "contacts": (NewContact(kind="PHONE", value="+51900111222"),),
        "status": StatusFactory(),
        "district": DistrictFactory(),
        **more,
    }


def rows_of(person):
    return [
        person.documents.get(), person.contacts.get(), person.situations.get(), person.residences.get(),
        person.nationalities.get(),
    ]  # fmt: skip


def test_what_a_person_says_at_the_desk_is_written_as_said(rosa):
    person = register(rosa, **whole())
    said = {(row.source, row.confidence, row.recorded_by, row.recorded_at) for row in rows_of(person)}
    assert said == {(Source.STATED, Confidence.HIGH, rosa, NOON)}
    assert not person.identity_changes.exists(), "two million rows that say nothing"


def test_what_comes_from_a_list_says_which_list_in_every_part(rosa):
    person = register(rosa, **whole(provenance=FROM_A_LIST))
    said = {(row.source, row.confidence, row.reference) for row in [*rows_of(person), person.identity_changes.get()]}
    assert said == {(Source.LIST, Confidence.LOW, "import:7/12")}


def test_a_document_that_was_seen_is_seen_whatever_the_rest_rests_on(rosa):
    seen = NewDocument(type=CedulaFactory(), number="12345678", is_verified=True)
    person = register(rosa, **whole(provenance=FROM_A_LIST, documents=(seen,)))
    document = person.documents.get()
    assert (document.source, document.confidence, document.reference) == (Source.SEEN, Confidence.HIGH, "import:7/12")


def test_seeing_an_original_later_makes_it_seen(rosa):
    person = register(rosa, **whole(provenance=FROM_A_LIST))
    actions.verify_document(document=person.documents.get(), by=rosa, at=NOON)
    assert person.documents.get().source == Source.SEEN


def test_seeing_does_not_weaken_what_a_register_says(rosa):
    noted = Noted(rosa, NOON, Provenance(Source.REGISTER, Confidence.HIGH, "RENIEC"))
    assert noted.seen() == noted


def test_a_nationality_that_came_back_stands_once(rosa):
    person = register(rosa)
    venezuela, colombia = CountryFactory(), CountryFactory(code="COL", label_es="Colombia")
    for countries in ([colombia], [colombia, venezuela]):
        actions.correct_identity(person=person, nationalities=countries, by=rosa, at=NOON)
    standing = Nationality.objects.filter(person=person, ended_at=None).order_by("order")
    assert [n.country.code for n in standing] == ["COL", "VEN"]
