from datetime import date

import pytest

from ayni.instruments.forms import AnswerForm
from ayni.instruments.models import DECLINED, NOT_ASKED, Instrument, Question

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


FORM = Instrument(
    code="F",
    title_es="Formulario",
    translations={"en": {"title": "Form", "questions": {"days": {"text": "For how many days?"}}}},
)
KINDS = [
    Question(instrument=FORM, key="read", text_es="La emergencia se atiende sin documento.", kind="NOTE"),
    Question(instrument=FORM, key="days", text_es="¿Para cuántos días?", kind="WHOLE", section_es="Tratamiento"),
    Question(instrument=FORM, key="owed", text_es="¿Cuánto le deben?", kind="NUMBER"),
    Question(instrument=FORM, key="on", text_es="¿Qué día?", kind="DATE"),
    Question(instrument=FORM, key="story", text_es="¿Qué quiere contar?", kind="LONGTEXT"),
]
GIVEN = {"days": 0, "owed": "12.50", "on": "2026-11-02", "story": DECLINED}


def test_days_numbers_and_long_texts_are_kept_as_json_holds_them():
    data = {"days": "0", "owed": "12.50", "on_day": "2", "on_month": "11", "on_year": "2026", "story_declined": "on"}
    form = AnswerForm(KINDS, data)
    assert form.is_valid(), form.errors
    assert form.answers == GIVEN


def test_what_was_typed_before_stands_in_its_field_again():
    form = AnswerForm(KINDS, given=GIVEN)
    assert (form["days"].value(), form["owed"].value(), form["on"].value()) == (0, "12.50", date(2026, 11, 2))
    assert form["story_declined"].value() is True


def test_a_wrong_number_is_named_and_all_else_can_be_kept():
    form = AnswerForm(KINDS, {"days": "muchos", "owed": "3"})
    assert form.sound_answers == {"owed": "3", "on": NOT_ASKED, "story": NOT_ASKED}
    assert "days" in form.errors


def test_a_note_is_read_and_sections_have_their_headings():
    sections = AnswerForm(KINDS).sections
    assert [(s.title, len(s.items)) for s in sections] == [("", 1), ("Tratamiento", 4)]
    assert sections[0].items[0].note == "La emergencia se atiende sin documento."


def test_a_person_who_reads_along_has_their_language_and_the_colleague_spanish():
    form = AnswerForm(KINDS, language="en")
    assert (form.fields["days"].label, form.fields["days"].help_text) == ("For how many days?", "¿Para cuántos días?")
    assert form.fields["owed"].label == "¿Cuánto le deben?", "what a language lacks is said in Spanish"
