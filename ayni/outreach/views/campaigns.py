"""Campaigns: the list, one screen to plan, and one page where all that belongs to a campaign is added."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_revision, try_verb
from ayni.lib.paging import paginate

from .. import actions, queries
from ..forms.campaigns import CampaignForm, CancelForm, MaterialForm, PerceptionForm, ReachForm, SpreadForm
from ..models import Campaign, CampaignState

VOICE = "/voz/"
"""Where people answer: it stands on every material."""


def _fetch(request: SignedIn, campaign_id: UUID) -> Campaign:
    return get_object_or_404(queries.campaigns(), pk__in=Campaign.objects.visible_to(request.user), pk=campaign_id)


@require_safe
@requires(Permission.CAMPAIGN_KEEP)
def campaigns(request: SignedIn) -> HttpResponse:
    rows = queries.campaigns().filter(pk__in=Campaign.objects.visible_to(request.user))
    page = {"page": paginate(request, rows, order=("-begins_on", "-pk"))}
    return render(request, "outreach/campaigns.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def new_campaign(request: SignedIn) -> HttpResponse:
    form = CampaignForm(sent(request), user=request.user, today=localdate())
    if request.method == "POST" and form.is_valid():
        made: list[Campaign] = []

        def verb() -> None:
            made.append(actions.plan_campaign(meant=form.meant(), by=request.user, at=now()))

        if try_verb(request, form, verb, _("The campaign is planned.")):
            return redirect("outreach:campaign", made[0].pk)
    return render(request, "outreach/write_campaign.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def change_campaign(request: SignedIn, campaign_id: UUID) -> HttpResponse:
    found = _fetch(request, campaign_id)
    form = CampaignForm(sent(request), user=request.user, today=localdate(), campaign=found)
    seen = seen_revision(request)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"campaign": found, "seen": seen, "by": request.user, "at": now()}
        if try_verb(request, form, lambda: actions.change_campaign(meant=form.meant(), **told), _("It is changed.")):
            return redirect("outreach:campaign", found.pk)
    page = {"form": form, "campaign": found, "seen": seen or found.revision}
    return render(request, "outreach/write_campaign.html", page, status=400 if form.errors else 200)


def _forms(request: SignedIn, found: Campaign, do: str) -> dict[str, Any]:
    """By what is done; the one that was sent holds what was typed."""
    data = sent(request)
    return {
        "cancel": CancelForm(data if do == "cancel" else None),
        "material": MaterialForm(data if do == "material" else None),
        "spread": SpreadForm(data if do == "spread" else None, campaign=found, prefix="spread"),
        "reach": ReachForm(data if do == "reach" else None, campaign=found, prefix="reach"),
        "perception": PerceptionForm(data if do == "perception" else None, prefix="perception"),
    }


def _verbs(found: Campaign, forms: dict[str, Any], by: Any) -> dict[str, Callable[[], Any]]:
    told = {"campaign": found, "by": by, "at": now()}
    return {
        "begin": lambda: actions.begin_campaign(**told),
        "end": lambda: actions.end_campaign(**told),
        "cancel": lambda: actions.cancel_campaign(reason=forms["cancel"].cleaned_data["reason"], **told),
        "material": lambda: actions.add_material(**forms["material"].said(), **told),
        "spread": lambda: actions.add_spreading(spread=forms["spread"].spread(), **told),
        "reach": lambda: actions.count_reach(counted=forms["reach"].counted(), **told),
        "perception": lambda: actions.record_perception(asked=forms["perception"].asked(), **told),
    }


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def campaign(request: SignedIn, campaign_id: UUID) -> HttpResponse:
    """What it is, what can be done with it, and all that was added to it."""
    found, do = _fetch(request, campaign_id), request.POST.get("do", "")
    forms = _forms(request, found, do)
    verbs, form = _verbs(found, forms, request.user), forms.get(do)
    is_right = do in verbs and (form is None or form.is_valid())
    if is_right and try_verb(request, form, verbs[do], _("It is done.")):
        return redirect("outreach:campaign", found.pk)
    page = {
        "campaign": found, "forms": forms, "form": form, "has_begun": found.begins_on <= localdate(),
        "is_planned": found.state == CampaignState.PLANNED, "is_running": found.state == CampaignState.RUNNING,
        "is_open": found.state != CampaignState.CANCELLED, "reached": queries.reached(found),
        "materials": found.materials.order_by("pk"), "questions": queries.questions(found),
        "spreadings": found.spreadings.select_related("organisation", "material").order_by("since", "pk"),
        "reaches": found.reaches.select_related("channel").order_by("-counted_on", "-pk"),
        "history": queries.history(found), "voice": settings.PUBLIC_URL + VOICE,
    }  # fmt: skip
    return render(request, "outreach/campaign.html", page, status=400 if form is not None and form.errors else 200)
