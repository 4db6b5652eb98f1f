"""What a fine comes to. No database."""

import csv
import re
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from ayni.procedures.models import FineKind
from ayni.procedures.rules import fines
from ayni.procedures.rules.fines import Rule, Unit
from ayni.procedures.templatetags.catalogue import surely

TODAY = date(2026, 11, 20)
UNITS = {
    year: Unit(year, Decimal(amount), f"DS {year}", "high")
    for year, amount in [(2023, 4950), (2024, 5150), (2025, 5350), (2026, 5500)]
}
OVERSTAY = Rule("MF-EXCESO", FineKind.OVERSTAY, since=date(2017, 3, 1), percent=Decimal("0.1"), confidence="medium")
LATE = Rule("MF-DATOS", FineKind.LATE_UPDATE, since=date(2017, 3, 1), percent=Decimal(1))
PARTS = [
    Rule("NONE", FineKind.INSTALMENTS, over=Decimal(0), upto=Decimal(5), instalments=0),
    Rule("F12", FineKind.INSTALMENTS, over=Decimal(5), upto=Decimal(100), instalments=12, initial=Decimal(10)),
    Rule("F24", FineKind.INSTALMENTS, over=Decimal(100), instalments=24, initial=Decimal(10)),
]
WAIVERS = [
    Rule("MINOR", FineKind.WAIVER, who="MINOR"),
    Rule("ASYLUM", FineKind.WAIVER, who="ASYLUM"),
    Rule("VULNERABLE", FineKind.WAIVER, who="VULNERABLE", on_request=True),
    Rule(
        "AMNESTY", FineKind.WAIVER, who="EVERYBODY", on_request=True, since=date(2023, 5, 2), until=date(2023, 10, 28)
    ),
]


def overstay(after, on, rules=(OVERSTAY,), units=UNITS, today=TODAY):
    return fines.reckon(FineKind.OVERSTAY, after=after, on=on, rules=rules, units=units, today=today)


@pytest.mark.parametrize(
    ("after", "on", "days", "amount"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), None, "0.00"),
        (date(2026, 11, 19), date(2026, 11, 20), 1, "5.50"),
        (date(2026, 10, 6), date(2026, 11, 20), 45, "247.50"),
        # The source: S/ 5.15 a day in 2024.
        (date(2024, 6, 1), date(2024, 6, 2), 1, "5.15"),
        # A year's end: the UIT is that of the last day, of all the days.
        (date(2025, 12, 30), date(2025, 12, 31), 1, "5.35"),
        (date(2025, 12, 30), date(2026, 1, 1), 2, "11.00"),
        (date(2025, 12, 31), date(2026, 1, 1), 1, "5.50"),
        # A leap year has the 29 of February, another has not.
        (date(2024, 2, 28), date(2024, 3, 1), 2, "10.30"),
        (date(2024, 2, 29), date(2024, 3, 1), 1, "5.15"),
        (date(2025, 2, 28), date(2025, 3, 1), 1, "5.35"),
        (date(2023, 11, 20), date(2024, 11, 20), 366, "1884.90"),
    ],
)
def test_every_day_too_many_costs_a_thousandth_of_a_uit(after, on, days, amount):
    found = overstay(after, on)
    assert found.amount == Decimal(amount)
    assert [line.count for line in found.lines] == ([days] if days else [])


def test_days_of_before_the_first_rule_are_shown_and_not_counted():
    found = overstay(date(1900, 1, 1), date(2017, 3, 2), units={2017: Unit(2017, Decimal(4050))})
    before, after = found.lines
    assert (before.rule, before.since, before.until, before.amount) == ("", date(1900, 1, 2), date(2017, 2, 28), 0)
    assert (after.count, after.amount) == (2, Decimal("8.10"))
    assert before.confidence == "unknown"


def test_a_rule_that_changed_is_reckoned_by_its_own_days():
    old = Rule("OLD", FineKind.OVERSTAY, since=date(2017, 3, 1), until=date(2026, 6, 30), percent=Decimal("0.1"))
    new = Rule("NEW", FineKind.OVERSTAY, since=date(2026, 7, 1), percent=Decimal("0.2"))
    found = overstay(date(2026, 6, 28), date(2026, 7, 2), rules=[new, old])
    assert [(line.rule, line.count, line.amount) for line in found.lines] == [
        ("OLD", 2, Decimal("11.00")),
        ("NEW", 2, Decimal("22.00")),
    ]
    assert found.amount == Decimal("33.00")


def test_between_two_rules_nothing_is_counted():
    old = Rule("OLD", FineKind.OVERSTAY, since=date(2017, 3, 1), until=date(2026, 6, 30), percent=Decimal("0.1"))
    new = Rule("NEW", FineKind.OVERSTAY, since=date(2026, 7, 3), percent=Decimal("0.1"))
    found = overstay(date(2026, 6, 29), date(2026, 7, 3), rules=[old, new])
    assert [(line.rule, line.count) for line in found.lines] == [("OLD", 1), ("", 2), ("NEW", 1)]
    after_all = overstay(date(2026, 6, 29), date(2026, 7, 1), rules=[old])
    assert [(line.rule, line.count) for line in after_all.lines] == [("OLD", 1), ("", 1)]


@pytest.mark.parametrize(
    ("after", "on"),
    [(date(2026, 11, 21), date(2026, 11, 22)), (date(2026, 11, 20), date(2026, 11, 19)), (date(2028, 1, 1), TODAY)],
)
def test_a_stay_that_has_not_ended_has_no_fine(after, on):
    with pytest.raises(fines.CannotReckon):
        overstay(after, on)


def test_a_year_without_its_uit_is_named():
    with pytest.raises(fines.CannotReckon, match="2022"):
        overstay(date(2022, 1, 1), date(2022, 2, 1))


@pytest.mark.parametrize(
    ("after", "on", "months"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 12, 31), date(2026, 1, 30), 0),
        (date(2025, 12, 31), date(2026, 1, 31), 1),
        (date(2025, 11, 20), date(2026, 11, 20), 12),
    ],
)
def test_a_month_of_delay_is_a_whole_month(after, on, months):
    assert fines.whole_months(after, on) == months


def test_late_data_cost_a_hundredth_of_a_uit_a_month():
    found = fines.reckon(
        FineKind.LATE_UPDATE, after=date(2026, 8, 20), on=TODAY, rules=[LATE], units=UNITS, today=TODAY
    )
    assert (found.lines[0].count, found.amount) == (3, Decimal("165.00"))


@pytest.mark.parametrize(
    ("amount", "rule", "initial", "each", "last"),
    [
        ("275.00", None, "", "", ""),
        ("275.01", "F12", "27.50", "20.63", "20.58"),
        ("5500.00", "F12", "550.00", "412.50", "412.50"),
        ("5500.01", "F24", "550.00", "206.25", "206.26"),
        ("0.00", None, "", "", ""),
    ],
)
def test_how_many_instalments_depends_on_the_uit_and_no_cent_is_lost(amount, rule, initial, each, last):
    plan = fines.plan_of(Decimal(amount), UNITS[2026], PARTS, TODAY)
    if rule is None:
        assert plan is None
        return
    assert (plan.rule.code, plan.initial, plan.each, plan.last) == (rule, *map(Decimal, (initial, each, last)))
    assert plan.initial + plan.each * (plan.instalments - 1) + plan.last == Decimal(amount)


def test_who_need_not_pay():
    def codes(who, on=TODAY):
        return [rule.code for rule in fines.waivers(WAIVERS, who, on)]

    assert codes({"MINOR", "VULNERABLE"}) == ["MINOR", "VULNERABLE"]
    assert codes(set()) == []
    assert codes(set(), date(2023, 5, 1)) == codes(set(), date(2023, 10, 29)) == []
    assert codes(set(), date(2023, 5, 2)) == codes(set(), date(2023, 10, 28)) == ["AMNESTY"]


def test_what_must_be_asked_for_is_owed_until_it_is_granted():
    amount = Decimal("10.00")
    minor, _asylum, vulnerable, _amnesty = WAIVERS
    assert fines.due(amount, None) == amount
    assert fines.due(amount, minor) == 0
    assert fines.due(amount, vulnerable) == amount
    assert fines.due(amount, vulnerable, is_granted=True) == 0


@pytest.mark.parametrize("typed", ["0012345-a", " 12345A", "12 345 a", "12345-A"])
def test_a_receipt_is_known_however_it_is_typed(typed):
    assert fines.receipt_number(typed) == "12345A"


@pytest.mark.parametrize("typed", ["", " - ", "0000", "é", "9" * 31])
def test_what_is_no_receipt_number_is_refused(typed):
    with pytest.raises(fines.CannotRecordReceipt):
        fines.receipt_number(typed)


@pytest.mark.parametrize(
    "said",
    [
        {"paid_on": date(2026, 11, 21)},
        {"amount": Decimal(0)},
        {"amount": Decimal(-1)},
        {"is_used": True},
    ],
)
def test_a_receipt_that_cannot_be_is_refused(said):
    good = {"paid_on": TODAY, "amount": Decimal("20.20"), "today": TODAY, "is_used": False}
    fines.check_receipt(**good)
    with pytest.raises(fines.CannotRecordReceipt):
        fines.check_receipt(**good | said)


def test_a_fine_is_no_surer_than_its_unit():
    unsure = {**UNITS, 2026: Unit(2026, Decimal(5500), "DS", "medium")}
    sure = Rule("SURE", FineKind.OVERSTAY, percent=Decimal("0.1"), confidence="high")
    found = overstay(date(2026, 11, 1), TODAY, rules=[sure], units=unsure)
    assert [line.unit_confidence for line in found.lines] == ["medium"]
    assert surely(found.lines) == "medium"
    # As it was kept; before units said how sure they are, it was not known.
    assert surely([line.plain() for line in found.lines]) == "medium"
    old = {name: value for name, value in found.lines[0].plain().items() if name != "unit_confidence"}
    assert surely([old]) == "unknown"
    assert surely(overstay(date(2026, 11, 1), TODAY, rules=[sure]).lines) == "high"


def test_only_the_unit_that_the_reference_data_give_is_shown_as_sure():
    with (settings.BASE_DIR / "data" / "tax_units.csv").open(newline="") as file:
        sure = {row["year"] for row in csv.DictReader(file) if row["confidence"] not in {"medium", "low", "unknown"}}
    with (settings.BASE_DIR / "data" / "reference" / "procedures.csv").open(newline="") as file:
        notes = " ".join(row["notes"] for row in csv.DictReader(file))
    assert sure == set(re.findall(r"UIT per day \([0-9.]+ in ([0-9]{4})\)", notes))
