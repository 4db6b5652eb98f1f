"""Drafts of definitions: whoever keeps the indicators reads them, a colleague decides."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import try_verb

from .. import actions, drafts
from ..forms.compared import compared
from ..forms.indicators import DecideForm
from ..models import DefinitionDraft, ValueState


@require_safe
@requires(Permission.RESULTS_EDIT)
def listed(request: SignedIn) -> HttpResponse:
    return render(request, "results/drafts.html", {"waiting": drafts.waiting(), "returned": drafts.returned()})


@require_safe
@requires(Permission.RESULTS_EDIT)
def draft(request: SignedIn, draft_id: int) -> HttpResponse:
    return render(request, "results/draft.html", _page(request, _found(draft_id)))


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_APPROVE)
@once
def decide(request: SignedIn, draft_id: int) -> HttpResponse:
    found, form = _found(draft_id), DecideForm(sent(request))
    if request.method == "POST" and form.is_valid():
        approve = request.POST.get("do") == "approve"
        verb = lambda: actions.decide_draft(  # noqa: E731
            draft=found, approve=approve, by=request.user, at=now(), **form.cleaned_data
        )
        if try_verb(request, form, verb, _("It counts now.") if approve else _("It went back.")):
            return redirect("results:drafts")
    page = _page(request, found) | {"form": form}
    return render(request, "results/draft.html", page, status=400 if form.errors else 200)


def _found(draft_id: int) -> DefinitionDraft:
    found: DefinitionDraft = get_object_or_404(
        DefinitionDraft.objects.select_related("by", "decided_by", "made"), pk=draft_id
    )
    return found


def _page(request: SignedIn, found: DefinitionDraft) -> dict[str, Any]:
    waits, is_own = found.state == ValueState.WAITING, found.by_id == request.user.pk
    return {
        "draft": found, "rows": compared(found, drafts.before(found)), "waits": waits, "is_own": is_own,
        "may_decide": waits and not is_own and request.user.may(Permission.RESULTS_APPROVE),
        "may_write": found.may_be_written_by(request.user),
    }  # fmt: skip
