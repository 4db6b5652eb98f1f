"""Asking somebody else to approve a plan, an end or a transfer; and answering."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.written import check_as_seen, mark_of
from ayni.people.models import Sensitivity

from ..models import Approval, ApprovalRule, ApprovalState, Asking, Case, Transfer, TransferState
from ..models.transfers import TransferQuerySet
from ..queries import approvals as queries
from ..rules import approvals as rules
from ..rules import cases as case_rules
from .locking import lock, lock_row
from .telling import caseworker_of, tell, tell_receivers


@transaction.atomic
def ask_approval(*, case: Case, kind: str, what: Mapping[str, Any], by: User, at: datetime) -> Approval:
    """Ask for the approval of precisely this. What was approved of the kind before no longer counts."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    rules.check_is_asked_for(is_needed=queries.is_needed(case, kind))
    former = Approval.objects.select_for_update().filter(case=case, kind=kind)
    rules.check_not_waiting(is_waiting=former.waiting().exists())
    former.filter(state=ApprovalState.APPROVED).update(state=ApprovalState.VOID)
    approval = Approval.objects.create(
        case=case, kind=kind, what=dict(what), digest=queries.digest_of(case, kind, what), asked_by=by, asked_at=at
    )
    _record("approval.asked", approval, by=by, at=at)
    subject = _("Case %(number)s waits for your approval") % {"number": case.number}
    tell(queries.approvers(case, at), subject, "desk:approval", approval.pk, at=at, but=by)
    return approval


def ask_plan(*, case: Case, by: User, at: datetime) -> Approval:
    return ask_approval(case=case, kind=Asking.PLAN, what={}, by=by, at=at)


def ask_closure(*, case: Case, outcome: str, note: str, by: User, at: datetime) -> Approval:
    return ask_approval(case=case, kind=Asking.CLOSURE, what={"outcome": outcome, "note": note}, by=by, at=at)


@transaction.atomic
def approve(*, approval: Approval, remark: str, by: User, at: datetime) -> Approval:
    """Somebody else than whoever asked or keeps the case says yes, to what there is now."""
    approval = _lock_to_decide(approval, ApprovalState.APPROVED, by=by, at=at)
    case_rules.check_is_open(approval.case.status)
    rules.check_is_as_asked(is_same=queries.still_stands(approval))
    approval = _decide(approval, ApprovalState.APPROVED, remark, by=by, at=at)
    # Only now does the other office learn that a case is offered to it.
    for transfer in _transfers(approval):
        tell_receivers(transfer, at=at)
    return approval


@transaction.atomic
def send_back(*, approval: Approval, remark: str, by: User, at: datetime) -> Approval:
    """Not like this: the remark says what has to change."""
    rules.check_has_remark(remark)
    approval = _lock_to_decide(approval, ApprovalState.SENT_BACK, by=by, at=at)
    _end_transfers(approval, by=by, at=at)
    return _decide(approval, ApprovalState.SENT_BACK, remark, by=by, at=at)


@transaction.atomic
def withdraw_approval(*, approval: Approval, by: User, at: datetime) -> Approval:
    """Whoever asked does not need it any more, or something changed."""
    approval = lock_row(approval)
    rules.check_may_withdraw(is_asker=approval.asked_by_id == by.pk, is_caseworker=approval.case.caseworker_id == by.pk)
    rules.check_change(approval.state, ApprovalState.WITHDRAWN)
    approval.state = ApprovalState.WITHDRAWN
    approval.save(update_fields=["state"])
    _end_transfers(approval, by=by, at=at)
    _record("approval.withdrawn", approval, by=by, at=at)
    return approval


def _transfers(approval: Approval) -> TransferQuerySet:
    """The transfer that an approval is about."""
    waiting = Transfer.objects.waiting().filter(case=approval.case_id)
    return waiting if approval.kind == Asking.TRANSFER else waiting.none()


def _end_transfers(approval: Approval, *, by: User, at: datetime) -> None:
    """What is not approved at home is offered to no other office any more. The trail of the case says so."""
    for transfer in _transfers(approval).order_by("pk"):
        transfer.state = TransferState.WITHDRAWN
        transfer.save(update_fields=["state"])
        record_transfer("transfer.withdrawn", transfer, by=by, at=at)


def record_transfer(verb: str, transfer: Transfer, *, by: User, at: datetime) -> None:
    """A line in the trail of its case: from where, to where, on which basis."""
    audit.record(
        verb, subject=transfer, by=by, at=at, thread=transfer.case_id, sender=transfer.sender_id,
        to_office=transfer.to_office_id, basis=transfer.basis,
    )  # fmt: skip


def use(case: Case, kind: str, what: Mapping[str, Any]) -> None:
    """For the verb that does what had to be approved: refuses without approval of precisely this, and uses it up."""
    approval = queries.approved(case, kind, what)
    rules.check_is_approved(is_needed=queries.is_needed(case, kind), is_approved=approval is not None, kind=kind)
    if approval is not None:
        approval.state = ApprovalState.USED
        approval.save(update_fields=["state"])


@transaction.atomic
def set_approval_rules(*, needed: Iterable[tuple[str, str]], by: User, at: datetime, seen: str = "") -> None:
    """What has to be approved from now on: pairs of a kind and a sensitivity. `seen`: the mark of what the page
    showed."""
    chosen = set(needed)
    before = queries.needed()
    check_as_seen(seen=seen, mark=mark_of(before))
    for kind in Asking.values:
        for level in Sensitivity.values:
            ApprovalRule.objects.update_or_create(
                kind=kind, sensitivity=level, defaults={"is_needed": (kind, level) in chosen}
            )
    changed = sorted(f"{kind}:{level}" for (kind, level), was in before.items() if was != ((kind, level) in chosen))
    if changed:
        audit.record("approval.rules_changed", subject=by, by=by, at=at, changed=changed)


def _lock_to_decide(approval: Approval, to: ApprovalState, *, by: User, at: datetime) -> Approval:
    approval = lock_row(approval)
    rules.check_change(approval.state, to)
    queries.check_decides(by, approval, at)
    return approval


def _decide(approval: Approval, to: ApprovalState, remark: str, *, by: User, at: datetime) -> Approval:
    approval.state, approval.remark, approval.decided_by, approval.decided_at = to, remark, by, at
    approval.save(update_fields=["state", "remark", "decided_by", "decided_at"])
    is_yes = to == ApprovalState.APPROVED
    verb = "approval.given" if is_yes else "approval.sent_back"
    _record(verb, approval, by=by, at=at)
    words = _("Case %(number)s: approved") if is_yes else _("Case %(number)s: sent back, with a remark")
    subject = words % {"number": approval.case.number}
    people = {user.pk: user for user in (*caseworker_of(approval.case, at), approval.asked_by)}
    tell(people.values(), subject, "desk:case-coordination", approval.case_id, at=at, but=by)
    return approval


def _record(verb: str, approval: Approval, *, by: User, at: datetime) -> None:
    audit.record(verb, subject=approval, by=by, at=at, thread=approval.case_id, kind=approval.kind)
