"""What may be hired, and how many: rules over plain values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.errors import RuleBroken
from ayni.portal.rules.hiring import Said, Verdict, pay_of, pay_share, people_of, places, verdict


@pytest.mark.parametrize(
    ("answer", "when_expired", "in_force", "holds", "expected"),
    [
        ("YES", "ASK", Said.YES, None, Verdict.MAY),
        ("YES", "ASK", Said.NO, None, Verdict.ASK),
        ("CONDITIONAL", "NO", Said.NO, None, Verdict.NOT),
        ("CONDITIONAL", "NO", Said.UNSURE, None, Verdict.ASK),
        ("CONDITIONAL", "ASK", Said.YES, Said.YES, Verdict.MAY),
        ("CONDITIONAL", "ASK", Said.YES, Said.NO, Verdict.NOT),
        ("CONDITIONAL", "ASK", Said.NO, Said.UNSURE, Verdict.ASK),
        ("CONDITIONAL", "", None, Said.NO, Verdict.NOT),
        ("NO", "", None, None, Verdict.NOT),
    ],
)
def test_the_worst_of_what_is_known_of_a_document_decides(answer, when_expired, in_force, holds, expected):
    assert verdict(answer=answer, when_expired=when_expired, in_force=in_force, holds=holds) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("25", 25), (" 0 ", 0), ("1,200", 1200), ("1.200", 1200), ("1 000 000", 1_000_000)]
)
def test_people_are_read_as_they_are_typed(typed, expected):
    assert people_of(typed) == expected


@pytest.mark.parametrize(
    "typed", ["-3", "2.5", "2,5", "1e30", "diez", "", "9" * 30, "1000001", "٣", "½", "1,20,0", "<b>", "NaN", "0x10"]
)
def test_what_is_no_number_of_people_is_refused(typed):
    with pytest.raises(RuleBroken):
        people_of(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12500", "12500"), ("12,500.50", "12500.50"), ("12.500,50", "12500.50"), ("1200,5", "1200.5"),
        ("S/ 1,200", "1200"), ("s/. 12 500.00", "12500"), ("0", "0"), ("1,234,567.89", "1234567.89"),
    ],
)  # fmt: skip
def test_soles_are_read_with_points_and_commas(typed, expected):
    assert pay_of(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["-5", "1e30", "mil", "12.34.56", "1,2345", "Infinity", "NaN", "9" * 20, "1.2.3"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(RuleBroken):
        pay_of(typed)


def test_the_limit_is_reckoned_in_whole_people():
    found = places(workers=37, foreign=7, percent=20)
    assert (found.share.most, found.most_people, found.share.said) == (Decimal("7.4"), 7, Decimal("18.92"))
    assert found.share.is_within
    assert found.more == 0, "the eighth of 38 is over"
    over = places(workers=10, foreign=3, percent=20)
    assert not over.share.is_within
    assert over.missing == 5, "3 of 15 is 20 %"


@pytest.mark.parametrize(("workers", "foreign"), [(0, 0), (3, 4)])
def test_what_is_no_company_is_refused(workers, foreign):
    with pytest.raises(RuleBroken):
        places(workers=workers, foreign=foreign, percent=20)


@given(st.integers(1, 1_000_000), st.data())
def test_whoever_is_still_hired_keeps_the_company_within_the_limit_and_one_more_does_not(workers, data):
    foreign = data.draw(st.integers(0, workers))
    found = places(workers=workers, foreign=foreign, percent=20)
    if found.share.is_within:
        assert (foreign + found.more) * 5 <= workers + found.more
        assert (foreign + found.more + 1) * 5 > workers + found.more + 1
    else:
        assert foreign * 5 <= workers + found.missing
        assert foreign * 5 > workers + found.missing - 1


def test_a_share_of_pay_is_not_rounded_before_it_is_compared():
    share = pay_share(pay=Decimal("10000.00"), foreign_pay=Decimal("3000.01"), percent=30)
    assert not share.is_within
    assert share.said == Decimal("30.00")
    with pytest.raises(RuleBroken):
        pay_share(pay=Decimal(0), foreign_pay=Decimal(0), percent=30)
    with pytest.raises(RuleBroken):
        pay_share(pay=Decimal(1), foreign_pay=Decimal(2), percent=30)
