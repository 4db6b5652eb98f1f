"""Several who ask at the same moment, each with a connection of their own."""

from datetime import timedelta

import pytest

from ayni.lib.ids import uuid7
from ayni.procedures.models import ServiceCall, ServiceHealth, StateService
from ayni.procedures.rules.services import LEFT_ALONE
from ayni.procedures.tests.factories import NOON
from tests.at_once import at_once

from .test_asking_the_state import ask, evaluated, item

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_four_who_ask_after_the_minute_one_finds_out_whether_it_answers(state, lia, elsa):
    application = evaluated(lia, elsa)
    line = item(application)
    ServiceHealth.objects.create(service="POLICE", failures=3, failing_since=NOON, opened_at=NOON)
    state.behave("/pide/Rest/PNP/", "down")
    later = NOON + LEFT_ALONE + timedelta(seconds=1)
    found = at_once(lambda _n: ask(application, line, StateService.POLICE, elsa, at=later), range(4))
    assert sum(isinstance(one, ServiceCall) for one in found) == 1
    assert len(state.world.asked) == 1


def test_a_form_sent_four_times_at_once_asks_once(state, lia, elsa):
    application = evaluated(lia, elsa)
    line, key = item(application), uuid7()
    found = at_once(lambda _n: ask(application, line, StateService.POLICE, elsa, key=key), range(4))
    assert {one.pk for one in found} == {ServiceCall.objects.get().pk}
    assert len(state.world.asked) == 1
