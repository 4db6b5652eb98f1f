import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases import actions as cases
from ayni.cases.models import Case, Need, Task, TaskState
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.directory.models import Service
from ayni.governance.models import ConsentRule
from ayni.governance.rules import due_at
from ayni.lib.ids import unused_number
from ayni.people import actions as people
from ayni.people import queries as people_queries
from ayni.people.models import Basis, Consent, ConsentText, Purpose
from ayni.people.rules.ages import may_be_minor
from ayni.people.rules.consents import check_basis

from .. import queries, rules
from ..models import Draft, Message, MessageKind, Reached, Referral, Status
from .answering import lock, note_change, set_status, settle, timed
from .links import close_links
from .telling import tell_institution, tell_senders


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the data leave on. `basis` is empty to rely on what stands, with its own grounds; a consent given now brings
    the `text` that was read; a notification that the law obliges to names its `norm`."""

    basis: str
    grounds: str = ""
    text: ConsentText | None = None
    norm: LegalNorm | None = None


@transaction.atomic
def refer(
    *,
    case: Case,
    task: Task | None,
    service: Service,
    reason: str,
    urgency: str,
    fields: Collection[str],
    ground: Ground,
    by: User,
    at: datetime,
    need: Need | None = None,
) -> Referral:
    """Ask a service to take up a need of this case. Only the named fields leave, as they are today."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    _check_may_refer(case, task, service)
    consent = _consent(case, service, ground, by=by, at=at)
    released = queries.release(case, fields, by)
    referral = Referral(
        number=_new_number(), case=case, task=task, service=service, organisation=service.organisation, reason=reason,
        urgency=urgency, shared=released.as_kept(), basis=consent.basis if consent else ground.basis, consent=consent,
        grounds="" if consent else ground.grounds, norm=ground.norm, sent_by=by, sent_at=at,
        agreement=queries.agreement_for(case, service, localdate(at)), proof=secrets.token_urlsafe(16), need=need,
    )  # fmt: skip
    _check_covered(referral, released.sections, at=at)
    _start_clock(referral, at=at)
    referral.save(force_insert=True)
    Draft.objects.filter(case=case, service=service, by=by).delete()
    _send_off(referral, fields, by=by, at=at)
    return referral


def _check_covered(referral: Referral, sections: set[str], *, at: datetime) -> None:
    """Consent, a norm or an agreement lets it leave, and only what the agreement names."""
    rule = referral.task.step.consent_rule if referral.task and referral.task.step else ConsentRule.UNKNOWN
    consent, row, basis = referral.consent, referral.agreement, referral.basis
    if consent is None:
        _check_ground_fits(referral.case, basis, referral.grounds, at=at)
    grounds = consent.grounds if consent else referral.grounds
    bases = rules.bases_of(rule, is_notified=queries.is_notified(referral.case))
    rules.check_may_share(bases=bases, basis=basis, has_consent=consent is not None, grounds=grounds)
    agreed = queries.agreed(row, localdate(at)) if row else None
    # A ground that stands was written down with its own words: the norm is in them.
    has_norm = referral.norm is not None or consent is not None
    rules.check_covered(basis=basis, has_consent=consent is not None, has_norm=has_norm, agreed=agreed)
    rules.check_sections(basis=basis, chosen=sections, agreed=agreed)


def _send_off(referral: Referral, fields: Collection[str], *, by: User, at: datetime) -> None:
    """The step waits, the history begins, the institution is told."""
    note_change(referral, by=by, at=at)
    if referral.task is not None and referral.task.state == TaskState.TODO:
        cases.mark_referred(task=referral.task, by=by, at=at)
    audit.record(
        "referral.sent", subject=referral, by=by, at=at, thread=referral.case_id, service=referral.service.code,
        urgency=referral.urgency, basis=referral.basis, fields=sorted(fields), reached=_tell(referral, at=at),
    )  # fmt: skip


def _check_may_refer(case: Case, task: Task | None, service: Service) -> None:
    people.check_may_keep(case.person)
    if task is not None:
        task.refresh_from_db(fields=["state"])
    # The service is read again: it may have stopped taking referrals while the form was being filled in.
    service.refresh_from_db(fields=["accepts_referrals"])
    rules.check_may_refer(
        case_is_open=case.is_open,
        service_accepts=service.accepts_referrals,
        already_waiting=queries.waiting_at(case, service).exists(),
        task_is_open=task is None or task.state in {TaskState.TODO, TaskState.REFERRED},
    )


def _consent(case: Case, service: Service, ground: Ground, *, by: User, at: datetime) -> Consent | None:
    """The consent this rests on: the one that stands, or the one that the person gives now. What a norm obliges to
    notify rests on the norm."""
    standing = people_queries.standing_consent(case.person, service.organisation)
    if ground.norm is not None and ground.basis == Basis.LEGAL_DUTY:
        return None
    if standing is not None or ground.basis not in rules.CONSENTS:
        return standing
    return people.give_consent(
        person=case.person, purpose=Purpose.REFER, organisation=service.organisation, basis=ground.basis,
        text=ground.text, grounds="", by=by, at=at,
    )  # fmt: skip


def _check_ground_fits(case: Case, basis: str, grounds: str, *, at: datetime) -> None:
    """The grounds of the law are those of `people`: best interests, for one, are a child's."""
    if not grounds.strip():
        return
    person = case.person
    minor = may_be_minor(person.birth_date, person.birth_precision, localdate(at))
    check_basis(basis=basis, may_be_minor=minor, has_text=False, grounds=grounds)


def _start_clock(referral: Referral, *, at: datetime) -> None:
    allowance, holidays = queries.clock_for(referral.urgency), codelists.holidays()
    (amount, unit), (answer_amount, answer_unit) = allowance.acknowledge, allowance.answer
    referral.acknowledge_by = due_at(start=at, amount=amount, unit=unit, holidays=holidays)
    referral.answer_by = due_at(start=at, amount=answer_amount, unit=answer_unit, holidays=holidays)
    referral.expires_at = rules.expires_at(referral.answer_by, allowance.expire_days)
    referral.next_strike_at = rules.next_strike(timed(referral))


def _new_number() -> str:
    return unused_number("R", lambda number: Referral.objects.filter(number=number).exists())


def _tell(referral: Referral, *, at: datetime) -> str:
    subject = _("Referral %(number)s: waiting for your answer") % {"number": referral.number}
    return _reached(referral, tell_institution(referral, subject, at=at))


def _reached(referral: Referral, reached: Reached) -> str:
    referral.reached = reached
    referral.save(update_fields=["reached"])
    return reached.value


@transaction.atomic
def send_again(*, referral: Referral, by: User, at: datetime) -> Referral:
    """Tell the institution once more: a new link takes the place of the old ones."""
    referral = lock(referral)
    rules.check_still_open(referral.status)
    close_links(referral, at=at)
    reached = _tell(referral, at=at)
    audit.record("referral.sent_again", subject=referral, by=by, at=at, thread=referral.case_id, reached=reached)
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, text: str, by: User, at: datetime) -> Referral:
    """Take a referral back. The institution sees its data no longer."""
    referral = lock(referral)
    rules.check_answer(MessageKind.WITHDRAWN, text=text)
    set_status(referral, Status.WITHDRAWN, by=by, at=at)
    Message.objects.create(referral=referral, kind=MessageKind.WITHDRAWN, text=text, written_by=by, written_at=at)
    settle(referral, done=False, by=by, at=at)
    audit.record("referral.withdrawn", subject=referral, by=by, at=at, thread=referral.case_id)
    subject = _("Referral %(number)s: withdrawn") % {"number": referral.number}
    tell_institution(referral, subject, at=at, with_link=False)
    return referral


def consent_withdrawn(consent: Consent, by: User, at: datetime) -> None:
    """The person took back a consent. What rests on it shows no data from now on; both sides are told."""
    rows = Referral.objects.filter(consent=consent).waiting().select_related("case__office__department", "sent_by")
    for referral in rows.select_related("organisation", "case__caseworker").order_by("sent_at", "id"):
        audit.record("referral.consent_withdrawn", subject=referral, by=by, at=at, thread=referral.case_id)
        subject = _("Referral %(number)s: its data may not be used any more") % {"number": referral.number}
        tell_institution(referral, subject, at=at)
        tell_senders(referral, _("Referral %(number)s: consent withdrawn") % {"number": referral.number}, at=at, by=by)


def print_letter(*, referral: Referral, by: User, at: datetime) -> None:
    """The letter was printed, once more or for the first time."""
    audit.record("referral.printed", subject=referral, by=by, at=at, thread=referral.case_id)
