"""Campaign days and stops of the mobile unit: planned, who came and what was done, how it went."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import mark_to_show, seen_mark, try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from ...actions import appointments as actions
from ...forms.appointments import CampaignForm, ResultsForm, VisitForm
from ...models import Appointment, Campaign, Visit, VisitOutcome
from ...queries import diary, marks, stops
from ...rules import campaigns as rules


@require_safe
@requires(Permission.APPOINTMENT_BOOK)
def campaigns(request: SignedIn) -> HttpResponse:
    """The calendar of these days, with what was done and who came; of one point: `?punto=`."""
    rows = stops.visits(request.user, request.GET.get("punto", ""))
    page = {
        "page": paginate(request, rows, order=("-day", "-id")),
        "points": stops.visited(request.user),
        "point": request.GET.get("punto", ""),
        "may_keep": request.user.may(Permission.CALENDAR_KEEP),
    }
    return render(request, "procedures/appointments/campaigns.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def plan_campaign(request: SignedIn) -> HttpResponse:
    form = CampaignForm(sent(request), offices=diary.offices_of(request.user), own=request.user.office)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        office, district = said.pop("office"), said.pop("department")
        plan = actions.CampaignPlan(district=district, **said)
        try:
            made = actions.plan_campaign(office=office, plan=plan, by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The day is planned, and announced on the public page."))
            return redirect("procedures:campaign", made.pk)
    return render(
        request, "procedures/appointments/campaign_form.html", {"form": form}, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.APPOINTMENT_BOOK)
@once
def campaign(request: SignedIn, campaign_id: UUID) -> HttpResponse:
    """The day, and whoever came written down one by one."""
    found = _fetch(request, campaign_id)
    form = VisitForm(sent(request))
    verb = lambda: _note(request, found, form.cleaned_data)  # noqa: E731
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("Written down.")):
        return redirect("procedures:campaign", found.pk)
    page = _campaign_page(request, found) | {"form": form}
    return render(request, "procedures/appointments/campaign.html", page, status=400 if form.errors else 200)


def _fetch(request: SignedIn, campaign_id: UUID) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).select_related("office", "district", "point")
    found: Campaign = get_object_or_404(rows, pk=campaign_id)
    return found


def _note(request: SignedIn, campaign: Campaign, said: Mapping[str, Any]) -> Visit:
    appointment = _appointment(request, said["number"])
    return actions.note_visit(
        campaign=campaign, outcome=VisitOutcome(said["outcome"]), procedure=said["procedure"], appointment=appointment,
        person=None, by=request.user, at=now(),
    )  # fmt: skip


def _appointment(request: SignedIn, number: str) -> Appointment | None:
    if not number:
        return None
    found = Appointment.objects.visible_to(request.user).filter(number=number).first()
    if found is None:
        raise rules.no_such_appointment()
    return found


def _campaign_page(request: SignedIn, found: Campaign) -> dict[str, Any]:
    counted = dict(found.visits.order_by().values_list("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    over = found.closed_at is not None or found.cancelled_at is not None
    return {
        "campaign": found,
        "procedures": found.procedures.order_by("label_es", "pk"),
        "of_the_point": stops.services_that_day(found),
        "counted": [(outcome.label, counted[outcome.value]) for outcome in VisitOutcome if outcome.value in counted],
        "came": sum(counted.values()),
        "is_there": found.day <= localdate() and not over,
        "is_ahead": not over,
        "may_keep": request.user.may(Permission.CALENDAR_KEEP),
        "may_tell": found.day <= localdate() and found.cancelled_at is None,
        "results_form": ResultsForm(initial={"results": found.results}),
        "seen": marks.of_results(found),
    }


@require_http_methods(["POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def end_campaign(request: SignedIn, campaign_id: UUID) -> HttpResponse:
    """It is cancelled, or its results are told."""
    found = _fetch(request, campaign_id)
    if request.POST.get("do") == "cancel":
        done = _("The day is cancelled. Whoever had booked is given another hour and told.")
        try_verb(request, None, lambda: actions.cancel_campaign(campaign=found, by=request.user, at=now()), done)
        return redirect("procedures:campaign", found.pk)
    form, seen = ResultsForm(request.POST, initial={"results": found.results}), seen_mark(request)
    verb = lambda: actions.tell_results(campaign=found, by=request.user, at=now(), seen=seen, **form.cleaned_data)  # noqa: E731
    if form.is_valid() and try_verb(request, form, verb, _("The results are told.")):
        return redirect("procedures:campaign", found.pk)
    # What was typed stays.
    page = _campaign_page(request, found) | {"form": VisitForm(), "results_form": form}
    page["seen"] = mark_to_show(request, form, page["seen"])
    return render(request, "procedures/appointments/campaign.html", page, status=400)
