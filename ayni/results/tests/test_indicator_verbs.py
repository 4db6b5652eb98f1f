"""Definitions, targets and values: what is refused, and what a colleague has to look at."""

from datetime import date

import pytest

from ayni.results import actions, board, catalogue
from ayni.results.actions import Aimed, Given
from ayni.results.actions.indicators import CannotKeep
from ayni.results.expressions import Window
from ayni.results.formula import CannotMeasure
from ayni.results.models import Definition, Value
from ayni.results.spans import span_of
from ayni.results.standing import WrongTarget

from .factories import AT, collected, framework, indicator

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Otra", "definition": "Otra cosa.", "unit": "EVENTS", "origin": "FACTS", "table": "referrals",
    "month": "month", "measure": "COUNT", "counts": "EVENTS", "filter": "status: SENT", "period": "QUARTER",
    "why": "Se acordó contar otra cosa",
}  # fmt: skip
MARCH = date(2026, 3, 1)


def write(by, code="X-01", seen=0, nodes=("Z1",), **changes):
    return actions.write_indicator(code=code, said=SAID | changes, nodes=list(nodes), seen=seen, by=by, at=AT)


def test_a_change_is_the_next_version_and_the_one_before_stays(tomas):
    framework()
    indicator("X-01")
    made = write(tomas, seen=1)
    assert (made.version, made.name) == (2, "Otra")
    before = Definition.objects.get(version=1)
    assert before.valid_to is not None
    assert before.measure == "SHARE"
    with pytest.raises(CannotKeep):
        write(tomas, seen=1)
    with pytest.raises(CannotKeep):
        write(tomas, seen=0)


def test_a_formula_is_held_against_what_may_be_counted(tomas):
    framework()
    with pytest.raises(CannotMeasure, match="punctual"):
        write(tomas, filter="punctual: SENT")
    with pytest.raises(CannotKeep):
        write(tomas, nodes=())
    with pytest.raises(CannotKeep, match="Z9"):
        write(tomas, nodes=("Z9",))
    assert not Definition.objects.exists()


def test_targets_come_after_the_baseline_and_name_their_part(tomas):
    framework()
    said = indicator("X-01")
    aimed = Aimed(date(2026, 1, 1), date(2026, 12, 1), 0.9)
    assert actions.set_target(indicator=said.indicator, aimed=aimed, by=tomas, at=AT).by_hand
    part = Aimed(date(2026, 1, 1), date(2026, 12, 1), 0.95, dimension="urgency", category="IMMEDIATE")
    actions.set_target(indicator=said.indicator, aimed=part, by=tomas, at=AT)
    assert said.indicator.targets.count() == 2
    early = Aimed(date(2025, 1, 1), date(2025, 12, 1), 0.9)
    with pytest.raises(WrongTarget):
        actions.set_target(indicator=said.indicator, aimed=early, by=tomas, at=AT)
    for wrong in ({"dimension": "colour", "category": "RED"}, {"dimension": "urgency"}):
        of_part = Aimed(date(2026, 1, 1), date(2026, 12, 1), 0.9, **wrong)
        with pytest.raises(CannotKeep):
            actions.set_target(indicator=said.indicator, aimed=of_part, by=tomas, at=AT)
    with pytest.raises(WrongTarget):
        write(tomas, seen=1, baseline=0.5, baseline_month=date(2026, 12, 1))


@pytest.mark.parametrize(("reach", "says"), [(85, "entre 0 y 100"), (9.0, "entre 0 y 100"), (-0.05, "entre 0 y 100")])
def test_a_share_is_never_aimed_beyond_the_whole(tomas, reach, says):
    """Who types 85 for 85 % would read for years that they are far behind."""
    framework()
    said = indicator("X-01")
    aimed = Aimed(date(2026, 1, 1), date(2026, 12, 1), reach)
    with pytest.raises(WrongTarget, match=says):
        actions.set_target(indicator=said.indicator, aimed=aimed, by=tomas, at=AT)
    share = {"measure": "SHARE", "numerator": "answer: ON_TIME", "denominator": "answer: ON_TIME, LATE", "filter": ""}
    with pytest.raises(WrongTarget, match=says):
        write(tomas, seen=1, unit="PERCENT", baseline=reach, baseline_month=date(2025, 12, 1), **share)


def test_nothing_is_counted_that_is_less_than_nothing(tomas):
    framework()
    write(tomas, baseline=3.0, baseline_month=date(2025, 12, 1))
    aimed = Aimed(date(2026, 1, 1), date(2026, 12, 1), -1)
    with pytest.raises(WrongTarget, match="menos que cero"):
        actions.set_target(indicator=Definition.objects.get().indicator, aimed=aimed, by=tomas, at=AT)
    with pytest.raises(WrongTarget, match="menos que cero"):
        given(tomas, collected(), numerator=-1)


def given(by, said, **changes):
    value = Given(
        **{"since": MARCH, "until": MARCH, "numerator": 3, "denominator": 4, "evidence": "Acta 12", **changes}
    )
    return actions.give_value(indicator=said.indicator, given=value, by=by, at=AT)


def test_a_value_counts_once_somebody_else_approved_it(tomas, marta):
    framework()
    said = collected()
    value = given(tomas, said)
    window = Window(date(2026, 1, 1), MARCH)
    assert catalogue.typed_figures([said], [window], "")[said.code][0][0].value is None
    with pytest.raises(CannotKeep):
        actions.decide_value(value=value, approve=True, note="", by=tomas, at=AT)
    with pytest.raises(CannotKeep):
        actions.decide_value(value=value, approve=False, note="", by=marta, at=AT)
    actions.decide_value(value=value, approve=True, note="", by=marta, at=AT)
    given(tomas, said, since=date(2026, 1, 1), until=date(2026, 1, 1), numerator=1, denominator=6)
    actions.decide_value(value=Value.objects.get(denominator=6), approve=True, note="", by=marta, at=AT)
    [(figure, last)] = catalogue.typed_figures([said], [window], "")[said.code]
    # Numerators and denominators are added up: not the mean of three quarters and a sixth.
    assert (figure.numerator, figure.denominator, figure.value, last) == (4, 10, 0.4, MARCH)


def test_a_correction_is_a_newer_value_and_the_old_one_stays(tomas, marta):
    framework()
    said = collected()
    for numerator in (3, 2):
        value = given(tomas, said, numerator=numerator)
        actions.decide_value(value=value, approve=True, note="", by=marta, at=AT)
    [(figure, _last)] = catalogue.typed_figures([said], [Window(MARCH, MARCH)], "")[said.code]
    assert (figure.numerator, figure.denominator) == (2, 4)
    assert Value.objects.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"denominator": None}, {"denominator": 0}, {"numerator": 5}, {"until": date(2026, 2, 1)}]
)
def test_a_value_that_cannot_be_is_refused(tomas, wrong):
    framework()
    with pytest.raises(CannotKeep):
        given(tomas, collected(), **wrong)


def test_nobody_types_what_is_counted(tomas):
    framework()
    with pytest.raises(CannotKeep):
        given(tomas, indicator())


def test_what_was_not_given_for_these_months_is_late(tomas, marta):
    framework()
    said = collected()
    actions.decide_value(value=given(tomas, said), approve=True, note="", by=marta, at=AT)
    late = board._late_values(MARCH, span_of("2026-T3"))
    assert late.startswith(("late", "atrasado"))
    assert board._late_values(MARCH, span_of("2026-T1")) == ""


def test_what_is_retired_is_measured_no_more(tomas):
    framework()
    said = indicator()
    actions.retire_indicator(indicator=said.indicator, by=tomas, at=AT)
    assert catalogue.standing_definitions() == []
    assert catalogue.users_of(["Z1"]) == {}
    with pytest.raises(CannotKeep):
        actions.retire_indicator(indicator=said.indicator, by=tomas, at=AT)
