"""Fines: the rules and units of the data, what was reckoned for an application, which receipts serve it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from ayni.access.models import User
from ayni.lib.keys import keyring

from ..models import Application, FineReckoning, FineRule, Receipt, TaxUnit
from ..rules import fines

PLAIN = (
    "code", "kind", "since", "until", "percent", "over", "upto", "instalments", "initial", "who", "on_request",
    "legal_basis", "confidence",
)  # fmt: skip


def fine_rules(on: date) -> list[fines.Rule]:
    """The rules as the data says them on that day; which of their own days hold is for the rules to tell."""
    rows = FineRule.objects.in_force(on).order_by("order", "code")
    return [fines.Rule(label=row.label_es, **{name: getattr(row, name) for name in PLAIN}) for row in rows]


def units(on: date) -> dict[int, fines.Unit]:
    rows = TaxUnit.objects.in_force(on).order_by("code")
    return {int(row.code): fines.Unit(int(row.code), row.amount, row.decree, row.confidence) for row in rows}


def reckonings_of(application: Application, user: User) -> QuerySet[Any]:
    return FineReckoning.objects.visible_to(user).filter(application=application).select_related("by").order_by("-at")


def receipt_key(number: str) -> str:
    """What a receipt is known again by, without keeping its number readable."""
    return keyring(settings.AYNI_HOME).digest("search", f"receipt:{number}").hex()


def receipts_of(application: Application, user: User) -> QuerySet[Any]:
    rows = Receipt.objects.visible_to(user).filter(application=application).select_related("by")
    return rows.order_by("-paid_on", "-pk")
