"""What the plan of a case asks for, and how it calls things."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases.tests.factories import assess, open_case
from ayni.directory.tests.factories import ServiceFactory
from ayni.referrals.tests.factories import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(rosa):
    return open_case(rosa, at=now())


def test_until_somebody_assesses_the_risk_the_plan_asks_for_it(at_desk, case):
    address = reverse("desk:risk-assess", args=[case.pk])
    assert address in at_desk.get(reverse("desk:case", args=[case.pk])).content.decode()
    assess(case)
    assert address not in at_desk.get(reverse("desk:case", args=[case.pk])).content.decode()


def test_each_referral_of_the_plan_is_called_by_its_institution(at_desk, world, case):
    referral = send(case, ServiceFactory(organisation=world.cem))
    shown = at_desk.get(reverse("desk:case", args=[case.pk])).content.decode()
    link = f'href="{reverse("referrals:sent", args=[referral.pk])}">{referral.organisation.name}</a>'
    assert link in shown, "services of many institutions are called alike"
