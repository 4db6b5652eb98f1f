"""To begin an application, and to hand it in."""

from datetime import UTC, date, datetime

import pytest

from ayni.access.tests.factories import OrganisationFactory
from ayni.cases.tests.factories import open_case
from ayni.codelists.tests.factories import HolidayFactory
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.models import Applies, ItemState, State
from ayni.procedures.rules import CannotApply, CannotChange
from ayni.procedures.tests.factories import NOON, ProcedureFactory, RequirementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure(world):
    world.migraciones  # noqa: B018  who decides
    made = ProcedureFactory()
    RequirementFactory(procedure=made, order=1)
    RequirementFactory(procedure=made, order=2, applies=Applies.CHILDREN)
    RequirementFactory(procedure=made, order=3, applies=Applies.HEALTH, mandatory=False)
    return made


def begun(lia, procedure, at=NOON, **asked):
    person = asked.pop("person", None) or PersonFactory(registered_by=lia, **asked.pop("of", {}))
    asked = actions.Asked(procedure=procedure, office=lia.office, **asked)
    return actions.begin(person=person, asked=asked, by=lia, at=at)


def orders(application):
    return list(application.items.order_by("requirement__order").values_list("requirement__order", flat=True))


def test_the_checklist_asks_for_what_applies_to_this_person(lia, procedure):
    assert orders(begun(lia, procedure)) == [1]
    assert orders(begun(lia, procedure, circumstances={Applies.HEALTH})) == [1, 3]
    child = begun(lia, procedure, of={"birth_date": date(2015, 5, 1)})
    assert orders(child) == [1, 2]


def test_what_is_closed_or_decided_elsewhere_is_not_applied_for(lia, procedure):
    procedure.closes_on = date(2026, 11, 19)
    with pytest.raises(CannotApply, match="cerrado"):
        begun(lia, procedure)
    procedure.closes_on = date(2026, 11, 20)
    begun(lia, procedure)
    procedure.authority = OrganisationFactory(code="RREE")
    with pytest.raises(CannotApply, match="otra institución"):
        begun(lia, procedure)


def test_what_ended_with_its_regime_is_not_applied_for(lia, procedure):
    procedure.regime.closes_on = date(2026, 11, 19)
    with pytest.raises(CannotApply, match="cerrado"):
        begun(lia, procedure)
    procedure.regime.closes_on, procedure.regime.opens_on = None, date(2026, 11, 21)
    with pytest.raises(CannotApply, match="todavía"):
        begun(lia, procedure)


def test_nobody_begins_a_second_one_for_the_same_thing(lia, procedure):
    first = begun(lia, procedure)
    with pytest.raises(CannotApply, match="no ha terminado"):
        begun(lia, procedure, person=first.person)


def test_nor_when_a_new_version_of_it_came_meanwhile(lia, procedure):
    first = begun(lia, procedure)
    procedure.valid_to = date(2026, 11, 20)
    procedure.save()
    newer = ProcedureFactory(version=2, valid_from=date(2026, 11, 20))
    with pytest.raises(CannotApply, match="no ha terminado"):
        begun(lia, newer, person=first.person)


def test_what_only_a_case_knows_is_applied_for_from_the_case(lia, rosa, procedure):
    with pytest.raises(CannotApply, match="desde el caso"):
        begun(lia, procedure, circumstances={Applies.TRAFFICKING})
    case = open_case(rosa, "VP-TRATA")
    begun(rosa, procedure, person=case.person, case=case, circumstances={Applies.TRAFFICKING})


def test_submitting_sets_the_statutory_day_and_asks_for_what_is_missing(lia, procedure):
    application = begun(lia, procedure)
    with pytest.raises(CannotApply, match="Falta 1 requisito"):
        actions.submit(application=application, by=lia, at=NOON)
    application.items.update(state=ItemState.PRESENTED)
    HolidayFactory(day=date(2026, 12, 8))
    submitted = actions.submit(application=application, by=lia, at=NOON)
    assert (submitted.state, submitted.due_on) == (State.SUBMITTED, date(2027, 1, 4))
    with pytest.raises(CannotChange):
        actions.submit(application=application, by=lia, at=NOON)
    assert list(application.history.values_list("state", flat=True)) == [State.GATHERING, State.SUBMITTED]


def test_a_clock_runs_over_the_end_of_the_year_and_the_day_of_a_leap_year(lia, procedure):
    procedure.statutory_days = 2
    procedure.save()
    application = begun(lia, procedure, at=datetime(2028, 2, 25, 17, tzinfo=UTC))
    application.items.update(state=ItemState.PRESENTED)
    late_on_friday = datetime(2028, 2, 26, 4, 59, tzinfo=UTC)
    assert actions.submit(application=application, by=lia, at=late_on_friday).due_on == date(2028, 2, 29)
