"""Fines and receipts on an application."""

import re
import threading
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.models import FineReckoning, FineRule, Receipt, TaxUnit
from ayni.procedures.rules.fines import CannotReckon, CannotRecordReceipt

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def data():
    since = date(2022, 1, 1)
    this_year = localdate().year
    for year in {2026, this_year}:
        TaxUnit.objects.create(
            code=str(year),
            valid_from=since,
            label_es=f"UIT {year}",
            amount=Decimal(5500),
            decree="DS",
            confidence="high",
        )
    common = {"valid_from": since, "legal_basis": "DL 1350", "confidence": "medium"}
    FineRule.objects.create(
        code="MF-EXCESO", label_es="Exceso", order=1, kind="OVERSTAY", since=date(2017, 3, 1), percent="0.1", per="DAY",
        **common,
    )  # fmt: skip
    FineRule.objects.create(
        code="MF-EX-VUL", label_es="Por vulnerabilidad", order=2, kind="WAIVER", who="VULNERABLE", on_request=True,
        **common,
    )  # fmt: skip
    FineRule.objects.create(
        code="MF-AMN", label_es="Amnistía", order=3, kind="WAIVER", who="EVERYBODY", until=date(2023, 10, 28), **common
    )


def apply_at(by):
    return ApplicationFactory(person=PersonFactory(registered_by=by))


def reckon(application, by, **other):
    said = {"kind": "OVERSTAY", "after": date(2026, 11, 10), "on": TODAY, "waived": actions.Waived(), "at": now()}
    return actions.record_fine(application=application, by=by, **said | other)


def test_a_fine_is_kept_with_its_arithmetic(world, data):
    made = reckon(apply_at(world.lia), world.elsa)
    made.refresh_from_db()
    assert (made.amount, made.due, made.since) == (Decimal("55.00"), Decimal("55.00"), date(2026, 11, 11))
    line = made.lines[0]
    assert (line["count"], line["percent"], line["unit"], line["amount"]) == (10, "0.1000", "5500.00", "55.00")
    event = Event.objects.get(verb="fine.reckoned")
    assert event.details["amount"] == "55.00"


def test_an_exemption_owes_nothing_and_its_reason_is_encrypted_and_in_no_trail(world, data):
    waived = actions.Waived("MF-EX-VUL", "Es víctima de trata")
    made = reckon(apply_at(world.lia), world.elsa, waived=waived)
    assert (made.amount, made.due, made.waiver) == (Decimal("55.00"), 0, "MF-EX-VUL")
    stored = FineReckoning.objects.filter(reason__contains="trata")
    assert not stored.exists()
    assert "trata" not in str(Event.objects.get(verb="fine.reckoned").details)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("MF-EX-VUL", " "), ("MF-AMN", "Se acogió"), ("MF-NADA", "Por algo"), ("MF-EXCESO", "Por algo")],
)
def test_an_exemption_without_a_reason_or_out_of_its_days_is_refused(world, data, code, reason):
    with pytest.raises(CannotReckon):
        reckon(apply_at(world.lia), world.elsa, waived=actions.Waived(code, reason))
    assert not FineReckoning.objects.exists()


def pay(application, by, **other):
    said = {
        "number": "0012-345", "paid_on": TODAY, "amount": Decimal("40.60"), "payment_code": "07568",
        "at": now(),
    }  # fmt: skip
    return actions.record_receipt(application=application, by=by, **said | other)


def test_the_same_receipt_never_serves_twice_however_it_is_typed(world):
    one, other = apply_at(world.lia), apply_at(world.lia)
    assert pay(one, world.lia).number == "12345"
    for application in (one, other):
        for number in ("12345", "0012345", "12-345 "):
            with pytest.raises(CannotRecordReceipt):
                pay(application, world.lia, number=number)
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_take_the_same_receipt_at_once_record_it_once(world):
    applications = [apply_at(world.lia), apply_at(world.lia)]
    together, told = threading.Barrier(2), []

    def take(application):
        together.wait()
        try:
            pay(application, world.lia)
        except CannotRecordReceipt as refused:
            told.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[application]) for application in applications]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Receipt.objects.count() == 1
    assert len(told) == 1
    assert "ya sirve" in told[0]


def test_the_page_of_an_application_records_both(client, world, data):
    application = apply_at(world.lia)
    stem = f"/tramites/multas/{application.pk}/"
    client.force_login(world.lia)
    paid = {
        "paid_on_day": "1",
        "paid_on_month": "11",
        "paid_on_year": "2026",
        "amount": "40.60",
        "payment_code": "07568",
    }
    for _again in range(2):
        page = client.post(f"{stem}recibo/", {"once": "x", "number": "99-1", **paid}, follow=True)
    assert Receipt.objects.count() == 1
    assert "ya sirve" in page.content.decode()
    assert 'value="99-1"' in page.content.decode()

    client.force_login(world.elsa)
    fined = {"kind": "OVERSTAY", "after_day": "10", "after_month": "11", "after_year": "2026", "waiver": "MF-EX-VUL"}
    page = client.post(f"{stem}multa/", {"once": str(uuid.uuid4()), **fined})
    assert not FineReckoning.objects.exists()
    page = client.post(f"{stem}multa/", {"once": str(uuid.uuid4()), "reason": "Gestante", **fined}, follow=True)
    assert FineReckoning.objects.get().due == 0
    assert "Gestante" in page.content.decode()


def test_to_look_at_fines_and_receipts_is_a_reading(client, world, data):
    application = apply_at(world.lia)
    client.force_login(world.elsa)
    client.get(f"/tramites/multas/{application.pk}/")
    opened = Event.objects.get(verb="application.opened")
    assert (opened.by, opened.thread) == (str(world.elsa.pk), application.person_id)


def test_a_stranger_finds_no_fines(client, world, data):
    application = apply_at(world.lia)
    client.force_login(world.vera)
    assert client.get(f"/tramites/multas/{application.pk}/").status_code == 404
    client.force_login(world.elsa)
    assert client.post(f"/tramites/multas/{application.pk}/recibo/", {}).status_code == 403
    client.force_login(world.lia)
    assert client.post(f"/tramites/multas/{application.pk}/multa/", {}).status_code == 403


def test_a_fine_is_reckoned_without_a_person(client, world, data):
    client.force_login(world.lia)
    said = {"kind": "OVERSTAY", "after_day": "10", "after_month": "11", "after_year": "2026", "who": "VULNERABLE"}
    until = {"on_day": "20", "on_month": "11", "on_year": "2026"}
    page = client.post("/tramites/multas/", said | until).content.decode()
    assert "S/ 55.00" in page
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "10 × 0.1 % × S/ 5,500.00 S/ 55.00" in words
    TaxUnit.objects.update(confidence="medium")
    words = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", client.post("/tramites/multas/", said | until).content.decode())
    )
    assert "10 × 0.1 % × S/ 5,500.00 (por confirmar)" in words
    assert "La multa: S/ 55.00 (por confirmar)" in words
    assert "Por vulnerabilidad" in page
    assert not FineReckoning.objects.exists()
    for day in (
        {"after_year": "1900"},
        {"after_year": "2099"},
        {"after_day": "31"},
        {"on_year": "2019"},
        {"on_year": "2040"},
    ):
        assert client.post("/tramites/multas/", said | until | day).status_code == 200
