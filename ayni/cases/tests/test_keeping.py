"""Once the person takes back that their file is kept, nothing is added to it; what was begun can be ended."""

import pytest

from ayni.cases import actions
from ayni.instruments.models import Instrument
from ayni.people import actions as people
from ayni.people import queries
from ayni.people.models import Purpose
from ayni.people.rules.consents import CannotKeep
from ayni.people.tests.factories import PersonFactory

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


def withdraw(person, by):
    people.withdraw_consent(consent=queries.standing(person, Purpose.REGISTER), by=by, at=NOON)


def test_nothing_is_added_to_the_case(rosa):
    case = open_case(rosa)
    withdraw(case.person, rosa)
    with pytest.raises(CannotKeep, match="retiró su consentimiento"):
        actions.write_note(case=case, text="x", by=rosa, at=NOON)
    with pytest.raises(CannotKeep):
        actions.add_task(case=case, title="x", organisation=rosa.organisation, due_at=None, by=rosa, at=NOON)
    with pytest.raises(CannotKeep):
        actions.start_screening(person=case.person, by=rosa, at=NOON)


def test_a_conversation_that_was_begun_keeps_no_more_answers(rosa):
    person = PersonFactory(registered_by=rosa)
    screening = actions.start_screening(person=person, by=rosa, at=NOON)
    withdraw(person, rosa)
    with pytest.raises(CannotKeep):
        actions.answer(screening=screening, instrument=Instrument(), answers={}, by=rosa, at=NOON)


def test_what_was_begun_can_be_ended(rosa):
    case = open_case(rosa)
    withdraw(case.person, rosa)
    for task in case.tasks.all():
        actions.finish_task(task=task, remark="", by=rosa, at=later(hours=1))
    actions.close(case=case, outcome="WITHDRAWN", note="", by=rosa, at=later(hours=2))
