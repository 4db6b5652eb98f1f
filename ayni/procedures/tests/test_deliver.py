"""A card waits, its holder is told once, it is handed over; to a proxy; for the first time."""

from datetime import date, timedelta

import pytest

from ayni.notices.models import Message
from ayni.people.tests.factories import LanguageFactory
from ayni.procedures import hooks
from ayni.procedures.actions import boxes, card_alerts, cards
from ayni.procedures.actions import deliveries as actions
from ayni.procedures.actions.telling import tell_person
from ayni.procedures.models import Application, Card, HandOver, Place
from ayni.procedures.rules.cards import CannotHandOver, CannotMakeCards, CannotMoveCard
from ayni.procedures.rules.custody import CannotBox
from ayni.procedures.tests.card_factories import approved, checked, sent
from ayni.procedures.tests.factories import NOON

pytestmark = pytest.mark.django_db
SIGNED = actions.Handing(check_kind="DOCUMENT", signed=True)


def power(**fields):
    said = {
        "name": "Pedro Rojas", "document": "DNI 12345678", "power": "Notaría Paz, 44-2026", "scope": "ONE",
        "valid_from": date(2026, 1, 1), "valid_to": date(2027, 1, 1), "why_unscanned": "ON_PAPER",
    }  # fmt: skip
    return actions.Power(**{**said, **fields})


@pytest.fixture
def waiting(karin, lia):
    approved(lia, phone="+51999000111")
    [card] = checked(karin)
    actions.shelve(batch=card.batch, by=karin, at=NOON)
    return Card.objects.get()


def test_the_holder_is_told_once_in_words_that_say_nothing(waiting, karin, vera, world):
    [message] = Message.objects.filter(channel="SMS")
    assert message.to == "+51999000111"
    for word in ("Yusleidy", "González", waiting.number, "carné", "migra", waiting.application.number):
        assert word.lower() not in message.text.lower()
    box = boxes.begin_box(origin=karin.office, destination=world.jz_tum, is_return=True, by=karin, at=NOON)
    boxes.pack_card(box=box, card=waiting, by=karin, at=NOON)
    boxes.take_out(box=box, card=waiting, by=karin, at=NOON)
    assert not actions.tell_holder(Card.objects.get(), at=NOON)
    assert Message.objects.filter(channel="SMS").count() == 1


@pytest.mark.parametrize(("code", "words"), [("hat", "Sa ou te mande a pare"), ("por", "está pronto"), ("guc", "Hola")])
def test_the_holder_is_told_in_a_language_of_the_public_pages_or_in_spanish(karin, lia, code, words):
    [application] = approved(lia, phone="+51999000111")
    application.person.language = LanguageFactory(code=code)
    application.person.save(update_fields=["language"])
    [card] = checked(karin)
    actions.shelve(batch=card.batch, by=karin, at=NOON)
    assert words in Message.objects.get(channel="SMS").text
    Message.objects.all().delete()
    tell_person(Application.objects.get(), at=NOON)
    said = {"hat": "Gen nouvèl", "por": "Há novidades", "guc": "Hay novedades"}[code]
    assert said in Message.objects.get().text


def test_without_a_safe_telephone_nobody_is_written_to(karin, lia):
    [application] = approved(lia, phone="+51999000111")
    application.person.contacts.update(is_safe=False)
    [card] = checked(karin)
    actions.shelve(batch=card.batch, by=karin, at=NOON)
    assert not Message.objects.filter(channel="SMS").exists()
    assert Card.objects.get().told_at is None


def test_what_is_for_another_office_is_not_laid_out_here(karin, lia, world):
    approved(lia, office=world.jz_tum)
    [card] = checked(karin)
    with pytest.raises(CannotMakeCards):
        actions.shelve(batch=card.batch, by=karin, at=NOON)


def test_a_hand_over_says_when_where_by_whom_and_to_whom(waiting, lia):
    given = actions.hand_over(card=waiting, handing=SIGNED, by=lia, at=NOON)
    assert (given.at, given.office, given.by, given.proxy, given.check_kind) == (
        NOON,
        lia.office,
        lia,
        None,
        "DOCUMENT",
    )
    with pytest.raises(CannotHandOver):
        actions.hand_over(card=waiting, handing=SIGNED, by=lia, at=NOON)
    assert HandOver.objects.count() == 1


def test_a_revoked_or_an_expired_card_and_one_under_way_are_not_handed_over(waiting, karin, lia, world):
    with pytest.raises(CannotHandOver, match=waiting.number):
        actions.hand_over(card=waiting, handing=SIGNED, by=lia, at=NOON + timedelta(days=400))
    cards.revoke(card=waiting, reason="DECISION", by=karin, at=NOON)
    with pytest.raises(CannotHandOver, match=waiting.number):
        actions.hand_over(card=waiting, handing=SIGNED, by=lia, at=NOON)
    approved(lia)
    [other] = checked(karin)
    assert other.application != waiting.application
    with pytest.raises(CannotHandOver, match=other.number):
        actions.hand_over(card=other, handing=SIGNED, by=lia, at=NOON)


def test_without_a_signature_or_a_comparison_nothing_is_handed_over(waiting, lia, monkeypatch):
    for handing in (
        actions.Handing(check_kind="DOCUMENT", signed=False),
        actions.Handing(check_kind="", signed=True),
        actions.Handing(check_kind="FINGERPRINT", signed=False),
    ):
        with pytest.raises(CannotHandOver):
            actions.hand_over(card=waiting, handing=handing, by=lia, at=NOON)
    finger = actions.Handing(check_kind="FINGERPRINT", signed=False)
    monkeypatch.setattr(hooks, "FINGER", [lambda person, *, by, at: False])
    with pytest.raises(CannotHandOver):
        actions.hand_over(card=waiting, handing=finger, by=lia, at=NOON)
    monkeypatch.setattr(hooks, "FINGER", [lambda person, *, by, at: person == waiting.person])
    assert actions.hand_over(card=waiting, handing=finger, by=lia, at=NOON).signed is False


def test_a_proxy_receives_within_the_power_and_no_longer(waiting, lia):
    proxy = actions.record_proxy(card=waiting, power=power(), by=lia, at=NOON)
    handing = actions.Handing(check_kind="DOCUMENT", signed=True, proxy=proxy)
    with pytest.raises(CannotHandOver):
        actions.hand_over(card=waiting, handing=handing, by=lia, at=NOON + timedelta(days=60))
    actions.end_proxy(proxy=proxy, by=lia, at=NOON)
    with pytest.raises(CannotHandOver):
        actions.hand_over(card=waiting, handing=handing, by=lia, at=NOON)
    again = actions.record_proxy(card=waiting, power=power(scope="ANY"), by=lia, at=NOON)
    given = actions.Handing(check_kind="DOCUMENT", signed=True, proxy=again)
    assert actions.hand_over(card=waiting, handing=given, by=lia, at=NOON).proxy == again


def test_the_proxy_of_one_card_does_not_fetch_that_of_somebody_else(waiting, karin, lia):
    approved(lia)
    other = next(card for card in checked(karin) if card != waiting)
    actions.shelve(batch=other.batch, by=karin, at=NOON)
    proxy = actions.record_proxy(card=waiting, power=power(scope="ANY"), by=lia, at=NOON)
    handing = actions.Handing(check_kind="DOCUMENT", signed=True, proxy=proxy)
    with pytest.raises(CannotHandOver):
        actions.hand_over(card=other, handing=handing, by=lia, at=NOON)
    with pytest.raises(CannotHandOver):
        actions.hand_over(
            card=waiting, handing=actions.Handing(check_kind="FINGERPRINT", signed=True, proxy=proxy), by=lia, at=NOON
        )


def test_a_card_that_turns_up_after_its_box_was_emptied_waits_for_its_holder(karin, lia, vera, world):
    approved(lia, 2, office=world.jz_tum)
    found, other = checked(karin)
    box = sent(karin, world.jz_tum, [found, other])
    with pytest.raises(CannotMoveCard):
        actions.lay_out_again(card=found, by=vera, at=NOON)
    boxes.open_box(box=box, counted=0, by=vera, at=NOON)
    boxes.close_receipt(box=box, by=vera, at=NOON)
    with pytest.raises(CannotMoveCard):
        actions.lay_out_again(card=found, by=karin, at=NOON)
    actions.lay_out_again(card=found, by=vera, at=NOON)
    found.refresh_from_db()
    assert (found.place, found.box) == (Place.READY, None)
    assert not found.alerts.filter(settled_at__isnull=True).exists()
    card_alerts.lose_card(card=other, by=vera, at=NOON)
    with pytest.raises(CannotMoveCard):
        actions.lay_out_again(card=other, by=vera, at=NOON)


def test_a_card_that_was_put_aside_by_mistake_waits_again(waiting, lia):
    card_alerts.bring_in(card=waiting, office=lia.office, by=lia, at=NOON)
    actions.lay_out_again(card=waiting, by=lia, at=NOON)
    assert Card.objects.get().place == Place.READY


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_to": date(2026, 1, 2)},
        {"valid_from": date(2027, 2, 1), "valid_to": date(2027, 1, 1)},
        {"valid_to": date(2036, 1, 1)},
    ],
)
def test_a_power_that_has_ended_runs_backwards_or_has_no_end_is_not_taken(waiting, lia, wrong):
    with pytest.raises(CannotHandOver):
        actions.record_proxy(card=waiting, power=power(**wrong), by=lia, at=NOON)


def test_what_nobody_came_for_goes_back_in_a_box_and_is_destroyed_once_revoked(waiting, karin, vera, world, lia):
    box = boxes.begin_box(origin=karin.office, destination=world.jz_tum, is_return=True, by=karin, at=NOON)
    boxes.pack_card(box=box, card=waiting, by=karin, at=NOON)
    boxes.close_box(box=box, counted=1, by=karin, at=NOON)
    boxes.send_box(box=box, by=karin, at=NOON)
    boxes.open_box(box=box, counted=1, by=vera, at=NOON)
    boxes.receive_card(box=box, card=waiting, by=vera, at=NOON)
    with pytest.raises(CannotBox):
        boxes.receive_card(box=box, card=waiting, by=vera, at=NOON)
    cards.revoke(card=waiting, reason="UNFETCHED", by=karin, at=NOON)
    card_alerts.destroy_card(card=waiting, office=vera.office, by=vera, at=NOON)
    assert Card.objects.get().place == Place.DESTROYED
