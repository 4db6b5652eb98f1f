"""Where the file of a case offers to refer."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases.tests.factories import open_case

from .test_cases import page

pytestmark = pytest.mark.django_db


def test_only_what_another_institution_must_do_is_referred(client, rosa):
    case = open_case(rosa, at=now())
    client.force_login(rosa)
    ours, theirs = case.tasks.get(organisation=rosa.organisation), case.tasks.get(organisation__code="CEM")
    refer, plan = reverse("referrals:refer", args=[case.pk]), page(client, "desk:case", case.pk)
    assert f"{refer}?task={theirs.pk}" in plan
    assert f"{refer}?task={ours.pk}" not in plan
    assert f"{refer}?task={theirs.pk}" in page(client, "desk:task", case.pk, theirs.pk)
    assert refer not in page(client, "desk:task", case.pk, ours.pk)
