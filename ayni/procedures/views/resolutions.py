"""The resolution on paper, the day on which the person held it, and the page behind its code."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.access.once import once
from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.access.speaking import spoken
from ayni.design.pdf import render_pdf
from ayni.files import queries as files
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.qr import qr_image

from .. import actions, queries, rules
from ..actions import services
from ..models import CallOutcome, Outcome, Resolution
from ..queries import signing as signatures
from .applications import fetch


def _of(request: SignedIn, application_id: UUID, resolution_id: UUID) -> Resolution:
    rows = Resolution.objects.filter(application=fetch(request, application_id)).select_related("application__person")
    return get_object_or_404(rows, pk=resolution_id)


@require_safe
@requires(Permission.APPLICATION_VIEW)
def resolution(request: SignedIn, application_id: UUID, resolution_id: UUID) -> HttpResponse:
    """As it was sealed, whatever was changed since; its last line proves the file. Each printing is in the trail."""
    shown = _of(request, application_id, resolution_id)
    if not shown.sealed:
        # The person was erased: that it was made stays, what it said does not.
        raise Http404
    pdf = pdf_of(shown)
    actions.print_resolution(resolution=shown, by=request.user, at=now())
    headers = {"Content-Disposition": f'inline; filename="{shown.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def pdf_of(shown: Resolution) -> bytes:
    """As it is printed, with the line that proves the file."""
    address = settings.PUBLIC_URL + reverse("procedures:resolution-proof", args=[shown.proof])
    page = {
        "resolution": shown, "said": shown.sealed, "outcome": Outcome(shown.outcome), "address": address,
        "qr": qr_image(address),
    }  # fmt: skip
    return rules.sealed_pdf(
        render_pdf("procedures/applications/resolution.html", page),
        digest=shown.digest, signature=shown.signature, seed=queries.seal_seed(),
    )  # fmt: skip


def _to_notify(shown: Resolution) -> bytes:
    """The one that was signed with a certificate, where there is one."""
    signing = signatures.signed([shown]).get(shown.pk)
    return files.read(signing.signed) if signing and signing.signed else pdf_of(shown)


@require_POST
@requires(Permission.APPLICATION_RECEIVE)
@once
def hand_over(request: SignedIn, application_id: UUID, resolution_id: UUID) -> HttpResponse:
    """The person holds it: from today runs the time to appeal."""
    shown = _of(request, application_id, resolution_id)
    verb = lambda: actions.hand_over(resolution=shown, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("It is written down that the person holds it."))
    return redirect("procedures:application", shown.application_id)


@require_POST
@requires(Permission.APPLICATION_RECEIVE)
def notify(request: SignedIn, application_id: UUID, resolution_id: UUID) -> HttpResponse:
    """Into the person's electronic mailbox; then, whether it was read. Without `once`, which would hold a transaction
    open while a service is waited for: the verb asks once for each time."""
    shown = _of(request, application_id, resolution_id)
    try:
        call = services.notify(resolution=shown, content=lambda: _to_notify(shown), by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        if call.outcome != CallOutcome.ANSWERED:
            messages.error(request, _("The mailbox did not answer. Try again, or hand the resolution over on paper."))
    return redirect("procedures:application", shown.application_id)


@require_safe
@spoken
@limited("proof", most=30, seconds=600)
def resolution_proof(request: HttpRequest, proof: str) -> HttpResponse:
    """Valid, annulled or not valid, and the digest to compare with the paper. Never whom it is about."""
    found = queries.resolution_of_proof(proof)
    is_known = found is not None and queries.is_genuine(found)
    page = {"resolution": found if is_known else None, "key": queries.seal_key()}
    return render(request, "procedures/applications/proof.html", page)
