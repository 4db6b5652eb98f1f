"""What the demo world shows of applications."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from ayni.cases.tests.factories import open_case
from ayni.desk.demo import applied
from ayni.desk.demo.staff import HEAD_OFFICE
from ayni.files.tests.factories import drawn
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.models import Appeal, Application, Preregistration, Resolution, State
from ayni.procedures.tests.lives import procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(world):
    users = {"lia": world.lia, "elsa": world.elsa, "aldo": world.aldo}
    desks = {HEAD_OFFICE: SimpleNamespace(office=world.sede_central)}
    return SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=timezone.now())


def test_applications_in_every_state_are_there_and_none_of_somebody_with_a_hidden_case(world, stage, lia, rosa):
    procedure(world)
    hidden = open_case(rosa, "VP-TRATA", person=PersonFactory(registered_by=lia)).person
    for _n in range(20):
        PersonFactory(registered_by=lia)
    applied.work(stage, drawn())
    states = set(Application.objects.values_list("state", flat=True))
    assert states == set(State.values)
    assert not Application.objects.filter(person=hidden).exists()
    assert Resolution.objects.count() == 6
    assert Appeal.objects.get().state == "FILED"
    assert Preregistration.objects.get().state == "SENT"


def test_where_no_procedure_was_loaded_nothing_is_made(stage, lia):
    PersonFactory(registered_by=lia)
    applied.work(stage, drawn())
    assert not Application.objects.exists()
