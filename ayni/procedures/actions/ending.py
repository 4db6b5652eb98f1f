"""How what the front desk keeps for a while ends when its time is over: whole, or what it says of somebody."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, UUIDField
from django.db.models.functions import Coalesce

from ayni.people.actions.ending import delete_row
from ayni.people.hooks import Sweeper

from ..models import (
    Appointment,
    Card,
    Check,
    Place,
    Preregistration,
    Proxy,
    Receipt,
    State,
    StateService,
    Ticket,
    Wait,
    WaitState,
)
from .preregistration import end


def _preregistrations(before: datetime) -> QuerySet[Any]:
    return Preregistration.objects.filter(saved_at__lt=before)


def _appointments(before: datetime) -> QuerySet[Any]:
    return Appointment.objects.filter(starts_at__lt=before, ended_at__isnull=False).exclude(who="")


def _waits(before: datetime) -> QuerySet[Any]:
    ended = Wait.objects.filter(ended_at__lt=before).exclude(who="")
    return ended.exclude(state__in=[WaitState.WAITING, WaitState.OFFERED])


def _tickets(before: datetime) -> QuerySet[Any]:
    """With a reason why the law preferred them, and whose they are, as far as the ticket can tell."""
    holder = Coalesce("application__person_id", "appointment__person_id", output_field=UUIDField())
    return Ticket.objects.filter(arrived_at__lt=before).exclude(group="").annotate(holder=holder)


def _forget_contact(row: Appointment | Wait, at: datetime, rule: str) -> None:
    """That somebody came, or waited, stays countable."""
    type(row)._default_manager.filter(pk=row.pk).update(who="", contact={}, group="")


def _forget_group(ticket: Ticket, at: datetime, rule: str) -> None:
    """That they were preferred stays: in which lane they waited."""
    Ticket.objects.filter(pk=ticket.pk).update(group="")


def _cards(before: datetime) -> QuerySet[Any]:
    """Those that count no more, and are not about to be printed."""
    over = Q(revoked_at__lt=before) | Q(valid_to__lt=before.date())
    return Card.objects.filter(over, forgotten_at__isnull=True).exclude(place__in=[Place.NUMBERED, Place.PRINTED])


def _forget_card(card: Card, at: datetime, rule: str) -> None:
    """Its number, where it was and that it was handed over stay: a number is given once."""
    Card.objects.filter(pk=card.pk).update(face={}, photo=None, forgotten_at=at)


def _proxies(before: datetime) -> QuerySet[Any]:
    over = Q(ended_at__lt=before) | Q(valid_to__lt=before.date())
    return Proxy.objects.filter(over, forgotten_at__isnull=True)


def _forget_proxy(proxy: Proxy, at: datetime, rule: str) -> None:
    """That somebody else came for a card stays. The scan of the power is a paper of the person: it goes with theirs."""
    Proxy.objects.filter(pk=proxy.pk).update(name="", document="", power="", scan=None, forgotten_at=at)


def _receipts(before: datetime) -> QuerySet[Any]:
    return Receipt.objects.filter(at__lt=before, forgotten_at__isnull=True)


def _forget_receipt(receipt: Receipt, at: datetime, rule: str) -> None:
    """Its digest stays, so that it never serves again; and what was paid."""
    Receipt.objects.filter(pk=receipt.pk).update(number="", forgotten_at=at)


def _findings(before: datetime) -> QuerySet[Any]:
    """What services of the State answered about applications that are over. That a resolution lies in the mailbox is no
    finding: it proves that somebody was notified."""
    decided = Q(call__application__decided_at__lt=before)
    left = Q(call__application__state__in=[State.WITHDRAWN, State.ABANDONED], at__lt=before)
    return Check.objects.filter(decided | left).exclude(call__service=StateService.MAILBOX)


SWEEPERS = [
    Sweeper("PREREGISTRATION", _preregistrations, end),
    Sweeper("APPOINTMENT_CONTACT", _appointments, _forget_contact, person="person"),
    Sweeper("WAIT_CONTACT", _waits, _forget_contact, person="person"),
    Sweeper("TICKET", _tickets, _forget_group, person="holder"),
    Sweeper("CARD", _cards, _forget_card, person="person"),
    Sweeper("PROXY", _proxies, _forget_proxy, person="person"),
    Sweeper("RECEIPT", _receipts, _forget_receipt, person="application__person"),
    Sweeper("SERVICE_FINDING", _findings, delete_row, person="call__application__person"),
]
