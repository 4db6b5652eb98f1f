from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.people.models import Birth
from ayni.people.rules import ages, asking, documents, keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Known, Via

TODAY = date(2026, 11, 20)
YUSLEIDY = Known(
    given=("yusleidy", "carolina"),
    surname_1=("gonzalez",),
    surname_2=("rondon",),
    known_as=(),
    born=date(1990, 3, 12),
    precision=Birth.EXACT,
)


def read(text):
    return asking.read(text, TODAY)


@pytest.mark.parametrize(
    ("text", "born", "precision"),
    [
        ("12/03/1990", date(1990, 3, 12), Birth.EXACT),
        ("12-3-90", date(1990, 3, 12), Birth.EXACT),
        ("12.03.1990", date(1990, 3, 12), Birth.EXACT),
        ("1990-03-12", date(1990, 3, 12), Birth.EXACT),
        ("12 mar 1990", date(1990, 3, 12), Birth.EXACT),
        ("12 de setiembre de 1990", date(1990, 9, 12), Birth.EXACT),
        ("3/25/1990", date(1990, 3, 25), Birth.EXACT),
        ("1-1-26", date(2026, 1, 1), Birth.EXACT),
        ("1-1-27", date(1927, 1, 1), Birth.EXACT),
        ("Ana mar 1990", date(1990, 3, 1), Birth.MONTH),
        ("Ana 03/1990", date(1990, 3, 1), Birth.MONTH),
        ("Ana 1990", date(1990, 1, 1), Birth.YEAR),
        ("Ana 31/02/1990", date(1990, 1, 1), Birth.YEAR),
        ("Ana 12/03/2035", None, Birth.UNKNOWN),
        ("Ana 21/11/2026", None, Birth.UNKNOWN),
        ("Ana", None, Birth.UNKNOWN),
    ],
)
def test_a_birth_date_is_read_in_many_spellings(text, born, precision):
    sought = read(text)
    assert (sought.born, sought.precision) == (born, precision)


@pytest.mark.parametrize("text", ["31/02/1990", "31 de febrero de 1990", "1990-02-30", "13/1990", "00/1990"])
def test_a_date_that_does_not_exist_is_called_so(text):
    with pytest.raises(asking.NothingToSearch, match="no existe"):
        read(text)


@pytest.mark.parametrize("name", ["María 1990", "Marcos 1990", "Octavio 1990", "Augusto 1990", "Mayra 1990"])
def test_a_name_that_begins_like_a_month_stays_a_name(name):
    sought = read(name)
    assert (len(sought.words), sought.precision) == (1, Birth.YEAR)


def test_julio_is_a_month_and_a_name():
    assert read("Julio 1990").words == ("julio",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("V-12.345.678", ("V-12.345.678",)),
        ("CE 001234567", ("001234567",)),
        ("pasaporte AB123456 ana", ("AB123456",)),
        ("+51 987 654 321", ("+51 987 654 321",)),
        ("12345678 987654321", ("12345678", "987654321")),
        ("ana 123", ()),
    ],
)
def test_numbers_are_told_from_names(text, numbers):
    assert read(text).numbers == numbers


@given(st.text(max_size=300))
def test_any_text_is_answered(text):
    with suppress(asking.NothingToSearch):
        sought = read(text)
        assert not sought.is_empty
        assert len(sought.words) <= asking.MOST_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [("V-12.345.678", "12345678"), ("001234567", "1234567"), ("ab 123 456", "AB123456"), ("E12345678", "12345678")],
)
def test_numbers_are_compared_without_what_varies(one, other):
    assert documents.compared(one) == documents.compared(other)


@pytest.mark.parametrize(
    ("number", "pattern", "unusual"),
    [
        ("12345678", r"^\d{8}$", False),
        ("1234", r"^\d{8}$", True),
        ("v-12345678", r"^[VE]-?\d{5,9}$", False),
        ("", r"^\d{8}$", False),
        ("anything", "", False),
        ("anything", "(", False),
    ],
)
def test_an_unusual_number_is_only_a_warning(number, pattern, unusual):
    assert documents.looks_unusual(number, pattern) is unusual


def test_telephones_are_told_apart_by_their_end():
    assert documents.phone_tail("+51 987-654-321") == documents.phone_tail("987654321") == "87654321"
    assert documents.phone_tail("123") == ""


@given(st.lists(st.text(alphabet="abcdefghilmnorstuz", min_size=2, max_size=9), min_size=2, max_size=6))
def test_two_names_meet_in_any_order(names):
    assert keys.pair_key(names[0], names[1]) == keys.pair_key(names[1], names[0])


@given(st.text(alphabet="abdefgijklmnoprstuy4", min_size=4, max_size=8), st.data())
def test_every_single_typing_error_is_made_up_for(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abdefgijklmnoprstuy4"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
            ]
        )
    )
    assert wrong == word or word in keys.variants(wrong, "abdefgijklmnoprstuy4")


@pytest.mark.parametrize(
    ("words", "least"),
    [
        (("yusleidy", "carolina", "gonzalez", "rondon"), 1.0),
        # Two of four names: what was left unsaid takes a little away.
        (("gonsales", "yusleidi"), 0.92),
        (("gonz", "yusl"), 0.88),
        (("gnozalez", "yusleidy"), 0.85),
    ],
)
def test_names_are_like_in_spite_of_errors(words, least):
    assert likeness.compare(Sought(words=words), YUSLEIDY).score >= least


@pytest.mark.parametrize("words", [("adebayo", "okonkwo"), ("carolina", "perez", "soto"), ("quispe",)])
def test_other_names_are_not_alike(words):
    assert likeness.compare(Sought(words=words), YUSLEIDY).score < likeness.SHOWN_FROM


@pytest.mark.parametrize(
    ("sought", "via", "is_strong"),
    [
        (Sought(words=("yusleidy", "gonzalez")), set(), False),
        (Sought(words=("yusleidy", "gonzalez", "rondon")), set(), True),
        (Sought(words=("yusleidy", "gonzalez"), born=date(1990, 3, 12), precision=Birth.EXACT), set(), True),
        (Sought(words=("yusleidy", "gonzalez"), born=date(1990, 12, 3), precision=Birth.EXACT), set(), True),
        (Sought(words=("yusleidy", "gonzalez", "rondon"), born=date(1970, 7, 1), precision=Birth.EXACT), set(), False),
        (Sought(numbers=("12345678",)), {Via.NUMBER}, True),
        (Sought(numbers=("12345679",)), {Via.NEAR_NUMBER}, False),
        (Sought(phones=("87654321",)), {Via.PHONE}, True),
    ],
)
def test_only_what_would_be_careless_to_pass_over_is_strong(sought, via, is_strong):
    assert likeness.compare(sought, YUSLEIDY, frozenset(via)).is_strong is is_strong


@pytest.mark.parametrize(
    ("born", "precision", "youngest", "oldest"),
    [
        (date(2008, 11, 20), Birth.EXACT, 18, 18),
        (date(2008, 11, 1), Birth.MONTH, 17, 18),
        (date(2008, 1, 1), Birth.YEAR, 17, 18),
        (date(1996, 1, 1), Birth.ESTIMATED, 29, 30),
        (date(2000, 2, 29), Birth.EXACT, 26, 26),
        (None, Birth.UNKNOWN, None, None),
    ],
)
def test_an_age_that_is_known_in_part_has_two_ends(born, precision, youngest, oldest):
    assert ages.youngest_age(born, precision, TODAY) == youngest
    assert ages.oldest_age(born, precision, TODAY) == oldest
