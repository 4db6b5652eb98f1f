"""The applications behind a number of the page about regularisation."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.desk.queries.rows import counted_applications
from ayni.desk.views.rows import PER_PAGE, neighbours, page_number, query_with
from ayni.facts.queries import build as build_of
from ayni.results import actions, queries, regularisation
from ayni.results.forms import FlowForm


@require_safe
@requires(Permission.COMPLIANCE_ROWS)
def behind(request: SignedIn, measure: str) -> HttpResponse:
    """Asked of the very build that counted it; only what the reader may see is listed."""
    build = build_of(settings.AYNI_HOME, request.GET.get("build", ""))
    back = f"{reverse('results:flow')}?{query_with(request.GET, build='', page='')}"
    if build is None or not regularisation.is_counted(build):
        return render(request, "desk/rows_gone.html", {"back": back}, status=410)
    reach = queries.reach_of(request.user)
    form = FlowForm(request.GET, options=regularisation.options(build, reach))
    if measure not in regularisation.NUMBERS or not form.is_valid():
        raise Http404
    choice, number = form.choice(), page_number(request.GET)
    found = regularisation.rows(build, reach, choice, measure, skip=PER_PAGE * (number - 1), take=PER_PAGE)
    actions.record_viewing(choice=choice, build=build.id, measure=measure, by=request.user, at=timezone.now())
    page = {
        "back": back, "build": build, "found": found, "measure": regularisation.NUMBERS[measure],
        "applications": counted_applications(request.user, found.page), "closed": found.counted - found.openable,
        "page": neighbours(request.GET, number, found.openable),
    }  # fmt: skip
    return render(request, "desk/rows_flow.html", page)
