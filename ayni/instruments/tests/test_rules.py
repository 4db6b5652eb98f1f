from dataclasses import dataclass, field

import pytest

from ayni.instruments import rules
from ayni.instruments.models import DECLINED, NOT_ASKED


@dataclass
class Q:
    key: str
    shown_if: str = ""
    signals: dict = field(default_factory=dict)
    is_note: bool = False
    sensitivity: str = ""


CROSSING = [Q("crossing"), Q("harm", "crossing=yes", {"yes": [["VP-TIM", 2, "WITHIN_24H"]]}), Q("where", "harm=yes")]


def keys(questions):
    return [q.key for q in questions]


def test_a_follow_up_is_asked_only_after_the_answer_that_opens_it():
    assert keys(rules.visible(CROSSING, {})) == ["crossing"]
    assert keys(rules.visible(CROSSING, {"crossing": "yes"})) == ["crossing", "harm"]


def test_the_answer_to_a_hidden_question_opens_nothing_and_is_not_kept():
    said = {"crossing": "no", "harm": "yes"}
    assert keys(rules.visible(CROSSING, said)) == ["crossing"]
    assert rules.kept(CROSSING, said) == {"crossing": "no"}
    assert rules.signals("F", CROSSING, said) == []


def test_a_follow_up_may_hang_on_one_of_several_answers():
    questions = [Q("kind"), Q("when", "kind=sexual|kind=physical")]
    assert keys(rules.visible(questions, {"kind": ["online", "sexual"]})) == ["kind", "when"]
    assert keys(rules.visible(questions, {"kind": ["online"]})) == ["kind"]


def test_what_is_left_open_says_that_it_was_not_asked():
    assert rules.kept(CROSSING, {}) == {"crossing": NOT_ASKED}


def test_preferring_not_to_answer_speaks_for_nothing():
    asked = [Q("harm", signals={"yes": [["VP-VBG", 3, ""]]})]
    assert rules.signals("F", asked, {"harm": DECLINED}) == []
    assert rules.answered({"harm": DECLINED}) == 0


def test_each_of_several_answers_speaks_for_itself():
    asked = [Q("work", signals={"unpaid": [["VP-EXPLAB", 3, ""]], "threats": [["VP-TRATA", 2, "WITHIN_24H"]]})]
    found = rules.signals("F", asked, {"work": ["unpaid", "threats"]})
    assert [(s.profile, s.weight) for s in found] == [("VP-EXPLAB", 3), ("VP-TRATA", 2)]


def test_only_what_was_not_on_the_screen_is_newly_called_for():
    assert keys(rules.newly_called_for(CROSSING, ["crossing"], {"crossing": "yes"})) == ["harm"]
    assert rules.newly_called_for(CROSSING, ["crossing", "harm"], {"crossing": "yes"}) == []


@pytest.mark.parametrize("text", ["crossing", "=yes", "crossing=", "a=b|c"])
def test_a_condition_has_to_look_like_one(text):
    with pytest.raises(ValueError, match=r".*"):
        rules.parse_condition(text)
