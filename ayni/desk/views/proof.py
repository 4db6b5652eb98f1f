"""The page behind the QR of a printed plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ayni.access.pace import limited
from ayni.access.speaking import spoken
from ayni.cases import queries


@require_safe
@limited("proof", most=30, seconds=600)
@spoken
def plan(request: HttpRequest, proof: str) -> HttpResponse:
    """Whether a printed plan is genuine and still stands, never whose it is."""
    printed = queries.plan_print(proof)
    context = {"printed": printed, "is_current": printed is not None and not queries.changed_since(printed)}
    return render(request, "desk/plan_proof.html", context)
