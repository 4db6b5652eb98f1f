"""What cards, powers, receipts and findings say of somebody ends by the rules of the data."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from ayni.people import actions as people
from ayni.people.models import RetentionRule
from ayni.procedures.actions import cards
from ayni.procedures.models import Card, Check, Proxy, Receipt, ServiceCall, State
from ayni.procedures.tests.card_factories import approved, card_of, make
from ayni.procedures.tests.factories import NOON, ApplicationFactory

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=1826)


@pytest.fixture(autouse=True)
def retention(db):
    RetentionRule.objects.all().delete()
    people.load_retention_rules(settings.BASE_DIR / "data", on=date(2026, 1, 1))
    # Whole files end meanwhile, too: that would hide what ends of them.
    RetentionRule.objects.exclude(kind__in=["CARD", "PROXY", "RECEIPT", "SERVICE_FINDING"]).delete()


def test_a_card_says_nothing_of_its_holder_five_years_after_it_ceased_to_count_and_keeps_its_number(karin, lia):
    approved(lia, 3)
    printed, revoked, held = make(karin).cards.order_by("number")
    cards.revoke(card=revoked, reason="ERROR", by=karin, at=NOON)
    for card in (revoked, held):
        Card.objects.filter(pk=card.pk).update(place="HANDED_OVER", valid_to=None)
    Card.objects.filter(pk=held.pk).update(valid_to=NOON.date())
    Card.objects.filter(pk=printed.pk).update(valid_to=NOON.date())
    people.place_hold(person=held.person, reason="Juicio", until=date(2037, 12, 1), by=lia, at=NOON)
    people.run_retention(at=NOON + YEARS - timedelta(days=2))
    assert not Card.objects.filter(forgotten_at__isnull=False).exists()
    people.run_retention(at=NOON + YEARS)
    [gone] = Card.objects.filter(forgotten_at__isnull=False)
    assert (gone.pk, gone.face, gone.photo, gone.number) == (revoked.pk, {}, None, revoked.number)
    assert Card.objects.get(pk=held.pk).face["surnames"]
    # What was numbered and never printed is looked at by somebody before it is forgotten.
    assert Card.objects.get(pk=printed.pk).face["surnames"]


def test_who_fetched_a_card_for_somebody_is_forgotten_and_that_somebody_did_is_not(lia):
    [application] = approved(lia)
    card_of(application.person, lia)
    people.run_retention(at=NOON + YEARS)
    proxy = Proxy.objects.get()
    assert (proxy.name, proxy.document, proxy.power, proxy.forgotten_at) == ("", "", "", NOON + YEARS)
    assert proxy.person == application.person


def test_the_number_of_a_receipt_ends_and_it_never_serves_again(lia):
    [application] = approved(lia)
    receipt = Receipt.objects.create(
        application=application, number="B001-1", known_by="digest", paid_on=NOON.date(), amount=10,
        payment_code="1810", by=lia, at=NOON,
    )  # fmt: skip
    people.run_retention(at=NOON + YEARS)
    receipt.refresh_from_db()
    assert (receipt.number, receipt.known_by, receipt.amount) == ("", "digest", 10)


def asked(application, by, service="POLICE", **fields):
    call = ServiceCall.objects.create(
        key=application.pk, service=service, application=application, purpose="EVALUATE", legal_basis="DL 1246", by=by,
        at=NOON, outcome="ANSWERED", milliseconds=5,
    )  # fmt: skip
    return Check.objects.create(call=call, finding="FOUND", at=NOON, **fields)


def test_what_a_service_answered_ends_a_year_after_the_decision_and_who_asked_stays(lia):
    decided, open_one, left, notified = (
        ApplicationFactory(person__registered_by=lia, submitted=True) for _n in range(4)
    )
    type(decided).objects.filter(pk__in=[decided.pk, notified.pk]).update(state=State.APPROVED, decided_at=NOON)
    type(decided).objects.filter(pk=left.pk).update(state=State.WITHDRAWN)
    for application in (decided, open_one, left):
        asked(application, lia)
    asked(notified, lia, service="MAILBOX")
    people.run_retention(at=NOON + timedelta(days=366))
    assert set(Check.objects.values_list("call__application", flat=True)) == {open_one.pk, notified.pk}
    assert ServiceCall.objects.count() == 4
