import pytest
from django.utils.timezone import now

from ayni.codelists.tests.factories import TerritoryFactory
from ayni.directory import queries

from .factories import FocalPointFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_the_focal_point_of_the_department_comes_before_the_national_one():
    lima = TerritoryFactory(code="15")
    national = FocalPointFactory()
    local = FocalPointFactory(department=lima, organisation=national.organisation)
    assert queries.focal_point(national.organisation, "15") == local
    assert queries.focal_point(national.organisation, "24") == national


def test_who_has_left_is_no_focal_point():
    gone = FocalPointFactory(ended_at=now())
    assert queries.focal_point(gone.organisation, "15") is None


def test_only_services_that_take_referrals_are_offered():
    open_, closed = ServiceFactory(), ServiceFactory(accepts_referrals=False)
    assert list(queries.services_accepting_referrals()) == [open_]
    assert set(queries.services_of(open_.organisation)) == {open_, closed}
