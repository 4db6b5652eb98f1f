"""A whole case goes to another office: asked here, decided there."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access import covering
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions, queries
from ayni.cases.queries import transfers
from ayni.desk.forms.supervision import ReceiveForm, TransferForm
from ayni.desk.queries.transfers import facts
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .acting import Act, act
from .doors import fetch_held


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def ask(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_held(request.user, case_id)
    consents = transfers.standing_consents(case)
    form = TransferForm(sent(request), offices=transfers.offices(case, now()), consents=consents)
    number = {"number": case.number}
    page = Act(
        title=_("Transfer case %(number)s to another office") % number,
        button=_("Ask the office"),
        back=reverse("desk:case-coordination", args=[case.pk]),
        back_words=_("Case %(number)s") % number,
        lead=_("The case stays yours until the other office accepts it. Then it goes with its tasks and its history."),
        warning=_("A supervisor has to approve it first.") if transfers.needs_approval(case) else "",
    )

    def verb() -> object:
        said = form.cleaned_data
        return actions.ask_transfer(
            case=case, to_office=said["office"], grounds=form.grounds, reason=said["reason"],
            summary=said["summary"], by=request.user, at=now(),
        )  # fmt: skip

    return act(request, form, page, verb=verb, done=_("The transfer waits."))


@require_POST
@requires(Permission.CASE_WORK)
@once
def withdraw(request: SignedIn, case_id: UUID) -> HttpResponse:
    transfer = transfers.waiting(fetch_held(request.user, case_id))
    if transfer is None:
        raise Http404

    def verb() -> object:
        return actions.withdraw_transfer(transfer=transfer, by=request.user, at=now())

    try_verb(request, None, verb, _("It was withdrawn."))
    return redirect("desk:case-coordination", case_id=case_id)


@require_safe
@requires(Permission.CASE_WORK)
def listing(request: SignedIn) -> HttpResponse:
    page = paginate(request, transfers.to_decide(request.user, now()), order=transfers.ASKED_FIRST)
    return render(request, "desk/supervision/transfers.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def decide(request: SignedIn, transfer_id: UUID) -> HttpResponse:
    transfer = transfers.fetch_to_decide(request.user, transfer_id, now())
    if transfer is None:
        raise Http404
    colleagues = list(covering.active_staff(now(), office=transfer.to_office_id))
    form = ReceiveForm(sent(request), caseworkers=colleagues, teams=queries.teams(transfer.to_office_id))
    page = Act(
        title=_("A case that your office may take over"),
        button=_("Decide"),
        back=reverse("desk:transfers"),
        back_words=_("Transfers to accept"),
        lead=_("You read only what is needed to decide. With the case comes everything else."),
        facts=facts(transfer, transfers.known_of(transfer, now())),
    )

    def verb() -> object:
        return actions.decide_transfer(transfer=transfer, by=request.user, at=now(), **form.cleaned_data)

    return act(request, form, page, verb=verb, done=_("It was decided."))
