from datetime import date

import pytest

from ayni.results.spans import Span, holding, offered, span_of


@pytest.mark.parametrize(
    ("code", "since", "until", "before"),
    [
        ("2026-T1", date(2026, 1, 1), date(2026, 3, 1), "2025-T4"),
        ("2026", date(2026, 1, 1), date(2026, 12, 1), "2025"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 1), "2025-12"),
    ],
)
def test_an_address_says_which_months(code, since, until, before):
    span = span_of(code)
    assert (span.since, span.until, span.code, span.before.code) == (since, until, code, before)


@pytest.mark.parametrize("code", ["", "2026-T5", "2026-13", "1999", "2026-T", "٢٠٢٦"])
def test_what_says_no_months_is_none(code):
    assert span_of(code) is None


def test_the_quarter_of_a_day_and_what_is_offered():
    assert holding("QUARTER", date(2026, 11, 28)) == Span("QUARTER", date(2026, 10, 1))
    codes = [span.code for span in offered(date(2026, 11, 28))]
    assert codes[:2] == ["2026-T4", "2026-T3"]
    assert "2023" in codes
    assert "2025-12" in codes
