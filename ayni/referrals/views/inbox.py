"""For institutions with users: what was sent to them, and the times within which they answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.governance.models import Urgency
from ayni.lib.doors import refuse
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import read_number
from ayni.lib.paging import count_up_to, paginate
from ayni.lib.written import CannotOverwrite

from .. import actions, queries
from ..forms import ClockForm
from ..models import Referral
from .answers import Answering


@require_safe
@requires(Permission.REFERRAL_ANSWER)
def inbox(request: SignedIn) -> HttpResponse:
    """What waits, by its deadline; what was accepted; what ended. Filters live in the address."""
    which = request.GET.get("state", queries.WAITING)
    which = which if which in queries.ORDERS else queries.WAITING
    rows = queries.inbox(request.user, which)
    if (urgency := request.GET.get("urgency", "")) in Urgency.values:
        rows = rows.filter(urgency=urgency)
    if typed := request.GET.get("number", "").strip():
        rows = rows.filter(number=read_number("R", typed) or "")
    page = {
        "page": paginate(request, rows, order=queries.ORDERS[which]),
        "tabs": _tabs(request, which),
        "which": which,
        "urgency": urgency,
        "urgencies": Urgency.choices,
        "number": typed,
        "may_set_clock": request.user.may(Permission.CLOCK_EDIT),
    }
    return render(request, "referrals/inbox.html", page)


def _tabs(request: SignedIn, which: str) -> list[dict[str, Any]]:
    found, is_all = count_up_to(queries.inbox(request.user))
    waiting = str(found) if is_all else _("more than %(count)s") % {"count": found}
    labels = {
        queries.WAITING: _("Waiting for an answer"),
        queries.ACCEPTED: _("Accepted, outcome missing"),
        queries.ENDED: _("Ended"),
    }
    return [
        {
            "href": f"?state={code}",
            "label": label,
            "current": code == which,
            "count": waiting if code == queries.WAITING else "",
        }
        for code, label in labels.items()
    ]


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRAL_ANSWER)
@once
def referral(request: SignedIn, referral_id: UUID) -> HttpResponse:
    """One referral, for whoever answers: the released data and nothing of the file that they come from."""
    rows = queries.whole(Referral.objects.addressed_to(request.user))
    asked = get_object_or_404(rows, pk=referral_id)
    visit = Answering(request, asked, by=request.user)
    if request.method == "POST" and visit.say():
        messages.success(request, _("Your answer to referral %(number)s is recorded.") % {"number": asked.number})
        return redirect("referrals:referral", asked.pk)
    if request.method == "GET":
        audit.record_reading(subject=asked, by=request.user, at=now(), purpose="answer", thread=asked.case_id)
    return render(request, "referrals/referral.html", visit.page())


@require_http_methods(["GET", "POST"])
@requires(Permission.CLOCK_EDIT)
@once
def clock(request: SignedIn) -> HttpResponse:
    """Within what time institutions confirm receipt and answer, by urgency."""
    table = queries.clock_table()
    forms = [ClockForm(urgency, allowance, request.POST or None) for urgency, allowance in table.items()]
    if request.method == "POST" and _set(request, forms):
        messages.success(request, _("The times are set. What was sent before keeps its own."))
        return redirect("referrals:clock")
    return render(request, "referrals/clock.html", {"forms": forms})


@transaction.atomic
def _set(request: SignedIn, forms: list[ClockForm]) -> bool:
    """All of the times or none of them."""
    for form in forms:
        if not form.is_valid():
            continue
        try:
            seen = request.POST.get(f"{form.prefix}-seen", "")
            actions.set_clock(urgency=form.urgency, allowance=form.allowance(), by=request.user, at=now(), seen=seen)
        except CannotOverwrite as broken:
            refuse(form, broken)
        except RuleBroken as broken:
            form.add_error("acknowledge_amount", str(broken))
    is_set = not any(form.errors for form in forms)
    transaction.set_rollback(not is_set)
    return is_set
