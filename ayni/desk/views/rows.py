from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.desk.queries.rows import Neighbours, counted_steps
from ayni.facts.builds import Build
from ayni.facts.queries import build as build_of
from ayni.results import actions, queries, words
from ayni.results.forms import ChoiceForm
from ayni.results.indicators import MEASURES, OPENED
from ayni.results.table import narrowing

PER_PAGE = 50


@require_safe
@requires(Permission.COMPLIANCE_ROWS)
def behind(request: SignedIn, measure: str) -> HttpResponse:
    """The rows behind a number of the page Cumplimiento, asked of the very build that counted it."""
    build = build_of(settings.AYNI_HOME, request.GET.get("build", ""))
    back = f"{reverse('results:compliance')}?{query_with(request.GET, build='', page='')}"
    if build is None:
        return render(request, "desk/rows_gone.html", {"back": back}, status=410)
    return _list(request, measure, build, back)


def _list(request: SignedIn, measure: str, build: Build, back: str) -> HttpResponse:
    reach = queries.reach_of(request.user)
    form = ChoiceForm(request.GET, build=build, options=queries.options(build, reach))
    if measure not in OPENED or not form.is_valid():
        raise Http404
    choice, number = form.choice(), page_number(request.GET)
    found = queries.rows(build, reach, choice, measure, skip=PER_PAGE * (number - 1), take=PER_PAGE)
    actions.record_viewing(choice=choice, build=build.id, measure=measure, by=request.user, at=timezone.now())
    steps = counted_steps(request.user, found.page, title=lambda code: words.group(build, "step", code))
    page = {
        "back": back,
        "build": build,
        "changed": len(found.page) - len(steps),
        "closed": found.counted - found.openable,
        "found": found,
        "measure": MEASURES[measure],
        "narrowing": narrowing(build, choice),
        "page": neighbours(request.GET, number, found.openable),
        "steps": steps,
    }
    return render(request, "desk/rows.html", page)


def page_number(asked: QueryDict) -> int:
    text = asked.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise Http404
    return int(text)


def neighbours(asked: QueryDict, number: int, rows: int) -> Neighbours:
    """A build never changes, so its pages may be numbered."""
    before = f"?{query_with(asked, page=str(number - 1))}" if number > 1 else ""
    after = f"?{query_with(asked, page=str(number + 1))}" if number * PER_PAGE < rows else ""
    return Neighbours(before, after)


def query_with(asked: QueryDict, **changed: str) -> str:
    """The query of the address, with some values changed, or left out when empty."""
    return urlencode({name: value for name, value in {**asked.dict(), **changed}.items() if value})
