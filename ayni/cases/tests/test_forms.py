"""Forms of a case: begun, saved, completed, answered again, and who reads what of them."""

from datetime import timedelta
from typing import Any

import pytest

from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import CaseForm
from ayni.cases.queries import forms as queries
from ayni.cases.rules import forms as rules
from ayni.cases.rules.cases import CannotWork
from ayni.cases.tests.factories import NOON, later, open_case, person
from ayni.instruments.models import DECLINED, NOT_ASKED, AnswerSet, ProfileForm
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.people.queries import own_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def instrument():
    form = InstrumentFactory(code="CF-UNO", series="", title_es="Violencia")
    QuestionFactory(instrument=form, key="agrees", order=1, text_es="¿Acepta?")
    QuestionFactory(
        instrument=form,
        key="kind",
        order=2,
        kind="TEXT",
        text_es="¿Qué pasó?",
        shown_if="agrees=yes",
        sensitivity="TEAM",
    )
    QuestionFactory(instrument=form, key="safe", order=3, text_es="¿Está a salvo?", sensitivity="RESTRICTED")
    QuestionFactory(instrument=form, key="school", order=4, shown_if="@age=child|@age=adolescent")
    return form


@pytest.fixture
def case(rosa):
    return open_case(rosa, "VP-INDOC")


def begin(case: Any, instrument: Any, by: Any, at: Any = NOON) -> CaseForm:
    return actions.begin_form(case=case, instrument=instrument, by=by, at=at)


def read(form: CaseForm, user: Any) -> queries.Filled:
    return queries.filled(CaseForm.objects.select_related("case", "instrument").get(pk=form.pk), user, NOON)


def test_a_form_is_answered_in_parts_and_says_what_is_missing(rosa, case, instrument):
    form = begin(case, instrument, rosa)
    actions.save_form(form=form, answers={"agrees": "yes"}, by=rosa, at=NOON)
    filled = read(form, rosa)
    assert [q.key for q in filled.asked] == ["agrees", "kind", "safe"]
    assert [q.key for q in filled.missing] == ["kind", "safe"]
    actions.save_form(form=form, answers={"kind": DECLINED, "safe": "no"}, by=rosa, at=later(minutes=5))
    assert read(form, rosa).missing == [], "that somebody prefers not to say is an answer"


def test_a_form_that_was_begun_goes_on_in_its_version(rosa, case, instrument):
    form = begin(case, instrument, rosa)
    instrument.valid_to = NOON.date()
    instrument.save()
    newer = InstrumentFactory(code="CF-UNO", series="", version=2)
    assert begin(case, newer, rosa, later(days=1)).pk == form.pk
    assert CaseForm.objects.get().instrument == instrument


def test_a_complete_form_is_not_changed_but_answered_again(rosa, case, instrument):
    first = begin(case, instrument, rosa)
    actions.complete_form(form=first, answers={"agrees": "no"}, by=rosa, at=NOON)
    with pytest.raises(rules.CannotAnswer, match="answer it again|respóndalo otra vez"):
        actions.save_form(form=first, answers={"agrees": "yes"}, by=rosa, at=NOON)
    second = begin(case, instrument, rosa, later(days=30))
    actions.complete_form(form=second, answers={"agrees": "yes"}, by=rosa, at=later(days=30))
    times = queries.history(case, "CF-UNO", rosa)
    assert [time.form.pk for time in times] == [second.pk, first.pk]
    assert [row.changed for row in queries.compare(times)][0]
    assert AnswerSet.objects.get(about=first.pk).answers["agrees"] == "no"


def test_a_colleague_who_may_open_the_case_reads_neither_question_nor_answer_that_is_reserved(world, case, instrument):
    form = begin(case, instrument, world.rosa)
    answers = {"agrees": "yes", "kind": "secreto", "safe": "no"}
    actions.complete_form(form=form, answers=answers, by=world.rosa, at=NOON)
    assert read(form, world.rosa).answers == {**answers}
    julio = read(form, world.julio)
    assert julio.answers == {"agrees": "yes"}
    assert [one.question.key for one in julio.said] == ["agrees"]
    assert julio.some_reserved
    marta = read(form, world.marta)
    assert "safe" not in marta.answers, "a supervisor reads what is protected, not what is restricted"


def test_what_one_does_not_read_stays_when_one_saves(world, case, instrument):
    form = begin(case, instrument, world.rosa)
    actions.save_form(form=form, answers={"agrees": "yes", "kind": "x"}, by=world.rosa, at=NOON)
    page = actions.Page(CaseForm.objects.get().saved_at)
    actions.save_form(form=form, answers={"agrees": "yes"}, page=page, by=world.julio, at=later(minutes=1))
    assert AnswerSet.objects.get(about=form.pk).answers["kind"] == "x"
    assert "kind" not in read(form, world.julio).answers, "saving a form makes nobody its author"
    assert read(form, world.rosa).answers["kind"] == "x"


def test_the_caseworker_who_takes_over_without_the_team_does_not_read_what_the_author_alone_reads(
    world, case, instrument
):
    form = begin(case, instrument, world.rosa)
    actions.complete_form(form=form, answers={"agrees": "yes", "kind": "x", "safe": "no"}, by=world.rosa, at=NOON)
    actions.reassign(case=case, caseworker=world.julio, team=None, by=world.marta, at=later(hours=1))
    assert set(read(form, world.julio).answers) == {"agrees", "safe"}


def test_of_two_who_save_at_once_the_second_is_told(world, case, instrument):
    form = begin(case, instrument, world.rosa)
    page = actions.Page(form.saved_at)
    actions.save_form(form=form, answers={"agrees": "no"}, page=page, by=world.julio, at=later(minutes=3))
    with pytest.raises(rules.CannotAnswer, match="12:03"):
        actions.save_form(form=form, answers={"agrees": "yes"}, page=page, by=world.rosa, at=later(minutes=4))
    assert AnswerSet.objects.get(about=form.pk).answers["agrees"] == "no"


def test_what_saves_itself_is_not_in_the_trail_and_the_trail_names_no_form(rosa, case, instrument):
    form = begin(case, instrument, rosa)
    actions.save_form(form=form, answers={"agrees": "no"}, by=rosa, at=NOON, quietly=True)
    actions.complete_form(form=form, answers={}, by=rosa, at=NOON)
    lines = Event.objects.filter(thread=case.pk, verb__startswith="form.")
    assert [line.verb for line in lines.order_by("seq")] == ["form.begun", "form.completed"]
    assert all(line.details == {} for line in lines)


def test_a_form_begun_by_mistake_goes_with_its_answers(rosa, case, instrument):
    form = begin(case, instrument, rosa)
    actions.save_form(form=form, answers={"agrees": "yes"}, by=rosa, at=NOON)
    actions.discard_form(form=form, by=rosa, at=NOON)
    assert not CaseForm.objects.exists()
    assert not AnswerSet.objects.exists()
    with pytest.raises(rules.CannotAnswer):
        actions.save_form(form=form, answers={}, by=rosa, at=NOON)


def test_a_closed_case_takes_no_answers(rosa, case, instrument):
    form = begin(case, instrument, rosa)
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=rosa, at=NOON)
    actions.close(case=case, outcome="WITHDRAWN", note="", by=rosa, at=NOON)
    with pytest.raises(CannotWork):
        actions.save_form(form=form, answers={}, by=rosa, at=NOON)


def test_a_child_is_asked_what_an_adult_is_not(rosa, instrument):
    child = open_case(rosa, person=person(rosa, birth_date=NOON.date() - timedelta(days=3000)))
    form = begin(child, instrument, rosa)
    actions.save_form(form=form, answers={"school": "yes"}, by=rosa, at=NOON)
    assert read(form, rosa).answers["school"] == "yes"
    adult = begin(open_case(rosa, person=person(rosa, birth_date=NOON.date().replace(year=1990))), instrument, rosa)
    actions.save_form(form=adult, answers={"school": "yes"}, by=rosa, at=NOON)
    assert "school" not in AnswerSet.objects.get(about=adult.pk).answers


def test_a_case_has_the_forms_of_its_profiles_and_of_every_case_with_their_days(rosa, case, instrument):
    InstrumentFactory(code="CF-GENERAL", series="", title_es="Situación")
    InstrumentFactory(code="CF-OTRO", series="", title_es="Otro")
    ProfileForm.objects.create(profile="*", instrument="CF-GENERAL", due_days=7)
    ProfileForm.objects.create(profile="VP-INDOC", instrument="CF-UNO", due_days=3, again_days=30)
    found = queries.of_case(case, later(days=5))
    assert {e.form.code: str(e.standing) for e in found.asked} == {"CF-GENERAL": "due", "CF-UNO": "overdue"}
    assert [form.code for form in found.others] == ["CF-OTRO"]
    form = begin(case, instrument, rosa)
    assert _entry(case, later(days=5), "CF-UNO").standing == rules.Standing.STARTED
    actions.complete_form(form=form, answers={}, by=rosa, at=later(days=5))
    assert _entry(case, later(days=6), "CF-UNO").standing == rules.Standing.COMPLETE
    again = _entry(case, later(days=40), "CF-UNO")
    assert (again.standing, again.due_at) == (rules.Standing.OVERDUE, later(days=35))


def _entry(case: Any, at: Any, code: str) -> queries.Entry:
    return next(entry for entry in queries.of_case(case, at).asked if entry.form.code == code)


def test_a_new_profile_has_the_forms_of_every_case_without_a_line_of_code(rosa):
    InstrumentFactory(code="CF-GENERAL", series="")
    ProfileForm.objects.create(profile="*", instrument="CF-GENERAL", due_days=7)
    case = open_case(rosa, "VP-NUEVO")
    assert [e.form.code for e in queries.of_case(case, NOON).asked] == ["CF-GENERAL"]


@pytest.mark.parametrize(
    ("who", "levels"),
    [
        ({}, {""}),
        ({"supervises": True}, {"", "PROTECTED"}),
        ({"keeps": True}, {"", "PROTECTED", "RESTRICTED"}),
        ({"in_team": True}, {"", "PROTECTED", "RESTRICTED", "TEAM"}),
        ({"began": True}, {"", "PROTECTED", "RESTRICTED", "TEAM"}),
    ],
)
def test_who_reads_which_level(who, levels):
    says = {"keeps": False, "in_team": False, "supervises": False, "began": False, **who}
    assert rules.levels(**says) == levels


def test_a_member_of_the_team_reads_all(world, instrument):
    case = open_case(world.rosa, "VP-TRATA")
    form = begin(case, instrument, world.rosa)
    actions.complete_form(form=form, answers={"agrees": "yes", "kind": "x", "safe": NOT_ASKED}, by=world.rosa, at=NOON)
    member = UserFactory(office=world.rosa.office, organisation=world.rosa.organisation, roles=[])
    MembershipFactory(user=member, role="CASEWORKER", office=world.rosa.office, team=case.team)
    assert read(form, member).answers["kind"] == "x"


def test_a_copy_of_ones_own_data_leaves_to_the_team_what_whoever_makes_it_does_not_read(world, case, instrument):
    form = begin(case, instrument, world.rosa)
    answers = {"agrees": "yes", "kind": "palabra reservada", "safe": "no"}
    actions.complete_form(form=form, answers=answers, by=world.rosa, at=NOON)
    told = own_data.told_of("instruments.AnswerSet")
    copies = {
        who: dict(told.told["answers"](told.rows(case.person, getattr(world, who)).get())) for who in ("rosa", "julio")
    }
    assert "palabra reservada" in copies["rosa"].values()
    assert "palabra reservada" not in copies["julio"].values()
