from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.codelists import shapes
from ayni.lib.doors import seen_mark
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms import AbsenceForm, FocalPointForm, ReachForm
from ..models import Absence, FocalPoint, Rank
from ..rules import mark_of_substitute
from .keeping import kept_by


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def focal_points(request: SignedIn) -> HttpResponse:
    code = request.GET.get("institucion", "")
    chosen = get_object_or_404(Organisation, code=code) if code else None
    coverage = queries.coverage(chosen)
    drawing = shapes.departments(settings.BASE_DIR / "data")
    page = {
        "chosen": chosen,
        "institutions": Organisation.objects.order_by("name", "pk").values_list("code", "name"),
        "coverage": coverage,
        "drawing": drawing,
        "shapes": [(shape, coverage.counts().get(shape.code, 0)) for shape in drawing.shapes],
    }
    return render(request, "directory/focal_points.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def name_focal_point(request: SignedIn, code: str) -> HttpResponse:
    there = kept_by(request, code)
    form = FocalPointForm(sent(request), organisation=there, initial={"department": request.GET.get("departamento")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        seat = actions.Seat(
            rank=said.pop("rank") or Rank.INSTITUTION, office=said.pop("office"), service=said.pop("service")
        )
        try:
            actions.name_focal_point(organisation=there, seat=seat, by=request.user, at=now(), **said)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The focal point is named."))
            return redirect("directory:institution", code)
    return render(request, "directory/name_focal_point.html", {"form": form, "organisation": there})


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def confirm_focal_point(request: SignedIn, pk: int) -> HttpResponse:
    return _change(request, pk, actions.confirm_focal_point, _("Confirmed today."))


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def end_focal_point(request: SignedIn, pk: int) -> HttpResponse:
    return _change(request, pk, actions.end_focal_point, _("The focal point has ended. Name who answers now."))


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def name_substitute(request: SignedIn, pk: int) -> HttpResponse:
    point = get_object_or_404(FocalPoint, pk=pk)
    stands = point.substitutes.filter(ended_at__isnull=True).first()
    verb = partial(actions.name_substitute, seen=seen_mark(request))
    return _ask(
        request, pk, ReachForm, verb, "directory/name_substitute.html", stands=stands, seen=mark_of_substitute(stands)
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def report_absence(request: SignedIn, pk: int) -> HttpResponse:
    return _ask(request, pk, AbsenceForm, actions.report_absence, "directory/report_absence.html")


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def cancel_absence(request: SignedIn, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("focal_point__organisation"), pk=pk)
    there = kept_by(request, absence.focal_point.organisation.code)
    try:
        actions.cancel_absence(absence=absence, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("directory:institution", there.code)


def _ask(request: SignedIn, pk: int, kind: Any, verb: Any, template: str, **more: Any) -> HttpResponse:
    point = get_object_or_404(FocalPoint.objects.select_related("organisation"), pk=pk)
    there = kept_by(request, point.organisation.code)
    form = kind(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            verb(focal_point=point, by=request.user, at=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Written down."))
            return redirect("directory:institution", there.code)
    return render(request, template, {"form": form, "point": point, "organisation": there, **more})


def _change(request: SignedIn, pk: int, verb: Any, said: str) -> HttpResponse:
    focal_point = get_object_or_404(FocalPoint.objects.select_related("organisation"), pk=pk)
    there = kept_by(request, focal_point.organisation.code)
    try:
        verb(focal_point=focal_point, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, said)
    return redirect("directory:institution", there.code)
