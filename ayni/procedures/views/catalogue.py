"""What the State offers: the list, one procedure in one of its versions, its regime, and which documents allow work."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import queries as codelists
from ayni.codelists.models import DocumentType, MigratoryStatus
from ayni.governance import queries as governance

from ..models import CatalogueDraft, Procedure, Regime, RightOrDuty
from ..queries import catalogue as queries
from ..queries import catalogue_drafts, routes
from ..rules.catalogue import days_of


def may_write(request: SignedIn) -> bool:
    """The catalogue is of the whole country: whoever keeps the lists of all writes it."""
    return request.user.may(Permission.PROCEDURE_EDIT) and governance.keeps_protocols(request.user)


def sees_norms(request: SignedIn) -> bool:
    """Who works at the counter reads the number of a norm; its page is for whoever works with norms."""
    return request.user.may(Permission.GAP_VIEW)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def catalogue(request: SignedIn) -> HttpResponse:
    rows = queries.catalogue(localdate())
    page = {
        "open": [row for row in rows if row.is_open],
        "closed": [row for row in rows if not row.is_open],
        "may_write": may_write(request),
    }
    return render(request, "procedures/catalogue/list.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def procedure(request: SignedIn, code: str, version: int | None = None) -> HttpResponse:
    today = localdate()
    rows = queries.whole(queries.versions(code))
    found = rows.filter(version=version).first() if version else rows.in_force(today).first() or rows.first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return render(request, "procedures/catalogue/procedure.html", _shown(request, found))


def _shown(request: SignedIn, found: Procedure) -> dict[str, Any]:
    today, may = localdate(), may_write(request)
    days, is_confirmed = days_of(found.statutory_days)
    words = codelists.labels([(DocumentType, found.result), (MigratoryStatus, found.grants_status)])
    told = queries.rights_and_duties(found.regime.code if found.regime else "", today)
    window = queries.window_of(found)
    return {
        "procedure": found, "window": window, "is_open": window.receives(today),
        "instead": queries.named(found.regime.leads_to, today) if found.regime else [],
        "days": days, "is_confirmed": is_confirmed, "versions": queries.versions(found.code),
        "result": words.get((DocumentType, found.result), found.result),
        "grants": words.get((MigratoryStatus, found.grants_status), found.grants_status),
        "rights": [one for one in told if one.kind == RightOrDuty.Kind.RIGHT],
        "duties": [one for one in told if one.kind == RightOrDuty.Kind.DUTY],
        "rules": queries.route_rules(found.code, today), "may_write": may, "sees_norms": sees_norms(request),
        "draft": catalogue_drafts.draft_of(CatalogueDraft.Kind.PROCEDURE, found.code, request.user) if may else None,
    }  # fmt: skip


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def regime(request: SignedIn, code: str) -> HttpResponse:
    today, may = localdate(), may_write(request)
    found = get_object_or_404(Regime.objects.current().prefetch_related("norms"), code=code)
    page = {
        "regime": found,
        "procedures": [row for row in queries.catalogue(today) if row.procedure.regime_id == found.pk],
        "instead": queries.named(found.leads_to, today),
        "is_over": bool(found.closes_on and found.closes_on < today),
        "may_write": may,
        "sees_norms": sees_norms(request),
        "draft": catalogue_drafts.draft_of(CatalogueDraft.Kind.REGIME, code, request.user) if may else None,
    }
    return render(request, "procedures/catalogue/regime.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def work_documents(request: SignedIn) -> HttpResponse:
    """Which documents allow work, for employers and workers who ask."""
    page = {"documents": routes.work_documents(localdate())}
    return render(request, "procedures/catalogue/work.html", page)
