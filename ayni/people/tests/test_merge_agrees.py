"""After a merge the columns, the pages and the history of a file say the same, and what was chosen stands."""

from datetime import date, timedelta

import pytest

from ayni.people import actions, queries
from ayni.people.models import Person
from ayni.people.queries.differing import Differing
from ayni.people.rules.characteristics import NewCharacteristic
from ayni.people.rules.sources import Provenance, Told

from .factories import NOON, CountryFactory, DistrictFactory, EducationFactory, PersonFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)
FIRST, SECOND = date(2024, 3, 1), date(2025, 3, 1)


@pytest.fixture
def other(rosa):
    return PersonFactory(registered_by=rosa, registered_at=NOON + timedelta(minutes=5))


@pytest.fixture
def homes(rosa, file, other):
    for person, street, since in ((file, "Jr. Unión 5", FIRST), (other, "Av. Grau 9", SECOND)):
        place = DistrictFactory(code=f"15013{since.year % 10}", label_es=street)
        actions.move(person=person, district=place, in_transit=False, address=street, since=since, by=rosa, at=NOON)
    return [Person.objects.get(pk=person.pk) for person in (file, other)]


def merge(kept, absorbed, by, **choose):
    return actions.merge(kept=kept, absorbed=absorbed, choose=choose, by=by, at=NOON)


def stand(person, topic, day=None):
    """What the history says is so now."""
    person = queries.whole(Person.objects.filter(pk=person.pk), NOON.date()).get()
    found = queries.as_of(person, day or date(2026, 12, 1))
    return [line.text for line in found if line.topic == topic]


def educated(person, code, by, source="STATED", at=NOON, since=None):
    entry = EducationFactory(code=code, label_es=code)
    new = NewCharacteristic("EDUCATION", entry.code, since=since)
    told = Told(Provenance(source), confirmed=True)
    return actions.record_characteristic(person=person, new=new, told=told, by=by, at=at)


def registered_with(person, code):
    Person.objects.filter(pk=person.pk).update(education=EducationFactory(code=code, label_es=code))


def fresh(person):
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(("side", "street"), [("kept", "Jr. Unión 5"), ("absorbed", "Av. Grau 9")])
def test_where_the_person_lives_is_chosen_and_the_other_place_stays_in_the_history(marta, homes, side, street):
    file, other = homes
    assert Differing(file, other).usual()["residence"] == "absorbed", "where they moved last"
    merge(file, other, marta, residence=side)
    assert street in stand(file, "residence")[0]
    assert fresh(file).district.label_es == street
    assert len(stand(file, "residence")) == 1
    assert {row.address for row in file.residences.all()} == {"Jr. Unión 5", "Av. Grau 9"}


def test_unmerging_gives_both_their_homes_back(marta, homes):
    file, other = homes
    made = merge(file, other, marta, residence="kept")
    actions.unmerge(merge=made, decisions={}, by=marta, at=LATER)
    for person, street in ((file, "Jr. Unión 5"), (other, "Av. Grau 9")):
        assert street in stand(person, "residence")[0]
        assert fresh(person).district.label_es == street


def test_where_only_one_file_knows_a_place_nothing_is_asked(rosa, file, other):
    place = DistrictFactory()
    actions.move(person=other, district=place, in_transit=False, address="", since=FIRST, by=rosa, at=NOON)
    assert "residence" not in Differing(file, other).usual()


@pytest.mark.parametrize("side", ["kept", "absorbed"])
def test_the_education_that_was_chosen_stands_in_the_history_too(rosa, marta, file, other, side):
    registered_with(file, "EDU-SEC")
    educated(other, "EDU-SUP", rosa)
    file, other = fresh(file), fresh(other)
    made = merge(file, other, marta, education_id=side)
    chosen = {"kept": "EDU-SEC", "absorbed": "EDU-SUP"}[side]
    assert [fresh(file).education.code] == stand(file, "EDUCATION") == [chosen]
    assert {row.code for row in file.characteristics.filter(kind="EDUCATION")} == {"EDU-SEC", "EDU-SUP"}
    assert queries.also_registered_as(file) == [], "it is no other name"
    actions.unmerge(merge=made, decisions={}, by=marta, at=LATER)
    assert (fresh(file).education.code, fresh(other).education.code) == ("EDU-SEC", "EDU-SUP")
    assert not file.characteristics.exists()


def test_of_two_educations_the_stronger_source_stands_unless_somebody_chooses(rosa, marta, file, other):
    educated(file, "EDU-SEC", rosa, "LIST")
    educated(other, "EDU-SUP", rosa, "SEEN")
    file, other = fresh(file), fresh(other)
    assert Differing(file, other).usual()["education_id"] == "absorbed"
    assert Differing(other, file).usual()["education_id"] == "kept"
    merge(file, other, marta)
    assert [fresh(file).education.code] == stand(file, "EDUCATION") == ["EDU-SUP"]


def test_of_equal_sources_what_was_recorded_last_stands(rosa, marta, file, other):
    educated(file, "EDU-SEC", rosa, at=LATER)
    educated(other, "EDU-SUP", rosa)
    merge(fresh(file), fresh(other), marta)
    assert [fresh(file).education.code] == stand(file, "EDUCATION") == ["EDU-SEC"]


@pytest.mark.parametrize(("decision", "codes"), [("kept", ("EDU-UNI", None)), ("absorbed", ("EDU-SEC", "EDU-UNI"))])
def test_what_was_written_down_since_takes_the_column_with_it(rosa, marta, file, other, decision, codes):
    registered_with(file, "EDU-SEC")
    made = merge(fresh(file), other, marta)
    new = educated(file, "EDU-UNI", rosa, "SEEN", at=LATER)
    actions.unmerge(merge=made, decisions={f"people.Characteristic:{new.pk}": decision}, by=marta, at=LATER)
    for person, code in zip((file, other), codes, strict=True):
        now = fresh(person).education
        assert (now.code if now else None) == code
        assert stand(person, "EDUCATION") == ([code] if code else [])


def corrected(person, by, at=NOON, **values):
    countries = [CountryFactory()]
    return actions.correct_identity(person=fresh(person), nationalities=countries, by=by, at=at, **values)


def test_the_history_of_a_name_is_that_of_the_person_and_not_of_the_other_file(rosa, marta, file, other):
    corrected(other, rosa, surname_1="Gonsales")
    corrected(other, rosa, at=NOON + timedelta(minutes=1), surname_1="Gonzales")
    merge(fresh(file), fresh(other), marta)
    assert stand(file, "name") == ["Yusleidy Carolina González Rondón"]
    told = queries.lines(queries.whole(Person.objects.all(), NOON.date()).get(pk=file.pk))
    assert {line.text for line in told if line.topic == "name"} == {"Yusleidy Carolina González Rondón"}
    [also] = [line.text for line in told if line.topic == "also"]
    assert "Yusleidy Carolina Gonzales Rondón" in also


def test_a_name_that_was_taken_over_says_what_the_file_said_before(rosa, marta, file, other):
    corrected(other, rosa, surname_1="Gonzales")
    made = merge(fresh(file), fresh(other), marta, surname_1="absorbed")
    [change] = file.identity_changes.exclude(columns=[])
    assert (change.columns, change.before) == (["surname_1"], {"surname_1": "González"})
    assert stand(file, "name") == ["Yusleidy Carolina Gonzales Rondón"]
    actions.unmerge(merge=made, decisions={}, by=marta, at=LATER)
    assert not file.identity_changes.exists()
    assert stand(fresh(other), "name") == ["Yusleidy Carolina Gonzales Rondón"]
