"""The questions that a person answers alone, over the files of `data/` and the table of cases. No database."""

import shutil
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from ayni.lib.errors import RuleBroken
from ayni.lib.ids import ALPHABET
from ayni.portal.models import Tongue
from ayni.procedures import questionnaire as reading
from ayni.procedures.questionnaire import FOLDER, LANGUAGES, questionnaire, read_from
from ayni.procedures.rules import conditions, routes, way_code
from ayni.procedures.rules.questions import Answers, Event, Family, Held, Wish
from ayni.procedures.rules.way import UNSAID, Kind, Today, check_said, walk

from .test_route_rules import TODAY, answers_of, cases, data

ASKED = questionnaire().questions
HERE = Today(TODAY, {"VEN", "PER", "COL", "XXA"})


def said_of(row):
    """A case of the table as a person would answer it, question by question."""
    said = {}
    for one in ASKED:
        cell = row[one.field]
        if one.kind == Kind.MANY:
            chosen = [code for code in one.choices if code in cell.split("|")]
            said[one.code] = "|".join(chosen) or ("NONE" if cell else UNSAID)
        else:
            said[one.code] = cell or UNSAID
    return said


def told(route):
    return {
        "advice": sorted(rule.code for rule in route.advice),
        **{
            verdict.value: [
                (one.offer.code, one.rule.code, one.missing, one.at_hand, one.to_do, one.exempt, one.costs, one.unknown)
                for one in sorted(route.of(verdict), key=lambda one: one.offer.code)
            ]
            for verdict in routes.Verdict
        },
    }


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["who"])
def test_a_person_alone_is_told_what_staff_would_tell_them(row):
    offers, rules = data()
    if row["situation"] == "NATIONAL":
        # Staff may leave it open; a person who said that they are Peruvian is not asked again.
        row = row | {"nationality": "PER"}
    way = walk(ASKED, offers, rules, said_of(row), TODAY)
    assert way.next is None
    alone = told(routes.find_route(offers, rules, way.answers))
    assert alone == told(routes.find_route(offers, rules, answers_of(row)))
    assert way_code.read(ASKED, way_code.write(ASKED, way.said)) == way.said


def test_only_questions_that_still_matter_are_asked():
    offers, rules = data()

    def asked(**said):
        every = {one.code: UNSAID for one in ASKED} | said
        return [step.question.code for step in walk(ASKED, offers, rules, every, TODAY).steps]

    assert "alone" not in asked(situation="NO_CONTROL", age="30")
    assert "alone" in asked(situation="NO_CONTROL", age="12")
    assert "months" in asked(situation="CPP", age="30")
    assert "months" not in asked(situation="NO_CONTROL", age="30")
    assert "entry" not in asked(situation="OVERSTAY", family="NONE")
    assert "entry" in asked(situation="OVERSTAY", family="CHILD_PERUVIAN")
    peruvian = asked(situation="NATIONAL", age="30")
    assert not {"nationality", "entered", "months", "events", "family", "entry", "child"} & set(peruvian)


def test_only_choices_that_still_matter_are_offered():
    offers, rules = data()
    said = {one.code: UNSAID for one in ASKED} | {"situation": "NO_CONTROL"}
    assert walk(ASKED, offers, rules, said, TODAY).step("events").offered == ("FINED",)
    said["situation"] = "RESIDENT"
    assert "LOST_CARD" in walk(ASKED, offers, rules, said, TODAY).step("events").offered


def test_what_was_left_open_of_the_vulnerabilities_counts_neither_as_yes_nor_as_no():
    condition = conditions.parse("profiles any VP-TRATA")[0]
    pregnant = {"profiles": frozenset({"VP-GEST"})}
    assert condition.holds(Answers(TODAY, **pregnant)) is False
    assert condition.holds(Answers(TODAY, unsaid=frozenset({"VP-TRATA"}), **pregnant)) is None
    assert condition.holds(Answers(TODAY, profiles=frozenset({"VP-TRATA"}), unsaid=frozenset({"VP-VBG"}))) is True


def test_every_choice_that_a_rule_knows_can_be_answered():
    _offers, rules = data()
    asked = {}
    for one in ASKED:
        asked.setdefault(one.field, set()).update(one.choices)
    for field, known in (("wants", Wish), ("events", Event), ("family", Family), ("documents", Held)):
        assert set(known.values) - {"NONE"} == asked[field], field
    for field in ("situation", "entry"):
        assert conditions.FIELDS[field].values == asked[field], field
    assert {code for rule in rules for code in conditions.codes_of(rule.when, "profiles")} <= asked["profiles"]


def test_the_languages_are_those_of_the_guides():
    assert list(LANGUAGES) == Tongue.values
    for key, said in questionnaire().words.items():
        assert all(said[language] for language in LANGUAGES), key
    _offers, rules = data()
    for language in LANGUAGES:
        silent = [rule.code for rule in rules if questionnaire().say_rule(rule.says, language).language]
        assert not silent, f"Write them in {language} into data/way/rules.csv"


def test_a_rule_that_comes_to_say_something_else_is_told_as_it_stands():
    assert questionnaire().say_rule("Una regla nueva.", "fr") == reading.Phrase("Una regla nueva.", "es")
    assert questionnaire().say_rule("Una regla nueva.", "es") == reading.Phrase("Una regla nueva.")


# Codes.

SAID = {
    "situation": "NO_CONTROL", "age": "0", "alone": "yes", "nationality": "XXA", "entered": "2019-02",
    "wants": "PROTECTION|RETURN", "events": "NONE", "documents": "PAS|CPP|SOLREF",
    "child": "VP-NNA-NA", "safety": UNSAID, "health": "VP-GEST", "months": "1200",
}  # fmt: skip


@pytest.mark.parametrize("entered", ["1900", "2019", "2019-02", "2019-02-28", TODAY.isoformat()])
def test_a_code_carries_all_that_was_answered(entered):
    said = SAID | {"entered": entered}
    assert way_code.read(ASKED, way_code.write(ASKED, said)) == {
        one.code: said[one.code] for one in ASKED if one.code in said
    }


def test_a_code_is_read_as_people_type_it():
    code = way_code.write(ASKED, SAID)
    for typed in (
        code.lower(), code.replace("-", " "), code.replace("-", ""), f"  {code}\n",
        code.replace("0", "O").replace("1", "l"), f"https://ayni.example/que-puedo-hacer/#{code}",
    ):  # fmt: skip
        assert way_code.read(ASKED, typed) == way_code.read(ASKED, code), typed


def test_every_single_wrong_sign_is_told_and_so_are_two_that_changed_places():
    code = way_code.write(ASKED, SAID).replace("-", "")
    for at in range(len(code)):
        for sign in set(ALPHABET) - {code[at]}:
            with pytest.raises(way_code.WrongCode):
                way_code.read(ASKED, code[:at] + sign + code[at + 1 :])
        if code[at : at + 2] != code[at : at + 2][::-1]:
            with pytest.raises(way_code.WrongCode):
                way_code.read(ASKED, code[:at] + code[at : at + 2][::-1] + code[at + 2 :])


@pytest.mark.parametrize(
    "typed", ["", "-", "#", "A", "😀😀😀😀😀😀", "<script>alert(1)</script>", "Z" * 10_000, "ÑÑÑÑ-ÑÑÑÑ", "00000"]
)
def test_what_is_no_code_is_told(typed):
    with pytest.raises(way_code.WrongCode, match="código"):
        way_code.read(ASKED, typed)


def test_a_code_of_older_questions_is_told_kindly():
    with pytest.raises(way_code.OldCode, match="preguntas de antes"):
        way_code.read(ASKED[:-1], way_code.write(ASKED, SAID))


def test_a_code_stays_good_when_only_words_change(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "way")
    words = tmp_path / "way" / "words.csv"
    words.write_text(words.read_text().replace("¿Cuántos años tiene?", "¿Qué edad tiene?"))
    assert way_code.edition_of(read_from(tmp_path / "way").questions) == way_code.edition_of(ASKED)


# Answers that cannot be one.


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("situation", "NOBODY"), ("situation", ""), ("age", "121"), ("age", "-1"), ("age", "²"), ("age", "doce"),
        ("wants", "WORK|NONE"), ("wants", "WORK|WORK"), ("wants", ""), ("wants", "WORK|<script>"),
        ("entered", "2023-02-30"), ("entered", "1899"), ("entered", "2026-11-21"), ("entered", "mañana"),
        ("entered", "2026-13"), ("entered", "-"),
        ("nationality", "ZZZ"), ("nationality", "ven"), ("age", "😀"), ("age", "9" * 10_000),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_told(code, value):
    with pytest.raises(RuleBroken):
        check_said(questionnaire().question(code), value, HERE)


def test_any_question_may_stay_without_an_answer():
    for one in ASKED:
        check_said(one, UNSAID, HERE)
    check_said(questionnaire().question("entered"), TODAY.isoformat(), HERE)


# Questions are data.


def changed(tmp_path, question, *words):
    shutil.copytree(FOLDER, tmp_path / "way")
    for name, lines in (("questions.csv", [question]), ("words.csv", words)):
        with (tmp_path / "way" / name).open("a") as file:
            file.write("".join(f"{line}\n" for line in lines))
    return tmp_path / "way"


BABY = ("baby,¿Tiene un bebé?,,,,", "baby.YES,Sí,,,,", "baby.NONE,No,,,,")


def test_a_question_that_is_added_to_the_data_is_asked_where_a_rule_asks_for_it(tmp_path):
    asked = read_from(changed(tmp_path, "baby,also_baby,many,YES,,,,no,no", *BABY)).questions
    offers, rules = data()
    said = {one.code: UNSAID for one in asked} | {"situation": "NO_CONTROL", "baby": "YES"}
    assert walk(asked, offers, rules, said, TODAY).step("baby") is None, "no rule asks for it"
    rule = routes.Rule("RT-X", "", "advice", conditions.parse("also_baby any YES"), "Hay leche.")
    way = walk(asked, offers, [*rules, rule], said, TODAY)
    assert way.step("baby").offered == ("YES",)
    assert "RT-X" in [one.code for one in routes.find_route(offers, [*rules, rule], way.answers).advice]


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("baby,baby,many,YES,,,,no,no", BABY, "no rule knows the field baby"),
        ("baby,wants,many,SING,,,,no,no", BABY, "no rule can name"),
        ("baby,also_baby,many,YES,,,,no,no", BABY[:1], "does not say"),
        ("baby,also_baby,some,YES,,,,no,no", BABY, "some"),
        ("baby,also_baby,many,YES,,colour in RED,,no,no", BABY, "baby"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_with_its_file(tmp_path, question, words, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        read_from(changed(tmp_path, question, *words))


def test_of_a_year_the_last_day_counts():
    offers, rules = data()
    said = {one.code: UNSAID for one in ASKED} | {"situation": "OVERSTAY", "entered": "2018"}
    assert walk(ASKED, offers, rules, said, TODAY).answers.entered == date(2018, 12, 31)
    said["entered"] = "2026"
    assert walk(ASKED, offers, rules, said, TODAY).answers.entered == TODAY
