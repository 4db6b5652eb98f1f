"""How the next version of a protocol is written, and how it comes into force."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile
from ayni.notices import actions as notices

from .. import queries
from ..models import AnyDraft, DraftApproval, DraftState, DraftStep, Protocol, ProtocolDraft, ProtocolStep
from ..queries.drafting import STEP_COLUMNS
from ..rules import drafting as rules


@transaction.atomic
def start_draft(*, code: str, by: User, at: datetime) -> ProtocolDraft:
    """A draft that says what the newest version says, to be changed."""
    base = queries.newest(code)
    if base is None:
        raise rules.CannotWrite(_("This protocol has no version in force. Write a new protocol instead."))
    rules.check_may_start(open_draft=ProtocolDraft.objects.open().filter(code=code).exists())
    draft = _begin(
        code, by=by, at=at, name=base.name, is_general=base.is_general, approaches=base.approaches, based_on=base,
        legal_basis=base.legal_basis,
    )  # fmt: skip
    draft.profiles.set(codelists.current(Profile).filter(code__in=base.profiles.values("code")))
    _copy_steps(base.steps.order_by("order").prefetch_related("norms"), DraftStep, draft=draft)
    return draft


@transaction.atomic
def start_new_draft(*, code: str, name: str, by: User, at: datetime) -> ProtocolDraft:
    """A protocol for what no protocol covers yet."""
    taken = Protocol.objects.filter(code=code).exists() or ProtocolDraft.objects.open().filter(code=code).exists()
    rules.check_protocol_code(code, taken=taken)
    return _begin(code, by=by, at=at, name=name)


def _begin(code: str, *, by: User, at: datetime, **fields: Any) -> ProtocolDraft:
    draft = ProtocolDraft.objects.create(code=code, started_by=by, started_at=at, **fields)
    draft.authors.add(by)
    _record("protocol.draft_started", draft, by=by, at=at)
    return draft


def _copy_steps(steps: Iterable[Any], into: type[Any], **owner: Any) -> None:
    """The same steps, in a draft or in a version."""
    rows = list(steps)
    made = into.objects.bulk_create(
        into(**owner, **{name: getattr(step, name) for name in STEP_COLUMNS if name != "order"}, order=place)
        for place, step in enumerate(rows, start=1)
    )
    norms = into.norms.through
    key = f"{into._meta.model_name}_id"
    norms._default_manager.bulk_create(
        norms(**{key: new.pk, "legalnorm_id": norm.pk})
        for new, step in zip(made, rows, strict=True)
        for norm in step.norms.all()
    )


def held(draft: AnyDraft, seen: int) -> AnyDraft:
    """Read again under a lock, so that of two colleagues who write at once the second is told. Of any kind of draft."""
    locked: AnyDraft = type(draft)._default_manager.select_for_update(of=("self",)).get(pk=draft.pk)
    rules.check_may_write(state=locked.state, seen=seen, revision=locked.revision)
    return locked


def written_in(draft: AnyDraft, *, by: User) -> None:
    """One revision more, and back in the hands of whoever writes: what was approved were the words before."""
    draft.revision += 1
    draft.state, draft.submitted_at = DraftState.WRITING, None
    draft.save()
    draft.authors.add(by)


def _changed(draft: ProtocolDraft, what: str, *, by: User, at: datetime, **details: Any) -> ProtocolDraft:
    written_in(draft, by=by)
    _record(what, draft, by=by, at=at, revision=draft.revision, **details)
    return draft


@transaction.atomic
def describe_draft(
    *, draft: ProtocolDraft, seen: int, fields: rules.DraftFields, by: User, at: datetime
) -> ProtocolDraft:
    """What it is called, for whom it is, on what it rests, why it changes and from when."""
    draft = held(draft, seen)
    for name in ("name", "legal_basis", "reason", "approaches", "valid_from", "gap", "instrument"):
        setattr(draft, name, getattr(fields, name))
    draft.profiles.set(fields.profiles)
    return _changed(draft, "protocol.draft_described", by=by, at=at)


@transaction.atomic
def write_step(
    *, draft: ProtocolDraft, step: DraftStep | None, seen: int, fields: rules.StepFields, by: User, at: datetime
) -> ProtocolDraft:
    """A new step at the end, or other words for one that is there."""
    draft = held(draft, seen)
    rules.check_step(fields)
    step = step or DraftStep(draft=draft, code=_new_code(draft), order=_last_place(draft))
    for name in (
        "actor", "action_es", "action_en", "plain_es", "urgency", "consent_rule", "deadline_kind", "deadline_amount",
        "deadline_unit", "deadline_text", "legal_basis",
    ):  # fmt: skip
        setattr(step, name, getattr(fields, name))
    # The words of a source do not describe what somebody wrote here.
    step.urgency_text, step.consent_text, step.confidence = "", "", "stated"
    step.deadline_text = step.deadline_text or step.deadline_reading
    step.save()
    step.norms.set(fields.norms)
    return _changed(draft, "protocol.step_written", by=by, at=at, step=step.code)


def _new_code(draft: ProtocolDraft) -> str:
    used = {*ProtocolStep.objects.filter(protocol__code=draft.code).values_list("code", flat=True)}
    used |= {*DraftStep.objects.filter(draft__code=draft.code).values_list("code", flat=True)}
    return rules.next_step_code(draft.code, used)


def _last_place(draft: ProtocolDraft) -> int:
    return rules.place_after(draft.steps.order_by().values_list("order", flat=True))


@transaction.atomic
def move_step(*, draft: ProtocolDraft, step: DraftStep, up: bool, seen: int, by: User, at: datetime) -> ProtocolDraft:
    draft = held(draft, seen)
    rows = list(draft.steps.order_by("order", "pk"))
    order = rules.moved([row.pk for row in rows], step.pk, up)
    for row in rows:
        row.order = order.index(row.pk) + 1
    DraftStep.objects.bulk_update(rows, ["order"])
    return _changed(draft, "protocol.step_moved", by=by, at=at, step=step.code)


@transaction.atomic
def remove_step(*, draft: ProtocolDraft, step: DraftStep, seen: int, by: User, at: datetime) -> ProtocolDraft:
    """The next version does without it. Running cases keep the task until somebody moves them."""
    draft = held(draft, seen)
    code = step.code
    step.delete()
    return _changed(draft, "protocol.step_removed", by=by, at=at, step=code)


@transaction.atomic
def compared(*, draft: ProtocolDraft, seen: int, by: User, at: datetime) -> ProtocolDraft:
    """Whoever writes has compared the draft with a version that came meanwhile."""
    draft = held(draft, seen)
    draft.based_on = queries.newest(draft.code)
    return _changed(draft, "protocol.draft_compared", by=by, at=at)


@transaction.atomic
def submit_draft(*, draft: ProtocolDraft, seen: int, by: User, at: datetime) -> ProtocolDraft:
    """It is complete: two colleagues who did not write in it may approve it."""
    draft = held(draft, seen)
    rules.check_base(is_newest=draft.based_on == queries.newest(draft.code))
    rules.check_is_whole(queries.missing(draft, localdate(at)))
    waited = draft.state == DraftState.SUBMITTED
    draft.state, draft.submitted_at, draft.returned_note = DraftState.SUBMITTED, at, ""
    draft.save()
    _record("protocol.draft_submitted", draft, by=by, at=at, revision=draft.revision)
    if not waited:
        _tell_approvers(draft, at=at)
    return draft


def _tell_approvers(draft: ProtocolDraft, *, at: datetime) -> None:
    """Once each time that it begins to wait."""
    url = settings.PUBLIC_URL + reverse("governance:draft", args=[draft.pk])
    subject = _("A draft of protocol %(code)s waits for two approvals") % {"code": draft.code}
    notice = notices.Notice(subject, _("Sign in to read it: %(url)s") % {"url": url})
    for user in queries.approvers_of(draft):
        notices.tell(user=user, notice=notice, at=at)


@transaction.atomic
def approve_draft(*, draft: ProtocolDraft, seen: str, by: User, at: datetime) -> ProtocolDraft:
    """Approve the very words whose digest one has seen. The second approval makes the version."""
    draft = ProtocolDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    digest = queries.digest_of(draft)
    approvals = queries.valid_approvals(draft, digest)
    rules.check_may_approve(
        state=draft.state,
        wrote_it=draft.authors.filter(pk=by.pk).exists(),
        approved_it=any(approval.by_id == by.pk for approval in approvals),
        seen=seen,
        digest=digest,
    )
    base = queries.newest(draft.code)
    rules.check_base(is_newest=draft.based_on == base)
    start = draft.valid_from or localdate(at)
    rules.check_may_begin(start, today=localdate(at), after=base.valid_from if base else None)
    DraftApproval.objects.create(draft=draft, by=by, at=at, digest=digest)
    _record("protocol.draft_approved", draft, by=by, at=at, digest=digest)
    if len(approvals) + 1 >= rules.APPROVERS:
        _make_version(draft, base, digest, by=by, at=at)
    return draft


def _make_version(draft: ProtocolDraft, base: Protocol | None, digest: str, *, by: User, at: datetime) -> None:
    """The version before ends the day this one begins; cases that run under it stay with it."""
    start = draft.valid_from or localdate(at)
    last = Protocol.objects.filter(code=draft.code).order_by("version").last()
    if base is not None:
        base.valid_to = start
        base.save(update_fields=["valid_to"])
    protocol = Protocol.objects.create(
        code=draft.code, version=last.version + 1 if last else 1, valid_from=start, name=draft.name,
        is_general=draft.is_general, approaches=draft.approaches, digest=digest, written_by_hand=True,
        legal_basis=draft.legal_basis, reason=draft.reason,
    )  # fmt: skip
    protocol.profiles.set(draft.profiles.all())
    _copy_steps(draft.steps.order_by("order", "pk").prefetch_related("norms"), ProtocolStep, protocol=protocol)
    draft.state, draft.protocol = DraftState.APPROVED, protocol
    draft.save()
    audit.record(
        "protocol.version_made", subject=protocol, by=by, at=at, code=protocol.code, version=protocol.version,
        valid_from=start.isoformat(), digest=digest,
    )  # fmt: skip


@transaction.atomic
def return_draft(*, draft: ProtocolDraft, note: str, by: User, at: datetime) -> ProtocolDraft:
    """Whoever was to approve it asks for something else first."""
    draft = ProtocolDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.state != DraftState.SUBMITTED:
        raise rules.CannotApprove(_("This draft is not waiting for approval any more. Look at it again."))
    draft.state, draft.submitted_at, draft.returned_note = DraftState.WRITING, None, note
    draft.save()
    _record("protocol.draft_returned", draft, by=by, at=at)
    return draft


@transaction.atomic
def discard_draft(*, draft: ProtocolDraft, seen: int, by: User, at: datetime) -> ProtocolDraft:
    draft = held(draft, seen)
    draft.state = DraftState.DISCARDED
    draft.save()
    _record("protocol.draft_discarded", draft, by=by, at=at)
    return draft


def _record(verb: str, draft: ProtocolDraft, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=draft, by=by, at=at, code=draft.code, **details)
