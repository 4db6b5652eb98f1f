"""The rows behind the other numbers of the pages about regularisation and about the counter."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.desk.queries.counted import listing
from ayni.desk.views.rows import PER_PAGE, neighbours, page_number
from ayni.facts.builds import Build
from ayni.facts.queries import build as build_of
from ayni.results import actions, opened, queries, words
from ayni.results.forms import RowsForm

PAGES = {False: "results:flow", True: "results:attention"}


@require_safe
@requires(Permission.COMPLIANCE_ROWS)
def behind(request: SignedIn, measure: str) -> HttpResponse:
    """Asked of the very build that counted it; only what the reader may see is listed."""
    if measure not in opened.OPENED:
        raise Http404
    build = build_of(settings.AYNI_HOME, request.GET.get("build", ""))
    back = reverse(PAGES[opened.is_of_counter(measure)])
    if build is None or not opened.is_counted(build, measure):
        return render(request, "desk/rows_gone.html", {"back": back}, status=410)
    return _list(request, measure, build, back)


def _list(request: SignedIn, measure: str, build: Build, back: str) -> HttpResponse:
    reach = queries.reach_of(request.user)
    requirements = build.manifest["labels"].get("requirement", {})
    form = RowsForm(request.GET, options=opened.options(build, reach, measure), requirements=requirements)
    if not form.is_valid():
        raise Http404
    choice, number, what = form.choice(), page_number(request.GET), opened.OPENED[measure]
    if choice.requirement and what.table != "checklist":
        raise Http404
    found = opened.rows(build, reach, choice, measure, skip=PER_PAGE * (number - 1), take=PER_PAGE)
    actions.record_viewing(choice=choice, build=build.id, measure=measure, by=request.user, at=timezone.now())
    page = {
        "back": back, "build": build, "found": found, "measure": what, "closed": found.counted - found.openable,
        "about": words.group(build, "requirement", choice.requirement) if choice.requirement else "",
        "listing": listing(request.user, what.table, found.page),
        "page": neighbours(request.GET, number, found.openable),
    }  # fmt: skip
    return render(request, "desk/rows_counted.html", page)
