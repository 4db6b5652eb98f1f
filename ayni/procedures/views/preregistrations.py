"""What came in beforehand: whose it is, who it may already be, and the application that it becomes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.files.serving import served
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import paginate
from ayni.people import actions as people
from ayni.people import queries as files
from ayni.people.models import Person

from .. import actions, queries, rules
from ..forms.preregistration import QUESTIONS, InviteForm, StationForm, form_of, sought
from ..models import Preregistration, PreregistrationState

INVITED, KIOSK_MADE = "invited", "kiosk_made"
"""In the session, until the next page has shown it: who sends the form twice has invited once."""


@require_safe
@requires(Permission.APPLICATION_RECEIVE)
def preregistrations(request: SignedIn) -> HttpResponse:
    page = paginate(request, queries.waiting(request.user), order=("sent_at", "pk"))
    return render(request, "procedures/own/list.html", {"page": page})


def _fetch(request: SignedIn, preregistration_id: UUID) -> Preregistration:
    rows = Preregistration.objects.visible_to(request.user).select_related("procedure", "office")
    return get_object_or_404(rows, pk=preregistration_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def preregistration(request: SignedIn, preregistration_id: UUID) -> HttpResponse:
    """What the person wrote, beside whoever they may already be. The opening is recorded."""
    found = _fetch(request, preregistration_id)
    if found.state != PreregistrationState.SENT:
        return render(request, "procedures/own/settled.html", {"found": found})
    if request.method == "POST" and (answer := _settled(request, found)):
        return answer
    if request.method == "GET":
        audit.record_reading(subject=found, by=request.user, at=now(), purpose="procedure")
    asked = sought(found)
    alike = files.Found() if asked.is_empty else people.search_for(sought=asked, by=request.user, at=now())
    registered = Person.objects.visible_to(request.user).filter(pk__in=[queries.registered_from(found)]).first()
    page = {
        "found": found, "alike": alike, "registered": registered, "papers": found.papers.select_related("requirement"),
        "answered": [(question, form_of(question, found.answers, localdate())) for question in QUESTIONS],
        "call": files.whom_to_call(request.user) if alike.somebody_hidden else None,
    }  # fmt: skip
    return render(request, "procedures/own/one.html", page)


def _settled(request: SignedIn, found: Preregistration) -> HttpResponse | None:
    """What was chosen, done; nothing if a rule refused it, which a message says."""
    do, by = request.POST.get("do", ""), request.user
    if do == "register":
        try:
            draft = actions.begin_registration(found=found, by=by, at=now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return None
        return redirect("people:draft", draft_id=draft.pk)
    if do == "discard":
        try_verb(request, None, lambda: actions.set_aside(found=found, by=by, at=now()), _("It is set aside."))
        return redirect("procedures:preregistrations")
    pk = request.POST.get("person", "")
    if not is_uuid(pk):
        messages.error(request, _("Choose who it is, or register the person."))
        return None
    person = get_object_or_404(Person.objects.visible_to(by), pk=pk)
    made: list[Any] = []
    verb = lambda: made.append(actions.take_over(found=found, person=person, by=by, at=now()))  # noqa: E731
    if try_verb(request, None, verb, _("The application is begun, with the papers that came along.")):
        return redirect("procedures:application", made[0].pk)
    return None


@require_safe
@requires(Permission.APPLICATION_RECEIVE)
def preregistration_paper(request: SignedIn, preregistration_id: UUID, paper_id: UUID) -> HttpResponse:
    found = _fetch(request, preregistration_id)
    paper = get_object_or_404(found.papers.select_related("file"), pk=paper_id)
    answer = served(paper.file, of=paper)
    audit.record_reading(subject=paper, by=request.user, at=now(), purpose="procedure")
    return answer


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def invite(request: SignedIn) -> HttpResponse:
    """Send somebody a link. The code is shown once, to be told apart."""
    if request.method == "GET" and (invited := request.session.pop(INVITED, None)):
        return render(request, "procedures/own/invited.html", invited)
    form = InviteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            office = rules.own_office(request.user.office)
            made, code = actions.invite(office=office, by=request.user, at=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            request.session[INVITED] = {"number": made.number, "code": code}
            return redirect("procedures:invite")
    return render(request, "procedures/own/invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def stations(request: SignedIn) -> HttpResponse:
    """The kiosks of one's offices: made with an address that is shown once, and taken out of use."""
    form = StationForm(sent(request) if "name" in request.POST else None, offices=queries.own_offices(request.user))
    if request.method == "POST" and "revoke" in request.POST:
        pk = request.POST["revoke"]
        station = get_object_or_404(queries.stations(request.user), pk=pk if pk.isascii() and pk.isdecimal() else None)
        actions.revoke_station(station=station, by=request.user, at=now())
        messages.success(request, _("The kiosk is out of use."))
        return redirect("procedures:stations")
    if request.method == "POST" and form.is_valid():
        _made, request.session[KIOSK_MADE] = actions.make_station(by=request.user, at=now(), **form.cleaned_data)
        return redirect("procedures:stations")
    address = request.session.pop(KIOSK_MADE, "") if request.method == "GET" else ""
    waiting = address.replace("/mi-tramite/quiosco/", "/quiosco/abrir/")
    page = {"form": form, "address": address, "waiting": waiting, "stations": queries.stations(request.user)[:100]}
    return render(request, "procedures/own/stations.html", page)
