import pytest

from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.governance.models import Urgency
from ayni.people.models import Purpose
from ayni.people.tests.factories import ConsentTextFactory

from .factories import CaseFactory, send, task_for


@pytest.fixture
def text():
    return ConsentTextFactory(purpose=Purpose.REFER)


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def case(rosa):
    return CaseFactory(caseworker=rosa)


@pytest.fixture
def service(world):
    """Of CEM, which has a user: Inés."""
    _ = world.ines
    return ServiceFactory(organisation=world.cem)


@pytest.fixture
def task(case, service):
    return task_for(case, service.organisation)


@pytest.fixture
def referral(case, service, task):
    return send(case, service, task=task)


@pytest.fixture
def oim_service(world):
    """Of OIM, which has no users, and a focal point."""
    FocalPointFactory(organisation=world.oim)
    return ServiceFactory(organisation=world.oim, name="Albergue temporal")


@pytest.fixture
def by_link(case, oim_service):
    """A referral to an institution without users."""
    return send(case, oim_service, urgency=Urgency.WITHIN_72H)
