"""The risk sets how often somebody is contacted; nobody is reached in a way that is not safe, and nobody is pressed."""

from typing import Any

import pytest

from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import Attempt, FollowUp, RiskAssessment
from ayni.cases.queries import following as queries
from ayni.cases.rules import following as rules
from ayni.cases.rules.cases import CannotClose
from ayni.cases.tests.factories import NOON, assess, later, need_in, open_case, person, risk_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(rosa):
    return open_case(rosa, person=person(rosa))


def contact(case: Any, **kwargs: Any) -> Any:
    said = {"kind": "PHONE", "value": "+51999000222", "is_safe": True, "since": NOON, **kwargs}
    return case.person.contacts.create(**said)


def attempt(case: Any, result: str, at: Any = NOON, **kwargs: Any) -> Attempt:
    said = {"channel": "VISIT", "contact": None, "note": "", **kwargs}
    ahead = case.follow_ups.waiting().get()
    return actions.note_attempt(follow_up=ahead, result=result, by=case.caseworker, at=at, **said)


def days_ahead(case: Any, at: Any = NOON) -> int:
    return (case.follow_ups.waiting().get().due_at - at).days


def test_the_level_of_risk_sets_the_next_contact_and_the_former_level_stays_in_the_history(rosa, case):
    assess(case, "RG-MEDIO")
    assert days_ahead(case) == 30
    assess(case, "RG-ALTO", at=later(days=1))
    assert days_ahead(case, later(days=1)) == 7
    assert [r.level.code for r in RiskAssessment.objects.order_by("assessed_at")] == ["RG-MEDIO", "RG-ALTO"]
    assert FollowUp.objects.count() == 1
    assert Event.objects.filter(verb="risk.assessed").first().details == {"level": "RG-MEDIO"}


def test_a_contact_that_is_overdue_stays_owed_when_the_risk_sinks(case):
    assess(case, "RG-ALTO")
    due = case.follow_ups.waiting().get().due_at
    assess(case, "RG-BAJO", at=later(days=20))
    assert case.follow_ups.waiting().get().due_at.date() == due.date()


def test_a_risk_without_a_reason_is_refused(rosa, case):
    with pytest.raises(rules.CannotFollowUp):
        actions.assess_risk(case=case, level=risk_level(), reason=" ", by=rosa, at=NOON)


def test_whoever_was_reached_is_contacted_next_when_the_rhythm_says_so(case):
    assess(case, "RG-MEDIO")
    attempt(case, "UNANSWERED", at=later(days=29))
    assert FollowUp.objects.count() == 1
    attempt(case, "REACHED", at=later(days=30))
    done, ahead = FollowUp.objects.order_by("due_at")
    assert (done.state, done.done_at) == ("DONE", later(days=30))
    assert (ahead.due_at - later(days=30)).days == 30


def test_an_attempt_of_yesterday_counts_from_yesterday(case):
    assess(case, "RG-MEDIO")
    attempt(case, "REACHED", at=later(days=3), tried_at=later(days=2))
    done = FollowUp.objects.get(state="DONE")
    assert (done.done_at, days_ahead(case, later(days=2))) == (later(days=2), 30)
    # What was tried in vain before is still worth a line; a contact of before would turn the clock back.
    attempt(case, "UNANSWERED", at=later(days=3), tried_at=later(days=1))
    assert Attempt.objects.count() == 2
    with pytest.raises(rules.CannotFollowUp, match="se la contactó"):
        attempt(case, "REACHED", at=later(days=3), tried_at=later(days=1))


@pytest.mark.parametrize(("days", "why"), [(1, "Esa hora todavía no llega"), (-400, "no estaba abierto")])
def test_an_attempt_was_made_since_the_case_opened_and_before_now(case, days, why):
    assess(case, "RG-MEDIO")
    with pytest.raises(rules.CannotFollowUp, match=why):
        attempt(case, "UNANSWERED", tried_at=later(days=days))


def test_whoever_does_not_want_to_talk_is_not_pressed(case):
    assess(case, "RG-MEDIO")
    attempt(case, "REFUSED", at=later(days=2))
    assert days_ahead(case, later(days=2)) == 30


@pytest.mark.parametrize(
    ("channel", "of"),
    [
        ("CALL", {"is_safe": False}),
        ("CALL", {"may_call": False}),
        ("CALL", {"kind": "EMAIL"}),
        ("MESSAGE", {"is_safe": False}),
        ("VIDEO", {"kind": "SMS"}),
    ],
)
def test_a_contact_that_the_person_did_not_call_safe_is_not_used(case, channel, of):
    assess(case)
    with pytest.raises(rules.CannotFollowUp):
        attempt(case, "REACHED", channel=channel, contact=contact(case, **of))
    assert not Attempt.objects.exists()


def test_a_call_names_the_telephone_and_a_visit_needs_none(case):
    assess(case)
    with pytest.raises(rules.CannotFollowUp):
        attempt(case, "UNANSWERED", channel="CALL")
    attempt(case, "UNANSWERED", channel="MESSAGE", contact=contact(case, may_call=False))
    attempt(case, "UNANSWERED", channel="VISIT")
    assert Attempt.objects.count() == 2


def test_after_attempts_in_vain_another_way_is_proposed(case):
    assess(case, "RG-ALTO")
    spare = contact(case)
    for day in (1, 2):
        attempt(case, "UNANSWERED", at=later(days=day))
    assert queries.following(case).proposals == []
    attempt(case, "WRONG_NUMBER", at=later(days=3))
    found = queries.following(case)
    assert found.failed == ["WRONG_NUMBER", "UNANSWERED", "UNANSWERED"]
    assert len(found.proposals) == 5
    assert queries.usable(found.contacts, "CALL") == [spare]
    attempt(case, "REACHED", at=later(days=4))
    assert queries.following(case).proposals == []


def test_the_next_contact_can_be_moved_but_not_beyond_what_the_risk_allows(rosa, case):
    with pytest.raises(rules.CannotFollowUp, match="Assess the risk|Valore primero el riesgo"):
        actions.plan_follow_up(case=case, due_at=later(days=3), channel="VISIT", by=rosa, at=NOON)
    assess(case, "RG-ALTO")
    moved = actions.plan_follow_up(case=case, due_at=later(days=3), channel="VISIT", by=rosa, at=NOON)
    assert (moved.channel, FollowUp.objects.get().due_at) == ("VISIT", later(days=3))
    for wrong in (later(days=20), later(days=-1)):
        with pytest.raises(rules.CannotFollowUp):
            actions.plan_follow_up(case=case, due_at=wrong, channel="VISIT", by=rosa, at=NOON)


def finish(case: Any) -> None:
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=case.caseworker, at=NOON)


def close(case: Any, outcome: str, at: Any = NOON) -> Any:
    return actions.close(case=case, outcome=outcome, note="", by=case.caseworker, at=at)


def test_a_case_is_not_solved_while_the_risk_is_high_or_a_need_is_open(rosa, case):
    finish(case)
    assess(case, "RG-ALTO")
    need = need_in(case)
    with pytest.raises(CannotClose, match="risk|riesgo"):
        close(case, "SOLVED")
    assess(case, "RG-BAJO", at=later(days=1))
    with pytest.raises(CannotClose, match="need|necesidad"):
        close(case, "SOLVED", at=later(days=1))
    actions.change_need(need=need, state="MET", by=rosa, at=later(days=1))
    close(case, "SOLVED", at=later(days=1))
    assert FollowUp.objects.get().state == "DROPPED"


def test_contact_counts_as_lost_only_after_the_attempts_that_the_risk_asks_for(case):
    finish(case)
    assess(case, "RG-MEDIO")
    for day in (1, 2):
        attempt(case, "UNANSWERED", at=later(days=day))
    with pytest.raises(CannotClose, match="3"):
        close(case, "LOST_CONTACT", at=later(days=3))
    attempt(case, "UNANSWERED", at=later(days=3))
    close(case, "LOST_CONTACT", at=later(days=3))


def test_a_case_that_is_opened_again_goes_on_in_its_rhythm(rosa, case):
    finish(case)
    assess(case, "RG-BAJO")
    close(case, "SOLVED")
    actions.reopen(case=case, reason="Volvió", by=rosa, at=later(days=50))
    assert days_ahead(case, later(days=50)) == 90


def test_the_desk_tells_of_contacts_of_ones_own_cases_alone(world):
    case = open_case(world.rosa, "VP-TRATA")
    assess(case, "RG-ALTO")
    soon = later(days=8)
    assert list(queries.contacts_due(world.rosa, soon)) == [FollowUp.objects.get()]
    assert not queries.contacts_due(world.julio, soon).exists()
    assert not queries.contacts_due(world.rosa, later(days=2)).exists()
    assert not queries.office_contacts_overdue(world.marta, soon).exists(), "restricted, and not of her team"


def test_closing_looks_at_five_things(case):
    facts = queries.closing_facts(case, NOON)
    assert (facts.assessed, facts.open_needs, facts.drafts) == (False, 0, 0)
