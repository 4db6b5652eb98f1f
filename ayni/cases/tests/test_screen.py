from datetime import date

import pytest

from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions, queries
from ayni.cases.models import Screening
from ayni.cases.rules.cases import CannotOpen
from ayni.cases.rules.screening import CannotDecide
from ayni.instruments.models import AnswerSet
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory

from .factories import NOON, later, open_case, person, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(rosa):
    return person(rosa)


@pytest.fixture
def form():
    form = InstrumentFactory(code="SCR-LIB")
    signals = {"no": [["VP-TRATA", 3, "IMMEDIATE"], ["VP-EXPLAB", 1, ""]]}
    QuestionFactory(instrument=form, key="leave", order=1, signals=signals)
    QuestionFactory(instrument=form, key="debt", order=2, shown_if="leave=no", signals={"yes": [["VP-EXPLAB", 1, ""]]})
    return form


@pytest.fixture
def screening(rosa, who, form):
    profile("VP-TRATA")
    profile("VP-EXPLAB")
    return actions.start_screening(person=who, by=rosa, at=NOON)


def answer(screening, form, by, **answers):
    return actions.answer(screening=screening, instrument=form, answers=answers, by=by, at=NOON)


def decide(screening, by, *codes, main=None, urgency="IMMEDIATE", reason=""):
    chosen = [profile(code) for code in codes]
    main = profile(main or codes[0]) if codes else profile("VP-TRATA")
    return actions.decide(
        screening=screening, profiles=chosen, main=main, urgency=urgency, reason=reason, by=by, at=later(minutes=20)
    )


def test_answers_suggest_profiles_and_an_urgency(rosa, screening, form):
    answer(screening, form, rosa, leave="no", debt="yes")
    found = queries.suggestion(screening)
    assert (found.codes, found.urgency) == ({"VP-TRATA"}, "IMMEDIATE")
    weak = next(w for w in found.profiles if w.code == "VP-EXPLAB")
    assert [s.key for s in weak.because] == ["leave", "debt"]


def test_answering_again_replaces_the_answers(rosa, screening, form):
    answer(screening, form, rosa, leave="no", debt="yes")
    answer(screening, form, rosa, leave="yes")
    assert AnswerSet.objects.get().answers == {"leave": "yes"}
    assert queries.suggestion(screening).codes == frozenset()


def test_answers_are_encrypted_and_the_trail_does_not_say_what_was_talked_about(rosa, screening, form):
    answer(screening, form, rosa, leave="no")
    event = Event.objects.get(verb="screening.answered")
    assert (event.details, event.thread) == ({}, None)


def test_a_form_can_be_left_out(rosa, screening, form):
    actions.skip_form(screening=screening, instrument=form, by=rosa, at=NOON)
    assert AnswerSet.objects.get().answers == {}


def test_who_goes_on_after_a_change_of_the_form_answers_one_version(rosa, screening, form):
    answer(screening, form, rosa, leave="no")
    form.valid_to = date(2026, 11, 21)
    form.save()
    newer = InstrumentFactory(code="SCR-LIB", version=2)
    QuestionFactory(instrument=newer, key="leave", order=1)
    answer(screening, newer, rosa, leave="yes")
    assert AnswerSet.objects.get().instrument == newer


def test_starting_again_goes_on_with_what_was_left_unfinished(rosa, julio, who, screening):
    assert actions.start_screening(person=who, by=rosa, at=later(hours=1)) == screening
    assert actions.start_screening(person=who, by=julio, at=later(hours=1)) != screening


def test_a_decision_that_follows_the_answers_needs_no_reason(rosa, screening, form):
    answer(screening, form, rosa, leave="no")
    decide(screening, rosa, "VP-TRATA")
    screening = Screening.objects.get()
    assert (screening.suggested_urgency, screening.decided_urgency) == ("IMMEDIATE", "IMMEDIATE")
    kept = {p.profile.code: (p.suggested, p.chosen, p.is_main, p.score) for p in screening.profiles.all()}
    assert kept == {"VP-TRATA": (True, True, True, 3), "VP-EXPLAB": (False, False, False, 1)}


def test_a_decision_that_departs_says_why(rosa, screening, form):
    answer(screening, form, rosa, leave="no")
    with pytest.raises(CannotDecide, match="se aparta"):
        decide(screening, rosa, "VP-TRATA", "VP-EXPLAB")
    with pytest.raises(CannotDecide, match="se aparta"):
        decide(screening, rosa, "VP-TRATA", urgency="ORDINARY")
    decide(screening, rosa, "VP-TRATA", "VP-EXPLAB", reason="Lo contó al final.")
    assert Screening.objects.get().departure_reason == "Lo contó al final."
    assert Event.objects.get(verb="screening.decided").details == {"departs": True}


def test_a_decision_can_be_changed_until_something_came_of_it(rosa, screening, form):
    answer(screening, form, rosa, leave="no")
    decide(screening, rosa, "VP-EXPLAB", reason="Primero")
    decide(screening, rosa, "VP-TRATA")
    assert Screening.objects.get().departure_reason == ""
    with pytest.raises(CannotDecide):
        answer(screening, form, rosa, leave="yes")
    open_case(rosa, "VP-TRATA", person=screening.person, screening=screening)
    with pytest.raises(CannotDecide):
        decide(screening, rosa, "VP-TRATA")


def test_a_conversation_may_end_in_orientation(rosa, screening):
    with pytest.raises(CannotDecide, match="Escriba"):
        actions.orient(screening=screening, text=" ", by=rosa, at=NOON)
    actions.orient(screening=screening, text="Se le explicó el trámite.", by=rosa, at=NOON)
    assert Screening.objects.get().orientation == "Se le explicó el trámite."
    with pytest.raises(CannotOpen, match="ya terminó"):
        open_case(rosa, person=screening.person, screening=screening)


def test_nobody_else_sees_a_conversation_before_a_case_says_who_may(world, screening):
    assert Screening.objects.visible_to(world.rosa).exists()
    for other in (world.julio, world.marta, world.lia, world.vera):
        assert not Screening.objects.visible_to(other).exists()


def test_afterwards_whoever_may_open_the_case_sees_it(world, screening):
    case = open_case(world.rosa, person=screening.person, screening=screening)
    assert Screening.objects.visible_to(world.julio).exists()
    actions.reassign(case=case, caseworker=world.julio, team=None, by=world.marta, at=NOON)
    assert Screening.objects.visible_to(world.marta).exists()
    assert not Screening.objects.visible_to(world.vera).exists()


def test_a_restricted_case_takes_its_conversation_along(world, screening):
    case = open_case(world.rosa, "VP-TRATA", person=screening.person, screening=screening)
    other = team_mate(world)
    actions.reassign(case=case, caseworker=other, team=world.trata, by=world.rosa, at=NOON)
    assert Screening.objects.visible_to(other).exists()
    assert not Screening.objects.visible_to(world.julio).exists()


def team_mate(world):
    mate = UserFactory(office=world.sede_central)
    MembershipFactory(user=mate, role="CASEWORKER", team=world.trata)
    return mate
