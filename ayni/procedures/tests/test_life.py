"""An application is taken, judged, corrected, and decided by a second person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.codelists.tests.factories import HolidayFactory
from ayni.notices.models import Message
from ayni.people import actions as people
from ayni.people.rules.registering import NewContact
from ayni.procedures import actions, queries
from ayni.procedures.models import Application, ItemState, Outcome, State, Why
from ayni.procedures.rules import PATHWAY, CannotChange, CannotDecide, CannotEvaluate
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import GROUNDS, evaluated, judge, procedure, submitted

pytestmark = pytest.mark.django_db
OK, OBSERVED, NO = ItemState.ACCEPTED, ItemState.OBSERVED, ItemState.REJECTED


@pytest.fixture
def waiting(world, lia):
    return submitted(lia, procedure(world))


def test_a_colleague_evaluates_and_another_one_approves(waiting, elsa, aldo):
    application = evaluated(waiting, elsa)
    resolution = actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    application.refresh_from_db()
    assert (application.state, application.approver, application.expires_on) == (
        State.APPROVED, aldo, date(2027, 11, 20),
    )  # fmt: skip
    assert (resolution.number, resolution.outcome) == ("000001-2026-SEDE-CENTRAL", Outcome.GRANTED)
    said = [(step.state, step.by) for step in application.history.all()]
    assert said[-2:] == [(State.EVALUATED, elsa), (State.APPROVED, aldo)]
    verbs = set(Event.objects.filter(thread=application.person_id).values_list("verb", flat=True))
    assert {"application.taken", "application.evaluated", "application.approved", "resolution.made"} <= verbs


def test_whoever_evaluated_does_not_decide(waiting, elsa):
    application = evaluated(waiting, elsa)
    for verb in (actions.approve, actions.reject):
        with pytest.raises(CannotDecide, match="evaluó"):
            verb(application=application, grounds=GROUNDS, by=elsa, at=NOON)
    with pytest.raises(CannotDecide):
        actions.send_back(application=application, by=elsa, at=NOON)


def test_nothing_is_decided_before_every_paper_was_judged(waiting, elsa, aldo):
    application = actions.take(application=waiting, by=elsa, at=NOON)
    with pytest.raises(CannotEvaluate, match="2 requisitos"):
        actions.finish_evaluation(application=application, by=elsa, at=NOON)
    with pytest.raises(CannotChange):
        actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)


def test_what_lacks_a_mandatory_paper_is_not_approved(waiting, elsa, aldo):
    application = evaluated(waiting, elsa, OK, NO)
    with pytest.raises(CannotDecide, match="rechazó"):
        actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    assert actions.reject(application=application, grounds=GROUNDS, by=aldo, at=NOON).outcome == Outcome.DENIED


def test_an_observation_says_why_and_stops_the_clock(waiting, elsa, lia):
    application = actions.take(application=waiting, by=elsa, at=NOON)
    item = application.items.first()
    with pytest.raises(CannotEvaluate, match="palabras sencillas"):
        actions.look_at(item=item, verdict=OBSERVED, reason=" ", by=elsa, at=NOON)
    items = judge(application, elsa, OK, OBSERVED)
    due = application.due_on
    ten_later = datetime(2026, 12, 4, 17, tzinfo=UTC)
    asked = actions.ask_for_correction(application=application, days=10, by=elsa, at=ten_later)
    assert (asked.due_on, asked.days_left) == (date(2026, 12, 18), 20)
    with pytest.raises(CannotEvaluate, match="1 papel"):
        actions.correct(application=application, by=lia, at=ten_later)
    actions.present(item=items[1], drawn=None, by=lia, at=ten_later)
    with pytest.raises(CannotChange):
        actions.present(item=items[0], drawn=None, by=lia, at=ten_later)
    corrected = actions.correct(application=application, by=lia, at=ten_later + timedelta(days=7))
    assert (corrected.state, corrected.evaluator) == (State.EVALUATING, elsa)
    assert corrected.due_on == date(2027, 1, 8)
    assert corrected.due_on > due
    assert list(corrected.deadlines.values_list("why", flat=True)) == [Why.SUBMITTED, Why.STOPPED, Why.CORRECTED]


def test_whoever_decides_may_send_it_back(waiting, elsa, aldo):
    application = evaluated(waiting, elsa)
    assert actions.send_back(application=application, by=aldo, at=NOON).state == State.EVALUATING
    assert actions.finish_evaluation(application=application, by=elsa, at=NOON).state == State.EVALUATED


def test_what_is_being_evaluated_is_not_handed_in_again_with_a_later_day(waiting, elsa, lia):
    actions.take(application=waiting, by=elsa, at=NOON)
    with pytest.raises(CannotChange):
        actions.submit(application=waiting, by=lia, at=NOON + timedelta(days=9))
    now = Application.objects.get(pk=waiting.pk)
    assert (now.state, now.submitted_at, now.due_on) == (State.EVALUATING, waiting.submitted_at, waiting.due_on)


def test_an_evaluator_does_not_take_again_what_waits_for_the_person_or_for_whoever_decides(waiting, elsa):
    observe(waiting, elsa)
    with pytest.raises(CannotChange):
        actions.take(application=waiting, by=elsa, at=NOON)
    assert Application.objects.get(pk=waiting.pk).state == State.OBSERVED
    waiting.items.update(state=ItemState.PRESENTED)
    application = actions.correct(application=waiting, by=None, at=NOON)
    judge(application, elsa, OK, OK)
    actions.finish_evaluation(application=application, by=elsa, at=NOON)
    with pytest.raises(CannotChange):
        actions.take(application=application, by=elsa, at=NOON)


def test_only_what_was_evaluated_is_sent_back(waiting, elsa, aldo):
    with pytest.raises(CannotChange):
        actions.send_back(application=waiting, by=aldo, at=NOON)
    observe(waiting, elsa)
    with pytest.raises(CannotChange):
        actions.send_back(application=waiting, by=aldo, at=NOON)
    assert waiting.corrections.get().ended_at is None


def test_only_the_evaluator_judges_and_what_is_not_there_is_not_accepted(waiting, elsa):
    other = UserFactory(username="otra", roles=[Role.EVALUATOR], office=elsa.office)
    application = actions.take(application=waiting, by=elsa, at=NOON)
    with pytest.raises(CannotEvaluate):
        actions.take(application=application, by=other, at=NOON)
    with pytest.raises(CannotEvaluate, match="otra persona"):
        judge(application, other, OK, OK)
    item = application.items.first()
    application.items.filter(pk=item.pk).update(state=ItemState.MISSING)
    with pytest.raises(CannotEvaluate, match="nada que aceptar"):
        actions.look_at(item=item, verdict=OK, reason="", by=elsa, at=NOON)
    with pytest.raises(CannotEvaluate, match="Elija"):
        actions.look_at(item=item, verdict="MISSING", reason="", by=elsa, at=NOON)


def test_next_is_what_is_due_first_and_never_of_somebody_with_a_hidden_case(world, lia, rosa, elsa):
    wanted = procedure(world)
    late = submitted(lia, wanted, at=NOON)
    first = submitted(lia, wanted, at=NOON - timedelta(days=7))
    case = open_case(rosa, "VP-TRATA")
    hidden = submitted(rosa, wanted, person=case.person, case=case, at=NOON - timedelta(days=30))
    assert actions.take_next(by=elsa, at=NOON) == first
    assert actions.take_next(by=elsa, at=NOON) == late
    assert actions.take_next(by=elsa, at=NOON) is None
    actions.name_evaluator(application=hidden, evaluator=elsa, by=rosa, at=NOON)
    assert list(queries.mine(elsa).filter(state=State.SUBMITTED)) == [hidden]
    assert actions.take(application=hidden, by=elsa, at=NOON).state == State.EVALUATING


def test_nobody_holds_more_than_they_can_do_and_what_is_put_back_comes_again(waiting, elsa, monkeypatch):
    monkeypatch.setattr("ayni.procedures.rules.evaluating.MOST_IN_HAND", 1)
    taken = actions.take_next(by=elsa, at=NOON)
    with pytest.raises(CannotEvaluate, match="1 solicitudes"):
        actions.take_next(by=elsa, at=NOON)
    actions.put_back(application=taken, by=elsa, at=NOON)
    assert actions.take_next(by=elsa, at=NOON) == waiting


def test_the_person_desists_and_a_resolution_accepts_it(waiting, lia, elsa, aldo):
    application = actions.withdraw(application=waiting, by=lia, at=NOON)
    assert application.resolutions.get().outcome == Outcome.WITHDRAWN
    with pytest.raises(CannotChange):
        actions.take(application=application, by=elsa, at=NOON)


def observe(application, evaluator):
    actions.take(application=application, by=evaluator, at=NOON)
    judge(application, evaluator, OK, OBSERVED)
    actions.ask_for_correction(application=application, days=5, by=evaluator, at=NOON)


def test_the_person_is_told_by_a_safe_contact_only_and_in_words_that_say_nothing(world, lia, elsa):
    wanted = procedure(world, label_es="Permiso por trata", code="PR-X")
    unsafe, reserved, open_ = (submitted(lia, wanted) for _ in range(3))
    numbers = NewContact(kind="SMS", value="+51 999 111 222")
    for application, contact in (
        (unsafe, numbers),
        (reserved, replace(numbers, is_safe=True)),
        (open_, replace(numbers, is_safe=True, may_leave_content=True)),
    ):
        people.add_contact(person=application.person, contact=contact, by=lia, at=NOON)
        observe(application, elsa)
    told = [message.text for message in Message.objects.order_by("queued_at", "pk")]
    assert [open_.number in text for text in told] == [False, True]
    assert not any("trata" in text or "PR-X" in text for text in told)


def test_a_holiday_declared_afterwards_gives_a_day_more_and_one_taken_back_takes_none(waiting):
    due = waiting.due_on
    assert actions.follow_holidays(at=NOON) == 0
    holiday = HolidayFactory(day=date(2026, 12, 9))
    cache.clear()
    assert actions.follow_holidays(at=NOON) == 1
    moved = Application.objects.get(pk=waiting.pk)
    assert moved.due_on > due
    assert moved.deadlines.last().why == Why.HOLIDAYS
    holiday.delete()
    cache.clear()
    assert actions.follow_holidays(at=NOON) == 0
    assert Application.objects.get(pk=waiting.pk).due_on == moved.due_on


def test_so_does_a_holiday_within_the_time_for_a_correction(waiting, elsa):
    observe(waiting, elsa)
    correction = waiting.corrections.get()
    assert correction.due_on == date(2026, 11, 27)
    HolidayFactory(day=date(2026, 11, 25))
    cache.clear()
    assert actions.follow_holidays(at=NOON) == 1
    correction.refresh_from_db()
    assert correction.due_on == date(2026, 11, 30)
    assert actions.follow_holidays(at=NOON) == 0


def test_what_is_not_corrected_ends_by_the_clock_and_not_a_day_sooner(waiting, elsa):
    application = actions.take(application=waiting, by=elsa, at=NOON)
    judge(application, elsa, OK, OBSERVED)
    actions.ask_for_correction(application=application, days=2, by=elsa, at=NOON)
    last_day = datetime(2027, 1, 1, 17, tzinfo=UTC)
    assert actions.abandon_due(at=last_day) == 0
    assert actions.abandon_due(at=last_day + timedelta(days=1)) == 1
    application.refresh_from_db()
    assert application.state == State.ABANDONED
    assert application.resolutions.get().outcome == Outcome.ABANDONED
    assert application.history.last().by is None
    assert actions.abandon_due(at=last_day + timedelta(days=1)) == 0


def test_of_many_that_are_late_what_was_asked_for_first_ends_first(world, lia, elsa):
    wanted = procedure(world)
    first, second = submitted(lia, wanted), submitted(lia, wanted)
    for application, days, at in ((first, 30, NOON), (second, 2, NOON + timedelta(days=14))):
        judge(actions.take(application=application, by=elsa, at=at), elsa, OK, OBSERVED)
        actions.ask_for_correction(application=application, days=days, by=elsa, at=at)
    assert actions.abandon_due(at=datetime(2027, 1, 2, 17, tzinfo=UTC), limit=1) == 1
    assert Application.objects.get(state=State.ABANDONED) == first


def test_whoever_judged_one_paper_does_not_decide_though_a_colleague_finished_it(waiting, elsa):
    both = UserFactory(username="ambas", roles=[Role.EVALUATOR], office=elsa.office)
    actions.take(application=waiting, by=both, at=NOON)
    judge(waiting, both, OK, OK)
    actions.put_back(application=waiting, by=both, at=NOON)
    actions.take(application=waiting, by=elsa, at=NOON)
    application = actions.finish_evaluation(application=waiting, by=elsa, at=NOON)
    with pytest.raises(CannotDecide, match="evaluó"):
        actions.approve(application=application, grounds=GROUNDS, by=both, at=NOON)


def test_of_somebody_with_a_hidden_case_the_team_names_who_evaluates_and_who_decides(world, rosa, elsa, aldo):
    case = open_case(rosa, "VP-TRATA")
    hidden = submitted(rosa, procedure(world), person=case.person, case=case)
    with pytest.raises(CannotChange):
        actions.name_approver(application=hidden, approver=aldo, by=rosa, at=NOON)
    actions.name_evaluator(application=hidden, evaluator=elsa, by=rosa, at=NOON)
    evaluated(hidden, elsa)
    assert not queries.to_decide(aldo).exists()
    with pytest.raises(CannotDecide):
        actions.name_approver(application=hidden, approver=elsa, by=rosa, at=NOON)
    actions.name_approver(application=hidden, approver=aldo, by=rosa, at=NOON)
    assert list(queries.to_decide(aldo)) == [hidden]
    with pytest.raises(CannotChange):
        actions.name_evaluator(application=hidden, evaluator=aldo, by=rosa, at=NOON)
    actions.approve(application=hidden, grounds=GROUNDS, by=aldo, at=NOON)
    assert case.tasks.filter(step=None).count() == len(PATHWAY)


def test_whoever_holds_something_that_ends_is_told_once_of_each_step(world, lia, elsa, aldo):
    application = evaluated(submitted(lia, procedure(world)), elsa)
    actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    ends = datetime(2027, 11, 20, 17, tzinfo=UTC)
    told = [actions.tell_of_expiry(at=ends - timedelta(days=days)) for days in (91, 90, 89, 60, 59, 30, 29, 1)]
    assert told == [0, 1, 0, 1, 0, 1, 0, 0]
    assert list(application.expiry_notices.values_list("days", "reached")) == [(90, False), (60, False), (30, False)]


def test_after_a_week_without_a_worker_only_the_nearest_step_is_told(world, lia, elsa, aldo):
    application = evaluated(submitted(lia, procedure(world)), elsa)
    actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)
    assert actions.tell_of_expiry(at=datetime(2027, 11, 10, 17, tzinfo=UTC)) == 1
    assert application.expiry_notices.get().days == 30
