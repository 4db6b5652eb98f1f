"""Protocols on paper: as a whole, one page for whoever works with them, one page in plain words for the person."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.access.speaking import spoken
from ayni.design.pdf import pdf_response
from ayni.lib.qr import qr_image

from .. import queries
from ..models import Protocol
from .protocols import shown_version


def _on_paper(protocol: Protocol, **more: object) -> dict[str, object]:
    address = settings.PUBLIC_URL + reverse("governance:version_proof", args=[protocol.pk])
    return {"protocol": protocol, "address": address, "qr": qr_image(address), "today": localdate(), **more}


def _fetch(code: str, version: int) -> Protocol:
    return shown_version(queries.versions(code), version)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def guide(request: SignedIn, code: str, version: int) -> HttpResponse:
    """What there is to print, and which steps are not in plain words yet."""
    protocol = _fetch(code, version)
    told = queries.told_steps(protocol)
    page = {
        "protocol": protocol,
        "followers": queries.followers(protocol),
        "told": told,
        "untold": [step for step in protocol.steps.all() if step not in told],
    }
    return render(request, "governance/guide.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def protocol_pdf(request: SignedIn, code: str, version: int) -> HttpResponse:
    protocol = _fetch(code, version)
    return pdf_response("governance/protocol_print.html", _on_paper(protocol), name=f"{code}-v{version}")


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def guide_pdf(request: SignedIn, code: str, version: int, whom: str) -> HttpResponse:
    """For whoever works with it, or for people of one profile."""
    protocol = _fetch(code, version)
    if whom == queries.CASEWORKER:
        name = f"{code}-v{version}-guia"
        unsure = any(step.is_unverified for step in protocol.steps.all())
        return pdf_response("governance/guide_print.html", _on_paper(protocol, has_unverified=unsure), name=name)
    found = queries.plain_guide(protocol, whom)
    if found is None or not found.steps:
        raise Http404
    # Neither the name of the file nor its title says whom it is for.
    return pdf_response("governance/plain_print.html", _on_paper(protocol, guide=found), name="sus-pasos")


@require_safe
@limited("proof", most=30, seconds=600)
@spoken
def version_proof(request: HttpRequest, number: int) -> HttpResponse:
    """Behind the QR of a print: whether that version is in force. Neither the page nor its address names the protocol:
    the paper may be in the bag of somebody whom that would betray."""
    found = Protocol.objects.filter(pk=number).first()
    today = localdate()
    in_force = found is not None and found.valid_from <= today and (found.valid_to is None or found.valid_to > today)
    page = {"found": found, "is_in_force": in_force, "is_to_come": found is not None and found.valid_from > today}
    return render(request, "governance/version_proof.html", page)
