"""The rows behind an indicator: asked of the very build that counted it; only what the reader may see is listed."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists.queries import kept_departments
from ayni.desk.queries.indicator_rows import listing
from ayni.desk.views.rows import PER_PAGE, neighbours, page_number
from ayni.facts.builds import Build
from ayni.facts.queries import build as build_of
from ayni.results import actions, catalogue, measuring, pages, queries
from ayni.results.forms.board import PartOfBoardForm
from ayni.results.models import Definition


@require_safe
@requires(Permission.COMPLIANCE_ROWS)
def behind(request: SignedIn, code: str) -> HttpResponse:
    said = get_object_or_404(Definition.objects.standing().select_related("indicator"), indicator__code=code)
    build = build_of(settings.AYNI_HOME, request.GET.get("build", ""))
    back = pages.address(said)
    if build is None:
        return render(request, "desk/rows_gone.html", {"back": back}, status=410)
    return _list(request, said, build, back)


def _list(request: SignedIn, said: Definition, build: Build, back: str) -> HttpResponse:
    form = PartOfBoardForm(request.GET, today=localtime(build.as_of).date(), departments=kept_departments())
    good, _bad = catalogue.readable([said])
    formula = good.get(said.code)
    if formula is None or not measuring.opens(build, formula) or measuring.why_not(build, formula, form.place):
        raise Http404
    number, reach = page_number(request.GET), queries.reach_of(request.user)
    where = (form.span.window, form.place, reach)
    found = measuring.rows(build, formula, *where, skip=PER_PAGE * (number - 1), take=PER_PAGE)
    asked = {**form.asked, "indicator": said.code, "build": build.id}
    actions.record_opening(asked=asked, by=request.user, at=timezone.now())
    page = {
        "back": f"{back}{pages.query(form.asked)}", "build": build, "found": found,
        "measure": {"name": said.name, "about": said.definition}, "closed": found.counted - found.openable,
        "about": said.code, "listing": listing(request.user, formula.table, found.page),
        "page": neighbours(request.GET, number, found.openable),
    }  # fmt: skip
    return render(request, "desk/rows_counted.html", page)
