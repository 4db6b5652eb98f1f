"""Goals, services, and services that were denied."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ayni.audit.models import Event
from ayni.cases import actions, gap_evidence
from ayni.cases.models import Denial, ServiceGiven
from ayni.cases.queries import lists
from ayni.cases.queries import services as queries
from ayni.cases.rules.needs import CannotChangeNeed
from ayni.cases.rules.services import CannotNote
from ayni.cases.tests.factories import NOON, deny, need_in, open_case
from ayni.codelists.tests.factories import BarrierFactory, ServiceCategoryFactory
from ayni.codelists.tests.test_rights import HumanRightFactory
from ayni.facts.registry import tables
from ayni.governance.tests.factories import GapFactory
from ayni.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(rosa):
    return open_case(rosa)


def test_a_goal_is_in_the_words_of_the_person_and_may_be_reached(rosa, case):
    goal = actions.state_goal(case=case, words="Quiero ser enfermera.", first_step="Preguntar", by=rosa, at=NOON)
    actions.change_goal(goal=goal, state="REACHED", by=rosa, at=NOON)
    goal.refresh_from_db()
    assert (goal.words, goal.state) == ("Quiero ser enfermera.", "REACHED")
    with pytest.raises(CannotNote):
        actions.change_goal(goal=goal, state="CHANGED", by=rosa, at=NOON)
    with pytest.raises(CannotNote):
        actions.state_goal(case=case, words="", first_step="", by=rosa, at=NOON)


def service(rosa, **kwargs):
    said = {"category": ServiceCategoryFactory(), "organisation": rosa.organisation, "given_on": NOON.date()}
    return actions.NewService(**{**said, **kwargs})


def test_a_service_says_who_did_what_and_how_much_of_it(rosa, case):
    need = need_in(case)
    given = actions.record_service(case=case, service=service(rosa, need=need, hours=Decimal(2)), by=rosa, at=NOON)
    assert (given.need, given.hours, given.amount) == (need, 2, None)
    assert queries.needed(case).services == [given]


@pytest.mark.parametrize(
    "wrong", [{"given_on": NOON.date() + timedelta(days=1)}, {"hours": Decimal(0)}, {"amount": Decimal(-5)}]
)
def test_a_service_of_tomorrow_or_of_nothing_is_refused(rosa, case, wrong):
    with pytest.raises(CannotNote):
        actions.record_service(case=case, service=service(rosa, **wrong), by=rosa, at=NOON)
    assert not ServiceGiven.objects.exists()


@pytest.mark.parametrize(
    ("precision", "first"), [("EXACT", date(2001, 5, 9)), ("YEAR", date(2001, 1, 1)), ("UNKNOWN", date(1910, 1, 1))]
)
def test_nothing_happened_to_anybody_before_they_were_born(rosa, case, precision, first):
    born = None if precision == "UNKNOWN" else date(2001, 5, 9)
    Person.objects.filter(pk=case.person_id).update(birth_date=born, birth_precision=precision)
    said = {"category": ServiceCategoryFactory(), "barrier": BarrierFactory(), "place": "La posta", "words": "No"}
    for day in (date(1900, 1, 1), first - timedelta(days=1 if born else 9999)):
        with pytest.raises(CannotNote, match="nacido"):
            actions.record_service(case=case, service=service(rosa, given_on=day), by=rosa, at=NOON)
        denial = actions.NewDenial(happened_on=day, **said)
        with pytest.raises(CannotNote, match="nacido"):
            actions.note_denial(case=case, denial=denial, by=rosa, at=NOON)
    actions.record_service(case=case, service=service(rosa, given_on=first), by=rosa, at=NOON)


def test_a_service_serves_a_need_of_the_same_case(rosa, case):
    other = need_in(open_case(rosa))
    with pytest.raises(CannotNote):
        actions.record_service(case=case, service=service(rosa, need=other), by=rosa, at=NOON)


def test_a_denial_says_who_denied_what_and_the_trail_only_codes(case):
    noted = deny(case, consequences="No pudo denunciar.")
    noted.refresh_from_db()
    assert (noted.barrier.code, noted.place, noted.outcome) == ("BAR-DENUN", "Comisaría Uno", "OPEN")
    assert Event.objects.get(verb="denial.noted").details == {"barrier": "BAR-DENUN", "category": "SV-JUS"}


@pytest.mark.parametrize(
    ("categories", "right"), [("SV-SAL|SV-JUS", "RT-JUS"), ("SV-JUS-LEG", ""), ("SV-JUSTO|XSV-JUS", ""), ("", "")]
)
def test_facts_count_a_denial_under_the_right_of_just_its_category(case, categories, right):
    HumanRightFactory(categories=categories)
    HumanRightFactory(code="RT-NONE", categories="")
    deny(case)
    [table] = [one for one in tables() if one.name == "denials"]
    [rows] = table.rows(NOON)
    assert list(rows.values_list("of_right", flat=True)) == [right]


@pytest.mark.parametrize("wrong", [{"words": ""}, {"place": ""}, {"happened_on": NOON.date() + timedelta(days=2)}])
def test_a_denial_without_who_or_what_is_refused(case, wrong):
    with pytest.raises(CannotNote):
        deny(case, **wrong)


def test_no_complaint_is_filed_against_the_will_of_the_person(rosa, case):
    noted = deny(case)
    said = {"denial": noted, "outcome": "COMPLAINED", "done": "", "by": rosa, "at": NOON}
    for answer in ("NO", "NOT_ASKED"):
        with pytest.raises(CannotNote):
            actions.settle_denial(complaint=answer, **said)
    assert actions.settle_denial(complaint="ANONYMOUS", **said).outcome == "COMPLAINED"


@pytest.mark.parametrize("many", [0, lists.MANY])
def test_denials_of_hidden_cases_are_in_nobodys_list(world, monkeypatch, many):
    monkeypatch.setattr(lists, "MANY", many)
    deny(open_case(world.rosa, "VP-TRATA"))
    deny(open_case(world.rosa))
    everything = queries.DenialFilters()
    assert queries.denials(world.rosa, everything).count() == 2
    assert queries.denials(world.marta, everything).count() == 1
    assert queries.denials(world.vera, everything).count() == 0


def test_the_list_of_denials_is_narrowed(rosa, case):
    noted = deny(case, organisation=case.office.organisation)
    for filters, found in [
        (queries.DenialFilters(barrier="BAR-DENUN"), 1),
        (queries.DenialFilters(barrier="BAR-CE"), 0),
        (queries.DenialFilters(category="SV-JUS", outcome="OPEN", without_gap=True), 1),
        (queries.DenialFilters(since=NOON.date() + timedelta(days=1)), 0),
        (queries.DenialFilters(institution=case.office.organisation.code), 1),
        (queries.DenialFilters(institution="OTRA"), 0),
        (queries.DenialFilters(case_department=case.office.department.code), 1),
        (queries.DenialFilters(case_department="99"), 0),
    ]:
        assert queries.denials(rosa, filters).count() == found, filters
    actions.show_gap(evidence=noted, gap=GapFactory(), by=rosa, at=NOON)
    assert not queries.denials(rosa, queries.DenialFilters(without_gap=True)).exists()


@pytest.mark.parametrize("many", [0, lists.MANY])
def test_who_denied_is_offered_only_of_the_denials_that_one_may_read(world, monkeypatch, many):
    monkeypatch.setattr(lists, "MANY", many)
    hidden = deny(open_case(world.rosa, "VP-TRATA"), organisation=world.rosa.organisation)
    assert queries.who_denied(world.rosa) == [(hidden.organisation.code, hidden.organisation.name)]
    assert queries.who_denied(world.marta) == []


def test_a_denial_and_a_need_without_a_service_are_evidence_of_a_gap(world, case):
    gap = GapFactory()
    noted, need = deny(case), need_in(case)
    actions.show_gap(evidence=noted, gap=gap, by=world.rosa, at=NOON)
    with pytest.raises(CannotChangeNeed):
        actions.show_gap(evidence=need, gap=gap, by=world.rosa, at=NOON)
    need = actions.change_need(need=need, state="NO_SERVICE", by=world.rosa, at=NOON)
    actions.show_gap(evidence=need, gap=gap, by=world.rosa, at=NOON)
    for kind in ("DENIAL", "UNMET_NEED"):
        evidence = gap_evidence.EVIDENCE[kind]
        assert sum(piece.number for piece in gap_evidence.pieces([gap.pk], world.marta)[kind]) == 1
        assert len(list(evidence.visible_to(gap, world.marta))) == 1
        assert not list(evidence.visible_to(gap, world.vera))


def test_a_need_that_a_colleague_met_meanwhile_shows_no_gap(rosa, case):
    unmet = actions.change_need(need=need_in(case), state="NO_SERVICE", by=rosa, at=NOON)
    actions.change_need(need=unmet, state="MET", by=rosa, at=NOON)
    assert unmet.state == "NO_SERVICE", "as the page of this user still has it"
    with pytest.raises(CannotChangeNeed):
        actions.show_gap(evidence=unmet, gap=GapFactory(), by=rosa, at=NOON)


def test_a_need_that_was_met_after_all_is_no_evidence_any_more(world, case):
    gap, need = GapFactory(), need_in(case)
    need = actions.change_need(need=need, state="NO_SERVICE", by=world.rosa, at=NOON)
    actions.show_gap(evidence=need, gap=gap, by=world.rosa, at=NOON)
    actions.change_need(need=need, state="MET", by=world.rosa, at=NOON)
    assert not list(gap_evidence.pieces([gap.pk], world.marta)["UNMET_NEED"])


def test_evidence_of_a_restricted_file_carries_its_person_for_those_outside_its_team(world):
    gap, case = GapFactory(), open_case(world.rosa, "VP-TRATA")
    actions.show_gap(evidence=deny(case), gap=gap, by=world.rosa, at=NOON)
    (piece,) = gap_evidence.pieces([gap.pk], world.marta)["DENIAL"]
    assert piece.hidden_person == case.person_id
    assert Denial.objects.get().gap == gap
