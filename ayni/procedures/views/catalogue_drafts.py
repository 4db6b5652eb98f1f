"""The next version of a regime or a procedure: written by one, approved by another."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.governance import queries as governance
from ayni.lib.bars import between_bars
from ayni.lib.doors import seen_revision, try_verb

from .. import actions
from ..forms.catalogue_drafts import DESCRIBE_FORMS, PART_FORMS, NewDraftForm, ReturnForm
from ..models import CatalogueDraft
from ..queries import catalogue_drafts as queries

KINDS = {"regimen": CatalogueDraft.Kind.REGIME, "tramite": CatalogueDraft.Kind.PROCEDURE}
PARTS = {"requisitos": "requirements", "costos": "fees", "reglas": "rules"}


def _check_keeps(request: SignedIn) -> None:
    """The catalogue is of the whole country: whoever keeps only the lists of another institution writes none of it."""
    if not governance.keeps_protocols(request.user):
        raise PermissionDenied


def _fetch(request: SignedIn, draft_number: int) -> CatalogueDraft:
    _check_keeps(request)
    rows = CatalogueDraft.objects.visible_to(request.user).select_related("started_by", "approved_by")
    return get_object_or_404(rows.prefetch_related("authors"), pk=draft_number)


def _of(request: SignedIn, draft: CatalogueDraft) -> dict[str, Any]:
    """What every verb on a draft is told."""
    return {"draft": draft, "seen": seen_revision(request), "by": request.user, "at": now()}


@require_safe
@requires(Permission.PROCEDURE_EDIT)
def catalogue_drafts(request: SignedIn) -> HttpResponse:
    _check_keeps(request)
    page = {
        "open": queries.open_drafts(request.user),
        "waiting": queries.waiting_for(request.user),
        "finished": queries.finished_drafts(request.user),
    }
    return render(request, "procedures/catalogue/drafts.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROCEDURE_EDIT)
@once
def new_catalogue_draft(request: SignedIn) -> HttpResponse:
    _check_keeps(request)
    form = NewDraftForm(sent(request))
    if request.method == "POST" and form.is_valid():
        verb = partial(actions.start_new_draft, **form.cleaned_data, by=request.user, at=now())
        done = try_verb(request, form, verb, _("The draft is begun. Describe it first."))
        kind, code = form.cleaned_data["kind"], form.cleaned_data["code"]
        if done and (draft := queries.draft_of(kind, code, request.user)):
            return redirect("procedures:describe-catalogue-draft", draft.pk)
    return render(request, "procedures/catalogue/draft_new.html", {"form": form})


@require_POST
@requires(Permission.PROCEDURE_EDIT)
@once
def start_catalogue_draft(request: SignedIn, kind: str, code: str) -> HttpResponse:
    _check_keeps(request)
    if kind not in KINDS:
        raise Http404
    if queries.draft_of(KINDS[kind], code, request.user) is None:
        verb = partial(actions.start_draft, kind=KINDS[kind], code=code, by=request.user, at=now())
        try_verb(request, None, verb, _("The draft is begun."))
    draft = queries.draft_of(KINDS[kind], code, request.user)
    return redirect("procedures:catalogue-draft", draft.pk) if draft else redirect("procedures:catalogue")


def _shown(request: SignedIn, draft: CatalogueDraft, **more: Any) -> HttpResponse:
    wrote = request.user in draft.authors.all()
    page = {
        "draft": draft,
        "missing": queries.missing(draft, localdate()) if draft.is_open else [],
        "changes": queries.changes(draft),
        "may_approve": request.user.may(Permission.PROCEDURE_APPROVE) and not wrote and draft.state == "SUBMITTED",
        "is_newest": not draft.is_open or queries.is_on_the_newest(draft),
        "return_form": ReturnForm(),
    } | more
    return render(request, "procedures/catalogue/draft.html", page)


@require_safe
@requires(Permission.PROCEDURE_EDIT)
def catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    return _shown(request, _fetch(request, draft_number))


@require_http_methods(["GET", "POST"])
@requires(Permission.PROCEDURE_EDIT)
@once
def describe_catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    form = DESCRIBE_FORMS[draft.kind](sent(request), initial=_as_written(draft))
    if request.method == "POST" and form.is_valid():
        verb = partial(actions.describe_draft, **_of(request, draft), **form.written())
        if try_verb(request, form, verb, _("It is written down.")):
            return redirect("procedures:catalogue-draft", draft.pk)
    return render(request, "procedures/catalogue/draft_describe.html", {"form": form, "draft": draft})


def _as_written(draft: CatalogueDraft) -> dict[str, Any]:
    said: dict[str, Any] = draft.content | {"reason": draft.reason, "valid_from": draft.valid_from}
    said["steps"] = "\n".join(said.get("steps", []))
    said["leads_to"] = between_bars(said.get("leads_to", ""))
    # Kept as JSON keeps a day; the three boxes show a day.
    said |= {name: date.fromisoformat(said[name]) for name in ("opens_on", "closes_on") if said.get(name)}
    return said | {"is_open": "yes" if said.get("is_open", True) else "no"}


@require_http_methods(["GET", "POST"])
@requires(Permission.PROCEDURE_EDIT)
@once
def catalogue_part(request: SignedIn, draft_number: int, part: str, place: int | None = None) -> HttpResponse:
    """One requirement, fee or rule: a new one, or the one in that place (from 1). `out` takes it out."""
    draft = _fetch(request, draft_number)
    if not draft.is_procedure or part not in PARTS:
        raise Http404
    name, number = PARTS[part], None if place is None else place - 1
    if number is not None and not 0 <= number < len(draft.content[name]):
        raise Http404
    there = {} if number is None else draft.content[name][number]
    form = PART_FORMS[name](sent(request), initial=_part_as_written(there))
    of = _of(request, draft) | {"part": name, "place": number}
    if request.method == "POST" and "out" in request.POST and there:
        try_verb(request, None, partial(actions.remove_part, **of), _("It is taken out of the draft."))
        return redirect("procedures:catalogue-draft", draft.pk)
    if request.method == "POST" and form.is_valid():
        verb = partial(actions.write_part, **of, fields=form.written())
        if try_verb(request, form, verb, _("It is written down.")):
            return redirect("procedures:catalogue-draft", draft.pk)
    page = {"form": form, "draft": draft, "part": name, "there": there}
    return render(request, "procedures/catalogue/draft_part.html", page)


def _part_as_written(there: dict[str, Any]) -> dict[str, Any]:
    if not there:
        return {"applies": "EVERYBODY", "mandatory": "yes", "kind": "DOCUMENT", "effect": "possible"}
    written = {"accepts": there.get("accepts", "").split("|"), "mandatory": "yes" if there.get("mandatory") else "no"}
    return there | written


@require_POST
@requires(Permission.PROCEDURE_EDIT)
@once
def submit_catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    done = _("It waits for the approval of a colleague who did not write in it.")
    try_verb(request, None, partial(actions.submit_draft, **_of(request, draft)), done)
    return redirect("procedures:catalogue-draft", draft.pk)


@require_POST
@requires(Permission.PROCEDURE_APPROVE)
@once
def approve_catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    done = _("You approved it as it stands. It is the next version.")
    try_verb(request, None, partial(actions.approve_draft, **_of(request, draft)), done)
    return redirect("procedures:catalogue-draft", draft.pk)


@require_POST
@requires(Permission.PROCEDURE_APPROVE)
@once
def return_catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    form = ReturnForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        verb = partial(actions.return_draft, draft=draft, note=note, by=request.user, at=now())
        if try_verb(request, form, verb, _("The draft is back with whoever writes it.")):
            return redirect("procedures:catalogue-draft", draft.pk)
    return _shown(request, draft, return_form=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROCEDURE_EDIT)
@once
def discard_catalogue_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    if request.method == "POST":
        done = _("The draft is discarded. The version in force stays as it is.")
        try_verb(request, None, partial(actions.discard_draft, **_of(request, draft)), done)
        return redirect("procedures:catalogue-draft", draft.pk)
    return render(request, "procedures/catalogue/draft_discard.html", {"draft": draft})
