from datetime import date

import pytest

from ayni.procedures.models import Applies
from ayni.procedures.queries import catalogue
from ayni.procedures.rules.catalogue import APPLIES, Facts, Window

from .factories import ProcedureFactory, RegimeFactory, RequirementFactory

TODAY = date(2026, 11, 20)


def asked(procedure, **facts):
    return [row.applies for row in catalogue.requirements_for(procedure, facts=Facts(**facts))]


def test_every_group_that_a_requirement_can_name_has_its_rule():
    assert set(APPLIES) == set(Applies.values)


@pytest.mark.django_db
def test_an_adult_is_not_asked_for_what_only_children_bring():
    procedure = ProcedureFactory()
    for applies in Applies.values:
        RequirementFactory(procedure=procedure, applies=applies)

    assert asked(procedure, age=30) == ["EVERYBODY", "ADULTS", "OTHERS"]
    assert asked(procedure, age=17) == ["EVERYBODY", "CHILDREN", "REPRESENTED", "OTHERS"]
    assert asked(procedure, age=18, is_represented=True) == ["EVERYBODY", "ADULTS", "REPRESENTED", "OTHERS"]
    assert "TRAFFICKING" in asked(procedure, age=30, is_trafficked=True)
    assert "HEALTH" in asked(procedure, age=30, has_condition=True)
    assert "FAMILY_VIOLENCE" in asked(procedure, age=30, suffered_family_violence=True)
    assert "LOSS" in asked(procedure, age=30, lost_the_card=True)


@pytest.mark.django_db
def test_of_somebody_whose_age_nobody_knows_all_is_asked_that_may_apply():
    procedure = ProcedureFactory()
    for applies in (Applies.ADULTS, Applies.CHILDREN):
        RequirementFactory(procedure=procedure, applies=applies)

    assert asked(procedure) == ["ADULTS", "CHILDREN"]


@pytest.mark.django_db
def test_a_time_that_no_source_states_is_the_general_one_to_be_confirmed():
    assert catalogue.statutory_days(ProcedureFactory(code="PR-A", statutory_days=None)) == (30, False)
    assert catalogue.statutory_days(ProcedureFactory(code="PR-B", statutory_days=5)) == (5, True)


@pytest.mark.django_db
def test_what_is_closed_that_day_is_not_offered():
    closing = RegimeFactory(code="REG-OLD", closes_on=date(2026, 11, 19))
    ProcedureFactory(code="PR-OPEN", opens_on=TODAY, closes_on=TODAY)
    ProcedureFactory(code="PR-SHUT", is_open=False)
    ProcedureFactory(code="PR-LATER", opens_on=date(2026, 11, 21))
    ProcedureFactory(code="PR-OVER", closes_on=date(2026, 11, 19))
    ProcedureFactory(code="PR-REGIME-OVER", regime=closing)
    ProcedureFactory(code="PR-OLD-VERSION", valid_to=TODAY)
    ProcedureFactory(code="PR-NO-REGIME", regime=None)

    assert [row.code for row in catalogue.open_procedures(TODAY)] == ["PR-NO-REGIME", "PR-OPEN"]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(True), True),
        (Window(False), False),
        (Window(True, opens_on=date(2026, 11, 20)), True),
        (Window(True, opens_on=date(2026, 11, 21)), False),
        (Window(True, closes_on=date(2026, 11, 20)), True),
        (Window(True, closes_on=date(2026, 11, 19)), False),
    ],
)
def test_both_ends_of_a_window_count(window, expected):
    assert window.receives(TODAY) is expected
