from datetime import timedelta

import pytest

from ayni.access.tests.factories import UserFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.actions.conferences import Agreed
from ayni.cases.models import Agreement, Conference, TaskState
from ayni.cases.rules.conferences import CannotMeet
from ayni.lib.errors import RuleBroken

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


def hold(case, by, **kwargs):
    said = {
        "held_at": NOON, "participants": [by], "guests": "La madre", "minutes": "Se vio el plan",
        "agreed": [Agreed("Visitar el hogar", by, later(days=3))], **kwargs,
    }  # fmt: skip
    return actions.hold_conference(case=case, by=by, at=NOON, **said)


def test_what_was_agreed_becomes_a_task_of_whoever_sees_to_it(rosa, julio):
    case = open_case(rosa)
    conference = hold(case, rosa, participants=[rosa, julio], agreed=[Agreed("Visitar", julio, later(days=3))])
    task = Agreement.objects.get(conference=conference).task
    assert (task.title, task.assignee, task.due_at, task.state) == ("Visitar", julio, later(days=3), TaskState.TODO)
    assert set(conference.participants.all()) == {rosa, julio}
    details = Event.objects.get(verb="conference.held").details
    assert details == {"participants": 2, "agreements": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_at": later(days=1)},
        {"held_at": later(days=-46_000)},
        {"minutes": " "},
        {"participants": []},
        {"agreed": [Agreed("Visitar", None, None)]},
        {"agreed": [Agreed(" ", None, later(days=1))]},
    ],
)
def test_a_conference_has_a_day_that_is_over_minutes_people_and_whole_agreements(rosa, wrong):
    if "agreed" in wrong:
        wrong = {"agreed": [Agreed(one.title, rosa, one.due_at) for one in wrong["agreed"]]}
    with pytest.raises(CannotMeet):
        hold(open_case(rosa), rosa, **wrong)
    assert not Conference.objects.exists()


def test_nobody_is_there_or_sees_to_it_who_may_not_open_the_case(world, rosa, julio):
    case = open_case(rosa, "VP-TRATA")
    for wrong in ({"participants": [rosa, julio]}, {"agreed": [Agreed("Visitar", julio, later(days=3))]}):
        with pytest.raises(CannotMeet):
            hold(case, rosa, **wrong)
    stranger = UserFactory(organisation=world.uim, office=world.sede_central)
    with pytest.raises(CannotMeet):
        hold(open_case(rosa), rosa, participants=[stranger])


def test_the_day_of_an_agreement_is_to_come(rosa):
    with pytest.raises(RuleBroken):
        hold(open_case(rosa), rosa, agreed=[Agreed("Visitar", rosa, NOON - timedelta(days=1))])
    assert not Agreement.objects.exists()
