from datetime import date

import pytest

from ayni.codelists.tests.factories import ProfileFactory
from ayni.governance import queries

from .factories import ProtocolFactory, StepFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def codes(protocols):
    return [f"{p.code} v{p.version}" for p in protocols]


@pytest.fixture
def general():
    return ProtocolFactory(code="PW-GEN", is_general=True)


def test_each_profile_brings_its_protocol_once_in_the_order_asked(general):
    one, two, three = ProfileFactory(), ProfileFactory(), ProfileFactory()
    ProtocolFactory(code="PW-B", profiles=[one, three])
    ProtocolFactory(code="PW-A", profiles=[two])
    assert codes(queries.protocols_for([one, two, three], TODAY)) == ["PW-B v1", "PW-A v1"]


def test_a_profile_without_a_protocol_takes_the_general_one(general):
    mine, orphan = ProfileFactory(), ProfileFactory()
    ProtocolFactory(code="PW-B", profiles=[mine])
    assert codes(queries.protocols_for([mine, orphan], TODAY)) == ["PW-B v1", "PW-GEN v1"]


def test_the_version_in_force_on_the_day_counts(general):
    profile = ProfileFactory()
    ProtocolFactory(code="PW-B", profiles=[profile], valid_to=date(2026, 6, 1))
    ProtocolFactory(code="PW-B", profiles=[profile], version=2, valid_from=date(2026, 6, 1))
    assert codes(queries.protocols_for([profile], date(2026, 5, 31))) == ["PW-B v1"]
    assert codes(queries.protocols_for([profile], date(2026, 6, 1))) == ["PW-B v2"]


def test_a_newer_version_of_the_profile_keeps_its_protocol(general):
    old = ProfileFactory(code="VP-X", valid_to=date(2026, 6, 1))
    new = ProfileFactory(code="VP-X", version=2, valid_from=date(2026, 6, 1))
    ProtocolFactory(code="PW-B", profiles=[old])
    assert codes(queries.protocols_for([new], TODAY)) == ["PW-B v1"]


def test_a_profile_written_by_hand_follows_the_protocol_it_names(general):
    ProtocolFactory(code="PW-B")
    named = ProfileFactory(code="VP-NEW", added_by_hand=True, pathway_code="PW-B")
    without = ProfileFactory(code="VP-NEW2", added_by_hand=True)
    assert codes(queries.protocols_for([named], TODAY)) == ["PW-B v1"]
    assert codes(queries.protocols_for([without], TODAY)) == ["PW-GEN v1"]


def test_steps_and_actors_come_along(general, django_assert_num_queries):
    profile = ProfileFactory()
    protocol = ProtocolFactory(profiles=[profile])
    StepFactory(protocol=protocol, order=2)
    StepFactory(protocol=protocol, order=1)
    (found,) = queries.protocols_for([profile], TODAY)
    with django_assert_num_queries(0):
        assert [(step.order, step.actor.code) for step in found.steps.all()] == [(1, "UIM"), (2, "UIM")]
