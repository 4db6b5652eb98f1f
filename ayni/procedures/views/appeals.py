"""What a person files against a decision: received, with a note for them; decided by somebody who took no part."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.design.pdf import pdf_response
from ayni.lib.doors import try_verb

from .. import actions, queries, rules
from ..forms.applications import AppealDecisionForm, AppealForm
from ..models import Appeal, State
from .applications import fetch


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def file_appeal(request: SignedIn, application_id: UUID) -> HttpResponse:
    shown = fetch(request, application_id)
    form = AppealForm(sent(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and try_verb(
            request, form,
            lambda: actions.file_appeal(application=shown, by=request.user, at=now(), **form.cleaned_data),
            _("The appeal is received. Print the note for the person."),
        )
    ):  # fmt: skip
        return redirect("procedures:application", shown.pk)
    page = {"application": shown, "form": form, "days": rules.FILE_WITHIN}
    return render(request, "procedures/applications/appeal.html", page)


@require_safe
@requires(Permission.APPLICATION_RECEIVE)
def appeal_note(request: SignedIn, application_id: UUID, appeal_id: UUID) -> HttpResponse:
    """That it was received, when, and until when it is answered: for the person. Each printing is in the trail."""
    shown = fetch(request, application_id)
    appeals = shown.appeals.select_related("filed_by").filter(application__person__erased_at__isnull=True)
    appeal = get_object_or_404(appeals, pk=appeal_id)
    page = {"application": shown, "appeal": appeal, "days": rules.DECIDE_WITHIN[appeal.kind]}
    paper = pdf_response("procedures/applications/appeal_note.html", page, name=shown.number)
    audit.record_reading(subject=shown, by=request.user, at=now(), purpose="procedure", thread=shown.person_id)
    paper["Cache-Control"] = "private, no-store"
    return paper


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
@once
def decide_appeal(request: SignedIn, application_id: UUID, appeal_id: UUID) -> HttpResponse:
    """Somebody who took no part in the application decides. Opening it is recorded."""
    shown = fetch(request, application_id)
    appeal = get_object_or_404(Appeal.objects.filter(application=shown), pk=appeal_id)
    form = AppealDecisionForm(sent(request), goes_on=shown.state == State.ABANDONED)
    if request.method == "POST" and form.is_valid() and _appeal_decided(request, appeal, form):
        return redirect("procedures:application", shown.pk)
    if request.method == "GET":
        audit.record_reading(subject=shown, by=request.user, at=now(), purpose="decision", thread=shown.person_id)
    page = {
        "application": shown, "appeal": appeal, "form": form, "items": list(queries.items_of(shown)),
        "took_part": request.user.pk in queries.who_took_part(shown),
    }  # fmt: skip
    return render(request, "procedures/applications/decide_appeal.html", page)


def _appeal_decided(request: SignedIn, appeal: Appeal, form: AppealDecisionForm) -> bool:
    is_founded, grounds = form.cleaned_data["decision"] == "founded", form.cleaned_data["grounds"]
    return try_verb(
        request, form,
        lambda: actions.decide_appeal(
            appeal=appeal, is_founded=is_founded, grounds=grounds, by=request.user, at=now()
        ),
        _("The appeal is decided."),
    )  # fmt: skip
