"""An application is taken although papers lack, with a note for the person of what is missing and until when."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.codelists.queries import holidays
from ayni.design.pdf import pdf_response
from ayni.lib.doors import try_verb

from .. import actions, queries
from ..rules import incomplete as rules
from .applications import fetch


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def receive_incomplete(request: SignedIn, application_id: UUID) -> HttpResponse:
    """Asked once more before it is done: what is missing, and until when the person has time."""
    shown = fetch(request, application_id)
    if request.method == "POST":
        verb = lambda: actions.receive_incomplete(application=shown, by=request.user, at=now())  # noqa: E731
        try_verb(request, None, verb, _("It is received as incomplete. Print the note for the person."))
        return redirect("procedures:application", shown.pk)
    page = {
        "application": shown, "missing": queries.missing_of(shown).select_related("requirement"),
        "until": rules.complete_until(localdate(), holidays()), "days": rules.COMPLETE_WITHIN,
    }  # fmt: skip
    return render(request, "procedures/applications/receive_incomplete.html", page)


@require_safe
@requires(Permission.APPLICATION_RECEIVE)
def incomplete_note(request: SignedIn, application_id: UUID) -> HttpResponse:
    """For the person and for the file, to be signed by whoever received it. Each printing is in the trail."""
    shown = fetch(request, application_id)
    received = queries.received_incomplete(shown)
    if received is None:
        raise Http404
    items = queries.items_of(shown).filter(requirement__order__in=received.lacked)
    page = {"application": shown, "received": received, "items": items, "days": rules.COMPLETE_WITHIN}
    paper = pdf_response("procedures/applications/incomplete_note.html", page, name=shown.number)
    audit.record_reading(subject=shown, by=request.user, at=now(), purpose="procedure", thread=shown.person_id)
    paper["Cache-Control"] = "private, no-store"
    return paper
