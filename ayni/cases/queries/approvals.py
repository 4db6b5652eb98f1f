"""What waits for approval and for whom; what was approved, and whether it still stands."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from ayni.access import covering
from ayni.access.models import Membership, User
from ayni.access.permissions import Permission, Role
from ayni.access.scope import scope_of
from ayni.lib.keys import keyring
from ayni.people.models import Sensitivity

from ..models import Approval, ApprovalRule, ApprovalState, Asking, Case, TaskState
from ..rules.approvals import NEEDED, CannotApprove, check_may_decide

WAITING_FIRST = ("asked_at", "pk")


def is_needed(case: Case, kind: str) -> bool:
    """Whether somebody else has to approve this in this case."""
    rule = ApprovalRule.objects.filter(kind=kind, sensitivity=case.sensitivity).first()
    return rule.is_needed if rule else case.sensitivity in NEEDED[kind]


def needed() -> dict[tuple[str, str], bool]:
    """What has to be approved: (kind, sensitivity) → whether."""
    usual = {(kind, level): level in NEEDED[kind] for kind in Asking.values for level in Sensitivity.values}
    decided = ApprovalRule.objects.order_by("pk").values_list("kind", "sensitivity", "is_needed")
    return usual | {(kind, level): value for kind, level, value in decided}


def digest_of(case: Case, kind: str, what: Mapping[str, Any]) -> str:
    """Of what is to be approved. Under a key: a plan or a note is not to be guessed from it."""
    said: dict[str, Any] = {"case": str(case.pk), "kind": kind, "what": dict(what)}
    if kind == Asking.PLAN:
        said["plan"] = _plan(case)
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return keyring(settings.AYNI_HOME).digest("links", f"approval:{text}").hex()[:64]


def _plan(case: Case) -> list[list[Any]]:
    """Which tasks there are, whose, by when, and which of them were left out. That one was done changes no plan."""
    tasks = case.tasks.order_by("order", "pk")
    return [
        [str(t.pk), t.step_id, str(t.own_title), t.organisation_id, t.due_at, t.state == TaskState.SKIPPED]
        for t in tasks
    ]


def still_stands(approval: Approval) -> bool:
    """Whether what was asked or approved is what there is now."""
    return approval.digest == digest_of(approval.case, approval.kind, approval.what)


def approved(case: Case, kind: str, what: Mapping[str, Any]) -> Approval | None:
    """The approval of precisely this."""
    rows = Approval.objects.filter(case=case, kind=kind, state=ApprovalState.APPROVED).order_by("-decided_at", "-pk")
    found = rows.first()
    return found if found and found.digest == digest_of(case, kind, what) else None


def latest(case: Case, kind: str) -> Approval | None:
    """What was last asked of this kind, with what came of it."""
    rows = Approval.objects.filter(case=case, kind=kind).select_related("asked_by", "decided_by")
    found = rows.order_by("-asked_at", "-pk").first()
    if found:
        found.case = case
    return found


def of_case(case: Case) -> QuerySet[Approval]:
    """Everything that was asked in a case, the latest first."""
    rows = Approval.objects.filter(case=case).select_related("asked_by", "decided_by")
    return rows.order_by("-asked_at", "-pk")[:50]


def rules_of(case: Case) -> QuerySet[ApprovalRule]:
    """What the unit decided for cases of this sensitivity; what it did not decide is as usual."""
    return ApprovalRule.objects.filter(sensitivity=case.sensitivity).order_by("pk")


def for_approver(user: User, at: datetime) -> QuerySet[Approval]:
    """What this user may approve now. Order: WAITING_FIRST."""
    cases = Case.objects.held_by(user).filter(answered_for(user, at), pk=OuterRef("case")).exclude(caseworker=user)
    rows = Approval.objects.waiting().filter(Exists(cases)).exclude(asked_by=user)
    return rows.select_related("case__person", "case__caseworker", "asked_by").defer("case__wishes", "what")


def is_approver(user: User, case: Case, at: datetime) -> bool:
    if not user.may(Permission.CASE_WORK):
        return False
    return Case.objects.held_by(user).filter(answered_for(user, at), pk=case.pk).exists()


def answered_for(user: User, at: datetime) -> Q:
    """Of the cases that a user sees, those in which they approve: as a supervisor of the office; of what is restricted
    as the lead of the team, which in a team without a supervisor is everybody in it; and for whom they stand in."""
    scope = scope_of(user)
    offices = covering.offices_answered_for(user, at)
    lead = Membership.objects.filter(
        team=OuterRef("team"), role=Role.SUPERVISOR, starts_at__lte=at, ends_at__gt=at, user__is_active=True
    )
    by_office = Q(office__in=offices) & ~Q(sensitivity=Sensitivity.RESTRICTED)
    # Supervisors keep cases too: of whom it is that keeps this one, they lead nothing.
    led = Exists(lead.filter(user__in=[user.pk, *user.covered_ids]).exclude(user=OuterRef("caseworker")))
    without = ~Exists(lead.exclude(user=OuterRef("caseworker")))
    by_team = Q(sensitivity=Sensitivity.RESTRICTED, team__in=scope.teams) & (led | without)
    return by_office | by_team


def check_answers_for(user: User, case: Case, at: datetime) -> None:
    check_may_decide(is_asker=False, is_caseworker=False, is_approver=is_approver(user, case, at))


def check_decides(user: User, approval: Approval, at: datetime) -> None:
    """That this user is who decides this."""
    check_may_decide(
        is_asker=approval.asked_by_id == user.pk,
        is_caseworker=approval.case.caseworker_id == user.pk,
        is_approver=is_approver(user, approval.case, at),
    )


def why_not(user: User, approval: Approval, at: datetime) -> str:
    """Why the page does not offer this user to decide what waits: the rule, asked beforehand. Empty: they may."""
    try:
        check_decides(user, approval, at)
    except CannotApprove as refused:
        return str(refused)
    return ""


def approvers(case: Case, at: datetime) -> list[User]:
    """Whom to tell that something waits."""
    is_restricted = case.sensitivity == Sensitivity.RESTRICTED
    keepers = covering.keepers_of(case.office, case.team, is_restricted=is_restricted, at=at)
    others = [user for user in keepers if user.pk != case.caseworker_id]
    if is_restricted and case.team and not others:
        others = [user for user in covering.active_staff(at, team=case.team) if user.pk != case.caseworker_id]
    return covering.reached(others, at, team=case.team if is_restricted else None)


def nobody_decides(approval: Approval, at: datetime) -> bool:
    """What waits, waits for nobody: whoever could approve it keeps the case, asked for it, or is away uncovered."""
    return approval.is_waiting and not any(u.pk != approval.asked_by_id for u in approvers(approval.case, at))


def fetch(user: User, approval_id: UUID) -> Approval | None:
    rows = Approval.objects.filter(Exists(Case.objects.held_by(user).filter(pk=OuterRef("case"))), pk=approval_id)
    return rows.select_related("case__person", "case__caseworker", "case__office", "asked_by", "decided_by").first()
