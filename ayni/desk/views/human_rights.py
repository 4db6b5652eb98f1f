"""The rights that the work is for: what makes each real, and where it is denied (R104)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import queries as codelists
from ayni.desk.queries import human_rights as queries


@require_safe
@requires(Permission.CASE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    today = localdate()
    page = {
        "lines": queries.lines(request.user, today), "since": queries.since(today),
        "sees_gaps": request.user.may(Permission.GAP_VIEW),
    }  # fmt: skip
    return render(request, "desk/human_rights.html", page)


@require_safe
@requires(Permission.CASE_VIEW)
def one(request: SignedIn, code: str) -> HttpResponse:
    right = next((found for found in codelists.kept_rights() if found.code == code), None)
    if right is None:
        raise Http404
    page = {
        "right": right, "groups": queries.services_for(right), "against": queries.against(right),
        "sees_gaps": request.user.may(Permission.GAP_VIEW),
    }  # fmt: skip
    return render(request, "desk/human_right.html", page)
