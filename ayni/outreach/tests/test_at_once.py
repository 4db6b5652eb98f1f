"""Many want the last seats at the same moment: nobody has one twice, and no seat is given to two."""

import pytest
from django.utils import timezone

from ayni.outreach import actions
from ayni.outreach.models import SignUp, SignUpState
from tests.at_once import at_once, refused

from .factories import comes, session_of

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def test_of_many_who_want_three_seats_at_once_three_have_one(rosa):
    session = session_of(rosa, seats=3)
    assert not refused(at_once(lambda _n: comes(session), range(AT_ONCE)))
    assert SignUp.objects.filter(state=SignUpState.SIGNED).count() == 3
    assert SignUp.objects.filter(state=SignUpState.WAITING).count() == AT_ONCE - 3


def test_two_who_give_their_seat_back_at_once_let_in_two(rosa):
    session = session_of(rosa, seats=2)
    have = [comes(session)[0] for _ in range(2)]
    wait = [comes(session)[0] for _ in range(2)]
    assert not refused(at_once(lambda one: actions.withdraw(sign_up=one, at=timezone.now()), have))
    states = dict(SignUp.objects.values_list("pk", "state"))
    assert {states[one.pk] for one in wait} == {SignUpState.SIGNED}
