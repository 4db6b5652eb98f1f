"""The station: an enrolment begins, each thing is taken or explained, and it ends. No page shows what was taken."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import read_number
from ayni.lib.paging import paginate
from ayni.people.views.parts import tried

from .. import actions, queries
from ..forms.enrolment import BeginForm, MissingForm
from ..models import Application, EnrolmentSession, EnrolmentState, What
from ..rules import enrolment as rules

BY_ADDRESS = {
    "zona": What.ZONE, "documento": What.DOCUMENT, "foto": What.PHOTO, "firma": What.SIGNATURE, "huellas": What.FINGER
}  # fmt: skip
SLUGS = {what: slug for slug, what in BY_ADDRESS.items()}


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
@once
def enrolments(request: SignedIn) -> HttpResponse:
    """What is in course at one's offices and what ended there, and where the next one begins."""
    form = BeginForm(sent(request))
    if form.is_valid() and (session := _begun(request, form)):
        return redirect("procedures:enrolment", session_id=session.pk)
    page = paginate(request, queries.open_enrolments(request.user), order=("-begun_at", "-pk"))
    ended = paginate(request, queries.ended_enrolments(request.user), order=("-ended_at", "-pk"), size=20, prefix="e")
    return render(request, "procedures/enrolment/list.html", {"form": form, "page": page, "ended": ended})


def _begun(request: SignedIn, form: BeginForm) -> EnrolmentSession | None:
    number = read_number("T", form.cleaned_data["number"]) or ""
    application = Application.objects.visible_to(request.user).select_related("person", "office").filter(number=number)
    if not (found := application.first()):
        form.add_error("number", _("There is no such application here. Look at the number on the slip again."))
        return None
    try:
        return actions.begin_enrolment(
            person=found.person, application=found, office=found.office, by=request.user, at=now()
        )
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


@require_safe
@requires(Permission.ENROLMENT_WORK)
def enrolment(request: SignedIn, session_id: UUID) -> HttpResponse:
    """What is taken, what is missing and why, and what comes next."""
    session = fetch(request, session_id)
    things = queries.standing(session, localdate())
    audit.record_reading(subject=session, by=request.user, at=now(), purpose="enrolment", thread=session.person_id)
    fingers = [thing for thing in things if thing.what == What.FINGER]
    page = {
        "session": session,
        "is_open": session.state == EnrolmentState.OPEN,
        "things": [(SLUGS[thing.what], thing) for thing in things if thing.what != What.FINGER],
        "fingers": fingers,
        "asks_fingers": any(thing.is_asked for thing in fingers),
        "left": sum(thing.is_open for thing in things),
    }  # fmt: skip
    return render(request, "procedures/enrolment/station.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.ENROLMENT_WORK)
@once
def missing(request: SignedIn, session_id: UUID, thing: str) -> HttpResponse:
    """Why something is not taken."""
    session, what = fetch(request, session_id), BY_ADDRESS.get(thing)
    if what is None:
        raise Http404
    things = queries.standing(session, localdate())
    fingers = [
        (one.position, one.label) for one in things if one.what == What.FINGER and (one.is_open or _is_missing(one))
    ]
    form = MissingForm(sent(request), what=what, fingers=fingers)
    if form.is_valid():
        verb = lambda: actions.say_missing(  # noqa: E731
            session=session, what=what, positions=form.positions, reason=form.cleaned_data["reason"],
            by=request.user, at=now(),
        )  # fmt: skip
        if tried(request, form, verb, _("It is noted why it is missing.")):
            return redirect("procedures:enrolment", session_id=session.pk)
    return station_page(request, "missing", session, form, what=what)


def _is_missing(thing: queries.Standing) -> bool:
    return thing.capture is not None and bool(thing.capture.missing)


@require_POST
@requires(Permission.ENROLMENT_WORK)
@once
def ending(request: SignedIn, session_id: UUID, how: str) -> HttpResponse:
    """Finished, or left so that another station can begin."""
    session = fetch(request, session_id)
    verb, done = {
        "terminar": (actions.finish_enrolment, _("The enrolment is finished.")),
        "dejar": (actions.leave_enrolment, _("The enrolment is left. What was taken stays.")),
    }[how]
    if tried(request, None, lambda: verb(session=session, by=request.user, at=now()), done) and how == "dejar":
        return redirect("procedures:enrolments")
    return redirect("procedures:enrolment", session_id=session.pk)


def fetch(request: SignedIn, session_id: UUID) -> EnrolmentSession:
    rows = EnrolmentSession.objects.visible_to(request.user).select_related("person", "application", "office")
    return get_object_or_404(rows, pk=session_id)


def station_page(
    request: SignedIn, name: str, session: EnrolmentSession, form: forms.Form | None, **more: Any
) -> HttpResponse:
    """A page of the station. Only these may open the camera of this device."""
    page = {"session": session, "form": form, "fault_words": rules.FACE_WORDS, **more}
    status = 400 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"procedures/enrolment/{name}.html", page, status=status)
