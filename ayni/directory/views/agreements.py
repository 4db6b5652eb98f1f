"""Agreements with institutions: read by whoever reads the directory, written by whoever keeps it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.governance import queries as governance
from ayni.lib.doors import seen_mark
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of_row

from .. import actions, queries
from ..forms import AgreementForm, RenewForm
from ..models import Agreement
from ..rules.agreements import RENEWED


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def agreements(request: SignedIn) -> HttpResponse:
    """With whom there is one, what it lets go and until when."""
    page = paginate(request, queries.agreements(), order=("theirs__name", "-valid_from", "pk"))
    for row in page.rows:
        row.state_now = row.state(localdate())
    return render(request, "directory/agreements.html", {"page": page})


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.agreements(), pk=pk)
    return _page(request, row, RenewForm())


def _page(request: SignedIn, row: Agreement, form: RenewForm) -> HttpResponse:
    page = {
        "agreement": row, "state": row.state(localdate()), "form": form,
        "profiles": list(row.profiles.order_by("code")), "services": list(row.services.order_by("name", "pk")),
        "may_edit": _may_write(request, row.ours), "seen": mark_of_row(row, RENEWED),
    }  # fmt: skip
    return render(request, "directory/agreement.html", page)


def _may_write(request: SignedIn, ours: Organisation | None) -> bool:
    """Whoever keeps the institution that signed it: never the other side."""
    return ours is not None and governance.may_edit(request.user, ours)


def _ours(request: SignedIn) -> Organisation:
    ours = request.user.organisation
    if ours is None or not _may_write(request, ours):
        raise PermissionDenied
    return ours


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def write_agreement(request: SignedIn, code: str) -> HttpResponse:
    """Write down what was signed with this institution."""
    ours, theirs = _ours(request), get_object_or_404(Organisation, code=code)
    form = AgreementForm(sent(request), ours=ours, theirs=theirs)
    if request.method == "POST" and form.is_valid():
        watch = form.cleaned_data["watched_by"]
        try:
            row = actions.write_agreement(
                ours=ours, theirs=theirs, terms=form.terms(), watched_by=watch, by=request.user, at=now()
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The agreement is written down."))
            return redirect("directory:agreement", row.pk)
    return render(request, "directory/write_agreement.html", {"form": form, "organisation": theirs})


@require_http_methods(["POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def renew_agreement(request: SignedIn, pk: int) -> HttpResponse:
    row, form = _kept(request, pk), RenewForm(request.POST)
    if form.is_valid():
        try:
            said, seen = form.cleaned_data, seen_mark(request)
            actions.renew_agreement(agreement=row, by=request.user, at=now(), seen=seen, **said)
        except RuleBroken as broken:
            form.add_error("until", str(broken))
        else:
            messages.success(request, _("The agreement goes on."))
            return redirect("directory:agreement", row.pk)
    return _page(request, row, form)


@require_http_methods(["POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def end_agreement(request: SignedIn, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    try:
        actions.end_agreement(agreement=row, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("From today on the agreement counts no more."))
    return redirect("directory:agreement", row.pk)


def _kept(request: SignedIn, pk: int) -> Agreement:
    row: Agreement = get_object_or_404(queries.agreements(), pk=pk)
    if not _may_write(request, row.ours):
        raise PermissionDenied
    return row
