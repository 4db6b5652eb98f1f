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


ACCOUNT = [
    Q("agrees"),
    Q("told"),
    Q("account", "agrees=yes&told!=yes", sensitivity="TEAM"),
    Q("note", "agrees=yes", is_note=True),
    Q("girl", "@age=adolescent&@sex=SEX-F|@sex=SEX-I"),
]


def test_several_conditions_must_all_hold_and_what_nobody_answered_is_not_otherwise():
    assert keys(rules.visible(ACCOUNT, {"agrees": "yes"})) == ["agrees", "told", "note"]
    assert "account" in keys(rules.visible(ACCOUNT, {"agrees": "yes", "told": "no"}))
    assert "account" not in keys(rules.visible(ACCOUNT, {"agrees": "yes", "told": "yes"}))
    assert "account" not in keys(rules.visible(ACCOUNT, {"agrees": "no", "told": "no"}))


def test_what_is_known_of_the_person_opens_questions():
    assert "girl" in keys(rules.visible(ACCOUNT, {}, {"@age": "adolescent", "@sex": "SEX-I"}))
    assert "girl" not in keys(rules.visible(ACCOUNT, {}, {"@age": "adult", "@sex": "SEX-F"}))
    assert "girl" not in keys(rules.visible(ACCOUNT, {}))


def test_a_zero_is_an_answer_and_a_note_is_none():
    assert rules.kept(ACCOUNT, {"agrees": "yes", "told": 0}) == {"agrees": "yes", "told": 0, "account": NOT_ASKED}
    assert keys(rules.missing(ACCOUNT, {"agrees": "yes", "told": 0})) == ["account"]
    assert rules.missing(ACCOUNT, {"agrees": "no", "told": DECLINED}) == []


def test_only_the_levels_that_somebody_has_are_readable():
    assert "account" not in keys(rules.readable(ACCOUNT, {"", "PROTECTED", "RESTRICTED"}))
    assert "account" in keys(rules.readable(ACCOUNT, {"", "TEAM"}))


@pytest.mark.parametrize("text", ["a", "a=", "=b", "a=b&", "a=b&&c=d", "!=b"])
def test_a_condition_that_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match="."):
        rules.parse_condition(text)
