"""Services that were denied: noted in a case, settled, and listed over all cases that the user may open."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions
from ayni.cases.models import Denial
from ayni.cases.queries import services as queries
from ayni.cases.rules import seen as marks
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier
from ayni.desk.forms.needs import DenialFilterForm, DenialForm, SettleForm
from ayni.lib.doors import seen_mark
from ayni.lib.paging import paginate

from .doors import Done, ask, fetch_case
from .needs import BACK, gap_form, show_gap


@require_safe
@requires(Permission.CASE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    form = DenialFilterForm(request.GET, institutions=queries.who_denied(request.user))
    page = paginate(request, queries.denials(request.user, form.filters), order=queries.RECORDED)
    return render(request, "desk/denials.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def add(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = DenialForm(request.POST or None, needs=case.needs.select_related("sector").order_by("pk"))

    def verb() -> object:
        return actions.note_denial(case=case, denial=form.denial, by=request.user, at=now())

    guidance = Barrier.objects.current().exclude(guidance_es="").order_by("label_es", "code")
    done = Done(_("The denial is in the file."), BACK)
    return ask(request, form, "desk/denial_add.html", {"case": case, "barriers": guidance}, verb=verb, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def denial(request: SignedIn, case_id: UUID, denial_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    rows = Denial.objects.select_related(
        "organisation", "category", "barrier", "norm", "district", "gap", "need__sector"
    )
    found = get_object_or_404(rows, pk=denial_id, case=case)
    found.case = case
    gaps = gap_form(request, found.gap)
    if gaps is not None and gaps.is_bound and (answer := show_gap(request, gaps, found)):
        return answer
    now_so = {"outcome": found.outcome, "complaint": found.complaint, "done": found.done}
    form = SettleForm(None if gaps is not None and gaps.is_bound else sent(request), initial=now_so)

    def verb() -> object:
        said = form.cleaned_data
        return actions.settle_denial(denial=found, by=request.user, at=now(), seen=seen_mark(request), **said)

    right = codelists.right_of_category(found.category.code)
    context: dict[str, Any] = {"case": case, "denial": found, "gap_form": gaps, "right": right}
    context |= {"seen": marks.of_denial(found), "seen_gap": marks.of_shown_gap(found)}
    return ask(request, form, "desk/denial.html", context, verb=verb, done=Done(_("It is noted."), BACK))
