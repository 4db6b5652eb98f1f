from contextlib import suppress
from datetime import date

import pytest
from django.db import connection

from ayni.audit.models import Event
from ayni.lib.names import PARTICLES, plain, rough
from ayni.people import actions, hooks, queries
from ayni.people.actions import searching
from ayni.people.actions.indexing import reindex
from ayni.people.models import Birth, Person, SearchKey
from ayni.people.queries.scan import NAMES
from ayni.people.queries.vocabulary import Vocabulary
from ayni.people.rules import asking, keys, likeness
from ayni.people.rules.asking import NothingToSearch

from .factories import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(rosa):
    return PersonFactory(registered_by=rosa, document="V-12345678", phone="+51 987 654 321", known_as="La Catira")


def found(text, user):
    return [hit.person for hit in queries.search(text, user, NOON).hits]


@pytest.mark.parametrize(
    "text",
    [
        "Yusleidy González",
        "gonzalez yusleidy",
        "RONDÓN GONZÁLEZ, YUSLEIDY CAROLINA",
        "carolina rondon",
        "yusleidi gonsales",
        "Yusleydi Gonzáles Rondon",
        "Yuslaidy González Rondón",
        "González Rondn",
        "Yusleidy Gnozález",
        "yusl gonz",
        "González",
        "Catira",
        "12/03/1990",
        "12-3-90",
        "12 mar 1990",
        "12 de marzo de 1990",
        "1990-03-12",
        "Yusleidy 1990",
        "03/12/1990 yusleidy",
        "13/03/1990 gonzalez",
        "12/04/1990 gonzalez",
        "12/03/1991 gonzalez",
        "V-12345678",
        "V12.345.678",
        "12345678",
        "cédula 12345678",
        "12345679",
        "21345678",
        "987654321",
        "987 654 321",
        "+51987654321",
        "Yusleidy 😀 González",
        "Yusleidy\u200b Gonz\u00e1lez",
    ],
)
def test_neither_order_nor_spelling_hides_anybody(rosa, known, text):
    assert known in found(text, rosa)


@pytest.mark.parametrize("text", ["Adebayo Okonkwo", "Quispe", "11/11/1971", "88888888", "Rosa Luz Marina Paz"])
def test_somebody_else_is_not_found(rosa, known, text):
    assert found(text, rosa) == []


@pytest.mark.parametrize("text", ["", "   ", "a", "😀", "1990", "?", "\u200b", "Y 7"])
def test_too_little_is_answered_with_a_sentence(rosa, text):
    with pytest.raises(asking.NothingToSearch):
        queries.search(text, rosa, NOON)


@pytest.mark.parametrize(("text", "why"), [("12/03/2090", "todavía no llega"), ("31/02/1990", "no existe")])
def test_a_date_on_which_nobody_was_born_is_named(rosa, text, why):
    with pytest.raises(asking.NothingToSearch, match=why):
        queries.search(text, rosa, NOON)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE people_person; --", "%", "_" * 50, "x" * 5000, "\x00abc", "a b c d e f g"]
)
def test_strange_input_does_no_harm(rosa, known, text):
    with suppress(asking.NothingToSearch):
        queries.search(text, rosa, NOON)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Rondón González Yusleidy", "mismos apellidos en otro orden"),
        ("González Rondón", "mismos apellidos"),
        ("GONZALEZ rondon", "mismos apellidos"),
        ("Gonsales Rondón", "apellidos que suenan igual"),
        ("Rondón Gonsales Yusleidy", "apellidos que suenan igual, en otro orden"),
        ("Yusleidy Gonsales", "un apellido suena igual"),
        ("Yusleydi González", "un nombre suena igual"),
        ("12345678", "mismo número de documento"),
        ("12345679", "una diferencia"),
        ("987654321", "mismo teléfono"),
        ("Yusleidy González 03/12/1990", "al revés"),
        ("Yusleidy González 12/03/1990", "misma fecha de nacimiento"),
        ("Yusleidy González 12/03/1991", "fecha de nacimiento con una diferencia"),
        ("Yusleidy González 1990", "mismo año"),
        ("Catira", "usa este nombre"),
        ("Yuslaidy González", "parecido"),
    ],
)
def test_each_hit_says_why(rosa, known, text, reason):
    [hit] = queries.search(text, rosa, NOON).hits
    assert reason in " · ".join(hit.reasons)


def test_what_only_sounds_the_same_is_not_said_to_be_the_same(rosa, known):
    [hit] = queries.search("Gonsales Rondón Yusleidy", rosa, NOON).hits
    assert "mismos apellidos" not in " · ".join(hit.reasons)


def test_the_closest_comes_first(rosa, known):
    PersonFactory(registered_by=rosa, given_name_1="Yusmary", given_name_2="", surname_1="González", surname_2="Pérez")
    assert found("González Rondón Yusleidy", rosa)[0] == known


def test_a_person_with_one_name_only_is_found(rosa):
    alone = PersonFactory(registered_by=rosa, given_name_1="Sukarno", given_name_2="", surname_1="", surname_2="")
    assert found("sucarno", rosa) == [alone]


def test_an_estimated_birth_date_is_no_key_of_its_own(rosa):
    PersonFactory(registered_by=rosa, birth_date=date(1990, 1, 1), birth_precision=Birth.ESTIMATED)
    assert found("01/01/1990", rosa) == []


def test_compound_and_particled_names_are_found_in_all_their_spellings(rosa):
    ana = PersonFactory(
        registered_by=rosa, given_name_1="María José", given_name_2="", surname_1="De la Cruz", surname_2=""
    )
    for text in ("Mariajosé Cruz", "maria de la cruz", "Jose Dela Cruz", "Ma. José Cruz"):
        assert ana in found(text, rosa), text


def test_an_apostrophe_is_typed_in_many_ways(rosa):
    person = PersonFactory(registered_by=rosa, given_name_1="Gina", given_name_2="", surname_1="D'Angelo", surname_2="")
    for text in ("Gina D’Angelo", "gina dangelo", "gina d angelo", "Gina Angelo"):
        assert person in found(text, rosa), text


def one_error_away(word):
    """Every word that differs in one letter left out, twice, swapped or wrong; of the wrong ones a few."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[: i + 1] + word[i:]
        yield word[:i] + word[i : i + 2][::-1] + word[i + 2 :]
        for letter in "aceghnvx":
            yield word[:i] + letter + word[i + 1 :]
            yield word[:i] + letter + word[i:]


MANY_NAMES = [
    ("Julia", "Fernández"), ("Nicolás", "Navarro"), ("Marisol", "Guerrero"), ("Yorgelis", "Betancourt"),
    ("Ana", "Flores"), ("Verónica", "García"), ("Jhon", "Quispe"), ("Wilmer", "Chávez"), ("Luz", "Huamán"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "surname"), MANY_NAMES)
def test_one_typing_error_in_either_word_hides_nobody(given, surname):
    known = likeness.Known((plain(given),), (plain(surname),), ("mamani",), (), None, Birth.UNKNOWN)
    for right, word in ((given, surname), (surname, given)):
        for wrong in one_error_away(plain(word)):
            [typed] = keys.name_words(wrong) if len(wrong) > 1 else [wrong]
            if typed in PARTICLES or len(typed) < 2:
                continue
            assert len(Vocabulary([rough(plain(word))]).near(typed, 2).sounds), wrong
            score = likeness.compare(asking.Sought(words=(plain(right), typed)), known).score
            assert score >= likeness.SHOWN_FROM, (wrong, score)


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("Jlia Fernández", "Julia", "Fernández"),
        ("Nciolás Navarro", "Nicolás", "Navarro"),
        ("Marisol Nvaarro", "Marisol", "Navarro"),
        ("Yrgelis Betancourt", "Yorgelis", "Betancourt"),
        ("Aa Flores", "Ana", "Flores"),
        ("Verónica Gacría", "Verónica", "García"),
    ],
)
def test_somebody_is_found_past_a_typing_error_in_a_world_of_others(rosa, text, given, surname):
    for name, family in MANY_NAMES:
        PersonFactory(registered_by=rosa, given_name_1=name, given_name_2="", surname_1=family, surname_2="Mamani")
    meant = PersonFactory(registered_by=rosa, given_name_1=given, given_name_2="", surname_1=surname, surname_2="Soto")
    assert meant in found(text, rosa)


@pytest.mark.parametrize("text", ["AraujoRojas Patricia", "patricia araujorojas", "PatriciaAraujo", "araujorojas"])
def test_two_names_typed_as_one_word_are_taken_apart(rosa, text):
    patricia = PersonFactory(
        registered_by=rosa, given_name_1="Patricia", given_name_2="", surname_1="Araujo", surname_2="Rojas"
    )
    assert found(text, rosa) == [patricia]


def test_a_new_spelling_of_a_name_is_found_past_an_error(rosa, known):
    assert found("Btancourt Yusleidy", rosa) == []
    Person.objects.filter(pk=known.pk).update(surname_1="Betancourt")
    reindex(known)
    assert found("Btancourt Yusleidy", rosa) == [known]
    assert found("Gnozález Yusleidy", rosa) == []


def test_two_people_of_one_name_are_both_shown(rosa, known):
    twin = PersonFactory(registered_by=rosa)
    assert {p.pk for p in found("Yusleidy González", rosa)} == {known.pk, twin.pk}


def test_more_than_ten_are_not_all_shown_and_that_is_said(rosa):
    for _ in range(12):
        PersonFactory(registered_by=rosa)
    answer = queries.search("Yusleidy González", rosa, NOON)
    assert (len(answer.hits), answer.more) == (10, True)


def test_two_common_names_do_not_hint_at_a_hidden_person(vera, known):
    assert not queries.search("Yusleidy González", vera, NOON).somebody_hidden


def test_a_telephone_is_found_without_being_readable_in_the_index(rosa, known):
    assert known in found("987654321", rosa)
    assert not SearchKey.objects.filter(key=87654321).exists()


def test_an_ended_contact_finds_nobody(rosa, known):
    actions.end_contact(contact=known.contacts.get(), by=rosa, at=NOON)
    assert found("987654321", rosa) == []


def test_rebuilding_the_index_finds_the_same(rosa, known):
    before = set(SearchKey.objects.values_list("key", "born", "office"))
    assert actions.rebuild_index(by=rosa, at=NOON) == len(before)
    assert set(SearchKey.objects.values_list("key", "born", "office")) == before
    assert known in found("987654321", rosa)


def test_a_number_finder_answers_before_people_are_searched(rosa, known, monkeypatch):
    finding = hooks.Finding("Caso C-1", "/cases/1/")
    monkeypatch.setattr(hooks, "NUMBER_FINDERS", [lambda text, user: finding if text == "C-1" else None])
    assert queries.search(" C-1 ", rosa, NOON).finding == finding
    assert queries.search("Yusleidy", rosa, NOON).finding is None


def test_a_search_takes_few_statements(rosa, known, django_assert_max_num_queries):
    rosa.active_memberships  # noqa: B018 - read once a request
    NAMES.refresh()
    # PostgreSQL does not give a number twice: those of rows that were taken back are asked for, for ten minutes.
    for_late_ones = 1 if connection.vendor == "postgresql" else 0
    with django_assert_max_num_queries(5 + for_late_ones):
        queries.search("Yusleidy González Rondón", rosa, NOON)
    with django_assert_max_num_queries(7 + for_late_ones):
        queries.search("Nadie Conocido Aquí", rosa, NOON)


def test_coming_upon_a_closed_file_stands_in_the_trail_once_and_not_without_end(rosa, vera, monkeypatch):
    for n in range(4):
        PersonFactory(registered_by=rosa, document=f"CL12345{n}")
    for _again in range(3):
        assert actions.search(text="CL123450", by=vera, at=NOON).somebody_hidden
    event = Event.objects.get(verb="search.met_hidden")
    assert (event.by, event.thread, len(event.details["people"])) == (str(vera.pk), None, 1)
    assert actions.search(text="CL123450", by=rosa, at=NOON).hits
    assert Event.objects.filter(verb="search.met_hidden").count() == 1
    monkeypatch.setattr(searching, "MOST_HIDDEN", 3)
    for n in (1, 2):
        actions.search(text=f"CL12345{n}", by=vera, at=NOON)
    with pytest.raises(NothingToSearch, match="muchísimas"):
        actions.search(text="CL123453", by=vera, at=NOON)


def test_nobody_searches_without_end(rosa, monkeypatch):
    monkeypatch.setattr(searching, "MOST_SEARCHES", 2)
    for _n in range(2):
        actions.search(text="Yusleidy", by=rosa, at=NOON)
    with pytest.raises(NothingToSearch, match="muchísimas"):
        actions.search(text="Yusleidy", by=rosa, at=NOON)
