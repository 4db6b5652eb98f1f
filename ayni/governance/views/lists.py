"""Holidays and the other code lists, as they stand."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires

from .. import queries


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def holidays(request: SignedIn) -> HttpResponse:
    years = queries.years_with_holidays()
    asked = request.GET.get("anio", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else localdate().year
    page = {"year": year, "years": years, "holidays": queries.holidays_of(year)}
    return render(request, "governance/holidays.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def lists(request: SignedIn) -> HttpResponse:
    return render(request, "governance/lists.html", {"lists": queries.LISTS})


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def code_list(request: SignedIn, slug: str) -> HttpResponse:
    shown = queries.shown_list(slug)
    if shown is None:
        raise Http404
    rows = [(row, shown.cells(row)) for row in shown.rows()]
    return render(request, "governance/list.html", {"list": shown, "rows": rows})
