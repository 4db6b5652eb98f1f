"""XLSForm: what the subset knows is read and worked out; what it does not know is refused by sheet, row and column."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ayni.instruments.xlsform.asking import filled
from ayni.instruments.xlsform.expressions import Around, CannotUnderstand, holds, parse, work_out
from ayni.instruments.xlsform.reading import CannotReadForm, read

TODAY = date(2026, 11, 28)
HEAD = (
    "type", "name", "label", "label::English (en)", "relevant", "constraint", "constraint_message", "calculation",
    "choice_filter", "required",
)  # fmt: skip
ROWS = [
    ("text", "who", "¿Cómo se llama el lugar?", "What is the place called?", "", "", "", "", "", "yes"),
    ("select_one dep", "dep", "Departamento", "", "", "", "", "", "", ""),
    ("select_one prov", "prov", "Provincia", "", "", "", "", "", "dep = ${dep}", ""),
    ("begin group", "home", "Hogar", "", "", "", "", "", "", ""),
    ("integer", "people", "¿Cuántas personas?", "", "", ". > 0 and . <= 30", "De 1 a 30.", "", "", ""),
    ("integer", "children", "¿Cuántos niños?", "", "${people} > 1", ". < ${people}", "", "", "", ""),
    ("end group", "", "", "", "", "", "", "", "", ""),
    ("begin repeat", "member", "Persona", "", "", "", "", "", "", ""),
    ("integer", "age", "Edad", "", "", "", "", "", "", ""),
    ("select_multiple need", "needs", "¿Qué necesita?", "", "", "", "", "", "", ""),
    ("end repeat", "", "", "", "", "", "", "", "", ""),
    ("calculate", "ages", "", "", "", "", "", "sum(${age})", "", ""),
    ("calculate", "adults", "", "", "", "", "", "coalesce(${people} - ${children}, ${people})", "", ""),
    ("note", "told", "Gracias", "Thank you", "${ages} > 100", "", "", "", "", ""),
]
CHOICES = [
    ("list_name", "name", "label", "dep"), ("dep", "15", "Lima", ""), ("dep", "24", "Tumbes", ""),
    ("prov", "1501", "Lima", "15"), ("prov", "2401", "Tumbes", "24"), ("need", "food", "Comida", ""),
    ("need", "roof", "Techo", ""),
]  # fmt: skip


def book(rows=None, *, choices=None, head=HEAD, title="Necesidades en la feria"):
    made = Workbook()
    survey = made.active
    survey.title = "survey"
    for row in (head, *(ROWS if rows is None else rows)):
        survey.append(list(row))
    listed = made.create_sheet("choices")
    for row in CHOICES if choices is None else choices:
        listed.append(list(row))
    settings = made.create_sheet("settings")
    settings.append(["form_title", "form_id"])
    settings.append([title, "feria"])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


FORM = read(book())


def fill(typed, **other):
    return filled(FORM, {"who": "Feria", **typed}, today=TODAY, **other)


def labels(form):
    return [one.label for one in form.shown]


def test_groups_repeats_lists_and_translations_are_read():
    assert FORM["title"] == "Necesidades en la feria"
    assert FORM["languages"] == ["en"]
    assert {item["kind"] for item in FORM["items"]} >= {"begin group", "begin repeat", "calculate", "note"}
    assert "What is the place called?" in labels(fill({}, language="en"))
    assert "Departamento" in labels(fill({}, language="en")), "what a language lacks is said in Spanish"


def test_a_question_is_shown_when_it_is_relevant_and_an_answer_to_a_hidden_one_is_not_kept():
    assert "¿Cuántos niños?" not in labels(fill({"people": "1", "children": "3"}))
    assert "children" not in fill({"people": "1", "children": "3"}).answers
    assert fill({"people": "4", "children": "3"}).answers["children"] == "3"


def test_a_constraint_says_what_is_allowed_in_the_words_of_the_form():
    assert fill({"people": "31"}).faults == {"people": "De 1 a 30."}
    assert "children" in fill({"people": "4", "children": "4"}).faults
    assert fill({"people": "x"}).faults["people"]
    assert fill({"who": ""}).faults["who"]


def test_choices_are_filtered_by_an_earlier_answer_and_one_that_is_not_among_them_is_not_kept():
    shown = {one.path: one for one in fill({"dep": "24", "prov": "1501"}).shown}
    assert shown["prov"].choices == (("2401", "Tumbes"),)
    assert fill({"dep": "24", "prov": "1501"}).answers["prov"] == ""


def test_a_repeat_is_filled_in_several_times_and_summed():
    typed = {"member.1.age": "60", "member.2.age": "50", "member.2.needs": ["food", "roof", "other"]}
    form = fill(typed)
    assert form.answers["member.2.needs"] == ["food", "roof"]
    assert form.answers["ages"] == "110"
    assert "Gracias" in labels(form)
    assert sum(one.kind == "begin repeat" for one in fill({"member#": "3"}).shown) == 3
    assert sum(one.kind == "begin repeat" for one in fill({"member#": "9999"}).shown) == 1


NESTED = [
    ("begin repeat", "home", "Hogar"),
    ("text", "street", "Calle"),
    ("begin repeat", "member", "Persona"),
    ("integer", "age", "Edad"),
    ("text", "school", "¿A qué colegio va?", "", "${age} < 18 and ${street} != ''"),
    ("end repeat",),
    ("calculate", "in_home", "", "", "", "", "", "sum(${age})"),
    ("calculate", "people", "", "", "", "", "", "count(${member})"),
    ("end repeat",),
    ("calculate", "ages", "", "", "", "", "", "sum(${age})"),
    ("calculate", "everybody", "", "", "", "", "", "count(${member})"),
    ("calculate", "homes", "", "", "", "", "", "count(${home})"),
    ("calculate", "oldest_home", "", "", "", "", "", "max(${in_home})"),
]
TWO_HOMES = {
    "home.1.street": "Los Olivos", "home.1.member.1.age": "40", "home.1.member.2.age": "9",
    "home.1.member.2.school": "San José", "home.2.member.1.age": "7", "home.2.member.1.school": "no se pregunta",
}  # fmt: skip


def nested(typed):
    return filled(read(book(NESTED)), typed, today=TODAY)


def test_a_repeat_inside_of_a_repeat_is_filled_in_and_worked_out_on_either_side():
    answers = nested(TWO_HOMES).answers
    assert answers["home.1.member.2.school"] == "San José"
    assert "home.1.member.1.school" not in answers, "who is 40 is not asked"
    assert "home.2.member.1.school" not in answers, "its own home has no street, whatever the other one has"
    assert (answers["home.1.in_home"], answers["home.2.in_home"]) == ("49", "7")
    assert (answers["home.1.people"], answers["home.2.people"]) == ("2", "1")
    assert (answers["ages"], answers["everybody"], answers["homes"], answers["oldest_home"]) == ("56", "3", "2", "49")


def test_what_was_sent_is_filled_in_again_as_it_was():
    answers = nested(TWO_HOMES).answers
    assert nested(answers).answers == answers


def test_each_home_says_how_many_people_it_has_and_offers_one_more():
    form = nested({"home#": "2", "home.2.member#": "3"})
    times = [(one.path, one.within) for one in form.shown if one.kind == "begin repeat"]
    assert times == [
        ("home.1", ""), ("home.1.member.1", "Hogar 1"), ("home.2", ""), ("home.2.member.1", "Hogar 2"),
        ("home.2.member.2", "Hogar 2"), ("home.2.member.3", "Hogar 2"),
    ]  # fmt: skip
    assert [(one.path, one.time) for one in form.shown if one.kind == "more"] == [
        ("home.1.member", 1), ("home.2.member", 3), ("home", 2),
    ]  # fmt: skip


def test_a_hidden_question_does_not_take_the_answer_of_the_time_before():
    rows = [
        ("begin repeat", "one", "Uno"), ("text", "what", "Qué"), ("text", "why", "Por qué", "", "${what} = 'x'"),
        ("calculate", "said", "", "", "", "", "", "${why}"), ("end repeat",),
    ]  # fmt: skip
    typed = {"one.1.what": "x", "one.1.why": "porque sí", "one.2.what": "y"}
    answers = filled(read(book(rows)), typed, today=TODAY).answers
    assert (answers["one.1.said"], answers["one.2.said"]) == ("porque sí", "")


def test_whoever_asks_for_repeats_without_end_gets_a_page_of_some_size():
    many = {"home#": "50", **{f"home.{n}.member#": "50" for n in range(1, 51)}}
    form = filled(read(book([*NESTED[:3], *[("text", f"q{n}", "Q") for n in range(300)], *NESTED[5:6], *NESTED[8:9]])),
                  many, today=TODAY)  # fmt: skip
    assert len(form.shown) < 60_000


def test_what_is_not_answered_breaks_no_calculation():
    assert fill({"people": "4"}).answers["adults"] == "4"
    assert fill({}).answers["adults"] == ""


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("geopoint", "where", "¿Dónde?"), "survey, fila 2, columna type"),
        (("select_one nowhere", "x", "X"), "columna type"),
        (("text", "1x", "X"), "columna name"),
        (("text", "x", ""), "columna label"),
        (("text", "x", "X", "", "${later} = 1"), "columna relevant"),
        (("text", "x", "X", "", "regex(., '^a+$')"), "columna relevant"),
        (("text", "x", "X", "", "1 +"), "columna relevant"),
        (("text", "x", "X", "", "", "bare > 1"), "columna constraint"),
        (("calculate", "x", "", "", "", "", "", ""), "columna calculation"),
        (("begin repeat", "x", "X"), "columna type"),
        (("end group", "", ""), "columna type"),
    ],
)
def test_what_the_subset_does_not_know_is_refused_by_row_and_column(row, place):
    with pytest.raises(CannotReadForm, match=place):
        read(book([row]))


def test_other_columns_sheets_and_files_are_refused_by_name():
    with pytest.raises(CannotReadForm, match="columna repeat_count"):
        read(book([("text", "x", "X", "3")], head=("type", "name", "label", "repeat_count")))
    with pytest.raises(CannotReadForm, match="choices, fila 3, columna name"):
        read(book(choices=[CHOICES[0], ("dep", "15", "Lima", ""), ("dep", "15", "Otra", "")]))
    with pytest.raises(CannotReadForm, match="form_title"):
        read(book(title=""))
    inside = [
        ("begin repeat", "a", "A"),
        ("begin repeat", "b", "B"),
        ("begin group", "g", "G"),
        ("begin repeat", "c", "C"),
        ("end repeat",),
        ("end group",),
        ("end repeat",),
        ("end repeat",),
    ]
    with pytest.raises(CannotReadForm, match="fila 5, columna type"):
        read(book(inside))
    for content in (b"", b"PK\x03\x04 and no more", b"%PDF-1.7"):
        with pytest.raises(CannotReadForm):
            read(content)


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("1 + 2 * 3 = 7", True), ("(1 + 2) * 3 = 9", True), ("10 div 4 = 2.5", True), ("7 mod 4 = 3", True),
        ("1 div 0 = 1", False), ("-2 < 1", True), ("'a' = \"a\"", True), ("not(true()) or 1 = 1", True),
        ("${when} < today()", True), ("${when} > '2026-12-01'", False), ("selected(${many}, 'b')", True),
        ("count-selected(${many}) = 2", True), ("if(${none} = '', 1, 2) = 1", True), ("round(2.345, 2) = 2.35", True),
        ("string-length('año') = 3", True), ("max(1, 3, 2) = 3 and min(1, 2) = 1", True), ("${none} > 3", False),
    ],
)  # fmt: skip
def test_expressions_are_worked_out(said, is_so):
    around = Around({"when": "2026-11-01", "many": ["a", "b"], "none": None}, TODAY)
    assert holds(parse(said), around) is is_so


@given(st.text(alphabet="${}ab.'\"()=<>!+-*,0123456789 divmodandornotselected", max_size=60))
def test_no_text_breaks_the_reader_of_expressions(said):
    try:
        tree = parse(said)
    except CannotUnderstand:
        return
    work_out(tree, Around({"a": "1", "b": Decimal(2)}, TODAY, "3"))


@given(st.dictionaries(st.sampled_from(["people", "children", "member.1.age", "member#", "dep", "prov", "needs"]),
                       st.one_of(st.text(max_size=8), st.lists(st.text(max_size=4), max_size=3))))  # fmt: skip
def test_no_answer_breaks_a_form(typed):
    fill(typed)


def test_a_function_that_is_not_known_is_refused_with_those_that_are():
    rows = [("text", "who", "¿Quién?", "", "", "regex(., '^[A-Z]')", "", "", "", "")]
    with pytest.raises(CannotReadForm, match=r"fila 2, columna constraint: .*regex\(\).*count-selected.*sum"):
        read(book(rows))
