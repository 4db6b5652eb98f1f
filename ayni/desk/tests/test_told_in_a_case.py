"""What somebody told us and agreed to join to their case, in the file of the case."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory
from ayni.cases.tests.factories import open_case
from ayni.feedback import actions
from ayni.feedback.models import Report
from ayni.feedback.tests.factories import bribe, report_of

pytestmark = pytest.mark.django_db
HEADING = "Lo que la persona nos dijo"


def side(user, case) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("desk:case", args=[case.pk])).content.decode()


@pytest.fixture
def case(rosa):
    return open_case(rosa)


@pytest.fixture
def joined(case, marta):
    report = report_of(office=case.office, may_join=True)
    return actions.join_to_case(report=report, case=case, by=marta, at=timezone.now())


def test_whoever_sees_to_reports_and_sees_the_case_sees_it_there(case, joined, marta):
    page = side(marta, case)
    assert HEADING in page
    assert reverse("feedback:report", args=[joined.pk]) in page
    assert joined.number in page
    assert joined.text not in page


def test_whoever_only_works_on_the_case_does_not(case, joined, rosa):
    page = side(rosa, case)
    assert case.number in page
    assert HEADING not in page
    assert joined.number not in page


def test_nor_does_a_supervisor_whom_it_is_about(case, joined, marta):
    joined.concerned.create(user=marta, noted_by=marta, at=timezone.now())
    assert joined.number not in side(marta, case)


def test_another_case_does_not_show_it(joined, rosa, marta):
    assert HEADING not in side(marta, open_case(rosa))


def test_what_is_for_named_people_never_stands_in_a_case(case, marta):
    """Not even for whoever is named for it: the team of the case looks over their shoulder."""
    MembershipFactory(user=marta, role=Role.CONFIDANT, office=None)
    report = report_of(bribe(), may_join=True)
    actions.join_to_case(report=report, case=case, by=marta, at=timezone.now())
    assert Report.objects.visible_to(marta).filter(pk=report.pk, case=case).exists()
    page = side(marta, case)
    assert case.number in page
    assert report.number not in page
    assert HEADING not in page
