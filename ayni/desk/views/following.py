"""The risk of a case, and the contacts that it asks for."""

from datetime import UTC
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import actions
from ayni.cases.queries import following as queries
from ayni.cases.rules import seen as marks
from ayni.desk.forms.following import AttemptForm, PlanForm, RiskForm
from ayni.lib.doors import seen_mark
from ayni.lib.periods import end_of_day

from .doors import Done, ask, fetch_case, open_file, tabs

BACK = "case-contacts"


@require_safe
@requires(Permission.CASE_VIEW)
def contacts(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    context = {"case": case, "tabs": tabs(case, BACK), "following": queries.following(case)}
    return render(request, "desk/case_contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def assess(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    current = case.risks.filter(is_current=True).select_related("level", "assessed_by").first()
    form = RiskForm(request.POST or None, current=current)

    def verb() -> object:
        said = form.cleaned_data
        return actions.assess_risk(case=case, by=request.user, at=now(), seen=seen_mark(request), **said)

    context = {"case": case, "title": _("Assess the risk"), "button": _("Keep the assessment")}
    context["seen"] = marks.of_risk(current)
    done = Done(_("The risk is noted, and the next contact is planned."), BACK)
    return ask(request, form, "desk/case_add.html", context, verb=verb, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def plan(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    ahead = case.follow_ups.waiting().first()
    planned = {"due": localdate(ahead.due_at), "channel": ahead.channel} if ahead else {}
    form = PlanForm(request.POST or None, initial=planned)

    def verb() -> object:
        said, at = form.cleaned_data, now()
        until = end_of_day(said["due"], like=localtime(at)).astimezone(UTC)
        return actions.plan_follow_up(
            case=case, due_at=until, channel=said["channel"], by=request.user, at=at, seen=seen_mark(request)
        )

    context = {"case": case, "title": _("Plan the next contact"), "button": _("Keep the plan")}
    context["seen"] = marks.of_plan(ahead)
    return ask(request, form, "desk/case_add.html", context, verb=verb, done=Done(_("The contact is planned."), BACK))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def attempt(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Somebody tried to reach the person. The page shows which ways are safe, before anybody tries."""
    case = fetch_case(request.user, case_id)
    found = queries.following(case)
    # A colleague may have ended it meanwhile: then the verb says so, and what was typed is not lost.
    ahead = found.ahead or case.follow_ups.order_by("-due_at", "-pk").first()
    if ahead is None:
        return redirect(f"desk:{BACK}", case_id=case.pk)
    form = AttemptForm(request.POST or None, contacts=queries.from_afar(found.contacts))

    def verb() -> object:
        return actions.note_attempt(follow_up=ahead, by=request.user, at=now(), **form.cleaned_data)

    context = {"case": case, "following": found}
    return ask(request, form, "desk/contact_attempt.html", context, verb=verb, done=Done(_("It is noted."), BACK))
