"""Certificates: who may have one, the paper, and the page that proves it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.pace import even, limited
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.access.speaking import spoken
from ayni.lib.doors import try_verb

from .. import papers
from ..actions import around as verbs
from ..forms.around import NameForm
from ..models import OVER, Attendance, Certificate
from ..queries import around as queries
from ..queries import attending
from .fetching import session_of
from .speaking import page_of


@require_safe
@requires(Permission.SESSION_KEEP)
def certificates(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Whoever came, by name where there is one."""
    found = session_of(request, session_id)
    page = {
        "session": found, "present": attending.present(found, request.user), "is_over": found.state in OVER,
    }  # fmt: skip
    return render(request, "outreach/certificates.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
def certificate(request: SignedIn, attendance_id: UUID) -> HttpResponse:
    """The paper. Its name is not kept: a colleague types it where we have none."""
    rows = Attendance.objects.visible_to(request.user).select_related("session", "sign_up", "colleague")
    one = get_object_or_404(rows, pk=attendance_id)
    seen = attending.visible_people({one.person_id} if one.person_id else set(), request.user)
    name = attending.name_of(one, seen)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": name})
    made: list[Certificate] = []

    def verb() -> None:
        made.append(verbs.issue_certificate(attendance=one, name=form.cleaned_data["name"], by=request.user, at=now()))

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, ""):
        return _pdf(papers.certificate(made[0], form.cleaned_data["name"]))
    page = {"session": one.session, "attendance": one, "form": form, "is_certified": attending.is_certified(one)}
    return render(request, "outreach/certificate.html", page, status=400 if form.errors else 200)


def _pdf(content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": 'inline; filename="constancia.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@requires(Permission.SESSION_KEEP)
@once
def withdraw_certificate(request: SignedIn, attendance_id: UUID) -> HttpResponse:
    rows = Certificate.objects.filter(attendance__in=Attendance.objects.visible_to(request.user))
    one = get_object_or_404(rows.select_related("attendance"), attendance=attendance_id)
    verb = lambda: verbs.withdraw_certificate(certificate=one, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("It is withdrawn: its code says from now on that it is not valid."))
    return redirect("outreach:certificates", one.attendance.session_id)


@never_cache
@require_safe
@limited("session-proof", most=30, seconds=600)
@even
@spoken
def proof(request: HttpRequest, proof: str) -> HttpResponse:
    """Valid or not valid, and the print to compare with the paper. Never whose it is, nor of which session."""
    found = queries.certificate_of_proof(proof)
    return page_of(request, "proof", "certificate-proof", words={"proof": proof}, certificate=found)
