"""Many at the same moment: no application is taken twice, no number is given twice, and none is left out."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.procedures import actions
from ayni.procedures.models import Application, Resolution, State
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import GROUNDS, evaluated, procedure, submitted

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(work, over):
    start, broken = Barrier(len(over)), []

    def run(one):
        try:
            start.wait()
            work(one)
        except Exception as error:  # noqa: BLE001 - told below
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(one,)) for one in over]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not broken


def evaluators(world):
    return [
        UserFactory(username=f"ev{n}", roles=[Role.EVALUATOR], office=world.sede_central, organisation=world.uim)
        for n in range(AT_ONCE)
    ]


def test_two_evaluators_who_ask_for_the_next_never_get_the_same(world, lia):
    wanted = procedure(world, asks=1)
    for _n in range(AT_ONCE * 2):
        submitted(lia, wanted)
    got = []

    def take_two(by):
        got.extend(actions.take_next(by=by, at=NOON).pk for _n in range(2))

    at_once(take_two, evaluators(world))
    assert len(got) == len(set(got)) == AT_ONCE * 2
    assert Counter(Application.objects.values_list("evaluator", flat=True)).most_common(1)[0][1] == 2


def test_no_number_of_a_resolution_is_given_twice_and_none_is_left_out(world, lia, elsa):
    wanted = procedure(world, asks=1)
    ready = [evaluated(submitted(lia, wanted), elsa) for _n in range(AT_ONCE)]
    approvers = [
        UserFactory(username=f"ap{n}", roles=[Role.APPROVER], office=world.sede_central, organisation=world.uim)
        for n in range(AT_ONCE)
    ]

    def decide(pair):
        actions.approve(application=pair[0], grounds=GROUNDS, by=pair[1], at=NOON)

    at_once(decide, list(zip(ready, approvers, strict=True)))
    assert sorted(Resolution.objects.values_list("sequence", flat=True)) == list(range(1, AT_ONCE + 1))


def test_of_two_who_decide_the_same_application_one_is_told_that_it_is_done(world, lia, elsa):
    application = evaluated(submitted(lia, procedure(world, asks=1)), elsa)
    pair = [
        UserFactory(username=f"ap{n}", roles=[Role.APPROVER], office=world.sede_central, organisation=world.uim)
        for n in range(2)
    ]
    refused = []

    def decide(by):
        try:
            actions.approve(application=application, grounds=GROUNDS, by=by, at=NOON)
        except actions.deciding.rules.CannotChange:
            refused.append(by)

    at_once(decide, pair)
    assert len(refused) == 1
    assert Application.objects.get().state == State.APPROVED
    assert Resolution.objects.count() == 1
