"""Drafts of protocols: what they say, what differs, what is missing, who has approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.codelists.models import Profile
from ayni.codelists.tables import digest

from .. import rules
from ..models import DraftApproval, DraftState, DraftStep, Protocol, ProtocolDraft, ProtocolStep
from ..rules import drafting
from .protocols import may_edit, said

STEP_COLUMNS = (
    "code", "order", "actor_id", "action_es", "action_en", "plain_es", "deadline_text", "deadline_amount",
    "deadline_unit", "deadline_kind", "urgency", "urgency_text", "consent_rule", "consent_text", "legal_basis",
    "confidence",
)  # fmt: skip


def whole_drafts(rows: QuerySet[ProtocolDraft]) -> QuerySet[ProtocolDraft]:
    """With all that it says."""
    steps = DraftStep.objects.order_by("order", "pk").select_related("actor").prefetch_related("norms")
    profiles = Profile._default_manager.order_by("code", "version")
    return rows.select_related("based_on", "gap", "instrument", "started_by", "protocol").prefetch_related(
        Prefetch("steps", steps), Prefetch("profiles", profiles)
    )


def with_people(draft: ProtocolDraft) -> ProtocolDraft:
    """With who wrote it and who approved it."""
    approvals = DraftApproval.objects.select_related("by").order_by("at", "pk")
    prefetch_related_objects([draft], Prefetch("approvals", approvals), "authors")
    return draft


def open_drafts(user: User) -> QuerySet[ProtocolDraft]:
    """Those being written, and those that wait for approval; the latter first."""
    return ProtocolDraft.objects.visible_to(user).open().select_related("started_by").order_by("state", "code")


def finished_drafts(user: User) -> QuerySet[ProtocolDraft]:
    rows = ProtocolDraft.objects.visible_to(user).filter(state__in=[DraftState.APPROVED, DraftState.DISCARDED])
    return rows.select_related("started_by", "protocol").order_by("-started_at", "-pk")[:50]


def draft_of(code: str, user: User) -> ProtocolDraft | None:
    """The open draft of a protocol, if there is one."""
    return ProtocolDraft.objects.visible_to(user).open().filter(code=code).first()


def newest(code: str) -> Protocol | None:
    """The version that a new one would follow: in force, or to come into force."""
    return Protocol.objects.current().filter(code=code).first()


def digest_of(draft: ProtocolDraft) -> str:
    """Of all that an approval is given to."""
    prefetch_related_objects([draft], "steps__norms", "profiles")
    steps = [
        {name: getattr(step, name) for name in STEP_COLUMNS} | {"norms": sorted(norm.code for norm in step.norms.all())}
        for step in sorted(draft.steps.all(), key=lambda step: (step.order, step.pk))
    ]
    return digest(
        {
            "code": draft.code,
            "name": draft.name,
            "is_general": draft.is_general,
            "profiles": sorted(profile.code for profile in draft.profiles.all()),
            "approaches": draft.approaches,
            "legal_basis": draft.legal_basis,
            "reason": draft.reason,
            "valid_from": draft.valid_from.isoformat() if draft.valid_from else "",
            "steps": steps,
        }
    )


def valid_approvals(draft: ProtocolDraft, current: str) -> list[DraftApproval]:
    """Those that were given to the very words that stand there now."""
    return [approval for approval in draft.approvals.all() if approval.digest == current]


def missing(draft: ProtocolDraft, today: date) -> list[str]:
    steps = list(draft.steps.all())
    return drafting.what_is_missing(
        drafting.Whole(
            name=draft.name,
            legal_basis=draft.legal_basis,
            reason=draft.reason,
            profiles=len(draft.profiles.all()),
            is_general=draft.is_general,
            steps=len(steps),
            steps_without_basis=[place for place, step in enumerate(steps, start=1) if not has_basis(step)],
            is_first=draft.based_on_id is None,
            valid_from=draft.valid_from,
        ),
        today=today,
    )


def has_basis(step: DraftStep) -> bool:
    return bool(step.legal_basis.strip(" -")) or bool(step.norms.all())


@dataclass(frozen=True)
class Side:
    """One step in both versions, next to each other. Either may be missing."""

    code: str
    before: ProtocolStep | None
    after: DraftStep | None
    columns: frozenset[str]
    """What differs."""

    @property
    def is_same(self) -> bool:
        return self.before is not None and self.after is not None and not self.columns


def side_by_side(before: Protocol | None, draft: ProtocolDraft) -> list[Side]:
    """Every step of both, in the order of the draft; what it drops comes where it stood, after what is left."""
    old = {step.code: step for step in before.steps.all()} if before else {}
    new = {step.code: step for step in draft.steps.all()}
    found = rules.differences(said(before) if before else {}, said(draft))
    columns: dict[str, set[str]] = {}
    for one in found:
        columns.setdefault(one.place, set()).add(one.column)
    kept = [Side(code, old.get(code), step, frozenset(columns.get(code, set()) - {""})) for code, step in new.items()]
    return [*kept, *(Side(code, step, None, frozenset()) for code, step in old.items() if code not in new)]


def draft_changes(before: Protocol | None, draft: ProtocolDraft) -> Sequence[rules.Difference]:
    """What the draft says differently of the protocol as a whole."""
    return [one for one in rules.differences(said(before), said(draft)) if not one.place] if before else []


def may_approve(draft: ProtocolDraft, user: User, current: str) -> bool:
    """Whether the page should offer it: the rule, asked beforehand."""
    try:
        drafting.check_may_approve(
            state=draft.state,
            wrote_it=user in draft.authors.all(),
            approved_it=any(approval.by_id == user.pk for approval in valid_approvals(draft, current)),
            seen=current,
            digest=current,
        )
    except drafting.CannotApprove:
        return False
    return True


def waiting_for(user: User) -> QuerySet[ProtocolDraft]:
    """Drafts that this user could approve."""
    wrote = ProtocolDraft.authors.through._default_manager.filter(protocoldraft=OuterRef("pk"), user=user)
    rows = ProtocolDraft.objects.visible_to(user).filter(~Exists(wrote), state=DraftState.SUBMITTED)
    return rows.order_by("submitted_at", "pk")


def approvers_of(draft: ProtocolDraft) -> QuerySet[User]:
    """Whoever may approve it today and can be told so."""
    own = access.holders_of(Permission.PROTOCOL_APPROVE).filter(organisation__in=access.own_institution())
    return own.exclude(pk__in=draft.authors.order_by().values("pk")).exclude(email="")


def keeps_protocols(user: User) -> bool:
    """Protocols are of the whole country: whoever keeps the lists of all keeps them."""
    return may_edit(user)
