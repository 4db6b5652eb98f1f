"""The printed letter, and the page behind its QR."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.access.speaking import spoken
from ayni.design.pdf import pdf_response
from ayni.lib.qr import qr_image

from .. import actions, queries
from ..models import Referral, Status


@require_safe
@requires(Permission.REFERRAL_SEND)
def letter(request: SignedIn, referral_id: UUID) -> HttpResponse:
    """The letter that the person takes along, as a PDF. Each printing is in the trail."""
    rows = Referral.objects.visible_to(request.user)
    referral = get_object_or_404(queries.whole(rows), pk=referral_id)
    address = settings.PUBLIC_URL + reverse("referrals:proof", args=[referral.proof])
    page = {
        "referral": referral,
        "reason": referral.reason if referral.is_readable else "",
        "released": referral.released,
        "qr": qr_image(address),
        "address": address,
        "printed_at": now(),
    }
    pdf = pdf_response("referrals/letter.html", page, name=referral.number)
    actions.print_letter(referral=referral, by=request.user, at=now())
    return pdf


@require_safe
@limited("proof", most=30, seconds=600)
@spoken
def proof(request: HttpRequest, proof: str) -> HttpResponse:
    """Whether a letter is genuine and stands, as long as the institution may see its data; never who it is about."""
    referral = queries.proof(proof)
    is_valid = referral is not None and referral.is_readable
    page = {
        "is_valid": is_valid,
        "since": referral.sent_at if referral and is_valid else None,
        "is_known": referral is not None,
        "withdrawn": referral.finished_at if referral and referral.status == Status.WITHDRAWN else None,
    }
    return render(request, "referrals/proof.html", page)
