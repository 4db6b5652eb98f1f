import pytest

from ayni.lib.bars import between_bars


@pytest.mark.parametrize(("text", "codes"), [("", []), ("a", ["a"]), ("a|b", ["a", "b"]), ("|a||b|", ["a", "b"])])
def test_codes_of_one_cell_are_told_apart_and_an_empty_cell_has_none(text, codes):
    assert between_bars(text) == codes
