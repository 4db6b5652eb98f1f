"""Definitions of indicators are written by one and approved by another: until then the numbers stay what they were."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import DefinitionDraft, Indicator, ValueState
from .indicators import FIELDS, CannotKeep, check_definition, write_indicator


@transaction.atomic
def draft_definition(
    *, code: str, said: dict[str, Any], nodes: list[str], seen: int, by: User, at: datetime
) -> DefinitionDraft:
    """What `write_indicator` would take, to be looked at by a colleague. Whoever writes again while their draft waits
    writes it over; a draft of somebody else has to be decided first."""
    Indicator.objects.select_for_update().filter(code=code).first()
    check_definition(code=code, said=said, nodes=nodes, seen=seen)
    plain = {name: _plain(said[name]) for name in FIELDS if name in said}
    fields = {"said": plain, "nodes": nodes, "seen": seen, "at": at}
    # Two who draft the same new code at once have no indicator to lock: the constraint lets one of them be first.
    waiting, made = DefinitionDraft.objects.select_for_update().get_or_create(
        code=code, state=ValueState.WAITING, defaults={"by": by, **fields}
    )
    if waiting.by_id != by.pk:
        raise CannotKeep(_("A draft of a colleague waits already. Look at it first: what you typed stays here."))
    if not made:
        DefinitionDraft.objects.filter(pk=waiting.pk).update(**fields)
    audit.record("indicator.drafted", subject=waiting, by=by, at=at, code=code, after=seen)
    return waiting


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def decide_draft(*, draft: DefinitionDraft, approve: bool, note: str, by: User, at: datetime) -> DefinitionDraft:
    """Whoever did not write it says whether it counts from now on. The formula is held once more against what may be
    counted, and against what happened to the indicator meanwhile."""
    draft = DefinitionDraft.objects.select_for_update(of=("self",)).select_related("by").get(pk=draft.pk)
    if draft.state != ValueState.WAITING:
        raise CannotKeep(_("Somebody decided about this draft already."))
    if draft.by_id == by.pk:
        raise CannotKeep(_("You wrote this definition yourself. A colleague has to look at it."))
    if not approve and not note:
        raise CannotKeep(_("Say what is wrong with it, so that it can be mended."))
    if approve:
        made = draft.definition()
        said = {name: getattr(made, name) for name in FIELDS}
        draft.made = write_indicator(code=draft.code, said=said, nodes=draft.nodes, seen=draft.seen, by=draft.by, at=at)
    draft.state = ValueState.APPROVED if approve else ValueState.RETURNED
    draft.note, draft.decided_by, draft.decided_at = note, by, at
    draft.save()
    audit.record("indicator.draft_decided", subject=draft, by=by, at=at, code=draft.code, state=draft.state)
    return draft
