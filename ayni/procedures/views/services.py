"""Questions to the services of the State about an application, and the log of all questions.

These views carry no `@once`: it would hold a transaction open while a service is waited for. The verb takes the id of
the form instead, and asks once for it.
"""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import paginate

from .. import gateways
from ..actions import services as actions
from ..forms.services import LogForm, ReceiptForm
from ..models import Application, CallOutcome, Item, ServiceCall, StateService
from ..queries import services as queries


def _fetch(request: SignedIn, application_id: UUID) -> Application:
    """A stranger learns nothing, not even that there is such an application."""
    return get_object_or_404(queries.application_for(request.user), pk=application_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.STATE_SERVICE_ASK)
def state_questions(request: SignedIn, application_id: UUID) -> HttpResponse:
    """The requirements that a service says something about, what was found, and what may be asked."""
    application = _fetch(request, application_id)
    if request.method == "POST":
        item_id, service = request.POST.get("item", ""), request.POST.get("service", "")
        item = application.items.filter(pk=item_id).first() if is_uuid(item_id) else None
        if item is None or service not in StateService.values:
            messages.error(request, _("Choose what to ask with one of the buttons."))
        else:
            _asked(request, application, item, StateService(service))
        return redirect("procedures:state-questions", application.pk)
    audit.record_reading(
        subject=application, by=request.user, at=now(), purpose="evaluation", thread=application.person_id
    )
    page = {"application": application, "lines": queries.lines(application, now())}
    return render(request, "procedures/services/questions.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.STATE_SERVICE_ASK)
def check_payment(request: SignedIn, application_id: UUID, item_id: UUID) -> HttpResponse:
    """What stands on a receipt, asked of Págalo.pe."""
    application = _fetch(request, application_id)
    item = get_object_or_404(application.items.select_related("requirement"), pk=item_id)
    form = ReceiptForm(sent(request), initial={"code": application.procedure.payment_code})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _asked(request, application, item, StateService.PAYMENT, form=form):
        return redirect("procedures:state-questions", application.pk)
    about = queries.states([StateService.PAYMENT], now())[StateService.PAYMENT]
    page = {"application": application, "item": item, "form": form, "state": about}
    return render(request, "procedures/services/payment.html", page)


def _asked(
    request: SignedIn, application: Application, item: Item, service: StateService, *, form: ReceiptForm | None = None
) -> bool:
    """Ask, and say what came of it; False if a rule refused."""
    key = request.POST.get("once", "")
    receipt: gateways.Payment | None = form.receipt() if form else None
    question = actions.Question(
        application=application, item=item, service=service, key=UUID(key) if is_uuid(key) else uuid4(), receipt=receipt
    )
    try:
        call = actions.ask(question=question, by=request.user, at=now())
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
        else:
            form.add_error(None, str(broken))
        return False
    _say(request, call)
    return True


def _say(request: SignedIn, call: ServiceCall) -> None:
    said: dict[str, Any] = {"service": call.get_service_display()}
    if call.outcome == CallOutcome.ANSWERED and queries.needs_a_look(call):
        text = _("%(service)s answered, and not what was expected. Look at it on its requirement before you go on.")
        messages.warning(request, text % said)
    elif call.outcome == CallOutcome.ANSWERED:
        messages.success(request, _("%(service)s answered. What was found stands on its requirement.") % said)
    elif call.outcome == CallOutcome.REFUSED:
        text = _("%(service)s does not accept the credentials of this installation. Tell your administrator.")
        messages.error(request, text % said)
    else:
        text = _("%(service)s did not answer. The question is in the log; check the requirement by hand.")
        messages.error(request, text % said)


@require_safe
@requires(Permission.STATE_SERVICE_LOG)
def service_log(request: SignedIn) -> HttpResponse:
    """Who asked which service when, what for and on what legal basis. Never what was answered."""
    form = LogForm(request.GET)
    rows = queries.log(request.user, **form.chosen())
    page = {
        "form": form,
        "page": paginate(request, rows, order=("-at", "-id")),
        "failing": queries.failing(now()),
    }
    return render(request, "procedures/services/log.html", page)
