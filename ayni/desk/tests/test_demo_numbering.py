"""No two parts of a large world give the same number to two people, cases or referrals."""

import pytest

from ayni.desk.demo.chance import Chance
from ayni.desk.demo.numbering import Numbers
from ayni.lib.ids import public_number, read_number


def test_parts_that_draw_the_very_same_give_different_numbers() -> None:
    found = [
        public_number("R", Numbers(piece, echo, Chance(7).getrandbits).randbits)
        for piece in range(60)
        for echo in range(40)
    ]
    assert len(set(found)) == len(found)
    assert all(read_number("R", number) == number for number in found)


def test_a_part_gives_no_number_twice_though_it_draws_one_again() -> None:
    draws = iter([5, 5, 5, 6, 5, 7])
    numbers = Numbers(1, 2, lambda _bits: next(draws))
    assert len({numbers.randbits(40) for _n in range(3)}) == 3


def test_numbers_of_one_part_show_nothing_of_it() -> None:
    drawn = Chance(7)
    numbers = Numbers(3, 1, drawn.getrandbits)
    heads = {numbers.randbits(40) >> 28 for _n in range(500)}
    assert len(heads) > 400


@pytest.mark.parametrize(("piece", "echo"), [(4096, 0), (0, 256)])
def test_a_world_of_more_parts_than_there_are_numbers_for_is_refused(piece: int, echo: int) -> None:
    with pytest.raises(ValueError, match="at most"):
        Numbers(piece, echo, Chance(7).getrandbits)
