"""Asking for approval, and approving."""

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
from ayni.lib.paging import paginate

from .acting import Act, act
from .doors import fetch_case, open_file, tabs, try_verb


@require_safe
@requires(Permission.CASE_VIEW)
def coordination(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    context = {
        "case": case,
        "tabs": tabs(case, "case-coordination"),
        "holds": told.holds(case, request.user),
        **told.coordination(case),
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
    found = approvals.fetch(request.user, approval_id)
    if found is None:
        raise Http404
    form = RemarkForm(sent(request))
    page = Act(
        title=told.title(found),
        button=_("Decide"),
        back=reverse("desk:case", args=[found.case_id]),
        back_words=_("Case %(number)s") % {"number": found.case.number},
        warning="" if approvals.still_stands(found) else _("Something changed since this was asked."),
        facts=told.facts(found),
    )

    def verb() -> object:
        does = {"approve": actions.approve, "send_back": actions.send_back}[form.cleaned_data["answer"]]
        return does(approval=found, remark=form.cleaned_data["remark"], by=request.user, at=now())

    return act(request, form, page, verb=verb, done=_("It was decided."), to=reverse("desk:approvals"))


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
    found = approvals.fetch(request.user, approval_id)
    if found is None:
        raise Http404
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
