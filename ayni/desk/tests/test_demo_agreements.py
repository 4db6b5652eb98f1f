"""The agreements on data of the demo world: in force, soon over, and over; two of them for everybody to read."""

import re

import pytest
from django.test import Client

from ayni.directory.models import AgreementState, DataSharing
from tests.demo import AT

pytestmark = pytest.mark.django_db


def test_there_are_agreements_on_data_in_each_state_and_the_open_ones_stand_in_the_observatory(demo):
    rows = {row.code: row for row in DataSharing.objects.order_by("code")}
    states = {code: row.state(AT.date()) for code, row in rows.items()}
    assert list(states.values()) == [AgreementState.IN_FORCE, AgreementState.IN_FORCE, AgreementState.EXPIRED]
    assert all(row.norm for row in rows.values())
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", Client().get("/observatorio/convenios/").content.decode()))
    assert [code for code in rows if rows[code].purpose in page] == ["CONV-DAT-001", "CONV-DAT-002"]
