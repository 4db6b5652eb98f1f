from hypothesis import given
from hypothesis import strategies as st

from ayni.lib import ids


def test_ids_sort_by_the_time_of_their_birth():
    born = [ids.uuid7() for _ in range(5_000)]
    assert born == sorted(born)
    assert {one.version for one in born} == {7}


@given(st.integers(min_value=0, max_value=2**40 - 1))
def test_a_number_read_back_in_any_case_and_spacing_is_the_same_number(value):
    number = ids._written("C", value)
    if number[-1] in ids.ALPHABET:
        assert ids.read_number("C", number.lower().replace("-", " ")) == number
        assert ids.read_number("C", number.replace("0", "O").replace("1", "l")) == number


@given(st.integers(min_value=0, max_value=7), st.sampled_from(ids.ALPHABET))
def test_one_wrong_symbol_never_passes_for_another_case(place, symbol):
    number = ids.public_number("C")
    bare = number[2:].replace("-", "")
    wrong = bare[:place] + symbol + bare[place + 1 :]
    if wrong != bare:
        assert ids.read_number("C", wrong) is None


def test_swapped_neighbours_are_noticed():
    number = ids.public_number("R")
    bare = number[2:].replace("-", "")
    for i in range(7):
        swapped = bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :]
        if swapped != bare:
            assert ids.read_number("R", swapped) is None


def test_a_number_says_its_prefix_and_nothing_else():
    number = ids.public_number("C")
    assert number.startswith("C-")
    assert len(number) == len("C-XXXX-XXXX-X")


def test_what_is_no_number_is_none():
    for typed in ("", "C-", "maria", "12345678", "C-7K3M-Q2X9-😀"):
        assert ids.read_number("C", typed) is None
