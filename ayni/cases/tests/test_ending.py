"""What case work wrote ends when its time is over."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import Case, Note, Screening
from ayni.instruments.models import AnswerSet
from ayni.lib.fields import Encrypted
from ayni.people import actions as people
from ayni.people.models import Erasure, Person
from ayni.people.tests.factories import PersonFactory
from tests.whole_file import whole_file

from .factories import open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db):
    people.load_retention_rules(settings.BASE_DIR / "data", on=date(2026, 1, 1))


def run():
    return {r.rule.code: r for r in people.run_retention(at=timezone.now())}


def years_ago(years):
    return timezone.now() - timedelta(days=365 * years + 2)


def test_an_unfinished_screening_ends_with_its_answers_and_one_that_led_to_a_case_stays(world, rules):
    person = whole_file(world)
    left = actions.start_screening(person=PersonFactory(registered_by=world.rosa), by=world.rosa, at=years_ago(1))
    form = AnswerSet.objects.get(instrument__series="SCREENING").instrument
    AnswerSet.objects.create(
        instrument=form, about=left.pk, answers={}, answered_at=timezone.now(), recorded_by=world.rosa
    )
    Screening.objects.update(started_at=years_ago(1))
    assert run()["RT-EVALUACION"].done == 1
    assert Screening.objects.get().person == person
    assert AnswerSet.objects.filter(instrument__series="SCREENING").count() == 1


def test_the_texts_of_a_case_closed_long_ago_go_and_what_is_counted_stays(world, rules):
    whole_file(world)
    Case.objects.update(closed_at=years_ago(6))
    assert run()["RT-CASO-TEXTOS"].done == 1
    case = Case.objects.get()
    assert (case.wishes, case.closing_note, case.outcome) == ("", "", "SOLVED")
    assert not Note.objects.exists()
    assert {task.remark for task in case.tasks.all()} == {""}
    # Those of the first conversation have a time of their own.
    assert texts_left() <= {"Screening.departure_reason", "Screening.orientation"}
    assert run()["RT-CASO-TEXTOS"].done == 0


def texts_left():
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Encrypted) and any(model.objects.order_by().values_list(field.name, flat=True))
    }


def test_a_file_whose_cases_were_all_closed_long_ago_is_erased(world, rules):
    person = whole_file(world)
    long_ago(person)
    assert run()["RT-CASO-CERRADO"].done == 1
    assert Erasure.objects.get().rule == "RT-CASO-CERRADO"


def test_a_file_with_one_case_that_is_open_is_not(world, rules):
    person = whole_file(world)
    open_case(world.rosa, person=person)
    long_ago(person)
    assert run()["RT-CASO-CERRADO"].done == 0
    assert not Erasure.objects.exists()


def test_a_file_that_still_waits_for_something_is_counted_as_left_for_later(world, rules):
    person = whole_file(world)
    long_ago(person)
    person.cases.get().referrals.update(status="SENT", answered_at=None, finished_at=None, result="")
    done = run()["RT-CASO-CERRADO"]
    assert (done.done, done.refused) == (0, 1)


def long_ago(person):
    when = years_ago(11)
    Person.objects.filter(pk=person.pk).update(registered_at=when)
    Case.objects.filter(status="CLOSED").update(closed_at=when, opened_at=when)
    Event.objects.update(at=when)
