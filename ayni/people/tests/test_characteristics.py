"""Characteristics of a person: written, changed, corrected, ended, and asked about any day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.audit.models import Event
from ayni.codelists.models import EntryKind, FunctionalDifficulty, MobilityProfile, Occupation
from ayni.people import actions, queries
from ayni.people.models import Characteristic, Confidence, Kind, Source
from ayni.people.rules.characteristics import Disability, Domain, NewCharacteristic, disability_status
from ayni.people.rules.consents import CannotKeep
from ayni.people.rules.editing import CannotChange
from ayni.people.rules.sources import Provenance, Told, WeakerSource

from .factories import NOON, EducationFactory, PersonFactory, register

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ESTIMATED = Told(Provenance(Source.ESTIMATED, Confidence.LOW))
IN_A_REGISTER = Told(Provenance(Source.REGISTER, Confidence.HIGH, "SIM-9"))
STUDENT, SELLER, MANAGER = "OCU-EST", "OCU-SER", "OCU-DIR"


@pytest.fixture(autouse=True)
def code_lists(db):
    def entries(model, *codes, **more):
        for order, code in enumerate(codes, 1):
            words, since = f"{code} en palabras", date(2022, 1, 1)
            model.objects.create(code=code, label_es=words, order=order, valid_from=since, **more)

    entries(Occupation, STUDENT, SELLER, MANAGER)
    entries(MobilityProfile, "MOV-INM", "MOV-ACO")
    entries(EntryKind, "ING-REG", "ING-SIN")
    entries(FunctionalDifficulty, "WG-1", "WG-2", "WG-9", counts=False)
    entries(FunctionalDifficulty, "WG-3", "WG-4", counts=True)


@pytest.fixture
def person(rosa):
    return register(rosa)


def occupation(person, rosa, code, *, told=Told(), at=NOON, **more):  # noqa: B008 - frozen
    new = NewCharacteristic(Kind.OCCUPATION, code, **more)
    return actions.record_characteristic(person=person, new=new, told=told, by=rosa, at=at)


def says(person, day, known_on=date.max, topic=Kind.OCCUPATION):
    return [line.text.split()[0] for line in queries.as_of(person, day, known_on) if line.topic == topic]


def test_an_occupation_is_so_between_its_days(person, rosa):
    occupation(person, rosa, STUDENT, since=date(2020, 3, 1))
    occupation(person, rosa, SELLER, since=date(2024, 7, 1))
    asked = [date(1900, 1, 1), date(2020, 2, 29), date(2020, 3, 1), date(2024, 6, 30), date(2024, 7, 1), TODAY]
    assert [says(person, day) for day in asked] == [[], [], [STUDENT], [STUDENT], [SELLER], [SELLER]]


def test_what_was_known_is_not_what_is_known_today(person, rosa):
    occupation(person, rosa, STUDENT, since=date(2020, 3, 1))
    later = NOON + timedelta(days=3)
    occupation(person, rosa, SELLER, since=date(2024, 7, 1), at=later)
    assert says(person, TODAY, known_on=TODAY) == [STUDENT]
    assert says(person, TODAY) == [SELLER]
    assert says(person, TODAY, known_on=TODAY - timedelta(days=1)) == []


def test_a_mistake_was_never_so_but_was_believed(person, rosa):
    occupation(person, rosa, MANAGER, since=date(2020, 3, 1))
    occupation(person, rosa, SELLER, since=date(2019, 1, 1), instead=True, at=NOON + timedelta(days=2))
    assert says(person, date(2021, 1, 1)) == [SELLER]
    assert says(person, date(2021, 1, 1), known_on=TODAY) == [MANAGER]


def test_something_of_the_past_is_added_beside_what_is_so_now(person, rosa):
    occupation(person, rosa, SELLER, since=date(2024, 7, 1))
    occupation(person, rosa, STUDENT, since=date(2018, 1, 1), until=date(2020, 1, 1))
    assert (says(person, date(2019, 1, 1)), says(person, date(2022, 1, 1)), says(person, TODAY)) == (
        [STUDENT], [], [SELLER],
    )  # fmt: skip
    with pytest.raises(CannotChange, match="otra cosa"):
        occupation(person, rosa, MANAGER, since=date(2019, 6, 1), until=date(2021, 1, 1))


def test_a_weaker_source_asks_before_it_takes_the_place_of_a_stronger(person, rosa):
    occupation(person, rosa, SELLER, since=date(2024, 7, 1))
    with pytest.raises(WeakerSource):
        occupation(person, rosa, STUDENT, told=ESTIMATED)
    assert says(person, TODAY) == [SELLER]
    occupation(person, rosa, STUDENT, told=Told(ESTIMATED.provenance, confirmed=True))
    line = next(line for line in queries.as_of(person, TODAY) if line.topic == Kind.OCCUPATION)
    assert (line.text, line.is_confirmed) == (f"{STUDENT} en palabras", False)


def test_the_same_again_is_refused_unless_its_source_is_stronger(person, rosa):
    occupation(person, rosa, SELLER, since=date(2024, 7, 1))
    with pytest.raises(CannotChange, match="ya"):
        occupation(person, rosa, SELLER)
    occupation(person, rosa, SELLER, told=IN_A_REGISTER)
    assert says(person, date(2025, 1, 1)) == [SELLER]
    standing = person.characteristics.get(ended_at=None)
    assert (standing.source, standing.reference, standing.since) == (Source.REGISTER, "SIM-9", date(2024, 7, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "OCU-ZZZ"},
        {"code": STUDENT, "since": TODAY + timedelta(days=1)},
        {"code": STUDENT, "since": TODAY, "until": TODAY - timedelta(days=1)},
        {"code": STUDENT, "until": TODAY - timedelta(days=1)},
        {"code": STUDENT, "answers": {"SEE": "WG-1"}, "since": TODAY + timedelta(days=1)},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(person, rosa, wrong):
    with pytest.raises(CannotChange):
        occupation(person, rosa, **wrong)
    assert not person.characteristics.exists()


def test_before_what_stands_nothing_new_begins(person, rosa):
    occupation(person, rosa, SELLER, since=date(2024, 7, 1))
    with pytest.raises(CannotChange, match="posterior"):
        occupation(person, rosa, STUDENT, since=date(2024, 6, 30))


def test_nothing_is_added_to_a_file_that_may_not_be_kept(rosa):
    person = PersonFactory(registered_by=rosa)
    person.consents.update(withdrawn_at=NOON)
    with pytest.raises(CannotKeep):
        occupation(person, rosa, STUDENT)


def test_it_ends_and_stays_in_the_history(person, rosa):
    row = occupation(person, rosa, STUDENT, since=date(2020, 3, 1))
    actions.end_characteristic(characteristic=row, until=date(2023, 1, 1), is_mistake=False, by=rosa, at=NOON)
    assert (says(person, date(2022, 1, 1)), says(person, date(2023, 1, 1))) == ([STUDENT], [])
    with pytest.raises(CannotChange, match="dio de baja"):
        actions.end_characteristic(characteristic=row, until=None, is_mistake=False, by=rosa, at=NOON)


def test_an_entry_happened_and_does_not_end(person, rosa):
    for code, since in (("ING-REG", date(2019, 2, 1)), ("ING-SIN", date(2023, 5, 9))):
        new = NewCharacteristic(Kind.ENTRY, code, since=since)
        row = actions.record_characteristic(person=person, new=new, by=rosa, at=NOON)
    assert says(person, date(2020, 1, 1), topic=Kind.ENTRY) == ["ING-REG"]
    assert sorted(says(person, TODAY, topic=Kind.ENTRY)) == ["ING-REG", "ING-SIN"]
    with pytest.raises(CannotChange, match="no termina"):
        actions.end_characteristic(characteristic=row, until=None, is_mistake=False, by=rosa, at=NOON)
    actions.end_characteristic(characteristic=row, until=None, is_mistake=True, by=rosa, at=NOON)
    assert says(person, TODAY, topic=Kind.ENTRY) == ["ING-REG"]


def test_education_said_at_registration_stays_in_the_history(rosa):
    primary, secondary = EducationFactory(code="EDU-PRI", label_es="Primaria"), EducationFactory()
    person = register(rosa, education=primary)
    assert says(person, TODAY, topic=Kind.EDUCATION) == ["Primaria"]
    new = NewCharacteristic(Kind.EDUCATION, secondary.code)
    later = NOON + timedelta(days=30)
    actions.record_characteristic(person=person, new=new, by=rosa, at=later)
    person.refresh_from_db()
    assert person.education == secondary, "search and facts read the present value"
    assert says(person, TODAY, topic=Kind.EDUCATION) == ["Primaria"]
    assert says(person, localdate(later), topic=Kind.EDUCATION) == ["Secundaria"]


def test_education_corrected_with_the_identity_is_in_the_same_history(rosa):
    primary, secondary = EducationFactory(code="EDU-PRI", label_es="Primaria"), EducationFactory()
    person = register(rosa, education=primary)
    countries = [n.country for n in person.nationalities.select_related("country")]
    later = NOON + timedelta(days=30)
    actions.correct_identity(person=person, nationalities=countries, education=secondary, by=rosa, at=later)
    assert says(person, TODAY, topic=Kind.EDUCATION) == ["Primaria"]
    assert says(person, localdate(later), topic=Kind.EDUCATION) == ["Secundaria"]


SIX = dict.fromkeys(Domain.values, "WG-1")


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (SIX, Disability.WITHOUT),
        (SIX | {"SEE": "WG-2", "HEAR": "WG-2"}, Disability.WITHOUT),
        (SIX | {"WALK": "WG-3"}, Disability.WITH),
        (SIX | {"WALK": "WG-4", "SEE": "WG-9"}, Disability.WITH),
        (SIX | {"SEE": "WG-9"}, Disability.UNKNOWN),
        ({"SEE": "WG-1"}, Disability.UNKNOWN),
    ],
)
def test_disability_by_the_cut_off_of_the_washington_group(answers, status):
    assert disability_status(answers, {"WG-3", "WG-4"}) == status


def test_the_six_answers_are_sealed(person, rosa):
    new = NewCharacteristic(Kind.DISABILITY, answers=SIX | {"WALK": "WG-3"}, since=TODAY)
    row = actions.record_characteristic(person=person, new=new, by=rosa, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, sealed FROM people_characteristic WHERE id = %s", [row.pk])
        code, sealed = cursor.fetchone()
    assert (code, b"WG" in bytes(sealed)) == ("", False)
    line = next(line for line in queries.as_of(person, TODAY) if line.topic == Kind.DISABILITY)
    assert "WG-3 en palabras" in line.text
    assert not any(present.kind == Kind.DISABILITY for present in queries.characteristics_now(whole(person, rosa)))
    new = NewCharacteristic(Kind.DISABILITY, answers={"SEE": "WG-1"})
    with pytest.raises(CannotChange, match="seis preguntas"):
        actions.record_characteristic(person=person, new=new, by=rosa, at=NOON)


def whole(person, user):
    people = type(person).objects.visible_to(user)
    return queries.whole(people, TODAY).get(pk=person.pk)


def test_the_head_of_the_file_knows_what_stands_without_asking_again(person, rosa, django_assert_num_queries):
    occupation(person, rosa, STUDENT, since=date(2020, 3, 1))
    occupation(person, rosa, SELLER, told=Told(ESTIMATED.provenance, confirmed=True))
    shown = whole(person, rosa)
    queries.characteristics_now(shown)
    with django_assert_num_queries(0):
        [one] = queries.characteristics_now(shown)
    assert (one.text, one.since, one.is_confirmed) == (f"{SELLER} en palabras", None, False)


def test_a_peruvian_of_the_host_community_is_registered_as_such(rosa):
    person = register(rosa, characteristics=(NewCharacteristic(Kind.MOBILITY_PROFILE, "MOV-ACO"),))
    assert says(person, TODAY, topic=Kind.MOBILITY_PROFILE) == ["MOV-ACO"]


def test_the_trail_says_what_kind_and_not_what(person, rosa):
    occupation(person, rosa, STUDENT)
    event = Event.objects.get(verb="characteristic.recorded")
    assert event.details == {"kind": "OCCUPATION", "source": "STATED", "replaced": False}


_steps = st.tuples(
    st.sampled_from([STUDENT, SELLER, MANAGER]), st.integers(0, 1500) | st.none(), st.integers(1, 400) | st.none(),
    st.booleans(),
)  # fmt: skip


@given(st.lists(_steps, max_size=6), st.integers(0, 2000), st.integers(0, 8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_day_ever_shows_two_occupations(person, rosa, steps, asked, known):
    Characteristic.objects.filter(person=person).delete()
    for n, (code, since, length, instead) in enumerate(steps):
        begins = None if since is None else date(2022, 1, 1) + timedelta(since)
        until = None if begins is None or length is None else begins + timedelta(length)
        try:
            occupation(person, rosa, code, since=begins, until=until, instead=instead, at=NOON + timedelta(days=n))
        except CannotChange:
            continue
    assert len(says(person, date(2022, 1, 1) + timedelta(asked))) <= 1
    assert len(says(person, date(2022, 1, 1) + timedelta(asked), known_on=TODAY + timedelta(known))) <= 1
