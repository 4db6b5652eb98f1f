"""What no page of the access matrix asks: questions of case work, each asked by somebody who may not see the row."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access import actions as access
from ayni.access.models import User
from ayni.cases import actions, own_words
from ayni.cases.actions import ending
from ayni.cases.models import Case, CaseForm, Screening
from ayni.cases.queries import glass, lists
from ayni.cases.queries.ages import mine_coming_of_age
from ayni.instruments import actions as instruments
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.people.models import Person

from .factories import open_case, person

pytestmark = pytest.mark.django_db


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def child(rosa):
    """A child's case: protected, of Rosa, and Julio is of the same office."""
    return open_case(rosa, "VP-NNA-RD", at=timezone.now())


@pytest.fixture
def hidden(rosa):
    return open_case(rosa, "VP-TRATA", at=timezone.now())


@pytest.fixture
def form():
    made = InstrumentFactory(code="CF-UNO", series="", title_es="Salud")
    QuestionFactory(instrument=made, key="sleeps", order=1, text_es="¿Duerme bien?")
    return made


def test_what_is_swept_out_is_shown_only_to_whoever_may_see_it(rosa, julio, child):
    talk = actions.start_screening(person=person(rosa), by=rosa, at=timezone.now())
    cases, talks = Case.objects.all(), Screening.objects.all()
    assert list(ending._visible_cases(cases, rosa)) == [child]
    assert not ending._visible_cases(cases, julio).exists()
    assert talk in ending._visible_screenings(talks, rosa)
    assert talk not in ending._visible_screenings(talks, julio)


def test_the_forms_of_a_case_are_seen_with_the_case(rosa, julio, child, form):
    made = actions.begin_form(case=child, instrument=form, by=rosa, at=timezone.now())
    assert list(CaseForm.objects.visible_to(rosa)) == [made]
    assert not CaseForm.objects.visible_to(julio).exists()


def test_a_copy_of_ones_data_holds_the_answers_of_what_its_maker_may_open(rosa, julio, child, form):
    """Who makes it for the child and may not open the case gets neither the answers nor the searches of it."""
    began = actions.begin_form(case=child, instrument=form, by=rosa, at=timezone.now())
    actions.save_form(form=began, answers={"sleeps": "no"}, by=rosa, at=timezone.now())
    assert own_words._answer_sets(child.person, rosa).filter(about=began.pk).exists()
    assert not own_words._answer_sets(child.person, julio).exists()
    assert [row["pk"] for row in own_words._cases(child.person, rosa)] == [child.pk]
    assert not own_words._cases(child.person, julio).exists()


def test_a_copy_of_ones_data_holds_the_conversations_that_its_maker_may_open(rosa, julio, child, form):
    talk = actions.start_screening(person=child.person, by=rosa, at=timezone.now())
    instruments.keep_answers(instrument=form, about=talk.pk, answers={"sleeps": "no"}, by=rosa, at=timezone.now())
    assert own_words._answer_sets(child.person, rosa).filter(about=talk.pk).exists()
    assert not own_words._answer_sets(child.person, julio).exists()
    assert lists.screenings_of(child.person_id, rosa) == [talk]
    assert lists.screenings_of(child.person_id, julio) == []


def test_whoever_stands_in_is_not_told_of_a_restricted_child_who_turns_18(rosa, julio, hidden):
    day = localdate() + timedelta(days=5)
    Person.objects.filter(pk=hidden.person_id).update(
        birth_date=day.replace(year=day.year - 18), birth_precision="EXACT"
    )
    at = timezone.now()
    access.record_absence(user=rosa, substitutes=[julio], starts_at=at, ends_at=at + timedelta(days=5), by=rosa, at=at)
    assert list(mine_coming_of_age(again(rosa), localdate())) == [hidden]
    assert not mine_coming_of_age(again(julio), localdate()).exists(), "to stand in adds work, never sight"


def test_emergency_access_of_whoever_works_here_no_more_lists_nothing(julio, hidden):
    at = timezone.now()
    actions.break_glass(number=hidden.number, why="La están buscando ahora mismo en la puerta", by=julio, at=at)
    assert [case for _glass, case in glass.mine(again(julio), at)] == [hidden]
    julio.memberships.update(starts_at=at - timedelta(days=9), ends_at=at - timedelta(days=1))
    assert glass.mine(again(julio), at) == []
