"""Many at the same moment: what is the same is one, nobody is asked twice, and one of two colleagues takes it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory
from ayni.feedback import actions, rules
from ayni.feedback.actions.calls import CallAsked, ask_for_call, show_number
from ayni.feedback.models import CallRequest, Receipt, Report
from ayni.feedback.rules import calls as call_rules
from ayni.notices.models import Message
from tests.at_once import at_once, refused

from .factories import report_of, tell, waiting

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def test_the_same_told_by_many_at_this_moment_is_one(world, marta):
    category = waiting()
    words = "Esperé cuatro horas en la ventanilla tres y nadie me explicó nada"
    assert not refused(at_once(lambda _n: tell(category, office=world.sede_central, text=words), range(AT_ONCE)))
    assert Report.objects.get().times == Receipt.objects.count() == AT_ONCE


def test_two_colleagues_who_answer_at_once_answer_once(world, marta):
    report = report_of(office=world.sede_central)
    actions.take(report=report, by=marta, at=timezone.now())
    answer = lambda n: actions.answer(report=report, text=f"Respuesta {n}", by=marta, at=timezone.now())  # noqa: E731
    broken = refused(at_once(answer, range(2)))
    assert [type(one) for one in broken] == [rules.CannotSeeTo]
    assert report.entries.filter(step="ANSWERED").count() == 1


def ask(once=None):
    safe = CallAsked(phone="987654321", safe=call_rules.Safe())
    return ask_for_call(asked=safe, submission=once, at=timezone.now())


@pytest.mark.parametrize("before", [0, 3])
def test_a_button_pressed_many_times_at_once_asks_for_one_call(clara, before):
    for _n in range(before):
        ask()
    told, once = Message.objects.count(), uuid4()
    assert not refused(at_once(lambda _n: ask(once), range(AT_ONCE)))
    assert CallRequest.objects.filter(submission=once).count() == 1
    assert CallRequest.objects.count() == (before or 1)
    assert Message.objects.count() == told + 1


def test_of_two_colleagues_with_two_requests_for_one_telephone_one_gets_the_number(clara, rosa):
    MembershipFactory(user=rosa, role=Role.CONFIDANT)
    pairs = [(ask(), clara), (ask(), rosa)]
    broken = refused(at_once(lambda pair: show_number(call=pair[0], by=pair[1], at=timezone.now()), pairs))
    assert [type(one) for one in broken] == [call_rules.CannotCall]
