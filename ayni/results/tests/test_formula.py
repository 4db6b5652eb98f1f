"""What a formula may be, and what each refusal says. No database."""

import pytest
from django.utils import translation

from ayni.results import formula
from ayni.results.formula import CannotMeasure, ColumnFacts, Condition, Fit, Formula, check, gone, read, write

CODES = {"ON_TIME": "A tiempo", "LATE": "Tarde", "OVERDUE": "Vencido"}
TABLES = {
    "steps": {
        "row": ColumnFacts("row"), "person": ColumnFacts("person"), "month": ColumnFacts("month"),
        "timeliness": ColumnFacts("code", CODES), "escalated": ColumnFacts("flag"), "hours": ColumnFacts("hours"),
        "department": ColumnFacts("code", {"15": "Lima"}),
    },
    "sessions": {"month": ColumnFacts("month"), "kind": ColumnFacts("code", {"TALK": "Charla"})},
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    """The sentences as they are written."""
    with translation.override("en"):
        yield


def share(**kwargs):
    return Formula(**{"table": "steps", "month": "month", "measure": "SHARE", **kwargs})


def problems(wrong: Formula) -> str:
    with pytest.raises(CannotMeasure) as refused:
        check(wrong, TABLES)
    return str(refused.value)


def test_a_condition_is_read_and_written_the_same():
    text = "timeliness: ON_TIME, LATE\nescalated: yes\nhours: at most 5\nmonth: known\ntimeliness: not OVERDUE"
    assert write(read(text)) == text.splitlines()
    assert read("hours: at least 2.5") == (Condition("hours", Fit.AT_LEAST, number=2.5),)


@pytest.mark.parametrize("line", ["timeliness", "timeliness:", "Time: A", ": A", "timeliness: A,,B"])
def test_what_is_no_condition_is_said(line):
    with pytest.raises(CannotMeasure, match="condition|comma"):
        read(line)


def test_a_share_that_holds_together_is_taken():
    check(share(numerator=read("timeliness: ON_TIME"), denominator=read("timeliness: ON_TIME, LATE")), TABLES)


def test_a_formula_that_divides_by_nothing_is_refused():
    wrong = share(
        filter=read("timeliness: OVERDUE"), numerator=read("escalated: yes"), denominator=read("timeliness: ON_TIME")
    )
    assert "divides by nothing" in problems(wrong)
    assert "divides by nothing" in problems(
        share(numerator=read("escalated: yes"), denominator=read("timeliness: not ON_TIME, LATE, OVERDUE"),
              filter=read("timeliness: known"))
    )  # fmt: skip


def test_a_numerator_outside_its_denominator_is_refused():
    wrong = share(numerator=read("timeliness: OVERDUE"), denominator=read("timeliness: ON_TIME"))
    assert "always be 0 %" in problems(wrong)
    assert "always 100 %" in problems(share(denominator=read("timeliness: ON_TIME")))


def test_a_column_that_is_gone_is_named_with_those_that_there_are():
    said = problems(share(numerator=read("punctual: YES"), denominator=read("timeliness: ON_TIME")))
    assert "“punctual”" in said
    assert "timeliness" in said
    assert "person" not in said


def test_a_category_that_is_counted_twice_is_refused():
    wrong = share(numerator=read("timeliness: ON_TIME, ON_TIME"), denominator=read("timeliness: ON_TIME, LATE"))
    assert "“ON_TIME” of “timeliness” is counted twice" in problems(wrong)
    assert "two lines" in problems(
        Formula("steps", "month", "COUNT", filter=read("timeliness: ON_TIME\ntimeliness: LATE"))
    )
    assert "dimension stands twice" in problems(
        Formula("steps", "month", "COUNT", dimensions=("department", "department"))
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (Formula("stars", "month", "COUNT"), "no table of facts"),
        (Formula("steps", "hours", "COUNT"), "says no month"),
        (Formula("steps", "month", "MEDIAN", column="timeliness"), "column with numbers"),
        (Formula("steps", "month", "COUNT", column="hours"), "Only a sum or a median"),
        (Formula("sessions", "month", "COUNT", counts="PEOPLE"), "does not say who"),
        (Formula("steps", "month", "COUNT", filter=read("timeliness: SOON")), "is no code"),
        (Formula("steps", "month", "COUNT", filter=read("hours: yes")), "not a yes or no"),
        (Formula("steps", "month", "COUNT", filter=read("escalated: at most 3")), "not a number"),
        (Formula("steps", "month", "COUNT", filter=read("person: known")), "no column"),
        (Formula("steps", "month", "COUNT", numerator=read("escalated: yes")), "Only a share"),
        (share(numerator=read("escalated: yes"), denominator_table="sessions", counts="PEOPLE"), "does not say who"),
    ],
)  # fmt: skip
def test_each_thing_that_cannot_be_counted_says_what_to_mend(wrong, says):
    assert says in problems(wrong)


def test_what_the_facts_no_longer_have_is_told_and_nothing_fails():
    said = share(numerator=read("escalated: yes"), denominator=read("timeliness: ON_TIME"))
    there = {"steps": ["month", "timeliness", "escalated"]}
    assert gone(said, there) == ""
    assert "escalated" in gone(said, {"steps": ["month", "timeliness"]})
    assert "steps" in gone(said, {})


def test_the_denominator_of_another_table_counts_in_its_own_month():
    of_cases = share(numerator=read("escalated: yes"), denominator_table="cases")
    assert formula.time_of("cases", of_cases) == "month_opened"
    assert formula.columns_of(of_cases)["cases"] == {"month_opened"}
