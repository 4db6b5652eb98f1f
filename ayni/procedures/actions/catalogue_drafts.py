"""How the next version of a regime or a procedure is written, and how it comes into force."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.codelists.tables import digest
from ayni.governance.actions.drafting import held, written_in
from ayni.governance.models import DraftState
from ayni.governance.rules import drafting

from ..models import CatalogueDraft, Procedure, Regime, RouteRule
from ..queries import catalogue_drafts as queries
from ..rules import catalogue_drafts as rules
from .loading import follow_regimes, lay_out

Kind = CatalogueDraft.Kind


@transaction.atomic
def start_draft(*, kind: str, code: str, by: User, at: datetime) -> CatalogueDraft:
    """A draft that says what the newest version says, to be changed."""
    base = queries.newest(kind, code)
    if base is None:
        raise drafting.CannotWrite(_("It has no version in force. Write a new one instead."))
    rules.check_may_start(open_draft=CatalogueDraft.objects.open().filter(kind=kind, code=code).exists())
    return _begin(kind, code, queries.said_by(base), base.version, by=by, at=at)


@transaction.atomic
def start_new_draft(*, kind: str, code: str, label_es: str, by: User, at: datetime) -> CatalogueDraft:
    """A regime or a procedure that there is not yet."""
    taken = queries.MODELS[kind].objects.filter(code=code).exists()
    taken = taken or CatalogueDraft.objects.open().filter(kind=kind, code=code).exists()
    rules.check_code(kind, code, taken=taken)
    content: dict[str, Any] = {"label_es": label_es, "confidence": "stated", "norms": []}
    if kind == Kind.PROCEDURE:
        content |= {"is_open": True, "silence": "UNKNOWN", "steps": [], **{part: [] for part in rules.PARTS}}
    return _begin(kind, code, content, None, by=by, at=at)


def _begin(
    kind: str, code: str, content: dict[str, Any], based_on: int | None, *, by: User, at: datetime
) -> CatalogueDraft:
    draft = CatalogueDraft.objects.create(
        kind=kind, code=code, content=content, based_on=based_on, started_by=by, started_at=at
    )
    draft.authors.add(by)
    _record("catalogue.draft_started", draft, by=by, at=at)
    return draft


def _changed(draft: CatalogueDraft, verb: str, *, by: User, at: datetime, **details: Any) -> CatalogueDraft:
    written_in(draft, by=by)
    _record(verb, draft, by=by, at=at, revision=draft.revision, **details)
    return draft


@transaction.atomic
def describe_draft(
    *, draft: CatalogueDraft, seen: int, content: dict[str, Any], reason: str, valid_from: date | None, by: User,
    at: datetime,
) -> CatalogueDraft:  # fmt: skip
    """What it is called, on what it rests, when it is open, how long it takes. Its parts are written one by one."""
    draft = held(draft, seen)
    draft.content |= content
    draft.reason, draft.valid_from = reason, valid_from
    return _changed(draft, "catalogue.draft_described", by=by, at=at)


@transaction.atomic
def write_part(
    *, draft: CatalogueDraft, part: str, place: int | None, seen: int, fields: dict[str, Any], by: User, at: datetime
) -> CatalogueDraft:
    """A requirement, a fee or a rule: a new one at the end, or other words for the one in that place (from 0)."""
    draft = held(draft, seen)
    rows = draft.content[part]
    others = [row for number, row in enumerate(rows) if number != place]
    rules.check_part(part, fields, others)
    if place is None:
        rows.append(fields)
    else:
        rows[place] |= fields
    return _changed(draft, "catalogue.part_written", by=by, at=at, part=part, place=len(others))


@transaction.atomic
def remove_part(*, draft: CatalogueDraft, part: str, place: int, seen: int, by: User, at: datetime) -> CatalogueDraft:
    draft = held(draft, seen)
    del draft.content[part][place]
    return _changed(draft, "catalogue.part_removed", by=by, at=at, part=part, place=place)


@transaction.atomic
def submit_draft(*, draft: CatalogueDraft, seen: int, by: User, at: datetime) -> CatalogueDraft:
    """It is complete: a colleague who did not write in it may approve it."""
    draft = held(draft, seen)
    rules.check_base(is_newest=queries.is_on_the_newest(draft))
    drafting.check_is_whole(queries.missing(draft, localdate(at)))
    draft.state, draft.submitted_at, draft.returned_note = DraftState.SUBMITTED, at, ""
    draft.save()
    _record("catalogue.draft_submitted", draft, by=by, at=at, revision=draft.revision)
    return draft


@transaction.atomic
def return_draft(*, draft: CatalogueDraft, note: str, by: User, at: datetime) -> CatalogueDraft:
    """Back to whoever writes it, with what should change."""
    draft = CatalogueDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    rules.check_may_approve(state=draft.state, wrote_it=wrote, seen=draft.revision, revision=draft.revision)
    draft.state, draft.submitted_at, draft.returned_note = DraftState.WRITING, None, note
    draft.save()
    _record("catalogue.draft_returned", draft, by=by, at=at)
    return draft


@transaction.atomic
def discard_draft(*, draft: CatalogueDraft, seen: int, by: User, at: datetime) -> CatalogueDraft:
    draft = held(draft, seen)
    draft.state = DraftState.DISCARDED
    draft.save()
    _record("catalogue.draft_discarded", draft, by=by, at=at)
    return draft


@transaction.atomic
def approve_draft(*, draft: CatalogueDraft, seen: int, by: User, at: datetime) -> CatalogueDraft:
    """Approve the very words of a revision: they are the next version. Applications keep the one they were begun in."""
    draft = CatalogueDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    rules.check_may_approve(state=draft.state, wrote_it=wrote, seen=seen, revision=draft.revision)
    rules.check_base(is_newest=queries.is_on_the_newest(draft))
    drafting.check_is_whole(queries.missing(draft, localdate(at)))
    base, start = queries.newest(draft.kind, draft.code), draft.valid_from or localdate(at)
    drafting.check_may_begin(start, today=localdate(at), after=base.valid_from if base else None)
    made = _make_version(draft, on=start)
    draft.state, draft.approved_by, draft.version = DraftState.APPROVED, by, made.version
    draft.save()
    audit.record(
        "catalogue.version_made", subject=made, by=by, at=at, code=made.code, version=made.version,
        valid_from=made.valid_from.isoformat(),
    )  # fmt: skip
    return draft


def _make_version(draft: CatalogueDraft, *, on: date) -> Regime | Procedure:
    model, content = queries.MODELS[draft.kind], draft.content
    latest = model.objects.filter(code=draft.code).order_by("version").last()
    model.objects.current().filter(code=draft.code).update(valid_to=on)
    fields = {name: content[name] for name in queries.FIELDS[Kind(draft.kind)] if content.get(name) is not None}
    if isinstance(latest, Procedure):
        # Words of a source for a day that it does not give: the draft does not show them, and does not change them.
        fields |= {name: getattr(latest, name) for name in ("opens_text", "closes_text")}
    if draft.kind == Kind.PROCEDURE:
        fields["regime"] = Regime.objects.current().filter(code=content["regime"]).first()
        fields["authority"] = Organisation.objects.get(code=content["authority"])
    made: Regime | Procedure = model.objects.create(
        code=draft.code, version=latest.version + 1 if latest else 1, valid_from=on, digest=digest(content),
        added_by_hand=True, label_en=latest.label_en if latest else "", **fields,
    )  # fmt: skip
    made.norms.set(codelists.current(LegalNorm).filter(code__in=content.get("norms", [])))
    if isinstance(made, Procedure):
        requirements = [fields | {"order": place} for place, fields in enumerate(content["requirements"], start=1)]
        lay_out(made, requirements, content["fees"])
        _keep_rules(made.code, content["rules"], on=on)
    else:
        follow_regimes()
    made.refresh_from_db()
    return made


def _keep_rules(procedure: str, said: list[dict[str, Any]], *, on: date) -> None:
    """The rules of the route finder for a procedure: what says the same stays as it is, the rest is a new version."""
    every = RouteRule.objects.filter(procedure_code=procedure)
    used = {row.code: row.version for row in every.order_by("code", "version")}
    current = {row.code: row for row in every.current()}
    kept = set()
    for one in said:
        code = one.get("code") or rules.next_rule_code(procedure, used)
        fields = {
            "label_es": one["says"], "when": one["when"], "legal_basis": one.get("legal_basis", ""),
            "confidence": one.get("confidence", "stated"), "effect": one.get("effect", "possible"),
            "exempts": one.get("exempts", ""), "source": one.get("source", ""),
        }  # fmt: skip
        there = current.get(code)
        kept.add(code)
        if there is not None and all(getattr(there, name) == value for name, value in fields.items()):
            RouteRule.objects.filter(pk=there.pk).update(added_by_hand=True)
            continue
        RouteRule.objects.current().filter(code=code).update(valid_to=on)
        used[code] = used.get(code, 0) + 1
        RouteRule.objects.create(
            code=code, version=used[code], valid_from=on, procedure_code=procedure, added_by_hand=True, **fields
        )
    gone = [row.pk for code, row in current.items() if code not in kept]
    RouteRule.objects.filter(pk__in=gone).update(valid_to=on)


def _record(verb: str, draft: CatalogueDraft, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=draft, by=by, at=at, kind=draft.kind, code=draft.code, **details)
