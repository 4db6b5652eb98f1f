"""The register of gaps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_mark, try_verb
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of_row

from .. import actions, queries
from ..forms.gaps import CarryOnForm, CloseGapForm, GapFilterForm, GapForm, OwnerForm, as_written
from ..models import Gap
from ..rules.gaps import GapFields


def fetch_gap(request: SignedIn, gap_code: str) -> Gap:
    return get_object_or_404(queries.whole_gaps(request.user), code=gap_code)


@require_safe
@requires(Permission.GAP_VIEW)
def gaps(request: SignedIn) -> HttpResponse:
    form = GapFilterForm(request.GET)
    page = paginate(request, queries.gaps(request.user, form.filters), order=queries.GAPS_OPENED)
    tallies = queries.tallies(page.rows, request.user)
    rows = [(gap, tallies[gap.pk]) for gap in page.rows]
    return render(request, "governance/gaps.html", {"form": form, "page": page, "rows": rows})


@require_safe
@requires(Permission.GAP_VIEW)
def gap(request: SignedIn, gap_code: str) -> HttpResponse:
    return _page(request, fetch_gap(request, gap_code))


def _page(request: SignedIn, found: Gap, carry_on: CarryOnForm | None = None) -> HttpResponse:
    tally = queries.tallies([found], request.user)[found.pk]
    page = {
        "gap": found,
        "tally": tally,
        "kinds": queries.kinds_in_words(),
        "evidence": queries.evidence_shown(found, request.user, tally),
        "came_of_it": queries.came_of(found),
        "carry_on": carry_on or CarryOnForm(gap=found),
        "may_work": request.user.may(Permission.GAP_WORK),
        "may_propose": request.user.may(Permission.NORM_EDIT),
    }
    return render(request, "governance/gap.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GAP_WORK)
@once
def open_gap(request: SignedIn) -> HttpResponse:
    form = GapForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = actions.open_gap(fields=form.written(), by=request.user, at=now())
        messages.success(request, _("The gap %(code)s is open.") % {"code": made.code})
        return redirect("governance:gap", made.code)
    return render(request, "governance/gap_write.html", {"form": form, "gap": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.GAP_WORK)
@once
def describe_gap(request: SignedIn, gap_code: str) -> HttpResponse:
    found = fetch_gap(request, gap_code)
    form = GapForm(sent(request), initial=as_written(found))

    def verb() -> object:
        said = form.written()
        return actions.describe_gap(gap=found, fields=said, by=request.user, at=now(), seen=seen_mark(request))

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("governance:gap", gap_code)
    seen = mark_of_row(found, GapFields.__dataclass_fields__)
    return render(request, "governance/gap_write.html", {"form": form, "gap": found, "seen": seen})


@require_POST
@requires(Permission.GAP_WORK)
@once
def carry_on_gap(request: SignedIn, gap_code: str) -> HttpResponse:
    found = fetch_gap(request, gap_code)
    form = CarryOnForm(request.POST, gap=found)

    def verb() -> object:
        return actions.carry_on_gap(gap=found, state=form.cleaned_data["state"], by=request.user, at=now())

    if form.is_valid() and try_verb(request, form, verb, _("The state of the gap is changed.")):
        return redirect("governance:gap", gap_code)
    return _page(request, found, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.GAP_WORK)
@once
def hand_over_gap(request: SignedIn, gap_code: str) -> HttpResponse:
    found = fetch_gap(request, gap_code)
    form = OwnerForm(sent(request), colleagues=list(queries.may_own()), initial={"owner": found.owner_id})

    def verb() -> object:
        owner, seen = form.cleaned_data["owner"], seen_mark(request)
        return actions.hand_over_gap(gap=found, owner=owner, by=request.user, at=now(), seen=seen)

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("Somebody else sees to it.")):
        return redirect("governance:gap", gap_code)
    page = {"form": form, "gap": found, "seen": mark_of_row(found, ("owner",))}
    return render(request, "governance/gap_owner.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GAP_WORK)
@once
def close_gap(request: SignedIn, gap_code: str) -> HttpResponse:
    found = fetch_gap(request, gap_code)
    form = CloseGapForm(sent(request), gap=found, user=request.user)

    def verb() -> object:
        return actions.close_gap(gap=found, by=request.user, at=now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("The gap is closed.")):
        return redirect("governance:gap", gap_code)
    return render(request, "governance/gap_close.html", {"form": form, "gap": found})


@require_POST
@requires(Permission.GAP_WORK)
@once
def reopen_gap(request: SignedIn, gap_code: str) -> HttpResponse:
    found = fetch_gap(request, gap_code)

    def verb() -> object:
        return actions.reopen_gap(gap=found, by=request.user, at=now())

    try_verb(request, None, verb, _("The gap is open again."))
    return redirect("governance:gap", gap_code)
