import pytest

from ayni.instruments.forms import AnswerForm
from ayni.instruments.models import DECLINED, NOT_ASKED, Question

YES_NO = Question(key="leave", text_es="¿Puede salir?", kind="YES_NO")
ONE = Question(
    key="sleep", text_es="¿Dónde duerme?", kind="ONE", choices=[["home", "En casa"], ["street", "En la calle"]]
)
MANY = Question(
    key="work", text_es="¿Le pasa algo?", kind="MANY", choices=[["unpaid", "No le pagan"], ["hours", "Sin descanso"]]
)
TEXT = Question(key="opinion", text_es="¿Qué quiere?", kind="TEXT")
ALL = [YES_NO, ONE, MANY, TEXT]


def filled(**data):
    form = AnswerForm(ALL, data)
    assert form.is_valid(), form.errors
    return form.answers


def test_nothing_is_compulsory():
    assert filled() == dict.fromkeys(["leave", "sleep", "work", "opinion"], NOT_ASKED)


def test_every_question_takes_that_the_person_prefers_not_to_answer():
    said = filled(leave="_declined", sleep="_declined", work=["_declined"], opinion="", opinion_declined="on")
    assert set(said.values()) == {DECLINED}


def test_answers_are_kept_as_they_were_given():
    said = filled(leave="no", sleep="street", work=["unpaid", "hours"], opinion="  Quiero estudiar 🌱 ")
    assert said == {"leave": "no", "sleep": "street", "work": ["unpaid", "hours"], "opinion": "Quiero estudiar 🌱"}


def test_an_answer_and_no_answer_exclude_each_other():
    form = AnswerForm(ALL, {"work": ["unpaid", "_not_asked"]})
    assert not form.is_valid()
    assert "work" in form.errors


@pytest.mark.parametrize("data", [{"leave": "maybe"}, {"sleep": "moon"}, {"work": ["gold"]}, {"opinion": "x" * 4001}])
def test_what_was_not_offered_is_refused(data):
    assert not AnswerForm(ALL, data).is_valid()


def test_a_form_that_was_answered_shows_its_answers_again():
    form = AnswerForm(ALL, given={"leave": "no", "work": DECLINED, "opinion": DECLINED, "gone": "x"})
    assert form["leave"].value() == "no"
    assert form["work"].value() == [DECLINED]
    assert form["opinion_declined"].value() is True
    assert not form["opinion"].value()
