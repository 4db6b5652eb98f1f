"""How far local governments take part in the work, district by district."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.governance import queries as governance
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .. import actions, queries
from ..forms import EngagementForm
from ..models import Stage
from .departments import chosen_department


def _place(ubigeo: str) -> Territory:
    places = codelists.current(Territory).exclude(level=Territory.Level.DEPARTMENT)
    found: Territory = get_object_or_404(places.select_related("parent__parent"), code=ubigeo)
    return found


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def local_governments(request: SignedIn) -> HttpResponse:
    department = chosen_department(request)
    rows = queries.local_governments(request.user, department["chosen"])
    page = {
        **department, "rows": rows, "stages": len(Stage),
        "taking_part": sum(bool(row.stages) for row in rows), "whole": sum(not row.missing for row in rows),
        "sees_plans": request.user.may(Permission.GAP_VIEW), "may_edit": governance.may_edit(request.user),
    }  # fmt: skip
    return render(request, "directory/local_governments.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def local_government(request: SignedIn, ubigeo: str) -> HttpResponse:
    place = _place(ubigeo)
    page = {
        "place": place, "line": queries.local_government(request.user, place),
        "page": paginate(request, queries.engagements(place), order=("-on", "-pk")),
        "sees_plans": request.user.may(Permission.GAP_VIEW), "may_edit": governance.may_edit(request.user),
        "sharings": [(row, row.state(localdate())) for row in queries.sharings_of(place.code)],
    }  # fmt: skip
    return render(request, "directory/local_government.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def note_engagement(request: SignedIn, ubigeo: str) -> HttpResponse:
    if not governance.may_edit(request.user):
        raise PermissionDenied
    place = _place(ubigeo)
    form = EngagementForm(
        sent(request), initial={"on": localdate()}, municipalities=queries.municipalities(),
        instruments=queries.instruments_of(request.user, place),
    )  # fmt: skip

    def verb() -> object:
        return actions.note_engagement(territory=place, said=form.said(), by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("Written down.")):
        return redirect("directory:local_government", ubigeo)
    return render(request, "directory/note_engagement.html", {"form": form, "place": place})
