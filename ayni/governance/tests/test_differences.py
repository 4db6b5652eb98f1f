from hypothesis import given
from hypothesis import strategies as st

from ayni.governance.rules import Difference, differences

texts = st.sampled_from(["", "a", "b"])
said = st.dictionaries(texts, st.dictionaries(texts, texts, max_size=3), max_size=4)


def test_a_changed_cell_a_new_step_and_one_that_is_gone():
    before = {"S-1": {"action": "Oír", "actor": "UIM"}, "S-2": {"action": "Derivar"}}
    after = {"S-1": {"action": "Oír", "actor": "CEM"}, "S-3": {"action": "Seguir"}}
    assert differences(before, after) == [
        Difference("S-1", "actor", "UIM", "CEM"),
        Difference("S-3", "", "", "Seguir"),
        Difference("S-2", "", "Derivar", ""),
    ]


@given(said)
def test_nothing_differs_from_itself(version):
    assert differences(version, version) == []


def test_what_a_row_said_and_says_no_more_is_a_difference():
    assert differences({"": {"1": "Uno", "2": "Dos"}}, {"": {"1": "Uno"}}) == [Difference("", "2", "Dos", "")]
