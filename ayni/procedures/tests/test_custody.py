"""Boxes: filled, counted, sent, opened, emptied; what is nowhere is found and told of."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from ayni.access.tests.factories import UserFactory
from ayni.notices.models import Message
from ayni.procedures.actions import boxes, card_alerts, cards
from ayni.procedures.models import AlertKind, BoxState, Card, CardAlert, Place
from ayni.procedures.queries import cards as queries
from ayni.procedures.rules.cards import NEXT, CannotMoveCard
from ayni.procedures.rules.custody import CannotBox
from ayni.procedures.tests.card_factories import approved, checked, make, packed, printed, sent
from ayni.procedures.tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=8)


@pytest.fixture
def tumbes(world, lia):
    """Three checked cards for Tumbes, at the head office."""
    approved(lia, 3, office=world.jz_tum)
    return world.jz_tum


def place(card):
    return Card.objects.get(pk=card.pk).place


def kinds():
    return sorted(CardAlert.objects.filter(settled_at__isnull=True).values_list("kind", flat=True))


def test_cards_travel_in_a_box_and_each_step_is_a_line(karin, vera, tumbes):
    found = checked(karin)
    box = sent(karin, tumbes, found)
    boxes.open_box(box=box, counted=3, by=vera, at=LATER)
    for card in found:
        boxes.receive_card(box=box, card=card, by=vera, at=LATER)
    assert boxes.close_receipt(box=box, by=vera, at=LATER) == []
    box.refresh_from_db()
    assert box.state == BoxState.RECEIVED
    moves = list(found[0].moves.values_list("place", "office__code", "by__username"))
    assert moves == [
        ("NUMBERED", "SEDE-CENTRAL", "karin"), ("PRINTED", "SEDE-CENTRAL", "karin"),
        ("CHECKED", "SEDE-CENTRAL", "karin"), ("BOXED", "SEDE-CENTRAL", "karin"), ("SENT", "SEDE-CENTRAL", "karin"),
        ("READY", "JZ-TUM", "vera"),
    ]  # fmt: skip
    assert kinds() == []
    assert not queries.nowhere(LATER).exists()


def test_the_same_card_scanned_twice_is_in_the_box_once(karin, tumbes):
    [card, *_others] = checked(karin)
    box = boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=karin, at=NOON)
    boxes.pack_card(box=box, card=card, by=karin, at=NOON)
    with pytest.raises(CannotBox):
        boxes.pack_card(box=box, card=card, by=karin, at=NOON)
    other = boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=karin, at=NOON)
    with pytest.raises(CannotBox):
        boxes.pack_card(box=other, card=card, by=karin, at=NOON)
    assert queries.listed_in(box).count() == 1


def test_a_card_for_another_office_does_not_go_into_the_box(karin, lia, tumbes):
    approved(lia)
    box = boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=karin, at=NOON)
    here = next(card for card in checked(karin) if card.office == karin.office)
    with pytest.raises(CannotBox):
        boxes.pack_card(box=box, card=here, by=karin, at=NOON)


def test_a_card_that_was_not_checked_does_not_go_into_a_box(karin, tumbes):
    box = boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=karin, at=NOON)
    with pytest.raises(CannotBox):
        boxes.pack_card(box=box, card=printed(karin).cards.first(), by=karin, at=NOON)


def test_a_box_is_closed_only_when_the_count_fits_and_what_differed_is_kept(karin, tumbes):
    box = boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=karin, at=NOON)
    with pytest.raises(CannotBox):
        boxes.close_box(box=box, counted=0, by=karin, at=NOON)
    for card in checked(karin):
        boxes.pack_card(box=box, card=card, by=karin, at=NOON)
    boxes.close_box(box=box, counted=2, by=karin, at=NOON)
    box.refresh_from_db()
    assert (box.state, kinds()) == (BoxState.OPEN, [AlertKind.COUNT_DIFFERS])
    boxes.close_box(box=box, counted=3, by=karin, at=NOON)
    box.refresh_from_db()
    assert (box.state, kinds()) == (BoxState.PACKED, [])
    assert list(box.counts.values_list("listed", "counted")) == [(3, 2), (3, 3)]


def test_a_card_revoked_while_in_the_box_keeps_the_box_from_leaving(karin, tumbes):
    found = checked(karin)
    box = packed(karin, tumbes, found)
    cards.revoke(card=found[0], reason="DECISION", by=karin, at=NOON)
    with pytest.raises(CannotBox) as told:
        boxes.send_box(box=box, by=karin, at=NOON)
    assert found[0].number in str(told.value)
    boxes.reopen_box(box=box, by=karin, at=NOON)
    boxes.take_out(box=box, card=found[0], by=karin, at=NOON)
    card_alerts.destroy_card(card=found[0], office=karin.office, by=karin, at=NOON)
    boxes.close_box(box=box, counted=2, by=karin, at=NOON)
    boxes.send_box(box=box, by=karin, at=NOON)
    assert place(found[0]) == Place.DESTROYED


def test_a_card_revoked_on_its_way_is_put_aside_when_it_arrives(karin, vera, tumbes):
    found = checked(karin)
    box = sent(karin, tumbes, found)
    cards.revoke(card=found[0], reason="DECISION", by=karin, at=NOON)
    boxes.open_box(box=box, counted=3, by=vera, at=NOON)
    boxes.receive_card(box=box, card=found[0], by=vera, at=NOON)
    assert place(found[0]) == Place.RETURNED


def test_a_box_is_received_once_and_only_where_it_was_sent(karin, vera, tumbes):
    box = sent(karin, tumbes, checked(karin))
    with pytest.raises(CannotBox):
        boxes.open_box(box=box, counted=3, by=karin, at=NOON)
    boxes.open_box(box=box, counted=3, by=vera, at=NOON)
    with pytest.raises(CannotBox):
        boxes.open_box(box=box, counted=3, by=vera, at=NOON)
    boxes.close_receipt(box=box, by=vera, at=NOON)
    with pytest.raises(CannotBox):
        boxes.open_box(box=box, counted=3, by=vera, at=NOON)
    with pytest.raises(CannotBox):
        boxes.close_receipt(box=box, by=vera, at=NOON)


def test_a_card_is_received_only_from_a_box_that_was_counted_and_once(karin, vera, tumbes):
    [card, *_others] = checked(karin)
    box = sent(karin, tumbes, [card])
    with pytest.raises(CannotBox):
        boxes.receive_card(box=box, card=card, by=vera, at=NOON)
    boxes.open_box(box=box, counted=1, by=vera, at=NOON)
    boxes.receive_card(box=box, card=card, by=vera, at=NOON)
    with pytest.raises(CannotBox):
        boxes.receive_card(box=box, card=card, by=vera, at=NOON)


def test_what_did_not_come_out_of_its_box_is_nowhere_and_raises_an_alert(karin, vera, tumbes):
    found = checked(karin)
    box = sent(karin, tumbes, found)
    boxes.open_box(box=box, counted=2, by=vera, at=NOON)
    for card in found[:2]:
        boxes.receive_card(box=box, card=card, by=vera, at=NOON)
    assert boxes.close_receipt(box=box, by=vera, at=NOON) == [found[2]]
    assert list(queries.nowhere(NOON)) == [found[2]]
    assert kinds() == [AlertKind.COUNT_DIFFERS, AlertKind.NOWHERE]
    texts = [message.text for message in Message.objects.filter(channel="EMAIL")]
    assert texts
    assert not any("Yusleidy" in text or "González" in text for text in texts)


def test_a_card_of_another_box_is_received_where_it_belongs_and_told_of(karin, vera, tumbes):
    found = checked(karin)
    one, other = sent(karin, tumbes, found[:2]), sent(karin, tumbes, found[2:])
    boxes.open_box(box=one, counted=3, by=vera, at=NOON)
    boxes.receive_card(box=one, card=found[2], by=vera, at=NOON)
    assert (place(found[2]), kinds()) == (Place.READY, [AlertKind.COUNT_DIFFERS, AlertKind.STRANGE_CARD])
    boxes.open_box(box=other, counted=0, by=vera, at=NOON)
    assert boxes.close_receipt(box=other, by=vera, at=NOON) == []


def test_a_card_that_has_no_business_here_is_told_of_and_moves_nowhere(karin, vera, lia, tumbes):
    approved(lia)
    found = checked(karin)
    here = next(card for card in found if card.office == karin.office)
    box = sent(karin, tumbes, [card for card in found if card != here])
    boxes.open_box(box=box, counted=4, by=vera, at=NOON)
    boxes.receive_card(box=box, card=here, by=vera, at=NOON)
    assert (place(here), kinds()) == (Place.CHECKED, [AlertKind.COUNT_DIFFERS, AlertKind.STRANGE_CARD])


def test_the_watch_finds_late_boxes_and_cards_in_no_box_and_tells_once(karin, tumbes):
    found = checked(karin)
    sent(karin, tumbes, found[:2])
    assert card_alerts.watch_cards(at=NOON) == 0
    assert set(queries.nowhere(LATER)) == set(found)
    assert card_alerts.watch_cards(at=LATER) == 4
    assert kinds() == [AlertKind.BOX_LATE, *[AlertKind.NOWHERE] * 3]
    assert card_alerts.watch_cards(at=LATER) == 0


def test_what_is_found_again_is_missed_no_longer(karin, vera, tumbes):
    found = checked(karin)
    box = sent(karin, tumbes, found)
    card_alerts.watch_cards(at=LATER)
    boxes.open_box(box=box, counted=3, by=vera, at=LATER)
    for card in found:
        boxes.receive_card(box=box, card=card, by=vera, at=LATER)
    assert kinds() == []


def test_which_cards_are_nowhere_is_one_statement(karin, tumbes, django_assert_num_queries):
    checked(karin)
    with django_assert_num_queries(1):
        assert len(list(queries.nowhere(LATER))) == 3


def test_a_lost_card_counts_no_more_and_when_found_is_only_destroyed(karin, tumbes):
    [card, *_others] = checked(karin)
    card_alerts.lose_card(card=card, by=karin, at=NOON)
    card.refresh_from_db()
    assert (card.place, card.revoked_for) == (Place.LOST, "LOST")
    card_alerts.bring_in(card=card, office=karin.office, by=karin, at=NOON)
    card_alerts.destroy_card(card=card, office=karin.office, by=karin, at=NOON)
    with pytest.raises(CannotMoveCard):
        card_alerts.bring_in(card=card, office=karin.office, by=karin, at=NOON)


def test_what_still_counts_is_not_destroyed(karin, tumbes):
    [card, *_others] = checked(karin)
    with pytest.raises(CannotMoveCard):
        card_alerts.destroy_card(card=card, office=karin.office, by=karin, at=NOON)


def test_an_alert_is_explained_once(karin, tumbes):
    checked(karin)
    card_alerts.watch_cards(at=LATER)
    alert = CardAlert.objects.order_by("pk").first()
    with pytest.raises(CannotBox):
        card_alerts.settle_alert(alert=alert, explanation=" ", by=karin, at=LATER)
    card_alerts.settle_alert(alert=alert, explanation="Estaba en el cajón", by=karin, at=LATER)
    with pytest.raises(CannotBox):
        card_alerts.settle_alert(alert=alert, explanation="Otra vez", by=karin, at=LATER)


def test_what_is_unpacked_lies_where_it_lay(karin, tumbes):
    found = checked(karin)
    box = packed(karin, tumbes, found)
    with pytest.raises(CannotBox):
        boxes.unpack_box(box=box, by=karin, at=NOON)
    boxes.reopen_box(box=box, by=karin, at=NOON)
    boxes.unpack_box(box=box, by=karin, at=NOON)
    assert {place(card) for card in found} == {Place.CHECKED}


def test_whoever_works_elsewhere_fills_and_sends_nothing_from_here(karin, vera, tumbes):
    with pytest.raises(CannotBox):
        boxes.begin_box(origin=karin.office, destination=tumbes, is_return=False, by=vera, at=NOON)
    box = packed(karin, tumbes, checked(karin))
    with pytest.raises(CannotBox):
        boxes.send_box(box=box, by=vera, at=NOON)


def test_a_keeper_of_another_institution_sees_no_card_and_no_box(karin, world, tumbes):
    packed(karin, tumbes, checked(karin))
    stranger = UserFactory(username="ext", organisation=world.oim, roles=[])
    assert not Card.objects.at_hand_of(stranger).exists()
    assert not queries.boxes(stranger).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_scanners_that_read_one_card_at_once_one_packs_it(world):
    karin, lia, office = world.karin, world.lia, world.jz_tum
    approved(lia, 1, office=office)
    [card] = checked(karin)
    both = [
        boxes.begin_box(origin=karin.office, destination=office, is_return=False, by=karin, at=NOON) for _ in range(2)
    ]
    start, refused = Barrier(2), []

    def pack(box):
        start.wait()
        try:
            boxes.pack_card(box=box, card=card, by=karin, at=NOON)
        except CannotBox as broken:
            refused.append(str(broken))
        finally:
            connection.close()

    threads = [Thread(target=pack, args=(box,)) for box in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert sum(queries.listed_in(box).count() for box in both) == 1


def test_every_state_of_a_card_has_its_row_in_the_table():
    assert set(NEXT) == set(Place.values)
    ends = {state for state, following in NEXT.items() if not following}
    assert ends == {Place.DESTROYED, Place.NEVER_MADE}


def test_a_number_without_a_card_is_not_missed(karin, lia):
    approved(lia)
    make(karin)
    assert not queries.nowhere(LATER).exists()
