"""Asking the services of the State: written down before it leaves, and of the answer only what was found is kept.

A question takes seconds and no transaction waits for it: one writes it down and asks whether the service is to be left
alone, one writes down how it ended. If the machine dies between them, the row says that it was asked.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from .. import gateways
from ..models import (
    Application,
    CallOutcome,
    Check,
    Finding,
    Item,
    Resolution,
    ServiceCall,
    ServiceHealth,
    StateService,
)
from ..queries import services as queries
from ..rules import services as rules


@dataclass(frozen=True, kw_only=True)
class Question:
    """To which service, about which application, for which line of its checklist. `key` is of the form: sent twice,
    it is asked once."""

    application: Application
    item: Item
    service: StateService
    key: UUID
    receipt: gateways.Payment | None = None
    """Of a payment: what stands on it."""


@dataclass(frozen=True)
class _Found:
    finding: Finding | None
    """None: it gave something that is kept nowhere."""
    reference: str = ""
    tries: int = 1


@dataclass(frozen=True)
class _Asked:
    """A question that is allowed, with what will put it."""

    application: Application
    item: Item | None
    service: StateService
    key: UUID
    put: Callable[[], _Found]


def ask(*, question: Question, by: User, at: datetime) -> ServiceCall:
    """Ask, and keep what was found on the line of the checklist. That a service does not answer is no error: the row
    says so, and the requirement is checked by hand."""
    item, person = question.item, question.application.person
    rules.check_is_evaluator(question.application.evaluator_id, by.pk)
    rules.check_may_ask(question.service, queries.offered(item, person), question.application.state, item.state)
    put = _PUT[question.service](question)
    asked = _Asked(question.application, item, question.service, question.key, put)
    return _ask(asked, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Notification:
    """A document for somebody's mailbox. `subject` is shown on locked screens: it names nobody and nothing."""

    application: Application
    name: str
    subject: str
    content: bytes
    key: UUID
    document: UUID | None = None
    """Of what is put there: whatever was said before, the mailbox has it once."""


def deposit(*, notification: Notification, by: User, at: datetime) -> ServiceCall:
    """Put a decision into the person's electronic mailbox. The same key puts it there once."""
    application = notification.application
    document = queries.document_for(StateService.MAILBOX, application.person)
    said = gateways.Deposit(
        document_type=document.type.code, document=document.number, subject=notification.subject,
        name=notification.name, content=notification.content,
    )  # fmt: skip
    mailbox = gateways.Mailbox(queries.door(StateService.MAILBOX))
    once = notification.document or notification.key
    put = lambda: _received(mailbox.deposit(said, key=once))  # noqa: E731
    asked = _Asked(application, None, StateService.MAILBOX, notification.key, put)
    return _ask(asked, by=by, at=at)


def read_receipt(*, deposited: ServiceCall, key: UUID, by: User, at: datetime) -> ServiceCall:
    """Whether the person opened what was put into their mailbox."""
    reference = queries.reference_of(deposited)
    if not reference:
        raise rules.CannotAsk(_("Nothing was put into a mailbox then, so there is no receipt to read."))
    mailbox = gateways.Mailbox(queries.door(StateService.MAILBOX))
    put = lambda: _received(mailbox.receipt(reference, key=key))  # noqa: E731
    asked = _Asked(deposited.application, None, StateService.MAILBOX, key, put)
    return _ask(asked, by=by, at=at)


def notify(*, resolution: Resolution, content: Callable[[], bytes], by: User, at: datetime) -> ServiceCall:
    """Put a resolution into the mailbox of the person; once it is there, ask whether it was read. `content`: its PDF,
    made when it is needed. When the time to appeal begins is not decided here: somebody writes down that the person
    holds it."""
    about = queries.in_mailbox([resolution])[resolution.pk]
    rules.check_may_notify(is_annulled=resolution.annulled_at is not None, is_over=about.is_over)
    key = queries.mailbox_key(resolution, len(about.put))
    if about.is_there and about.last is not None:
        return read_receipt(deposited=about.last.call, key=key, by=by, at=at)
    notification = Notification(
        application=resolution.application, name=f"{resolution.number}.pdf",
        subject=_("You have a notification of what you asked for."), content=content(), key=key,
        document=resolution.pk,
    )  # fmt: skip
    return deposit(notification=notification, by=by, at=at)


def permit_to_sign(*, application: Application, key: UUID, by: User, at: datetime) -> str:
    """A token of Firma Perú for one signing; empty if there is none now. It is kept nowhere."""
    signature, given = gateways.Signature(queries.door(StateService.SIGNATURE)), []

    def put() -> _Found:
        given.append(signature.token(key=key))
        return _Found(None)

    _ask(_Asked(application, None, StateService.SIGNATURE, key, put), by=by, at=at)
    return "".join(given)


def _received(receipt: gateways.Receipt) -> _Found:
    if not receipt.reference:
        return _Found(Finding.NO_MAILBOX, tries=receipt.tries)
    finding = Finding.READ if receipt.read_at else Finding.DEPOSITED
    return _Found(finding, receipt.reference, receipt.tries)


def _ask(asked: _Asked, *, by: User, at: datetime) -> ServiceCall:
    call, is_new = _write_down(asked, by=by, at=at)
    if not is_new:
        return call
    began = time.monotonic()
    try:
        found, none = asked.put(), None
    except gateways.NoAnswer as broken:
        found, none = None, broken
    took = timedelta(seconds=time.monotonic() - began)
    return _end(call, found, none, took=took, by=by)


@transaction.atomic
def _write_down(asked: _Asked, *, by: User, at: datetime) -> tuple[ServiceCall, bool]:
    """The row of the question, and whether it is to be asked now: not, if the same form was sent before."""
    if not queries.door(asked.service).url:
        raise rules.CannotAsk(_("This installation is not connected to that service. Check the requirement by hand."))
    ServiceHealth.objects.bulk_create([ServiceHealth(service=asked.service)], ignore_conflicts=True)
    health = ServiceHealth.objects.select_for_update().get(service=asked.service)
    if before := ServiceCall.objects.filter(key=asked.key).first():
        if before.by_id != by.pk or before.application_id != asked.application.pk:
            raise rules.CannotAsk(_("This form was used already. Open the page again and ask there."))
        return before, False
    way = rules.way(queries.health_of(health), at)
    rules.check_answers(way)
    if way is rules.Way.PROBE:
        health.probed_at = at
        health.save(update_fields=["probed_at"])
    about = rules.ABOUT[asked.service]
    call = ServiceCall.objects.create(
        key=asked.key, service=asked.service, application=asked.application, item=asked.item, purpose=about.purpose,
        legal_basis=about.legal_basis, by=by, at=at,
    )  # fmt: skip
    audit.record(
        "service.asked", subject=call, by=by, at=at, thread=asked.application.person_id, purpose=about.purpose,
        service=asked.service, application=str(asked.application.pk),
    )  # fmt: skip
    return call, True


@transaction.atomic
def _end(
    call: ServiceCall, found: _Found | None, none: gateways.NoAnswer | None, *, took: timedelta, by: User
) -> ServiceCall:
    """How it ended, for the log; what was found, for the checklist; how the service is, for the next one."""
    at = call.at + took
    health = ServiceHealth.objects.select_for_update().get(service=call.service)
    call.milliseconds = max(1, round(took.total_seconds() * 1000))
    if found is not None:
        call.outcome, call.tries = CallOutcome.ANSWERED, found.tries
        if found.finding is not None:
            Check.objects.create(call=call, item=call.item, finding=found.finding, reference=found.reference, at=at)
    elif none is not None:
        call.outcome, call.tries, call.code = _how(none), none.tries, none.kind
    call.save(update_fields=["outcome", "tries", "code", "milliseconds"])
    _note_health(health, call, at)
    audit.record(
        "service.ended", subject=call, by=by, at=at, thread=call.application.person_id, outcome=call.outcome,
        service=call.service,
    )  # fmt: skip
    return call


def _note_health(health: ServiceHealth, call: ServiceCall, at: datetime) -> None:
    """Whatever answers, be it that it does not know us, answers."""
    is_failure = call.outcome in {CallOutcome.NO_ANSWER, CallOutcome.MALFORMED}
    known = queries.health_of(health)
    now = rules.after_failure(known, at) if is_failure else rules.after_answer(known)
    ServiceHealth.objects.filter(pk=health.pk).update(
        failures=now.failures, failing_since=now.failing_since, opened_at=now.opened_at, probed_at=now.probed_at
    )


def _how(none: gateways.NoAnswer) -> CallOutcome:
    if none.refused:
        return CallOutcome.REFUSED
    return CallOutcome.MALFORMED if none.malformed else CallOutcome.NO_ANSWER


def _identity(question: Question) -> Callable[[], _Found]:
    person = question.application.person
    asked = queries.identity_asked(question.service, person)
    pide = gateways.Pide(queries.door(question.service))

    def put() -> _Found:
        found = pide.identity(question.service, asked, key=question.key)
        if found.name is None:
            return _Found(Finding.UNKNOWN, tries=found.tries)
        same = rules.is_same(asked.name, found.name, born=queries.exact_birth(person), answered_born=found.born)
        return _Found(Finding.SAME if same else Finding.DIFFERENT, tries=found.tries)

    return put


def _records(question: Question) -> Callable[[], _Found]:
    asked = queries.identity_asked(question.service, question.application.person)
    pide = gateways.Pide(queries.door(question.service))

    def put() -> _Found:
        found = pide.records(question.service, asked, key=question.key)
        if not found.has_records:
            return _Found(Finding.NO_RECORDS, tries=found.tries)
        return _Found(Finding.SAME_NAME if found.by_name else Finding.RECORDS, tries=found.tries)

    return put


def _payment(question: Question) -> Callable[[], _Found]:
    receipt = question.receipt
    if receipt is None:
        raise rules.CannotAsk(_("Type the number, the day and the amount that stand on the receipt."))
    payments = gateways.Payments(queries.door(question.service))

    def put() -> _Found:
        found = payments.check(receipt, key=question.key)
        if not found.exists:
            return _Found(Finding.NOT_PAID, tries=found.tries)
        return _Found(Finding.PAID if found.same else Finding.OTHER_AMOUNT, tries=found.tries)

    return put


_PUT: Mapping[StateService, Callable[[Question], Callable[[], _Found]]] = {
    StateService.RENIEC: _identity,
    StateService.MIGRACIONES: _identity,
    StateService.POLICE: _records,
    StateService.JUDICIAL: _records,
    StateService.PENAL: _records,
    StateService.PAYMENT: _payment,
}
