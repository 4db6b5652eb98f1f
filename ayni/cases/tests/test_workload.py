"""What a supervisor counts, and what is in no figure of theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.cases import actions
from ayni.cases.models import Case, Note
from ayni.cases.queries import workload
from ayni.cases.rules.cases import CannotReassign

from .factories import open_case

pytestmark = pytest.mark.django_db

ALL = workload.Scope()


@pytest.fixture
def at():
    return timezone.now()


def load_of(user, whom, at, scope=ALL):
    [found] = workload.loads(user, [whom], scope, at)
    return found


def test_a_supervisor_counts_what_each_colleague_keeps(rosa, julio, marta, at):
    old = open_case(rosa, at=at - timedelta(days=9), urgency="IMMEDIATE")
    child = open_case(rosa, "VP-NNA-RD", at=at)
    actions.mark_referred(task=child.tasks.first(), by=rosa, at=at)
    load = load_of(marta, rosa, at)
    assert (load.open, load.overdue, load.referred) == (2, 2, 1)
    assert [(value, count) for value, _words, count in load.urgencies] == [("IMMEDIATE", 1), ("WITHIN_24H", 1)]
    assert load.soonest == min(task.due_at for task in old.tasks.all())
    assert load_of(marta, julio, at).open == 0
    assert {rosa, julio} <= set(workload.caseworkers(marta, ALL, at))


def test_what_is_restricted_to_another_team_is_in_no_figure(world, rosa, marta, at):
    before = load_of(marta, rosa, at)
    case = open_case(rosa, "VP-TRATA", at=at - timedelta(days=9))
    assert load_of(marta, rosa, at) == before
    assert not workload.worklist(marta, ALL, at).exists()
    assert not workload.of_caseworker(marta, rosa).exists()
    MembershipFactory(user=marta, role=Role.SUPERVISOR, team=world.trata)
    inside = User.objects.get(pk=marta.pk)
    assert load_of(inside, rosa, at).open == 1
    assert list(workload.worklist(inside, ALL, at)) == [case]


def test_the_worklist_shows_no_more_than_the_supervisor_may_open(world, rosa, julio, marta, at):
    """The condition is written anew for the index: it has to say the same."""
    for profile in ("VP-INDOC", "VP-NNA-RD", "VP-TRATA"):
        for by in (rosa, julio) if profile != "VP-TRATA" else (rosa,):
            open_case(by, profile, at=at)
    open_case(world.vera, at=at)
    offices = [world.sede_central.pk]
    for user in (marta, rosa, julio, world.vera):
        shown = set(workload.worklist(user, ALL, at))
        may = Case.objects.visible_to(user).open()
        assert shown == (set(may.filter(office__in=offices)) if user == marta else set())


def test_whoever_left_and_still_keeps_cases_is_listed_until_they_are_handed_on(world, rosa, julio, marta, at):
    first, second = open_case(rosa, at=at), open_case(rosa, "VP-NNA-RD", at=at)
    rosa.memberships.update(ends_at=at - timedelta(minutes=1))
    assert rosa in set(workload.caseworkers(marta, ALL, at))
    done = actions.hand_over(cases=[first, second], to=julio, note="Rosa se fue; llamar hoy", by=marta, at=at)
    assert done == 2
    assert {case.caseworker for case in Case.objects.all()} == {julio}
    assert {task.assignee for case in (first, second) for task in case.tasks.all()} == {julio}
    assert [note.text for note in Note.objects.order_by("pk")] == ["Rosa se fue; llamar hoy"] * 2
    assert rosa not in set(workload.caseworkers(marta, ALL, at))


def test_all_cases_are_handed_on_or_none(world, rosa, julio, marta, at):
    MembershipFactory(user=marta, role=Role.SUPERVISOR, team=world.trata)
    ordinary, restricted = open_case(rosa, at=at), open_case(rosa, "VP-TRATA", at=at)
    with pytest.raises(CannotReassign, match=restricted.number):
        actions.hand_over(cases=[ordinary, restricted], to=julio, note="Se fue", by=marta, at=at)
    assert {case.caseworker for case in Case.objects.all()} == {rosa}
    assert not Note.objects.exists()
    for wrong in ({"cases": []}, {"note": " "}, {"to": world.vera}):
        with pytest.raises(CannotReassign):
            actions.hand_over(**{"cases": [ordinary], "to": julio, "note": "Se fue", **wrong}, by=marta, at=at)


def test_a_team_narrows_the_figures(world, rosa, marta, at):
    open_case(rosa, at=at)
    other = UserFactory(organisation=world.uim, office=world.sede_central, roles=[Role.CASEWORKER])
    scope = workload.Scope(team=world.trata.pk)
    assert load_of(marta, rosa, at, scope).open == 0
    assert rosa in set(workload.caseworkers(marta, scope, at))
    assert other not in set(workload.caseworkers(marta, scope, at))


def test_last_touched_is_when_somebody_did_something_and_not_when_it_was_read(rosa, at):
    case = open_case(rosa, at=at - timedelta(days=3))
    touched = workload.last_touched([case])[str(case.pk)]
    assert touched == at - timedelta(days=3)
    actions.write_note(case=case, text="Llamé", by=rosa, at=at)
    assert workload.last_touched([case])[str(case.pk)] == at
