"""Which applications somebody sees, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from ayni.cases.tests.factories import open_case
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.models import Application, State
from ayni.procedures.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def sees(user, application):
    return Application.objects.visible_to(user).filter(pk=application.pk).exists()


def of(person, **fields):
    return ApplicationFactory(person=person, submitted=True, **fields)


def test_the_office_sees_its_applications_and_another_office_does_not(lia, elsa, aldo, vera):
    application = of(PersonFactory(registered_by=lia))
    assert [sees(user, application) for user in (lia, elsa, aldo)] == [True] * 3
    assert not sees(vera, application)


def test_of_somebody_with_a_restricted_case_only_its_team_sees_the_application(rosa, julio, lia, elsa, marta):
    case = open_case(rosa, "VP-TRATA")
    application = of(case.person)
    assert sees(rosa, application)
    assert not any(sees(user, application) for user in (julio, lia, elsa, marta))


def test_whoever_is_named_to_evaluate_it_sees_it_and_nothing_else_of_the_person(rosa, elsa):
    case = open_case(rosa, "VP-TRATA")
    application = of(case.person, evaluator=elsa)
    assert sees(elsa, application)
    assert not type(case.person).objects.visible_to(elsa).exists()


def test_an_evaluator_sees_no_person_and_no_case(rosa, elsa):
    case = open_case(rosa)
    assert not type(case).objects.visible_to(elsa).exists()
    assert not type(case.person).objects.visible_to(elsa).exists()


def test_nobody_has_two_open_applications_for_one_thing(lia):
    first = of(PersonFactory(registered_by=lia))
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(person=first.person, procedure=first.procedure)
    Application.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    ApplicationFactory(person=first.person, procedure=first.procedure)


def test_nobody_approves_what_they_evaluated(lia, elsa):
    application = of(PersonFactory(registered_by=lia), evaluator=elsa)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(approver=elsa)
