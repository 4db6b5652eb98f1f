"""What the demo world shows of cards: each place of their life, whatever the size of the world."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from ayni.desk.demo import carded
from ayni.desk.demo.chance import Chance
from ayni.desk.demo.staff import HEAD_OFFICE
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.models import AlertKind, Batch, BoxState, Card, CardAlert, Place
from ayni.procedures.queries.cards import waiting_by_series
from ayni.procedures.tests.card_factories import SeriesFactory
from ayni.procedures.tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("people", [21, 40])
def test_a_newcomer_finds_cards_everywhere_and_some_to_make(world, people):
    users = {name: getattr(world, name) for name in ("lia", "elsa", "aldo", "karin", "vera")}
    offices = {HEAD_OFFICE: world.sede_central, carded.TUMBES: world.jz_tum}
    desks = {code: SimpleNamespace(office=office) for code, office in offices.items()}
    stage = SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=timezone.now())
    SeriesFactory()
    ProcedureFactory(result="CE")
    for _n in range(people):
        PersonFactory(registered_by=world.lia)
    carded.work(stage, Chance(1))
    places = set(Card.objects.values_list("place", flat=True))
    assert places == set(Place.values) - {Place.CHECKED, Place.LOST, Place.NEVER_MADE}
    assert Card.objects.filter(place=Place.READY, office=world.sede_central, revoked_at__isnull=True).count() >= 3
    assert Batch.objects.count() == 3
    [waiting] = waiting_by_series(world.karin, stage.at.date())
    assert waiting.count[0] == 2
    boxes = set(BoxState.values) - {BoxState.PACKED, BoxState.UNPACKED}
    assert {card.box.state for card in Card.objects.filter(box__isnull=False)} | {BoxState.RECEIVED} == boxes
    assert CardAlert.objects.filter(kind=AlertKind.NOWHERE).exists()


def test_where_too_few_people_may_have_a_card_none_is_made(world):
    users = {name: getattr(world, name) for name in ("lia", "elsa", "aldo", "karin", "vera")}
    desks = {code: SimpleNamespace(office=world.sede_central) for code in (HEAD_OFFICE, carded.TUMBES)}
    stage = SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=timezone.now())
    SeriesFactory()
    ProcedureFactory(result="CE")
    carded.work(stage, Chance(1))
    assert not Card.objects.exists()
