"""What a person needs, in their words, and what became of it."""

from typing import Any

import pytest

from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import NeedState
from ayni.cases.rules import needs as rules
from ayni.cases.rules.cases import CannotWork
from ayni.cases.tests.factories import NOON, later, need_in, open_case, sector
from ayni.lib.errors import RuleBroken

pytestmark = pytest.mark.django_db


def test_a_need_is_stated_in_the_words_of_the_person(world):
    case = open_case(world.rosa)
    need = need_in(case, words="Me falta techo.", sector=sector("SHE", "Alojamiento"))
    need.refresh_from_db()
    assert (need.words, need.sector.code, need.state) == ("Me falta techo.", "SHE", NeedState.OPEN)
    line = Event.objects.get(verb="need.stated")
    assert (line.thread, line.details) == (case.pk, {"sector": "SHE"})


def test_a_need_without_words_is_refused(world):
    with pytest.raises(rules.CannotChangeNeed, match="own words|sus propias palabras"):
        need_in(open_case(world.rosa), words="  ")


def test_a_closed_case_takes_no_need_and_no_change(world):
    case = open_case(world.rosa)
    need = need_in(case)
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=world.rosa, at=NOON)
    actions.close(case=case, outcome="PARTLY_SOLVED", note="", by=world.rosa, at=NOON)
    with pytest.raises(CannotWork):
        need_in(case)
    with pytest.raises(CannotWork):
        actions.change_need(need=need, state=NeedState.MET, by=world.rosa, at=NOON)


def test_what_became_of_a_need_is_noted_with_its_time(world):
    need = need_in(open_case(world.rosa))
    changed = actions.change_need(need=need, state=NeedState.NO_SERVICE, by=world.rosa, at=later(days=2))
    assert (changed.state, changed.changed_at) == (NeedState.NO_SERVICE, later(days=2))
    assert Event.objects.get(verb="need.changed").details == {"former": "OPEN", "state": "NO_SERVICE"}


def test_of_two_who_say_different_things_the_second_is_told(world):
    need = need_in(open_case(world.rosa))
    actions.change_need(need=need, state=NeedState.WITHDRAWN, by=world.rosa, at=NOON)
    with pytest.raises(RuleBroken):
        actions.change_need(need=need, state=NeedState.MET, by=world.rosa, at=NOON)


@pytest.mark.parametrize(
    ("now", "effect", "becomes"),
    [
        ("OPEN", "MET", "MET"),
        ("OPEN", "NO_SERVICE", "NO_SERVICE"),
        ("PARTLY_MET", "MET", "MET"),
        ("PARTLY_MET", "NO_SERVICE", "PARTLY_MET"),
        ("NO_SERVICE", "PARTLY_MET", "PARTLY_MET"),
        ("MET", "PARTLY_MET", "MET"),
        ("WITHDRAWN", "MET", "WITHDRAWN"),
        ("OPEN", "OPEN", "OPEN"),
    ],
)
def test_the_outcome_of_a_referral_adds_help_and_takes_none_back(world: Any, now: str, effect: str, becomes: str):
    need = need_in(open_case(world.rosa))
    if now != "OPEN":
        need = actions.change_need(need=need, state=now, by=world.rosa, at=NOON)
    assert actions.note_effect_on_need(need=need, effect=effect, by="link:1", at=later(days=1)).state == becomes
    assert Event.objects.filter(verb="need.changed", by="link:1").exists() == (now != becomes)
