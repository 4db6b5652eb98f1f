"""The pages of a station that take something: zone, scan, photo, signature, prints."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib import pairing, prints
from ayni.lib.errors import RuleBroken
from ayni.people import queries as people
from ayni.people.views.parts import tried

from .. import actions, queries
from ..forms.enrolment import FingerForm, PhotoForm, ScanForm, SignatureForm, ZoneForm
from ..forms.words import sentences, suggestions
from ..models import EnrolmentSession, What
from ..rules import enrolment as rules
from .enrolment import fetch, station_page
from .sensors import allowing_camera, reaching_the_bridge


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
@allowing_camera
def photo(request: SignedIn, session_id: UUID) -> HttpResponse:
    session = fetch(request, session_id)
    form = PhotoForm(sent(request), request.FILES or None, devices=_devices(request, session, What.PHOTO))
    # Judged before `once` begins its transaction: drawing anew takes a second, and nobody else waits for it.
    form.is_valid()
    return _take_photo(request, session, form)


@once
def _take_photo(request: SignedIn, session: EnrolmentSession, form: PhotoForm) -> HttpResponse:
    if form.is_valid() and form.drawn and form.measures:
        quality = actions.told_of(form.measures, form.poor)
        taken = actions.Taken(What.PHOTO, form.drawn.content, quality=quality, device=form.cleaned_data["device"])
        verb = lambda: actions.take_capture(session=session, taken=taken, by=request.user, at=now())  # noqa: E731
        done = (
            _("The photo is taken, and could be better: see what is poor.") if form.poor else _("The photo is taken.")
        )
        if tried(request, form, verb, done):
            return redirect("procedures:enrolment", session_id=session.pk)
    return station_page(request, "photo", session, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
def signature(request: SignedIn, session_id: UUID) -> HttpResponse:
    session = fetch(request, session_id)
    form = SignatureForm(sent(request), request.FILES or None, devices=_devices(request, session, What.SIGNATURE))
    form.is_valid()
    return _take_signature(request, session, form)


@once
def _take_signature(request: SignedIn, session: EnrolmentSession, form: SignatureForm) -> HttpResponse:
    if form.is_valid() and form.drawn:
        taken = actions.Taken(What.SIGNATURE, form.drawn.content, device=form.cleaned_data["device"])
        verb = lambda: actions.take_capture(session=session, taken=taken, by=request.user, at=now())  # noqa: E731
        if tried(request, form, verb, _("The signature is taken.")):
            return redirect("procedures:enrolment", session_id=session.pk)
    return station_page(request, "signature", session, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
@allowing_camera
def scan(request: SignedIn, session_id: UUID) -> HttpResponse:
    session = fetch(request, session_id)
    form = ScanForm(
        sent(request), request.FILES or None, devices=_devices(request, session, What.DOCUMENT),
        documents=list(people.documents(session.person)),
    )  # fmt: skip
    form.is_valid()
    return _take_scan(request, session, form)


@once
def _take_scan(request: SignedIn, session: EnrolmentSession, form: ScanForm) -> HttpResponse:
    if form.is_valid() and form.drawn and form.measures:
        told = {"quality": actions.told_of(form.measures, []), "device": form.cleaned_data["device"]}
        new = form.attachment
        verb = lambda: actions.take_scan(session=session, new=new, **told, by=request.user, at=now())  # noqa: E731
        if tried(request, form, verb, _("The scan is in the file of the person.")):
            return redirect("procedures:enrolment", session_id=session.pk)
    return station_page(request, "scan", session, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
@once
def zone(request: SignedIn, session_id: UUID) -> HttpResponse:
    """What the zone says beside what the file says. It is noted that it was read; nothing in the file is changed."""
    session = fetch(request, session_id)
    form = ZoneForm(sent(request), devices=_devices(request, session, What.ZONE), today=localdate())
    page: dict[str, Any] = {"read": None}
    if form.is_valid() and form.read:
        rows = queries.compared(form.read.fields, session.person, people.documents(session.person))
        page = {
            "read": form.read, "rows": rows, "failed": sentences(form.read), "maybe": suggestions(form.read),
            "has_ended": form.read.fields.expiry.is_before(localdate()),
        }  # fmt: skip
        if request.POST.get("step") == "note":
            differing = [row.field for row in rows if row.fits is False]
            quality = {"format": form.read.layout.name, "failed": list(form.read.failed), "differs": differing}
            told = {"quality": quality, "device": form.cleaned_data["device"]}
            verb = lambda: actions.take_zone(session=session, **told, by=request.user, at=now())  # noqa: E731
            if tried(request, form, verb, _("It is noted that the zone was read.")):
                return redirect("procedures:enrolment", session_id=session.pk)
    return station_page(request, "zone", session, form, **page)


@require_safe
@requires(Permission.ENROLMENT_WORK)
@reaching_the_bridge
def prints_page(request: SignedIn, session_id: UUID) -> HttpResponse:
    session = fetch(request, session_id)
    fingers = [thing for thing in queries.standing(session, localdate()) if thing.what == What.FINGER]
    readers = [
        (device, actions.capture_ticket(session=session, device=device, at=now()))
        for device in queries.paired_readers(request.user, session.office_id)
    ]
    page = {"fingers": fingers, "readers": readers, "poor_print": rules.POOR_PRINT}
    return station_page(request, "prints", session, None, **page)


@require_POST
@requires(Permission.ENROLMENT_WORK)
def finger(request: SignedIn, session_id: UUID) -> HttpResponse:
    """One print, sealed by the bridge and handed on by the page. Answers the script with what to say."""
    session = fetch(request, session_id)
    form = FingerForm(request.POST, devices=_devices(request, session, What.FINGER))
    if not form.is_valid():
        return JsonResponse({"words": _("The print did not arrive whole. Take it again.")}, status=400)
    told = form.cleaned_data
    try:
        opened = actions.opened_print(session=session, **told)
        image = opened.image
        grade = image.quality if image.quality <= 100 else None
        poor = grade is not None and grade < rules.POOR_PRINT
        taken = actions.Taken(
            What.FINGER, opened.record, opened.form, told["position"], grade,
            {"impression": int(image.impression), "poor_print": poor}, told["device"],
        )  # fmt: skip
        actions.take_capture(session=session, taken=taken, by=request.user, at=now())
    except (pairing.NotOurs, prints.NoRecord):
        words = _("This print does not come from the reader of this station. Pair the reader again, then take it anew.")
        return JsonResponse({"words": words}, status=400)
    except RuleBroken as broken:
        return JsonResponse({"words": str(broken)}, status=400)
    words = _("Taken, and poor: take it again if you can.") if poor else _("Taken.")
    return JsonResponse({"words": words, "grade": grade, "poor": poor})


def _devices(request: SignedIn, session: EnrolmentSession, what: str) -> Any:
    return queries.devices_for(request.user, session.office_id, what)
