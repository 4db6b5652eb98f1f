"""What somebody has to know to approve something, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.cases.models import Approval, ApprovalState, Asking, Case, Outcome, TaskState, TransferState
from ayni.cases.queries import approvals, conferences, tasks, tracing, transfers
from ayni.cases.rules.approvals import NEEDED
from ayni.design import words
from ayni.lib.together import read_together


@dataclass(frozen=True)
class PlanApproval:
    """How the plan of a case stands."""

    is_needed: bool
    last: Approval | None
    stands: bool
    """What was last asked or approved is the plan as it is now."""

    @property
    def is_approved(self) -> bool:
        return self.last is not None and self.last.state == ApprovalState.APPROVED and self.stands

    @property
    def may_ask(self) -> bool:
        waits = self.last is not None and self.last.is_waiting
        return self.is_needed and not waits and not self.is_approved


def coordination(case: Case, at: datetime) -> dict[str, Any]:
    """What a case shows of approvals, transfers, conferences and searches: one statement for all of them; and, while
    something waits, whether there is anybody who could approve it."""
    asked, rules, moved, held, sought = read_together(
        approvals.of_case(case), approvals.rules_of(case), transfers.of_case(case), conferences.of_case(case),
        tracing.of_case(case),
    )  # fmt: skip
    decided = next((rule.is_needed for rule in rules if rule.kind == Asking.PLAN), None)
    is_needed = case.sensitivity in NEEDED[Asking.PLAN] if decided is None else decided
    for one in asked:
        one.case = case
    return {
        "is_stuck": any(approvals.nobody_decides(one, at) for one in asked if one.is_waiting),
        "approvals": asked, "plan": _plan_of(case, asked, is_needed=is_needed), "transfers": moved,
        "moves": any(one.state == TransferState.ASKED for one in moved), "conferences": held, "tracings": sought,
    }  # fmt: skip


def _plan_of(case: Case, asked: Sequence[Approval], *, is_needed: bool) -> PlanApproval:
    last = next((one for one in asked if one.kind == Asking.PLAN), None)
    return PlanApproval(is_needed, last, last is not None and approvals.still_stands(last))


@dataclass(frozen=True)
class Ending:
    """How the end of a case stands."""

    is_needed: bool
    last: Approval | None

    @property
    def approved(self) -> dict[str, Any]:
        """What was approved: the case ends in these words or is asked again."""
        return dict(self.last.what) if self.last and self.last.state == ApprovalState.APPROVED else {}

    @property
    def waits(self) -> bool:
        return self.last is not None and self.last.is_waiting

    @property
    def has_to_ask(self) -> bool:
        return self.is_needed and not self.approved


def ending_of(case: Case) -> Ending:
    last = approvals.latest(case, Asking.CLOSURE)
    return Ending(approvals.is_needed(case, Asking.CLOSURE), last)


def holds(case: Case, user: User) -> bool:
    """The case is open to this user by their roles, and not only because they broke the glass."""
    return case.pk not in user.opened_by_glass or Case.objects.held_by(user).filter(pk=case.pk).exists()


def title(approval: Approval) -> str:
    titles = {
        Asking.PLAN: _("Approve the plan of case %(number)s"),
        Asking.CLOSURE: _("Approve the end of case %(number)s"),
        Asking.TRANSFER: _("Approve the transfer of case %(number)s"),
    }
    return titles[Asking(approval.kind)] % {"number": approval.case.number}


def facts(approval: Approval) -> list[tuple[Any, Any]]:
    common = [
        (_("Person"), approval.case.person.full_name),
        (_("Caseworker"), approval.case.caseworker.display_name),
        (_("Asked"), f"{words.moment(approval.asked_at)} · {approval.asked_by.display_name}"),
    ]
    answered = [] if approval.is_waiting else _answer(approval)
    return [*common, *_FACTS[Asking(approval.kind)](approval), *answered]


def _answer(approval: Approval) -> list[tuple[Any, Any]]:
    by = f" · {approval.decided_by.display_name}" if approval.decided_by else ""
    found: list[tuple[Any, Any]] = [(_("State"), f"{approval.get_state_display()}{by}")]
    return [*found, (_("Remark"), approval.remark)] if approval.remark else found


def _of_plan(approval: Approval) -> list[tuple[Any, Any]]:
    plan = tasks(approval.case)
    lines = [f"{task.title} ({task.organisation.code})" for task in plan if task.is_waiting]
    left_out = [f"{task.title}: {task.get_skip_reason_display()}" for task in plan if task.state == TaskState.SKIPPED]
    found: list[tuple[Any, Any]] = [(_("To be done"), "\n".join(lines) or "–")]
    return [*found, (_("Left out"), "\n".join(left_out))] if left_out else found


def _of_closure(approval: Approval) -> list[tuple[Any, Any]]:
    if not approval.what:
        return []  # Its words ended with the time that they are kept (`cases.actions.ending`).
    outcome = Outcome(approval.what["outcome"]).label
    return [(_("How it ends"), outcome), (_("What should be known afterwards?"), approval.what.get("note") or "–")]


def _of_transfer(approval: Approval) -> list[tuple[Any, Any]]:
    transfer = transfers.waiting(approval.case)
    if transfer is None:
        return []
    return [
        (_("To"), f"{transfer.to_office.name} · {transfer.to_office.organisation.name}"),
        (_("On which ground"), transfer.get_basis_display()),
        (_("Why should the case move?"), transfer.reason),
        (_("What the other office has to know to decide"), transfer.summary),
    ]


_FACTS = {Asking.PLAN: _of_plan, Asking.CLOSURE: _of_closure, Asking.TRANSFER: _of_transfer}
