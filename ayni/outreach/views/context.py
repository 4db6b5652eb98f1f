"""What happened around, communities with their risks, and what studies found: lists that are narrowed in their address,
one screen to write down, and each list for a spreadsheet."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from ..actions import context as verbs
from ..forms.context import CommunitiesForm, CommunityForm, EventForm, EventsForm, FindingsForm
from ..queries import context as queries
from .tables import as_csv


def _listed(request: SignedIn, name: str, rows: Any, form: Any, order: tuple[str, str]) -> HttpResponse:
    page = {
        "page": paginate(request, rows, order=order), "form": form, "query": request.GET.urlencode(),
        "today": localdate(),
    }  # fmt: skip
    return render(request, f"outreach/{name}.html", page)


@require_safe
@requires(Permission.SESSION_KEEP)
def events(request: SignedIn) -> HttpResponse:
    rows = queries.events(request.user, request.GET.dict())
    return _listed(request, "events", rows, EventsForm(request.GET), ("-began_on", "-pk"))


@require_safe
@requires(Permission.SESSION_KEEP)
def events_csv(request: SignedIn) -> HttpResponse:
    return as_csv(queries.event_lines(queries.events(request.user, request.GET.dict())), "contexto")


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def event(request: SignedIn, event_id: UUID | None = None) -> HttpResponse:
    """One more, or one that is there, to be read and mended."""
    found = get_object_or_404(queries.events(request.user, {}), pk=event_id) if event_id else None
    form = EventForm(sent(request), user=request.user, event=found)
    verb = lambda: verbs.note_event(happened=form.happened(), event=found, by=request.user, at=now())  # noqa: E731
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("outreach:events")
    page = {"form": form, "event": found}
    return render(request, "outreach/event.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.SESSION_KEEP)
def communities(request: SignedIn) -> HttpResponse:
    rows = queries.communities(request.user, request.GET.dict())
    return _listed(request, "communities", rows, CommunitiesForm(request.GET), ("name", "pk"))


@require_safe
@requires(Permission.SESSION_KEEP)
def communities_csv(request: SignedIn) -> HttpResponse:
    return as_csv(queries.community_lines(queries.communities(request.user, request.GET.dict())), "comunidades")


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def community(request: SignedIn, community_id: UUID | None = None) -> HttpResponse:
    found = get_object_or_404(queries.communities(request.user, {}), pk=community_id) if community_id else None
    form = CommunityForm(sent(request), user=request.user, community=found)
    verb = lambda: verbs.describe_community(known=form.known(), community=found, by=request.user, at=now())  # noqa: E731
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("outreach:communities")
    page = {"form": form, "community": found}
    return render(request, "outreach/community.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.SESSION_KEEP)
def findings(request: SignedIn) -> HttpResponse:
    rows = queries.findings(request.user, request.GET.dict())
    return _listed(request, "findings", rows, FindingsForm(request.GET), ("-made_at", "-pk"))


@require_safe
@requires(Permission.SESSION_KEEP)
def findings_csv(request: SignedIn) -> HttpResponse:
    return as_csv(queries.finding_lines(queries.findings(request.user, request.GET.dict())), "hallazgos")
