"""A whole case moves to another office: asked, approved at home where that is needed, accepted there, and only then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access import covering
from ayni.access.models import Office, Team, User
from ayni.people.models import Consent, Sensitivity

from .. import queries
from ..models import Approval, ApprovalState, Asking, Case, NoteDraft, Transfer, TransferState
from ..queries import approvals
from ..queries import transfers as questions
from ..rules import cases as case_rules
from ..rules import transfers as rules
from .approvals import ask_approval, record_transfer, use
from .locking import lock, lock_row, place_compartment
from .telling import caseworker_of, tell, tell_receivers


@dataclass(frozen=True)
class Grounds:
    """Why a case may go to another office: the basis, the consent where there is one."""

    basis: str
    consent: Consent | None = None


@transaction.atomic
def ask_transfer(
    *, case: Case, to_office: Office, grounds: Grounds, reason: str, summary: str, by: User, at: datetime
) -> Transfer:
    """Ask another office to take a whole case over. Until it accepts, nothing changes and it learns no name."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    rules.check_may_ask(
        same_office=to_office.pk == case.office_id,
        has_receiver=questions.has_receiver(to_office, at),
        is_waiting=case.transfers.waiting().exists(),
    )
    consents = questions.standing_consents(case, to_office)
    rules.check_ground(
        basis=grounds.basis,
        has_consent=grounds.consent is not None,
        is_of_person=grounds.consent is not None and consents.filter(pk=grounds.consent.pk).exists(),
    )
    rules.check_words(reason=reason, summary=summary, names=_names(case), numbers=_numbers(case))
    transfer = Transfer.objects.create(
        case=case, sender=case.office, to_office=to_office, basis=grounds.basis, consent=grounds.consent,
        reason=reason, summary=summary, asked_by=by, asked_at=at,
    )  # fmt: skip
    record_transfer("transfer.asked", transfer, by=by, at=at)
    if approvals.is_needed(case, Asking.TRANSFER):
        ask_approval(case=case, kind=Asking.TRANSFER, what=_said(transfer), by=by, at=at)
    else:
        tell_receivers(transfer, at=at)
    return transfer


def _names(case: Case) -> tuple[str, ...]:
    person = case.person
    whole = (person.given_name_1, person.given_name_2, person.surname_1, person.surname_2, person.known_as)
    return tuple(name for name in whole if name)


def _numbers(case: Case) -> tuple[str, ...]:
    return tuple(case.person.documents.exclude(number="").order_by("pk").values_list("number", flat=True))


def _said(transfer: Transfer) -> dict[str, Any]:
    """What is approved of a transfer: to where, and on which ground."""
    return {"transfer": str(transfer.pk), "office": transfer.to_office_id, "basis": transfer.basis}


@transaction.atomic
def accept_transfer(
    *, transfer: Transfer, caseworker: User, team: Team | None, by: User, at: datetime, answer: str = ""
) -> Transfer:
    """The receiving office takes the case: with its tasks, its compartment, its history. The sender keeps no access but
    what the rules give anybody."""
    transfer = _lock_to_decide(transfer, TransferState.ACCEPTED, by=by, at=at)
    case = transfer.case
    case_rules.check_is_open(case.status)
    is_restricted = case.sensitivity == Sensitivity.RESTRICTED
    rules.check_place(
        works_there=caseworker.office_id == transfer.to_office_id and queries.may_work_on_cases(caseworker),
        needs_team=is_restricted,
        has_team=team is not None,
        team_fits=team is not None and team.office_id == transfer.to_office_id,
        is_in_team=team is not None and team.pk in caseworker.team_ids,
    )
    use(case, Asking.TRANSFER, _said(transfer))
    former = caseworker_of(case, at)
    case.office, case.caseworker, case.team = transfer.to_office, caseworker, team
    case.save(update_fields=["office", "caseworker", "team"])
    case.tasks.waiting().update(assignee=caseworker)
    # What somebody there was still writing is about a case that is no longer theirs.
    NoteDraft.objects.filter(case=case).delete()
    place_compartment(case, by=by, at=at)
    transfer.to_team, transfer.to_caseworker = team, caseworker
    _decide(transfer, TransferState.ACCEPTED, answer, by=by, at=at)
    tell(caseworker_of(case, at), _("Case %(number)s is yours now") % {"number": case.number}, "desk:case", case.pk,
         at=at, but=by)  # fmt: skip
    subject = _("Case %(number)s: the other office accepted it") % {"number": case.number}
    tell(former, subject, "desk:home", at=at, but=by)
    return transfer


@transaction.atomic
def decline_transfer(*, transfer: Transfer, answer: str, by: User, at: datetime) -> Transfer:
    """The receiving office does not take it, and says why. Everything stays as it was."""
    rules.check_has_answer(answer)
    transfer = _lock_to_decide(transfer, TransferState.DECLINED, by=by, at=at)
    _decide(transfer, TransferState.DECLINED, answer, by=by, at=at)
    _void(transfer)
    subject = _("Case %(number)s: the other office declined it") % {"number": transfer.case.number}
    tell(caseworker_of(transfer.case, at), subject, "desk:case-transfer", transfer.case_id, at=at, but=by)
    return transfer


def decide_transfer(
    *,
    transfer: Transfer,
    decision: str,
    caseworker: User | None,
    team: Team | None,
    answer: str,
    by: User,
    at: datetime,
) -> Transfer:
    """Whichever of the two the receiving office decided."""
    if decision == "decline":
        return decline_transfer(transfer=transfer, answer=answer, by=by, at=at)
    if caseworker is None:
        raise rules.CannotTransfer(str(rules.NEEDS_CASEWORKER))
    return accept_transfer(transfer=transfer, caseworker=caseworker, team=team, answer=answer, by=by, at=at)


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    transfer = lock_row(transfer)
    rules.check_change(transfer.state, TransferState.WITHDRAWN)
    transfer.state = TransferState.WITHDRAWN
    transfer.save(update_fields=["state"])
    _void(transfer)
    record_transfer("transfer.withdrawn", transfer, by=by, at=at)
    return transfer


def _void(transfer: Transfer) -> None:
    open_ = Approval.objects.filter(case=transfer.case_id, kind=Asking.TRANSFER)
    open_.filter(state__in=[ApprovalState.ASKED, ApprovalState.APPROVED]).update(state=ApprovalState.VOID)


def _lock_to_decide(transfer: Transfer, to: TransferState, *, by: User, at: datetime) -> Transfer:
    transfer = lock_row(transfer)
    rules.check_change(transfer.state, to)
    rules.check_may_decide(
        is_asker=transfer.asked_by_id == by.pk,
        is_receiver=transfer.to_office_id in covering.offices_answered_for(by, at),
    )
    return transfer


def _decide(transfer: Transfer, to: TransferState, answer: str, *, by: User, at: datetime) -> None:
    transfer.state, transfer.answer, transfer.decided_by, transfer.decided_at = to, answer, by, at
    transfer.save(update_fields=["state", "answer", "decided_by", "decided_at", "to_team", "to_caseworker"])
    verb = "transfer.accepted" if to == TransferState.ACCEPTED else "transfer.declined"
    record_transfer(verb, transfer, by=by, at=at)
