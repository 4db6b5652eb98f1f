"""The page behind the QR of a printed plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ayni.access.permissions import public
from ayni.cases import queries
from ayni.lib.limits import address_digest, within


@require_safe
@public
def plan(request: HttpRequest, proof: str) -> HttpResponse:
    """Whether a printed plan is genuine and still stands, never whose it is."""
    if not within(f"proof:{address_digest(request)}", most=30, seconds=600):
        return render(request, "429.html", status=429)
    printed = queries.plan_print(proof)
    context = {"printed": printed, "is_current": printed is not None and not queries.changed_since(printed)}
    return render(request, "desk/plan_proof.html", context)
