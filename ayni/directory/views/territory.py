"""Where to go, who answers where, and which territories come first."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.codelists import dots, shapes
from ayni.governance import queries as governance
from ayni.lib.doors import refuse, seen_mark
from ayni.lib.errors import RuleBroken
from ayni.lib.written import CannotOverwrite

from .. import actions, queries
from ..forms import CountForm, MarkForm, SearchForm, StrengtheningForm
from ..models import Service, TerritoryMark
from ..rules import mark_of_count
from .keeping import kept_by


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def search(request: SignedIn) -> HttpResponse:
    form = SearchForm(request.GET or None, districts_url=reverse("directory:districts"))
    found = None
    if form.is_bound and form.is_valid():
        text = request.GET.get("pagina", "1")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
        found = queries.search(form.wanted(), localtime(), number)
    page: dict[str, Any] = {"form": form, "found": found}
    if found is not None:
        asked = _without(request.GET, "pagina")
        page |= {"address": asked.urlencode(), "elsewhere": _without(asked, "department", "district").urlencode()}
        page |= {"map": _near(form.wanted(), found), **_map(dict(found.by_department))}
    return render(request, "directory/search.html", page)


def _without(asked: QueryDict, *names: str) -> QueryDict:
    kept = asked.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _near(wanted: queries.Wanted, found: queries.Found) -> dots.Map | None:
    """Of one department, its districts: a map of the country would show one spot."""
    there = wanted.department or wanted.district
    return dots.drawn(found.by_place, there, _dot) if there else None


def _dot(place: str, many: int) -> str:
    return npgettext("map", "%(place)s: %(n)s place", "%(place)s: %(n)s places", many) % {"place": place, "n": many}


def _map(counts: dict[str, int]) -> dict[str, Any]:
    drawing = shapes.departments(settings.BASE_DIR / "data")
    return {"drawing": drawing, "shapes": _counted(counts)}


def _counted(counts: dict[str, int]) -> list[tuple[shapes.Shape, int]]:
    """The outlines of the departments, each with its count."""
    drawing = shapes.departments(settings.BASE_DIR / "data")
    return [(shape, counts.get(shape.code, 0)) for shape in drawing.shapes]


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def by_profile(request: SignedIn) -> HttpResponse:
    """Who answers for which profile where, and where nobody does."""
    table = queries.coverage_by_profile()
    codes = [profile.code for profile in table.profiles]
    code = request.GET.get("perfil", "")
    code = code if code in codes else ""
    page: dict[str, Any] = {"table": table, "chosen": code, "gaps": table.gaps()}
    if code:
        cells = table.of_profile(code)
        page["cells"] = cells
        page["profile"] = table.profiles[codes.index(code)]
        page |= _map({cell.department.code: len(cell.points) + cell.services for cell in cells})
    return render(request, "directory/by_profile.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def territories(request: SignedIn) -> HttpResponse:
    """Districts by how many migrants live there, municipal services, offices and priorities."""
    there = queries.territories(department=request.GET.get("departamento", ""))
    page = {
        "ranking": there.ranking,
        "services": there.services,
        "presence": there.presence,
        "marks": there.marks,
        "may_edit": governance.may_edit(request.user),
        "departments": [(one.department.code, one.department.label_es) for one in there.presence],
        "chosen": there.department,
        "of_iom": _counted({one.department.code: len(one.iom) for one in there.presence}),
        **_map({one.department.code: len(one.offices) for one in there.presence}),
    }
    return render(request, "directory/territories.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def mark(request: SignedIn) -> HttpResponse:
    return _about_a_place(request, MarkForm, actions.mark_territory, _("Mark a territory"))


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def count(request: SignedIn) -> HttpResponse:
    title, verb = _("Write down a count of migrants"), partial(actions.count_migrants, seen=seen_mark(request))
    return _about_a_place(request, CountForm, verb, title, seen=mark_of_count(None))


def _about_a_place(request: SignedIn, kind: Any, verb: Any, title: str, seen: str = "") -> HttpResponse:
    if not governance.may_edit(request.user):
        raise PermissionDenied
    form = kind(sent(request), districts_url=reverse("directory:districts_of", args=["place"]))
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=request.user, at=localtime(), **form.cleaned_data)
        except CannotOverwrite as broken:
            refuse(form, broken)
            seen = form.say_what_stands()
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Written down."))
            return redirect("directory:territories")
    page = {"form": form, "entry": None, "title": title, "seen": seen}
    return render(request, "directory/add_part.html", page)


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def end_mark(request: SignedIn, pk: int) -> HttpResponse:
    if not governance.may_edit(request.user):
        raise PermissionDenied
    actions.end_mark(mark=get_object_or_404(TerritoryMark, pk=pk), by=request.user, at=localtime())
    return redirect("directory:territories")


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def strengthen(request: SignedIn, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk)
    kept_by(request, service.organisation.code)
    form = StrengtheningForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.strengthen(service=service, by=request.user, at=localtime(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("directory:service", pk)
    return render(
        request, "directory/add_part.html", {"form": form, "entry": service, "title": _("Strengthen a service")}
    )
