"""Batches, numbers, printing, checking, revoking."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from ayni.audit import actions as audit
from ayni.cases.tests.factories import open_case
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.actions import cards, deliveries
from ayni.procedures.models import Batch, Card, CardSeries, Place
from ayni.procedures.queries import cards as queries
from ayni.procedures.rules.cards import CannotMakeCards, CannotMoveCard, written_number
from ayni.procedures.tests.card_factories import SeriesFactory, approved, checked, make, printed
from ayni.procedures.tests.factories import NOON, ApplicationFactory

pytestmark = pytest.mark.django_db


def numbers(batch):
    return list(batch.cards.order_by("number").values_list("number", flat=True))


def test_a_batch_gives_the_next_numbers_to_what_was_approved_first(karin, lia):
    approved(lia, 3)
    first = make(karin, wanted=2)
    second = make(karin)
    assert (numbers(first), numbers(second)) == (["000000001", "000000002"], ["000000003"])
    assert not queries.to_be_made(SeriesFactory(), karin, is_reserved=False, on=NOON.date()).exists()
    with pytest.raises(CannotMakeCards):
        make(karin)


def test_what_was_granted_and_is_over_is_not_printed(karin, lia):
    [over, *_rest] = approved(lia, 2)
    type(over).objects.filter(pk=over.pk).update(expires_on=NOON.date() - timedelta(days=1))
    assert make(karin).size == 1


def test_what_failed_half_way_gave_no_number_and_the_next_batch_takes_them(karin, lia, monkeypatch):
    approved(lia, 2)
    make(karin, wanted=1)

    def cut(*_args, **_kwargs):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", cut)
        with pytest.raises(ConnectionError):
            make(karin)
    assert (Batch.objects.count(), Card.objects.count(), CardSeries.objects.get().last) == (1, 1, 1)
    assert numbers(make(karin)) == ["000000002"]


def test_numbers_of_a_series_end_instead_of_growing_longer():
    assert written_number(999, 3) == "999"
    with pytest.raises(CannotMakeCards):
        written_number(1000, 3)


def test_a_reload_of_the_series_leaves_the_counter_where_it_is(karin, lia):
    row = {
        "code": "CE", "title": "Carné", "form": "ID1", "mrz_code": "IR", "issuer": "PER", "digits": 9, "first": 501,
        "confidence": "low",
    }  # fmt: skip
    assert cards.load_series([row]) == 1
    approved(lia)
    assert numbers(make(karin)) == ["000000501"]
    assert cards.load_series([{**row, "title": "Carné nuevo"}]) == 0
    assert (CardSeries.objects.get().last, CardSeries.objects.get().title) == (501, "Carné nuevo")


def test_the_database_refuses_a_number_twice_and_two_cards_that_count(karin, lia):
    approved(lia)
    [card] = make(karin).cards.all()
    card.pk = None
    card.proof = "x" * 24
    with pytest.raises(IntegrityError), transaction.atomic():
        card.save(force_insert=True)
    card.number = "000000009"
    with pytest.raises(IntegrityError), transaction.atomic():
        card.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_four_keepers_at_once_never_give_a_number_twice_and_leave_no_gap(world):
    karin, lia = world.karin, world.lia
    approved(lia, 12)
    SeriesFactory()
    cards.signing_key(by=karin, at=NOON)
    start, wrong = Barrier(4), []

    def run() -> None:
        start.wait()
        try:
            for _turn in range(3):
                make(karin, wanted=1)
        except Exception as error:  # noqa: BLE001 - told below
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _keeper in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sorted(Card.objects.values_list("number", flat=True)) == [written_number(n, 9) for n in range(1, 13)]
    assert Card.objects.values("application").distinct().count() == 12
    assert CardSeries.objects.get().last == 12


def test_after_a_jam_a_file_is_printed_again_with_the_same_numbers_and_logged(karin, lia):
    approved(lia, 3)
    batch = printed(karin)
    before = numbers(batch)
    with pytest.raises(CannotMakeCards):
        cards.print_part(batch=batch, part=1, reason="FIRST", by=karin, at=NOON)
    again = cards.print_part(batch=batch, part=1, reason="JAM", by=karin, at=NOON)
    assert [card.number for card in again] == before == numbers(batch)
    assert list(batch.printings.values_list("reason", flat=True)) == ["FIRST", "JAM"]


def test_what_was_checked_is_not_printed_a_second_time(karin, lia):
    approved(lia, 2)
    [first, _second] = checked(karin)
    with pytest.raises(CannotMakeCards):
        cards.print_part(batch=first.batch, part=1, reason="JAM", by=karin, at=NOON)


def test_a_file_that_was_not_printed_cannot_be_printed_again(karin, lia):
    approved(lia)
    with pytest.raises(CannotMakeCards):
        cards.print_part(batch=make(karin), part=1, reason="JAM", by=karin, at=NOON)
    with pytest.raises(CannotMakeCards):
        cards.print_part(batch=Batch.objects.get(), part=7, reason="FIRST", by=karin, at=NOON)


def test_a_spoiled_card_gets_a_new_number_and_the_old_one_is_revoked(karin, lia):
    approved(lia, 2)
    batch = printed(karin)
    spoiled = batch.cards.get(number="000000001")
    new = cards.replace(card=spoiled, reason="SPOILED", by=karin, at=NOON)
    spoiled.refresh_from_db()
    assert (spoiled.place, spoiled.revoked_for) == (Place.DESTROYED, "SPOILED")
    assert (new.number, new.part, new.replaces, new.application_id) == ("000000003", 2, spoiled, spoiled.application_id)
    assert new.proof != spoiled.proof
    another = cards.replace(card=batch.cards.get(number="000000002"), reason="SPOILED", by=karin, at=NOON)
    assert another.part == 2
    assert [c.number for c in cards.print_part(batch=batch, part=2, reason="FIRST", by=karin, at=NOON)] == [
        "000000003", "000000004",
    ]  # fmt: skip


def test_a_card_is_revoked_once_and_with_a_reason(karin, lia):
    approved(lia)
    [card] = checked(karin)
    with pytest.raises(CannotMoveCard):
        cards.revoke(card=card, reason="", by=karin, at=NOON)
    cards.revoke(card=card, reason="ERROR", by=karin, at=NOON)
    with pytest.raises(CannotMoveCard):
        cards.revoke(card=card, reason="ERROR", by=karin, at=NOON)


def test_a_number_that_was_never_printed_leaves_its_trace(karin, lia):
    approved(lia)
    [card] = make(karin).cards.all()
    cards.revoke(card=card, reason="DECISION", by=karin, at=NOON)
    card.refresh_from_db()
    assert card.place == Place.NEVER_MADE
    assert [move.place for move in card.moves.all()] == [Place.NUMBERED, Place.NEVER_MADE]


def test_an_undecided_application_and_one_that_gives_no_card_wait_for_none(karin, lia):
    SeriesFactory()
    ApplicationFactory(person=PersonFactory(registered_by=lia), submitted=True)
    [other] = approved(lia)
    other.procedure.result = "resolución"
    other.procedure.save()
    with pytest.raises(CannotMakeCards):
        make(karin)


def test_somebody_with_a_restricted_case_is_in_no_batch_but_that_of_the_keeper_who_was_named(karin, rosa, lia, world):
    [seen] = approved(lia)
    case = open_case(rosa, "VP-TRATA")
    hidden = ApplicationFactory(person=case.person, approved=True)
    assert [card.application for card in make(karin).cards.all()] == [seen]
    with pytest.raises(CannotMakeCards):
        make(karin, is_reserved=True)
    deliveries.name_keepers(application=hidden, users=[karin], by=rosa, at=NOON)
    batch = make(karin, is_reserved=True)
    assert [card.application for card in batch.cards.all()] == [hidden]
    other = type(world)._staff(world, "kim", "Kim", "Otero", "CARD_KEEPER")
    assert Batch.objects.visible_to(karin).filter(pk=batch.pk).exists()
    assert not Batch.objects.visible_to(other).filter(pk=batch.pk).exists()


def test_a_card_says_of_its_holder_what_the_file_says_when_it_is_made(karin, lia):
    approved(lia, birth_date=date(1990, 3, 1), birth_precision="MONTH", surname_1="😀 Ñúñez", surname_2="")
    [card] = make(karin).cards.all()
    assert card.face == {
        "surnames": "Ñúñez", "given_names": "Yusleidy Carolina", "birth": "1990-03", "sex": "F", "nationality": "VEN",
    }  # fmt: skip
    assert (card.valid_from.isoformat(), card.valid_to.isoformat()) == ("2026-11-20", "2027-11-20")


def test_a_name_that_no_zone_can_hold_stays_out_of_the_batch_and_is_said(karin, lia):
    approved(lia, given_name_1="王", given_name_2="", surname_1="小", surname_2="")
    with pytest.raises(CannotMakeCards):
        make(karin)
    approved(lia)
    assert make(karin).size == 1


def test_what_was_revoked_is_made_again_by_hand_only_and_not_after_a_decision(karin, lia):
    approved(lia, 2)
    lost, ended = checked(karin)
    cards.revoke(card=lost, reason="STOLEN", by=karin, at=NOON)
    cards.revoke(card=ended, reason="DECISION", by=karin, at=NOON)
    with pytest.raises(CannotMakeCards):
        make(karin)
    assert cards.replace(card=lost, reason="STOLEN", by=karin, at=NOON).replaces == lost
    for card in (lost, ended):
        with pytest.raises(CannotMakeCards):
            cards.replace(card=card, reason="STOLEN", by=karin, at=NOON)
