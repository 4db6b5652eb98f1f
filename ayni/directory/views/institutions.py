from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.governance import queries as governance
from ayni.lib.together import read_together

from .. import queries
from ..forms import FilterForm
from ..models import Agreement


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
def institution(request: SignedIn, code: str) -> HttpResponse:
    everybody = queries.everybody()
    there = next((row for row in everybody if row.code == code), None)
    if there is None:
        raise Http404
    entries, services, locations, offices, own, steps, agreements = read_together(
        queries.register_of(there), queries.services_of(there), queries.locations_of(there), queries.offices_of(there),
        queries.entry_of(there), governance.roles_of(there), queries.agreements_with(there, everybody),
    )  # fmt: skip
    page = {
        "organisation": there,
        "hierarchy": queries.hierarchy(there, everybody),
        "entries": entries,
        "former_names": queries.former_names(entries, there.name),
        "is_closed": queries.is_closed(entries),
        "services": services,
        "locations": locations,
        "entry": own[0] if own else None,
        "steps": steps,
        "focal_points": queries.focal_points_of(there),
        "offices": offices,
        "agreements": _as_of_today(agreements),
        **_what_may_be_done(request.user, there, everybody),
    }
    return render(request, "directory/institution.html", page)


def _what_may_be_done(user: User, there: Organisation, everybody: list[Organisation]) -> dict[str, bool]:
    agrees = user.organisation_id != there.pk and governance.may_edit(user, user.organisation, everybody)
    return {"may_agree": agrees, "may_edit": governance.may_edit(user, there, everybody)}


def _as_of_today(rows: list[Agreement]) -> list[Agreement]:
    for row in rows:
        row.state_now = row.state(localdate())
    return rows
