"""A resolution is signed with a certificate: the page of the signer, and the two addresses of the signing program.

The page carries no `@once`: it would hold a transaction open while Firma Perú is waited for. Nothing here is done
twice: a resolution is signed once.
"""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, public, requires
from ayni.audit import actions as audit
from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.files.serving import served
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from .. import actions, gateways
from ..actions import services
from ..forms.applications import SignedForm
from ..models import Resolution, Signing, StateService
from ..queries import services as state
from ..queries import signing as queries
from ..rules import signing as rules
from .applications import fetch
from .resolutions import pdf_of


def _of(request: SignedIn, application_id: UUID, resolution_id: UUID) -> Resolution:
    rows = Resolution.objects.filter(application=fetch(request, application_id))
    return get_object_or_404(rows.select_related("application__person", "made_by"), pk=resolution_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def sign_resolution(request: SignedIn, application_id: UUID, resolution_id: UUID) -> HttpResponse:
    """Whether it is signed; else the two ways to it: through Firma Perú, or with its program by hand."""
    shown = _of(request, application_id, resolution_id)
    if request.method == "POST" and request.POST.get("do") == "bring":
        return _brought(request, shown)
    page: dict[str, Any] = {"form": SignedForm()}
    if request.method == "POST":
        try:
            page |= _begun(request, shown)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect("procedures:sign-resolution", shown.application_id, shown.pk)
    return _page(request, shown, page)


def _page(request: SignedIn, shown: Resolution, page: dict[str, Any]) -> HttpResponse:
    begun = queries.signing_begun(shown, request.user.pk)
    page |= {
        "resolution": shown, "application": shown.application, "signed": queries.signed([shown]).get(shown.pk),
        "begun": begun, "may_sign": shown.made_by_id in {None, request.user.pk},
        "firma": state.states([StateService.SIGNATURE], now())[StateService.SIGNATURE],
        "program": settings.FIRMA_PROGRAM,
    }  # fmt: skip
    return render(request, "procedures/applications/sign.html", page)


def _begun(request: SignedIn, shown: Resolution) -> dict[str, Any]:
    """The PDF is offered, and Firma Perú is asked for a permit. That it gives none leaves the way by hand."""
    _signing, token = actions.begin_signing(resolution=shown, content=lambda: pdf_of(shown), by=request.user, at=now())
    key = request.POST.get("once", "")
    try:
        permit = services.permit_to_sign(
            application=shown.application, key=UUID(key) if is_uuid(key) else uuid4(), by=request.user, at=now()
        )
    except RuleBroken:
        permit = ""
    if not permit:
        return {"has_failed": True}
    here = settings.PUBLIC_URL.rstrip("/")
    said = gateways.arguments(
        token=permit, reason=_("Resolution"),
        document_url=here + reverse("procedures:signing-paper", args=[token]),
        upload_url=here + reverse("procedures:signing-return", args=[token]),
    )  # fmt: skip
    return {"arguments": said}


def _brought(request: SignedIn, shown: Resolution) -> HttpResponse:
    """The signed file, by hand."""
    form = SignedForm(request.POST, request.FILES)
    begun = queries.signing_begun(shown, request.user.pk)
    if begun is None:
        form.add_error(None, _("Download the file that is to be signed first."))
    if form.is_valid() and begun is not None:
        try:
            actions.receive_signed(signing=begun, content=form.content, at=now())
        except RuleBroken as broken:
            form.add_error("signed_file", str(broken))
        else:
            messages.success(request, _("The resolution is signed."))
            return redirect("procedures:sign-resolution", shown.application_id, shown.pk)
    return _page(request, shown, {"form": form})


@require_safe
@requires(Permission.APPLICATION_VIEW)
def signed_resolution(request: SignedIn, application_id: UUID, resolution_id: UUID, which: str) -> HttpResponse:
    """The signed file; or, for whoever signs, the very file that is to be signed."""
    shown = _of(request, application_id, resolution_id)
    found = queries.signed([shown]).get(shown.pk)
    if which == "original":
        found = queries.signing_begun(shown, request.user.pk)
    file = (found.offered if which == "original" else found.signed) if found else None
    if file is None:
        raise Http404
    audit.record_reading(
        subject=shown, by=request.user, at=now(), purpose="procedure", thread=shown.application.person_id
    )
    return _named(file, shown.number)


def _named(file: StoredFile, number: str) -> HttpResponse:
    answer = served(file, of=file)
    answer["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return answer


def _open_signing(token: str) -> Signing:
    found = queries.signing_of_token(token)
    if found is None or found.signed_at is not None or not rules.is_open(found.begun_at, now()):
        raise Http404
    return found


@require_safe
@public
@limited("signing", most=60, seconds=600)
def signing_paper(request: HttpRequest, token: str) -> HttpResponse:
    """For the signing program, which has no session: the file to be signed, for a quarter of an hour."""
    found = _open_signing(token)
    if found.offered is None:
        raise Http404
    answer = HttpResponse(files.read(found.offered), content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt
@require_POST
@public
@limited("signing", most=60, seconds=600)
def signing_return(request: HttpRequest, token: str) -> HttpResponse:
    """From the signing program, which sends no token of a form of ours: the address is the secret, and what comes has
    to be what was offered."""
    found = _open_signing(token)
    form = SignedForm({}, request.FILES)
    if not form.is_valid():
        return HttpResponse(
            "; ".join(map(str, form.errors.get("signed_file", []))), status=422, content_type="text/plain"
        )
    try:
        actions.receive_signed(signing=found, content=form.content, at=now())
    except RuleBroken as broken:
        return HttpResponse(str(broken), status=422, content_type="text/plain")
    return HttpResponse(_("The resolution is signed."), content_type="text/plain")
