"""Fines: reckoned without a person, and recorded on an application with the receipts of what was paid."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken

from .. import actions
from ..forms.fines import ReceiptForm, ReckonAloneForm, RecordFineForm
from ..models import Application
from ..queries import fines as queries
from ..rules import fines as rules


@require_http_methods(["GET", "POST"])
@requires(Permission.DIRECTORY_VIEW)
def fines(request: SignedIn) -> HttpResponse:
    today = localdate()
    form, units = ReckonAloneForm(sent(request)), queries.units(today)
    page: dict[str, Any] = {"form": form, "units": units.values()}
    if request.method == "POST" and form.is_valid():
        span, who, known = form.span(), set(form.cleaned_data["who"]), queries.fine_rules(today)
        try:
            found = rules.reckon(**span, rules=known, units=units, today=today)
        except RuleBroken as refused:
            form.add_error(None, str(refused))
        else:
            plan = rules.plan_of(found.amount, found.unit, known, today)
            page |= {"found": found, "waivers": rules.waivers(known, who, span["on"]), "plan": plan}
    return render(request, "procedures/fines/reckon.html", page)


def _fetch(request: SignedIn, application_id: UUID) -> Application:
    rows = Application.objects.visible_to(request.user).select_related("procedure")
    return get_object_or_404(rows, pk=application_id)


def _page(request: SignedIn, application: Application, **forms: Any) -> HttpResponse:
    page = {
        "application": application,
        "reckonings": queries.reckonings_of(application, request.user),
        "receipts": queries.receipts_of(application, request.user),
        "form": RecordFineForm() if request.user.may(Permission.APPLICATION_EVALUATE) else None,
        "receipt_form": ReceiptForm(initial={"payment_code": application.procedure.payment_code})
        if request.user.may(Permission.APPLICATION_RECEIVE)
        else None,
    } | forms
    return render(request, "procedures/fines/application.html", page)


@require_safe
@requires(Permission.APPLICATION_VIEW)
def application_fines(request: SignedIn, application_id: UUID) -> HttpResponse:
    """What was reckoned for an application, and what was paid. The opening is recorded."""
    application = _fetch(request, application_id)
    audit.record_reading(
        subject=application, by=request.user, at=now(), purpose="procedure", thread=application.person_id
    )
    return _page(request, application)


@require_POST
@requires(Permission.APPLICATION_EVALUATE)
@once
def record_fine(request: SignedIn, application_id: UUID) -> HttpResponse:
    application = _fetch(request, application_id)
    form = RecordFineForm(request.POST)
    if form.is_valid():
        said = {"waived": form.waived(), "by": request.user, "at": now(), **form.span()}
        verb = partial(actions.record_fine, application=application, **said)
        if try_verb(request, form, verb, _("The fine is recorded with its arithmetic.")):
            return redirect("procedures:application-fines", application.pk)
    return _page(request, application, form=form)


@require_POST
@requires(Permission.APPLICATION_RECEIVE)
@once
def record_receipt(request: SignedIn, application_id: UUID) -> HttpResponse:
    application = _fetch(request, application_id)
    form = ReceiptForm(request.POST)
    if form.is_valid():
        said = {"by": request.user, "at": now(), **form.cleaned_data}
        verb = partial(actions.record_receipt, application=application, **said)
        if try_verb(request, form, verb, _("The receipt is recorded.")):
            return redirect("procedures:application-fines", application.pk)
    return _page(request, application, receipt_form=form)
