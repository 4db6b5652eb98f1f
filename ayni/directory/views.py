from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import shapes
from ayni.governance import queries as governance
from ayni.lib.errors import RuleBroken

from . import actions, queries
from .forms import FilterForm, FocalPointForm, ServiceForm
from .models import FocalPoint, Service


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def institutions(request: SignedIn) -> HttpResponse:
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.institutions(text=asked.get("q", ""), sector=asked.get("sector", ""), level=asked.get("level", ""))
    by_sector = [(sector, list(rows)) for sector, rows in groupby(found, key=lambda row: row.sector)]
    return render(request, "directory/institutions.html", {"form": form, "sectors": by_sector, "count": len(found)})


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


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def institution(request: SignedIn, code: str) -> HttpResponse:
    everybody = queries.everybody()
    there = next((row for row in everybody if row.code == code), None)
    if there is None:
        raise Http404
    entries = queries.register_of(there)
    page = {
        "organisation": there,
        "hierarchy": queries.hierarchy(there, everybody),
        "entries": entries,
        "former_names": queries.former_names(entries, there.name),
        "is_closed": bool(entries) and all(entry.valid_to is not None for entry in entries),
        "services": queries.services_of(there),
        "steps": governance.roles_of(there),
        "focal_points": queries.focal_points_of(there),
        "offices": there.offices.select_related("department").order_by("name", "pk"),
        "may_edit": governance.may_edit(request.user, there, everybody),
    }
    return render(request, "directory/institution.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def name_focal_point(request: SignedIn, code: str) -> HttpResponse:
    there = _kept_by(request, code)
    form = FocalPointForm(request.POST or None, initial={"department": request.GET.get("departamento")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_focal_point(organisation=there, by=request.user, at=now(), **form.cleaned_data)
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


def _change(request: SignedIn, pk: int, verb: Any, said: str) -> HttpResponse:
    focal_point = get_object_or_404(FocalPoint.objects.select_related("organisation"), pk=pk)
    there = _kept_by(request, focal_point.organisation.code)
    try:
        verb(focal_point=focal_point, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, said)
    return redirect("directory:institution", there.code)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_service(request: SignedIn, code: str) -> HttpResponse:
    there = _kept_by(request, code)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_service(organisation=there, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("The service is in the directory and takes referrals."))
        return redirect("directory:institution", code)
    return render(request, "directory/add_service.html", {"form": form, "organisation": there})


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def take_referrals(request: SignedIn, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk)
    there = _kept_by(request, service.organisation.code)
    accepts = request.POST.get("accepts") == "yes"
    actions.take_referrals(service=service, accepts=accepts, by=request.user, at=now())
    messages.success(request, _("It takes referrals again.") if accepts else _("It takes no more referrals."))
    return redirect("directory:institution", there.code)


def _kept_by(request: SignedIn, code: str) -> Organisation:
    """The institution, for those who keep what the directory says of it."""
    there: Organisation = get_object_or_404(Organisation, code=code)
    if not governance.may_edit(request.user, there):
        raise PermissionDenied
    return there
