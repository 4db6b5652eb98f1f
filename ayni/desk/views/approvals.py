"""Asking for approval, and approving."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions
from ayni.cases.models import Approval, Asking
from ayni.cases.queries import approvals
from ayni.desk.forms.supervision import NothingForm, RemarkForm
from ayni.desk.queries import approvals as told
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .acting import Act, act
from .doors import fetch_case, open_file, tabs


@require_safe
@requires(Permission.CASE_VIEW)
def coordination(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    context = {
        "case": case,
        "tabs": tabs(case, "case-coordination"),
        "holds": told.holds(case, request.user),
        **told.coordination(case, now()),
    }
    return render(request, "desk/supervision/coordination.html", context)


@require_safe
@requires(Permission.CASE_WORK)
def listing(request: SignedIn) -> HttpResponse:
    page = paginate(request, approvals.for_approver(request.user, now()), order=approvals.WAITING_FIRST)
    return render(request, "desk/supervision/approvals.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def approval(request: SignedIn, approval_id: UUID) -> HttpResponse:
    """What was asked, for whoever sees the case; deciding is offered to whoever may."""
    found = _fetch(request, approval_id)
    form, page = RemarkForm(sent(request)), _decision(found)
    # Whoever may not decide any more, because a colleague was quicker, gets back what they typed.
    if not form.is_bound:
        why_not = approvals.why_not(request.user, found, now()) if found.is_waiting else ""
        page = replace(page, lead=why_not, button=page.button if found.is_waiting and not why_not else "")

    def verb() -> object:
        does = {"approve": actions.approve, "send_back": actions.send_back}[form.cleaned_data["answer"]]
        return does(approval=found, remark=form.cleaned_data["remark"], by=request.user, at=now())

    return act(request, form, page, verb=verb, done=_("It was decided."), to=reverse("desk:approvals"))


def _fetch(request: SignedIn, approval_id: UUID) -> Approval:
    found = approvals.fetch(request.user, approval_id)
    if found is None:
        raise Http404
    return found


def _decision(found: Approval) -> Act:
    changed = found.is_waiting and not approvals.still_stands(found)
    return Act(
        title=told.title(found),
        button=_("Decide"),
        back=reverse("desk:case", args=[found.case_id]),
        back_words=_("Case %(number)s") % {"number": found.case.number},
        warning=_("Something changed since this was asked.") if changed else "",
        facts=told.facts(found),
    )


@require_POST
@requires(Permission.CASE_WORK)
@once
def ask_plan(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)

    def verb() -> object:
        return actions.ask_plan(case=case, by=request.user, at=now())

    try_verb(request, None, verb, _("The plan waits for approval."))
    return redirect("desk:case-coordination", case_id=case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def withdraw(request: SignedIn, approval_id: UUID) -> HttpResponse:
    found = _fetch(request, approval_id)
    form = NothingForm(sent(request))

    def verb() -> object:
        return actions.withdraw_approval(approval=found, by=request.user, at=now())

    return act(request, form, _withdrawal(found), verb=verb, done=_("It was withdrawn."))


def _withdrawal(found: Approval) -> Act:
    return Act(
        title=_("Withdraw what was asked"),
        button=_("Withdraw"),
        back=reverse("desk:case-coordination", args=[found.case_id]),
        back_words=_("Case %(number)s") % {"number": found.case.number},
        facts=[(_("What"), Asking(found.kind).label)],
    )
