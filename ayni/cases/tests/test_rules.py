from datetime import UTC, date, datetime, timedelta

import pytest

from ayni.cases.models import Status, TaskState
from ayni.cases.rules import cases, plan, screening
from ayni.governance.models import Urgency
from ayni.instruments import source
from ayni.instruments.rules import Signal

AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def signal(profile, weight, urgency="", key="q"):
    return Signal("SCR", key, "yes", profile, weight, urgency)


# What the answers suggest


def test_one_clear_answer_suggests_a_profile_and_a_hint_does_not():
    found = screening.suggest([signal("VP-TRATA", 3), signal("VP-EXPLAB", 2)], {})
    assert found.codes == {"VP-TRATA"}
    assert [w.code for w in found.profiles] == ["VP-TRATA", "VP-EXPLAB"]


def test_hints_add_up():
    hints = [signal("VP-EXPLAB", 2, key="debt"), signal("VP-EXPLAB", 1, key="promise")]
    found = screening.suggest(hints, {})
    assert found.codes == {"VP-EXPLAB"}
    assert [s.key for s in found.profiles[0].because] == ["debt", "promise"]


def test_the_most_urgent_answer_decides_how_soon():
    found = screening.suggest([signal("VP-VBG", 3, "WITHIN_24H"), signal("VP-INDOC", 3)], {"VP-INDOC": "medium"})
    assert found.urgency == Urgency.WITHIN_24H


def test_a_profile_whose_answers_say_nothing_of_urgency_takes_its_own():
    assert screening.suggest([signal("VP-VBG", 3)], {"VP-VBG": "urgent"}).urgency == Urgency.WITHIN_24H
    assert screening.suggest([signal("VP-VBG", 3)], {"VP-VBG": "WITHIN_72H"}).urgency == Urgency.WITHIN_72H


def test_a_danger_counts_even_when_its_profile_is_too_weak_to_be_suggested():
    assert screening.suggest([signal("VP-VBG", 1, "IMMEDIATE")], {}).urgency == Urgency.IMMEDIATE
    assert screening.suggest([signal("VP-VBG", 1, "WITHIN_24H")], {}).urgency == Urgency.ORDINARY


def test_no_answers_suggest_nothing():
    assert screening.suggest([], {}) == screening.Suggestion((), Urgency.ORDINARY)


def test_the_urgencies_of_the_forms_are_those_of_the_house():
    assert set(source.URGENCIES) == {"", *Urgency.values}


# What a caseworker decides

DECISION = {"chosen": frozenset({"A"}), "main": "A", "departure": False, "reason": ""}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"chosen": frozenset()}, "al menos un perfil"),
        ({"main": "B"}, "perfil principal"),
        ({"departure": True}, "se aparta"),
        ({"departure": True, "reason": "   "}, "se aparta"),
    ],
)
def test_a_decision_that_does_not_hold(change, words):
    with pytest.raises(screening.CannotDecide, match=words):
        screening.check_decision(**{**DECISION, **change})


def test_departing_needs_nothing_but_a_reason():
    screening.check_decision(**{**DECISION, "departure": True, "reason": "Me lo contó después."})
    assert screening.departs(
        suggested=frozenset("A"), chosen=frozenset("AB"), suggested_urgency="ORDINARY", urgency="ORDINARY"
    )
    assert screening.departs(
        suggested=frozenset("A"), chosen=frozenset("A"), suggested_urgency="ORDINARY", urgency="IMMEDIATE"
    )
    assert not screening.departs(
        suggested=frozenset("A"), chosen=frozenset("A"), suggested_urgency="ORDINARY", urgency="ORDINARY"
    )


@pytest.mark.parametrize(("decided", "ended"), [(True, False), (False, True)])
def test_nothing_is_answered_after_the_end(decided, ended):
    with pytest.raises(screening.CannotDecide):
        screening.check_may_answer(decided=decided, ended=ended)


# The plan


def step(id, code="PW-X-1", actor=1, action="Orientar", due=None):
    return plan.StepToDo(id, code, actor, action, due and AT + timedelta(hours=due))


def test_the_same_words_to_the_same_institution_are_one_task():
    laid = plan.lay_out(
        [step(1, action="Atender."), step(2, "PW-Y-1", action="atender"), step(3, "PW-Z-1", actor=2, action="Atender")]
    )
    assert [(one.step.id, [c.id for c in one.covers]) for one in laid] == [(1, [2]), (3, [])]


def test_what_the_table_says_is_alike_is_one_task_with_the_earlier_deadline():
    laid = plan.lay_out([step(1, "PW-DOC-4", due=720), step(2, "PW-TRATA-8", action="Calidad humanitaria", due=240)])
    assert [(one.step.id, [c.id for c in one.covers]) for one in laid] == [(2, [1])]
    assert laid[0].step.due_at == AT + timedelta(hours=240)


def test_a_deadline_beats_none():
    laid = plan.lay_out([step(1, "PW-DOC-4"), step(2, "PW-TRATA-8", due=240), step(3, "PW-VBG-7")])
    assert [(one.step.id, sorted(c.id for c in one.covers)) for one in laid] == [(2, [1, 3])]


def test_what_is_alike_names_every_step_once():
    steps = [code for codes in plan.ALIKE.values() for code in codes]
    assert len(steps) == len(set(steps))


def test_every_state_of_a_task_has_a_row_and_words():
    assert set(plan.NEXT) == set(TaskState) == set(plan.STATE_IN_WORDS)


def test_who_is_second_to_finish_a_task_is_told():
    with pytest.raises(plan.CannotChangeTask, match="se adelantó"):
        plan.check_task_change(TaskState.DONE, TaskState.SKIPPED)


def test_a_referred_task_is_finished_through_its_referral():
    with pytest.raises(plan.CannotChangeTask, match="derivación"):
        plan.check_may_finish_by_hand(TaskState.REFERRED)
    plan.check_may_finish_by_hand(TaskState.TODO)


TODAY = date(2026, 11, 20)
BACK = {"state": TaskState.DONE, "finished_on": TODAY, "today": TODAY, "is_own": True, "supervises": False}


@pytest.mark.parametrize(
    "change",
    [
        {"state": TaskState.TODO, "finished_on": None},
        {"state": TaskState.REFERRED, "finished_on": None},
        {"finished_on": date(2026, 11, 19)},
        {"is_own": False},
    ],
)
def test_what_cannot_be_taken_back(change):
    with pytest.raises(plan.CannotChangeTask):
        plan.check_may_take_back(**{**BACK, **change})


def test_what_was_finished_today_is_taken_back_by_its_author_or_a_supervisor():
    plan.check_may_take_back(**BACK)
    plan.check_may_take_back(**{**BACK, "state": TaskState.SKIPPED, "is_own": False, "supervises": True})


# The case


def test_the_most_careful_sensitivity_wins():
    assert cases.sensitivity_of(["ordinary", "RESTRICTED", "protected"]) == "RESTRICTED"
    assert cases.sensitivity_of(["ordinary", "protected"]) == "PROTECTED"
    assert cases.sensitivity_of([]) == "ORDINARY"


def test_a_sensitivity_that_nobody_knows_hides():
    assert cases.sensitivity_of(["ordinary", "secreto"]) == "RESTRICTED"


@pytest.mark.parametrize(
    ("team", "words"),
    [
        ({"sensitivity": "RESTRICTED", "has_team": False, "same_office": False}, "equipo"),
        ({"sensitivity": "ORDINARY", "has_team": True, "same_office": False}, "misma oficina"),
    ],
)
def test_teams_that_do_not_fit(team, words):
    with pytest.raises(cases.CannotOpen, match=words):
        cases.check_team(**team)


def test_every_status_has_a_row():
    assert set(cases.NEXT) == set(Status)


def test_closing_says_all_that_waits():
    with pytest.raises(cases.CannotClose, match="2 tareas.*La derivación R-1 espera"):
        cases.check_may_close(status="OPEN", waiting_tasks=2, blockers=["La derivación R-1 espera"])
    with pytest.raises(cases.CannotClose, match="1 tarea no"):
        cases.check_may_close(status="OPEN", waiting_tasks=1, blockers=[])
    cases.check_may_close(status="OPEN", waiting_tasks=0, blockers=[])


@pytest.mark.parametrize(
    "call",
    [
        lambda: cases.check_has_office(has_office=False),
        lambda: cases.check_may_open(screening_used=True, protocols=1),
        lambda: cases.check_may_open(screening_used=False, protocols=0),
        lambda: cases.check_is_open("CLOSED"),
        lambda: cases.check_may_close(status="CLOSED", waiting_tasks=0, blockers=[]),
        lambda: cases.check_may_reopen(status="OPEN", reason="x"),
        lambda: cases.check_may_reopen(status="CLOSED", reason=" "),
        lambda: cases.check_may_reassign(same_office=False, may_work=True, changes=True),
        lambda: cases.check_may_reassign(same_office=True, may_work=False, changes=True),
        lambda: cases.check_may_reassign(same_office=True, may_work=True, changes=False),
        lambda: plan.check_due_is_ahead(AT, AT),
        lambda: plan.check_due_is_ahead(AT.replace(year=9999), AT),
        lambda: plan.check_has_words("  ", "Escriba la nota."),
    ],
)
def test_what_the_rules_refuse(call):
    with pytest.raises(cases.RuleBroken) as refused:
        call()
    assert str(refused.value).endswith(".")
