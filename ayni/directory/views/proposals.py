"""Changes that somebody proposed, and the link by which institutions say that their entries are right."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.going_back import comes_back, leaves_a_receipt
from ayni.access.once import once
from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, public, requires, sent
from ayni.governance import queries as governance
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from .. import actions, queries
from ..forms import DecisionForm, ElseForm, LocationForm, ServiceEntryForm
from ..models import EntryLink, Location, Proposal, Service
from ..queries import plain
from .keeping import kept_by


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def proposals(request: SignedIn) -> HttpResponse:
    waiting = request.GET.get("decididos") != "si"
    page = paginate(request, queries.proposals(request.user, waiting=waiting), order=("-proposed_at", "-id"))
    return render(request, "directory/proposals.html", {"page": page, "waiting": waiting})


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def proposal(request: SignedIn, pk: str) -> HttpResponse:
    return _shown(request, _found(request, pk), DecisionForm(), None)


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def decide(request: SignedIn, pk: str) -> HttpResponse:
    found = get_object_or_404(Proposal.objects.select_related("organisation", "service", "location", "link"), pk=pk)
    kept_by(request, found.organisation.code)
    form, edited = DecisionForm(request.POST), _edit_form(request, found)
    if form.is_valid() and _decide(request, found, form, edited):
        return redirect("directory:proposals")
    return _shown(request, found, form, edited)


def _found(request: SignedIn, pk: str) -> Proposal:
    rows = queries.proposals(request.user, waiting=True) | queries.proposals(request.user, waiting=False)
    found: Proposal = get_object_or_404(rows, pk=pk)
    return found


def _shown(request: SignedIn, found: Proposal, form: DecisionForm, edited: Any) -> HttpResponse:
    entry: Any = found.service or found.location
    may_decide = governance.may_edit(request.user, found.organisation)
    page = {"proposal": found, "entry": entry, "form": form, "may_decide": may_decide,
            "edited": edited or _edit_form(request, found),
            "differences": queries.shown_differences(found, entry, _labels(entry))}  # fmt: skip
    return render(request, "directory/proposal.html", page)


def _labels(entry: Any) -> dict[str, str]:
    form = ServiceEntryForm() if isinstance(entry, Service) else LocationForm()
    return {name: str(field.label) for name, field in form.fields.items()}


def _edit_form(request: SignedIn, found: Proposal) -> Any:
    """Only the fields that would change, as they would be."""
    kind = ServiceEntryForm if found.service else LocationForm
    form = kind(sent(request), initial=found.after, prefix="edit")
    for name in set(form.fields) - set(found.after):
        del form.fields[name]
    return form


def _decide(request: SignedIn, found: Proposal, form: DecisionForm, edited: Any) -> bool:
    try:
        if request.POST.get("do") == "refuse":
            reason = form.cleaned_data["reason"]
            actions.refuse_proposal(proposal=found, reason=reason, by=request.user, at=now())
            messages.success(request, _("Not accepted. Whoever proposed it reads why."))
            return True
        if not edited.is_valid():
            return False
        actions.accept_proposal(proposal=found, edited=edited.said(), by=request.user, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    messages.success(request, _("Accepted: the entry says so now, and counts as verified today."))
    return True


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def ask_now(request: SignedIn, code: str) -> HttpResponse:
    """Send the link before the month is over."""
    there = kept_by(request, code)
    point = queries.whom_to_ask(there, now())
    if point is None:
        messages.error(request, _("Nobody of this institution has an e-mail here: name a focal point first."))
    else:
        actions.ask_institution(organisation=there, focal_point=point, at=now())
        messages.success(request, _("The link is on its way. It lasts three weeks."))
    return redirect("directory:institution", code)


# Without an account


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("entry-link", most=60, seconds=600)
@leaves_a_receipt
def verify(request: HttpRequest, token: str) -> HttpResponse:
    link = queries.entry_link(token, now())
    if request.method == "POST" and (spent := _confirmed(token, link)):
        return render(request, "directory/verified.html", {"link": spent})
    if link is None:
        return render(request, "directory/no_link.html", status=404)
    services, places = queries.to_verify(link)
    page = {"link": link, "token": token, "services": services, "places": places}
    return render(request, "directory/verify.html", page)


def _confirmed(token: str, link: EntryLink | None) -> EntryLink | None:
    """The link that this page spends, or spent a moment ago: sent twice, the browser shows the answer to the second."""
    if link is not None:
        try:
            actions.confirm_through_link(link=link, at=now())
        except RuleBroken:
            # The other one was faster by less than a second.
            return queries.used_just_now(token, now())
        return link
    return queries.used_just_now(token, now())


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("entry-link", most=60, seconds=600)
@comes_back
def correct(request: HttpRequest, token: str, kind: str, pk: int) -> HttpResponse:
    link = queries.entry_link(token, now())
    if link is None:
        return render(request, "directory/no_link.html", status=404)
    services, places = queries.shown_to_link(link)
    some: list[Service | Location] = list(services if kind == "servicios" else places)
    entry = next((one for one in some if one.pk == pk), None)
    if entry is None or kind not in {"servicios", "puntos"}:
        raise Http404
    asked = ServiceEntryForm if isinstance(entry, Service) else LocationForm
    form, note = asked(sent(request), initial=plain.plain(entry)), ElseForm(sent(request))
    if request.method == "POST" and form.is_valid() and note.is_valid():
        told = note.cleaned_data["proposal_note"]
        try:
            actions.propose(entry=entry, said=form.said(), note=told, by=link, at=now())
            return redirect("directory:verify", token)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    page = {"form": form, "note": note, "entry": entry, "token": token, "link": link}
    return render(request, "directory/correct.html", page)
