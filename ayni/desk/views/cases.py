"""The list of cases, and the file of one: its plan, its history, its life."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import actions, hooks, queries
from ayni.cases.queries import following, services
from ayni.cases.rules import closing
from ayni.cases.rules import seen as marks
from ayni.design.pdf import pdf_response
from ayni.desk.forms.cases import CloseForm, FilterForm, ReassignForm, ReopenForm
from ayni.desk.queries import case_file
from ayni.desk.queries.approvals import ending_of
from ayni.feedback.queries import reports as told
from ayni.lib.doors import seen_mark
from ayni.lib.paging import paginate
from ayni.lib.qr import qr_image
from ayni.referrals import queries as referrals

from .doors import ask, fetch_held, open_file, tabs

EVENTS_PER_PAGE = 50


@require_safe
@requires(Permission.CASE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    choices = [(p.code, p.label_es) for p in queries.profiles_in_use()]
    form = FilterForm(request.GET, profiles=choices, caseworkers=list(queries.colleagues(request.user)))
    page = paginate(request, queries.cases(request.user, form.filters, now()), order=queries.OPENED)
    return render(request, "desk/cases.html", {"form": form, "page": page})


@require_safe
@requires(Permission.CASE_VIEW)
def plan(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    tasks = queries.tasks(case)
    consents, goals = case_file.consents_and_goals(case)
    context = {
        "case": case,
        "tabs": tabs(case, "case"),
        "next_tasks": queries.next_up(tasks)[:3],
        "parts": queries.plan(tasks),
        "referrals": referrals.for_case(case),
        "consents": consents,
        "goals": goals,
        "reports": told.of_case(request.user, case),
    }
    return render(request, "desk/case.html", context)


@require_safe
@requires(Permission.CASE_VIEW)
def history(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    with_readings = "readings" in request.GET
    page = paginate(request, case_file.events(case, with_readings), order=("-seq",), size=EVENTS_PER_PAGE)
    told = case_file.tell(case, page.rows)
    context = {
        "case": case,
        "tabs": tabs(case, "case-history"),
        "page": page,
        "told": told,
        "with_readings": with_readings,
    }
    return render(request, "desk/case_history.html", context)


@require_safe
@requires(Permission.CASE_VIEW)
def print_plan(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    printed = actions.print_plan(case=case, by=request.user, at=now())
    address = settings.PUBLIC_URL + reverse("desk:plan-proof", args=[printed.proof])
    context = {
        "case": case,
        "parts": queries.plan(queries.tasks(case)),
        "goals": services.goals(case),
        "printed": printed,
        "qr": qr_image(address),
        "address": address,
    }
    return pdf_response("desk/case_print.html", context, name=f"plan-{case.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def close(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_held(request.user, case_id)
    ending = ending_of(case)
    form = CloseForm(request.POST or None, initial=ending.approved)
    context = {
        "case": case,
        "waiting": queries.waiting(queries.tasks(case)),
        "blockers": hooks.blockers(case),
        "criteria": closing.criteria(following.closing_facts(case, now())),
    }
    asks = ending.has_to_ask or "ask" in request.POST
    does = actions.ask_closure if asks else actions.close

    def verb() -> object:
        return does(case=case, by=request.user, at=now(), **form.cleaned_data)

    done = _("The end of the case waits for approval.") if asks else _("The case is closed.")
    return ask(request, form, "desk/case_close.html", {**context, "ending": ending}, verb=verb, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def reopen(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_held(request.user, case_id)
    form = ReopenForm(request.POST or None)

    def verb() -> object:
        return actions.reopen(case=case, by=request.user, at=now(), **form.cleaned_data)

    return ask(request, form, "desk/case_reopen.html", {"case": case}, verb=verb, done=_("The case is open again."))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_ASSIGN)
@once
def assign(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_held(request.user, case_id)
    form = ReassignForm(
        request.POST or None,
        colleagues=queries.may_take_over(case, now()),
        teams=queries.teams(case.office_id),
        initial={"caseworker": case.caseworker_id, "team": case.team_id},
    )

    def verb() -> object:
        return actions.reassign(case=case, by=request.user, at=now(), seen=seen_mark(request), **form.cleaned_data)

    context = {"case": case, "seen": marks.of_keeper(case)}
    return ask(request, form, "desk/case_assign.html", context, verb=verb, done=_("The case was handed on."))
