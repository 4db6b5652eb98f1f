"""Lists that come in: uploaded, understood column by column, looked at, accepted, undone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.people.actions import imports as actions
from ayni.people.actions.imports.receiving import Upload
from ayni.people.forms.imports import ColumnsForm, UploadForm
from ayni.people.models import BatchState, ImportBatch, RowState
from ayni.people.queries import imports as queries
from ayni.people.queries import staged as looking
from ayni.people.rules.imports.mapping import Plan, from_json
from ayni.people.rules.imports.states import AT_ONCE, TooDoubtful
from ayni.people.rules.registering import office_of


def fetch(request: SignedIn, batch_id: UUID) -> ImportBatch:
    return get_object_or_404(queries.batches(request.user), pk=batch_id)


@require_safe
@requires(Permission.PERSON_IMPORT)
def lists(request: SignedIn) -> HttpResponse:
    """The lists of one's offices, the newest first."""
    page = paginate(request, queries.batches(request.user), order=("-received_at", "-id"))
    return render(request, "people/imports/lists.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def upload(request: SignedIn) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        beside = given["form"].chunks() if given["form"] else ()
        reasons = {name: given[name] for name in ("system", "purpose", "basis", "grounds", "sheet")}
        sent = Upload(name=given["file"].name, chunks=given["file"].chunks(), form=beside, **reasons)
        try:
            batch = actions.receive_list(upload=sent, office=office_of(request.user), by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error("file", str(broken))
        else:
            return redirect("people:import-columns", batch_id=batch.pk)
    return render(request, "people/imports/upload.html", {"form": form})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def columns(request: SignedIn, batch_id: UUID) -> HttpResponse:
    """What each column is, with the first values beside it."""
    batch = fetch(request, batch_id)
    if batch.state != BatchState.RECEIVED:
        return redirect("people:import", batch_id=batch.pk)
    proposal = queries.proposal(batch)
    saved = queries.saved_mappings(request.user, batch.headers)
    form = ColumnsForm(request.POST or None, proposal=proposal, plan=_plan(request, proposal, saved))
    if form.is_valid() and not form.asks_anew and _staged(request, batch, form):
        return redirect("people:import", batch_id=batch.pk)
    page = {"batch": batch, "form": form, "proposal": proposal, "saved": saved}
    return render(request, "people/imports/columns.html", page)


def _plan(request: SignedIn, proposal: queries.Proposal, saved: list[Any]) -> Plan:
    chosen = next((kept for kept in saved if str(kept.pk) == request.GET.get("mapping", "")), None)
    # What was used last for these very columns is the best proposal there is.
    kept = chosen or (saved[0] if saved else None)
    return from_json(kept.plan) if kept else proposal.plan


def _staged(request: SignedIn, batch: ImportBatch, form: ColumnsForm) -> bool:
    plan = form.chosen()
    try:
        actions.start_staging(batch=batch, plan=plan, by=request.user, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    if name := form.cleaned_data["save_as"]:
        actions.keep_mapping(name=name, headers=batch.headers, plan=plan, by=request.user, at=now())
    return True


@require_safe
@requires(Permission.PERSON_IMPORT)
def show(request: SignedIn, batch_id: UUID) -> HttpResponse:
    """How far it is, and how many of its rows are what."""
    batch = fetch(request, batch_id)
    if batch.state == BatchState.RECEIVED:
        return redirect("people:import-columns", batch_id=batch.pk)
    page = {"batch": batch, "numbers": looking.numbers(batch), "offers": looking.offers(batch)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "people/imports/_progress.html", page)
    return render(request, "people/imports/import.html", page)


@require_safe
@requires(Permission.PERSON_IMPORT)
def rows(request: SignedIn, batch_id: UUID, state: str) -> HttpResponse:
    batch = fetch(request, batch_id)
    chosen = RowState(state.upper())
    page = paginate(request, queries.rows_of(batch, chosen), order=("number", "pk"))
    told = looking.lines(page, request.user)
    return render(request, "people/imports/rows.html", {"batch": batch, "state": chosen, "page": page, "lines": told})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def accept(request: SignedIn, batch_id: UUID) -> HttpResponse:
    """What will happen, before it does."""
    batch = fetch(request, batch_id)
    states = [state for state in AT_ONCE if state in request.POST.getlist("states")]
    confirmed = request.POST.get("confirmed") == "yes"
    doubtful = ""
    if request.method == "POST":
        try:
            actions.accept_list(batch=batch, states=states, confirmed=confirmed, by=request.user, at=now())
            return redirect("people:import", batch_id=batch.pk)
        except TooDoubtful as broken:
            doubtful = str(broken)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect("people:import", batch_id=batch.pk)
    page = {"batch": batch, "doubtful": doubtful, "states": states, "offers": looking.offers(batch)}
    return render(request, "people/imports/accept.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def reject(request: SignedIn, batch_id: UUID) -> HttpResponse:
    batch = fetch(request, batch_id)
    if request.method == "POST":
        return _done(request, batch, lambda: actions.reject_list(batch=batch, by=request.user, at=now()))
    return render(request, "people/imports/reject.html", {"batch": batch})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def undo(request: SignedIn, batch_id: UUID) -> HttpResponse:
    """What stands in the way, and what can be undone."""
    batch = fetch(request, batch_id)
    if request.method == "POST":
        rest = request.POST.get("rest") == "yes"
        return _done(request, batch, lambda: actions.undo_list(batch=batch, rest=rest, by=request.user, at=now()))
    people, kinds = actions.standing_in_the_way(batch, request.user)
    page = {"batch": batch, "people": people, "reasons": looking.in_the_way(kinds), "made": batch.count("ACCEPTED")}
    return render(request, "people/imports/undo.html", page)


def _done(request: SignedIn, batch: ImportBatch, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("It is done, or on its way: this page shows how far it is."))
    return redirect("people:import", batch_id=batch.pk)
