"""The desk: search first, what is due, what waits for others, what came in; and the list behind each number."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import queries as cases
from ayni.desk.queries import home as numbers
from ayni.lib.paging import paginate
from ayni.referrals import queries as referrals

NEXT = 6
LATEST = 5


@require_safe
@requires(Permission.DESK_VIEW)
def home(request: SignedIn) -> HttpResponse:
    user, at = request.user, now()
    works = user.may(Permission.CASE_WORK)
    counted = numbers.count(user, numbers.numbers_for(user), at)
    context = {
        "mine": [c for c in counted if c.number.role is None],
        "office": [c for c in counted if c.number.role is not None],
        "works": works,
        "next_tasks": cases.next_tasks(user, NEXT) if works else [],
        "waiting": referrals.waiting_for(user)[:LATEST] if works else [],
        "came_in": referrals.came_in(user, cases.days_ago(at, numbers.LATELY))[:LATEST] if works else [],
    }
    return render(request, "desk/home.html", context)


@require_safe
@requires(Permission.DESK_VIEW)
def number(request: SignedIn, code: str) -> HttpResponse:
    """The rows that a number counts."""
    found = numbers.number(request.user, code)
    if found is None:
        raise Http404
    may_adjudicate = request.user.may(Permission.PERSON_ADJUDICATE)
    page = paginate(request, found.rows(request.user, now()), order=found.order)
    return render(request, "desk/number.html", {"number": found, "page": page, "may_adjudicate": may_adjudicate})
