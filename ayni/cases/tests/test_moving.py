"""A running case goes under a newer version of its protocol."""

from datetime import date, timedelta

import pytest

from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import ProtocolMove, Task
from ayni.cases.queries import moving
from ayni.cases.rules.moving import CannotMove, Held, fates
from ayni.governance.models import DeadlineKind, DeadlineUnit, Protocol

from .factories import NOON, later, open_case, protocol, step

pytestmark = pytest.mark.django_db
DAY = NOON.date()


def next_version(of: Protocol, since: date = DAY) -> Protocol:
    Protocol.objects.filter(pk=of.pk).update(valid_to=since)
    made = Protocol.objects.create(code=of.code, version=of.version + 1, valid_from=since, name=of.name)
    made.profiles.set(of.profiles.all())
    return made


def add(to: Protocol, order: int, code: str, *, actor: str = "UIM", amount: int = 24, action: str = "Orientar"):
    return step(
        to, order, code=code, actor=actor, amount=amount, unit=DeadlineUnit.HOURS, kind=DeadlineKind.PROPOSED,
        action=action,
    )  # fmt: skip


def move(case, held, by, at=None, **other):
    said = {"reason": "La directiva pide otro paso", "starts_on": DAY + timedelta(days=1)}
    return actions.move_to_newest(case=case, protocol=held, by=by, at=at or later(days=1), **{**said, **other})


@pytest.fixture
def old():
    """Two steps: UIM within 24 hours (PW-INDOC-1), CEM within three working days (PW-INDOC-2)."""
    return protocol("PW-INDOC", "VP-INDOC")


@pytest.fixture
def case(old, rosa):
    return open_case(rosa)


def codes(case) -> dict[str, tuple[str, int]]:
    rows = case.tasks.select_related("step__protocol").order_by("order")
    return {t.step.code: (t.state, t.step.protocol.version) for t in rows}


def test_nothing_changes_for_a_running_case_until_somebody_moves_it(case, old, rosa):
    add(next_version(old), 1, "PW-INDOC-1")
    assert codes(case) == {"PW-INDOC-1": ("TODO", 1), "PW-INDOC-2": ("TODO", 1)}
    assert [c.pk for c in moving.on_old_versions(rosa, DAY)] == [case.pk]


def test_done_stays_gone_is_closed_and_new_is_laid_out(case, old, rosa):
    first, second = case.tasks.order_by("order")
    actions.finish_task(task=first, remark="", by=rosa, at=later(hours=1))
    new = next_version(old)
    add(new, 1, "PW-INDOC-1")
    add(new, 2, "PW-INDOC-3", action="Acompañar", amount=48)
    move(case, old, rosa)
    assert codes(case) == {"PW-INDOC-1": ("DONE", 1), "PW-INDOC-2": ("SKIPPED", 1), "PW-INDOC-3": ("TODO", 2)}
    second.refresh_from_db()
    assert (second.skip_reason, second.remark) == ("DOES_NOT_APPLY", "La directiva pide otro paso")
    laid = case.tasks.get(step__code="PW-INDOC-3")
    assert laid.due_at == later(days=3), "48 hours from the day that was stated"
    assert case.protocols.get().protocol == new
    assert not moving.on_old_versions(rosa, DAY)
    line = Event.objects.get(verb="case.moved_to_version").details
    assert (line["before"], line["after"], line["closed"], line["laid_out"]) == (1, 2, 1, 1)


def test_what_goes_on_keeps_its_beginning_so_nothing_late_becomes_timely(case, old, rosa):
    task = case.tasks.get(order=1)
    new = next_version(old)
    add(new, 1, "PW-INDOC-1")
    add(new, 2, "PW-INDOC-2", actor="CEM", amount=12)
    before = task.due_at
    move(case, old, rosa, at=later(days=5), starts_on=DAY + timedelta(days=5))
    task.refresh_from_db()
    assert (task.due_at, task.step.protocol) == (before, new), "the same deadline stays where it was"
    assert case.tasks.get(step__code="PW-INDOC-2").due_at == later(hours=12), "another deadline counts from the start"


def test_a_referred_task_waits_for_its_answer(case, old, rosa):
    second = case.tasks.get(order=2)
    actions.mark_referred(task=second, by=rosa, at=later(hours=1))
    add(next_version(old), 1, "PW-INDOC-1")
    move(case, old, rosa)
    second.refresh_from_db()
    assert (second.state, second.step.protocol.version) == ("REFERRED", 1)


def test_a_task_that_another_protocol_asks_for_too_goes_on_for_that_one(old, rosa):
    other = protocol("PW-OTRO", "VP-OTRO")
    other.steps.update(action_es="Orientar (PW-INDOC)")
    case = open_case(rosa, "VP-INDOC", "VP-OTRO")
    shared = case.tasks.get(step__code="PW-INDOC-1")
    assert [s.protocol.code for s in shared.covers.all()] == ["PW-OTRO"]
    add(next_version(old), 1, "PW-INDOC-9", actor="CEM", action="Registrar")
    move(case, old, rosa)
    shared.refresh_from_db()
    assert (shared.state, shared.step.protocol.code, list(shared.covers.all())) == ("TODO", "PW-OTRO", [])


def test_a_covered_step_that_another_institution_does_now_gets_a_task_of_its_own(old, rosa):
    other = protocol("PW-OTRO", "VP-OTRO")
    other.steps.update(action_es="Orientar (PW-INDOC)")
    case = open_case(rosa, "VP-INDOC", "VP-OTRO")
    new = next_version(other)
    add(new, 1, "PW-OTRO-1", actor="MINSA", action="Atender")
    add(new, 2, "PW-OTRO-2", actor="CEM", action="Acoger")
    move(case, other, rosa)
    shared = case.tasks.get(step__code="PW-INDOC-1")
    assert list(shared.covers.all()) == []
    assert case.tasks.get(step__code="PW-OTRO-1").organisation.code == "MINSA"


def test_what_is_new_and_already_asked_of_the_same_institution_is_one_task(old, rosa):
    other = protocol("PW-OTRO", "VP-OTRO")
    case = open_case(rosa, "VP-INDOC", "VP-OTRO")
    new = next_version(other)
    made = add(new, 1, "PW-OTRO-5", amount=1)
    type(made).objects.filter(pk=made.pk).update(action_es="Orientar (PW-INDOC)")
    move(case, other, rosa, at=NOON, starts_on=DAY)
    shared = case.tasks.get(step__code="PW-INDOC-1")
    assert [s.code for s in shared.covers.all()] == ["PW-OTRO-5"]
    assert shared.due_at == later(hours=1), "the earlier deadline holds"
    assert not Task.objects.filter(step__code="PW-OTRO-5").exists()


def test_a_reason_a_newer_version_and_a_day_are_needed(case, old, rosa):
    with pytest.raises(CannotMove, match="ya está en la versión vigente"):
        move(case, old, rosa)
    add(next_version(old), 1, "PW-INDOC-1")
    with pytest.raises(CannotMove, match="por qué"):
        move(case, old, rosa, reason=" ")
    with pytest.raises(CannotMove, match="no regía"):
        move(case, old, rosa, starts_on=DAY - timedelta(days=1))
    with pytest.raises(CannotMove, match="más de un mes"):
        move(case, old, rosa, starts_on=DAY + timedelta(days=90))
    assert not ProtocolMove.objects.exists()


def test_moving_twice_is_told_the_second_time(case, old, rosa):
    add(next_version(old), 1, "PW-INDOC-1")
    move(case, old, rosa)
    with pytest.raises(CannotMove):
        move(case, old, rosa)


def test_the_list_holds_no_case_that_the_reader_may_not_open(rosa, julio, vera):
    held = protocol("PW-TRATA", "VP-TRATA")
    case = open_case(rosa, "VP-TRATA")
    add(next_version(held), 1, "PW-TRATA-1")
    seen = {u.username: [c.pk for c in moving.on_old_versions(u, DAY)] for u in (rosa, julio, vera)}
    assert seen == {"rosa": [case.pk], "julio": [], "vera": []}


def test_one_task_that_does_two_steps_goes_on_while_one_of_them_is_asked():
    rows = [Held("t", "A", "TODO"), Held("t", "B", "TODO", covered=True)]
    assert fates(rows, ["B"]).follows == ["t"]
    assert fates(rows, ["C"]).lays_out == ["C"]
