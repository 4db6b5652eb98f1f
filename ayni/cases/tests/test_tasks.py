from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from ayni.access.tests.factories import OrganisationFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import SkipReason, Task, TaskState
from ayni.cases.rules.cases import CannotWork
from ayni.cases.rules.plan import CannotChangeTask
from ayni.lib.errors import RuleBroken

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(rosa):
    return open_case(rosa)


@pytest.fixture
def task(case):
    return case.tasks.first()


def verbs():
    return [e.verb for e in Event.objects.filter(verb__startswith="task.").order_by("seq")]


def test_a_task_is_done_with_a_remark(rosa, task, case):
    actions.finish_task(task=task, remark="Se le orientó 👍", by=rosa, at=later(hours=1))
    task = Task.objects.get(pk=task.pk)
    assert (task.state, task.remark, task.finished_by, task.finished_at) == (
        "DONE",
        "Se le orientó 👍",
        rosa,
        later(hours=1),
    )
    event = Event.objects.get(verb="task.done")
    assert event.thread == case.pk
    assert "orientó" not in str(event.details)


def test_a_task_is_skipped_with_a_reason(rosa, task):
    actions.skip_task(task=task, reason=SkipReason.PERSON_DECLINED, remark="", by=rosa, at=later(hours=1))
    assert Task.objects.get(pk=task.pk).skip_reason == "PERSON_DECLINED"
    assert Event.objects.get(verb="task.skipped").details["reason"] == "PERSON_DECLINED"


def test_skipping_needs_a_reason(rosa, task):
    with pytest.raises(CannotChangeTask, match="por qué"):
        actions.skip_task(task=task, reason="", remark="x", by=rosa, at=NOON)


def test_the_second_to_finish_a_task_is_told_and_changes_nothing(rosa, julio, task):
    actions.finish_task(task=task, remark="Lo hice yo", by=rosa, at=NOON)
    with pytest.raises(CannotChangeTask, match="se adelantó.*hecha"):
        actions.skip_task(task=task, reason=SkipReason.DOES_NOT_APPLY, remark="", by=julio, at=later(minutes=1))
    task = Task.objects.get(pk=task.pk)
    assert (task.state, task.finished_by) == ("DONE", rosa)


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_finishing_a_task_at_once_one_wins_and_the_other_is_told(rosa, julio):
    task = open_case(rosa).tasks.first()
    ready, outcomes = Barrier(2), []

    def finish(user):
        try:
            ready.wait(60)
            actions.finish_task(task=Task.objects.select_related("case").get(pk=task.pk), remark="", by=user, at=NOON)
            outcomes.append("done")
        except RuleBroken:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=finish, args=(user,)) for user in (rosa, julio)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "told"]
    assert Event.objects.filter(verb="task.done").count() == 1


def test_a_caseworker_adds_a_task_of_their_own(rosa, case):
    uim = OrganisationFactory(code="UIM")
    title = "Acompañarla al banco"
    task = actions.add_task(case=case, title=title, organisation=uim, due_at=later(days=2), by=rosa, at=NOON)
    task = Task.objects.get(pk=task.pk)
    assert (task.own_title, task.order, task.assignee) == ("Acompañarla al banco", 3, rosa)
    assert task.deadline_kind == "proposed_sla", "never a legal deadline"


@pytest.mark.parametrize(("title", "due_at"), [("  ", None), ("Algo", NOON - timedelta(days=1))])
def test_an_added_task_has_words_and_time_left(rosa, case, title, due_at):
    with pytest.raises(CannotChangeTask):
        actions.add_task(case=case, title=title, organisation=OrganisationFactory(), due_at=due_at, by=rosa, at=NOON)


def test_what_was_finished_by_mistake_is_taken_back_the_same_day(rosa, task):
    actions.finish_task(task=task, remark="x", by=rosa, at=NOON)
    actions.take_back(task=task, by=rosa, at=later(hours=3))
    task = Task.objects.get(pk=task.pk)
    assert (task.state, task.finished_at, task.remark) == ("TODO", None, "")
    assert verbs() == ["task.done", "task.taken_back"], "the trail keeps both"


def test_the_next_day_it_stays_as_it_is(rosa, task):
    actions.finish_task(task=task, remark="", by=rosa, at=NOON)
    with pytest.raises(CannotChangeTask, match="hoy"):
        actions.take_back(task=task, by=rosa, at=later(hours=13))


def test_a_colleague_does_not_take_back_what_is_not_theirs_but_the_supervisor_does(rosa, julio, marta, task):
    actions.finish_task(task=task, remark="", by=rosa, at=NOON)
    with pytest.raises(CannotChangeTask, match="colega"):
        actions.take_back(task=task, by=julio, at=NOON)
    actions.take_back(task=task, by=marta, at=NOON)
    assert Task.objects.get(pk=task.pk).state == TaskState.TODO


def test_a_referred_task_waits_and_then_is_done_by_the_institution(rosa, task):
    actions.mark_referred(task=task, by=rosa, at=NOON)
    with pytest.raises(CannotChangeTask, match="derivación"):
        actions.finish_task(task=task, remark="", by=rosa, at=NOON)
    actions.referral_ended(task=task, done=True, by="link:0199", at=later(hours=2))
    task = Task.objects.get(pk=task.pk)
    assert (task.state, task.finished_by, task.finished_at) == ("DONE", None, later(hours=2))
    assert Event.objects.get(verb="task.done").by == "link:0199"


def test_a_declined_referral_gives_the_task_back(rosa, ines, task):
    actions.mark_referred(task=task, by=rosa, at=NOON)
    actions.mark_referred(task=task, by=rosa, at=NOON)
    actions.referral_ended(task=task, done=False, by=ines, at=NOON)
    assert Task.objects.get(pk=task.pk).state == TaskState.TODO
    actions.referral_ended(task=task, done=True, by=ines, at=NOON)
    assert Task.objects.get(pk=task.pk).state == TaskState.TODO, "only what was referred is ended by a referral"
    assert verbs() == ["task.referred", "task.referred", "task.returned"]


def test_nothing_is_done_in_a_closed_case(rosa, case):
    for task in case.tasks.all():
        actions.skip_task(task=task, reason=SkipReason.DOES_NOT_APPLY, remark="", by=rosa, at=NOON)
    actions.close(case=case, outcome="SOLVED", note="", by=rosa, at=NOON)
    task = case.tasks.first()
    for verb in (
        lambda: actions.finish_task(task=task, remark="", by=rosa, at=NOON),
        lambda: actions.take_back(task=task, by=rosa, at=NOON),
        lambda: actions.mark_referred(task=task, by=rosa, at=NOON),
        lambda: actions.add_task(case=case, title="x", organisation=rosa.organisation, due_at=None, by=rosa, at=NOON),
        lambda: actions.write_note(case=case, text="x", by=rosa, at=NOON),
    ):
        with pytest.raises(CannotWork, match="cerrado"):
            verb()
