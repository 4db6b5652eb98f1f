"""The year: its list with filters in the address, its numbers, the table for a spreadsheet; series; one screen for what
took place already."""

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

from .. import actions
from ..forms.attending import WrittenDownForm
from ..forms.years import YearForm
from ..models import Series, Session
from ..queries import numbers as counted
from ..queries import years as queries
from .tables import as_csv


@require_safe
@requires(Permission.SESSION_KEEP)
def sessions(request: SignedIn) -> HttpResponse:
    """Those of a year, narrowed as the address says."""
    year = queries.year_of(request.GET.get("anio", ""), localdate())
    rows = queries.of_year(request.user, year, request.GET.dict())
    page = {
        "page": paginate(request, rows, order=("-starts_at", "-pk")), "year": year, "summed": queries.summed(rows),
        "form": YearForm(request.GET, user=request.user, year=year), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "outreach/sessions.html", page)


@require_safe
@requires(Permission.SESSION_KEEP)
def table(request: SignedIn) -> HttpResponse:
    """The same list for a spreadsheet, which shows what was typed and computes none of it."""
    year = queries.year_of(request.GET.get("anio", ""), localdate())
    rows = queries.of_year(request.user, year, request.GET.dict())
    return as_csv(queries.lines(rows), f"sesiones-{year}")


@require_safe
@requires(Permission.SESSION_KEEP)
def numbers(request: SignedIn) -> HttpResponse:
    """What the year comes to, by each of the lists that sort a session (R157, R163, R164, R172)."""
    year = queries.year_of(request.GET.get("anio", ""), localdate())
    found = counted.numbers(queries.of_year(request.user, year, request.GET.dict()), request.user)
    form = YearForm(request.GET, user=request.user, year=year)
    page = {"found": found, "year": year, "form": form, "query": request.GET.urlencode()}
    return render(request, "outreach/numbers.html", page)


@require_safe
@requires(Permission.SESSION_KEEP)
def numbers_csv(request: SignedIn) -> HttpResponse:
    year = queries.year_of(request.GET.get("anio", ""), localdate())
    found = counted.numbers(queries.of_year(request.user, year, request.GET.dict()), request.user)
    return as_csv(counted.lines(found), f"numeros-de-sesiones-{year}")


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def write_down(request: SignedIn) -> HttpResponse:
    """One screen, one minute: what took place already, with its numbers."""
    form = WrittenDownForm(sent(request), user=request.user, today=localdate())
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.write_down(  # noqa: E731
            planned=form.planned(), heads=form.heads(), effort=form.effort(), by=request.user, at=now()
        )
        if try_verb(request, form, verb, _("It is written down, with its numbers.")):
            again = request.POST.get("do") == "another"
            return redirect("outreach:write-down" if again else "outreach:sessions")
    return render(request, "outreach/write_down.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@requires(Permission.SESSION_KEEP)
def all_series(request: SignedIn) -> HttpResponse:
    page = paginate(request, queries.series_of(request.user), order=("-made_at", "-pk"))
    rows = [(one, queries.rate(one)) for one in page]
    return render(request, "outreach/all_series.html", {"page": page, "rows": rows})


@require_safe
@requires(Permission.SESSION_KEEP)
def series(request: SignedIn, series_id: UUID) -> HttpResponse:
    """Its sessions, and how many of those who had a seat came."""
    found = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)
    rows = queries.of_series(found).filter(pk__in=Session.objects.visible_to(request.user))
    page = {"series": found, "sessions": rows, "rate": queries.rate(found)}
    return render(request, "outreach/series.html", page)
