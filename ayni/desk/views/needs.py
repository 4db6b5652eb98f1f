"""What the person wants and needs, and what was done about it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions
from ayni.cases.models import Case, Denial, Need, NeedState
from ayni.cases.queries import services as queries
from ayni.cases.rules import needs as rules
from ayni.cases.rules import seen as marks
from ayni.desk.forms.needs import GoalForm, GoalStateForm, NeedForm, NeedStateForm, ServiceForm
from ayni.desk.forms.norms import ShownGapForm
from ayni.governance.models import Gap
from ayni.lib.doors import seen_mark, try_verb

from .doors import Done, ask, fetch_case, open_file, tabs
from .evidence import chosen_gap

BACK = "case-needs"


@require_safe
@requires(Permission.CASE_VIEW)
def needs(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    needed = queries.needed(case)
    goals = [(goal, marks.of_what_became(goal)) for goal in needed.goals]
    context = {"case": case, "tabs": tabs(case, BACK), "needed": needed, "goals": goals}
    return render(request, "desk/case_needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def add_need(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = NeedForm(request.POST or None)

    def verb() -> object:
        return actions.state_need(case=case, by=request.user, at=now(), **form.cleaned_data)

    context = {"case": case, "title": _("Write down a need"), "button": _("Keep the need")}
    done = Done(_("The need is in the file."), BACK)
    return ask(request, form, "desk/case_add.html", context, verb=verb, done=done)


def _need(case: Case, need_id: UUID) -> Need:
    found = get_object_or_404(Need.objects.select_related("sector", "gap"), pk=need_id, case=case)
    found.case = case
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def need(request: SignedIn, case_id: UUID, need_id: UUID) -> HttpResponse:
    """What became of a need; and, if no service meets it, which gap that shows."""
    case = fetch_case(request.user, case_id)
    found = _need(case, need_id)
    gaps = gap_form(request, found.gap)
    states = NeedStateForm(
        None if gaps is not None and gaps.is_bound else sent(request), states=sorted(rules.NEXT[found.state])
    )
    if gaps is not None and gaps.is_bound and (answer := show_gap(request, gaps, found)):
        return answer

    def verb() -> object:
        said = states.cleaned_data
        return actions.change_need(need=found, by=request.user, at=now(), seen=seen_mark(request), **said)

    is_unmet = found.state == NeedState.NO_SERVICE
    context: dict[str, Any] = {"case": case, "need": found, "gap_form": gaps if is_unmet else None}
    context |= {"seen": marks.of_what_became(found), "seen_gap": marks.of_shown_gap(found)}
    return ask(request, states, "desk/need.html", context, verb=verb, done=Done(_("It is noted."), BACK))


def gap_form(request: SignedIn, shown: Gap | None) -> ShownGapForm | None:
    """The gaps that may be chosen, or a new one, for whoever works on the register."""
    if not request.user.may(Permission.GAP_WORK):
        return None
    return ShownGapForm(request.POST if "show" in request.POST else None, user=request.user, shown=shown)


def show_gap(request: SignedIn, form: ShownGapForm, evidence: Denial | Need) -> HttpResponse | None:
    """Back to the case once it is noted, or None if the form has to be mended first."""

    @transaction.atomic
    def verb() -> object:
        gap = None if form.cleaned_data["which"] == form.NONE else chosen_gap(form, request)
        return actions.show_gap(evidence=evidence, gap=gap, by=request.user, at=now(), seen=seen_mark(request))

    if form.is_valid() and try_verb(request, form, verb, _("It is noted which gap it shows.")):
        return redirect(f"desk:{BACK}", case_id=evidence.case_id)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def add_goal(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = GoalForm(request.POST or None)

    def verb() -> object:
        return actions.state_goal(case=case, by=request.user, at=now(), **form.cleaned_data)

    context = {"case": case, "title": _("Write down a goal"), "button": _("Keep the goal")}
    done = Done(_("The goal is in the file."), BACK)
    return ask(request, form, "desk/case_add.html", context, verb=verb, done=done)


@require_POST
@requires(Permission.CASE_WORK)
@once
def change_goal(request: SignedIn, case_id: UUID, goal_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    goal = get_object_or_404(case.goals, pk=goal_id)
    form = GoalStateForm(request.POST)

    def verb() -> object:
        said = form.cleaned_data
        return actions.change_goal(goal=goal, by=request.user, at=now(), seen=seen_mark(request), **said)

    if form.is_valid():
        try_verb(request, None, verb, _("It is noted how the goal stands."))
    return redirect(f"desk:{BACK}", case_id=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def add_service(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = ServiceForm(
        request.POST or None,
        needs=case.needs.select_related("sector").order_by("pk"),
        initial={"need": request.GET.get("need"), "organisation": request.user.organisation_id},
    )

    def verb() -> object:
        return actions.record_service(case=case, service=form.service, by=request.user, at=now())

    context = {"case": case, "title": _("Note a service that was given"), "button": _("Keep the service")}
    done = Done(_("The service is in the file."), BACK)
    return ask(request, form, "desk/case_add.html", context, verb=verb, done=done)
