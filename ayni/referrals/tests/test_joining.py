"""Two files become one while an institution works with what one of them said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ayni.cases import actions as cases
from ayni.cases.models import Task
from ayni.lib.ids import uuid7
from ayni.people import actions as people
from ayni.people.models import Person
from ayni.people.queries.merges import effects_of_merging
from ayni.people.tests.factories import NOON, PersonFactory

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(rosa):
    return PersonFactory(registered_by=rosa)


@pytest.fixture
def case(rosa):
    return CaseFactory(caseworker=rosa)


@pytest.fixture
def referral(case, service):
    return send(case, service, at=NOON)


def merge(kept, absorbed, by):
    return people.merge(kept=kept, absorbed=absorbed, choose={}, by=by, at=NOON)


def test_the_page_names_what_rests_on_a_consent_of_the_file_that_goes_and_the_owner_gets_a_task(
    client, marta, rosa, kept, case, referral
):
    client.force_login(marta)
    pair = people.compare_files(person=kept, other=case.person, by=marta, at=NOON)
    keep = "one" if pair.one_id == kept.pk else "other"
    address = reverse("desk:duplicate-merge", args=[pair.pk])
    choices = {"keep": keep}
    asked = client.get(address, choices).content.decode()
    for said in (referral.number, referral.organisation.name, "Sigue valiendo", rosa.display_name):
        assert said in asked
    answer = client.post(address, {**choices, "sure": "yes", "once": str(uuid7())}, follow=True)
    assert "Sigue valiendo" in answer.content.decode()
    [task] = Task.objects.filter(case=case)
    assert (task.assignee, referral.number in task.own_title) == (rosa, True)
    assert task.due_at > NOON
    referral.refresh_from_db()
    assert referral.consent.person_id == kept.pk
    assert referral.consent.withdrawn_at is None


def test_nothing_is_said_where_nothing_rests_on_the_file_that_goes(marta, kept, case, referral):
    assert effects_of_merging(kept, marta) == []
    merge(case.person, kept, marta)
    assert not Task.objects.exists()


def test_of_a_case_that_is_hidden_nothing_is_said(vera, case, referral):
    assert effects_of_merging(case.person, vera) == []


def test_undoing_the_merge_takes_the_task_back_unless_somebody_has_done_it(rosa, marta, kept, case, referral):
    absorbed = case.person
    made = merge(kept, absorbed, marta)
    people.unmerge(merge=made, decisions={}, by=marta, at=NOON + timedelta(hours=1))
    assert not Task.objects.exists()
    again = Person.objects.get(pk=absorbed.pk)
    # Separated, they count as two people until somebody compares them anew.
    people.compare_files(person=kept, other=again, by=marta, at=NOON + timedelta(hours=1))
    made = merge(kept, again, marta)
    cases.finish_task(task=Task.objects.get(), remark="Confirmado.", by=rosa, at=NOON + timedelta(hours=2))
    people.unmerge(merge=made, decisions={}, by=marta, at=NOON + timedelta(hours=3))
    assert Task.objects.get().remark == "Confirmado."
