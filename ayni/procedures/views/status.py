"""How my application stands: number and birth, a code to the safe contact, and a page for a quarter of an hour. What is
wrong and what is unknown is answered like what is right: the worker looks, and not the request."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.pace import even, limited
from ayni.access.permissions import sent
from ayni.access.speaking import found, spoken
from ayni.lib.crowds import Crowd, Way
from ayni.lib.doors import try_verb
from ayni.lib.limits import address_digest, within
from ayni.lib.tongues import SPANISH, spoken_now

from .. import actions
from ..actions import looks as verbs
from ..forms.looks import LookCodeForm, LookForm
from ..forms.preregistration import OwnPaperForm
from ..queries import looks as queries
from ..rules import looks as rules
from .appointments.booking import HOLD
from .appointments.own import LIST, OF_LOOK, OWN, keep_own
from .looked import LOOK, looked_up
from .resolutions import pdf_of
from .speaking import go

CROWD = Crowd("status", free=10, most=120, seconds=600)
PAGES = {"most": 240, "seconds": 600}
DEEDS = {"most": 60, "seconds": 3600}
KEPT = (LOOK, OWN, OF_LOOK, LIST, HOLD)
"""In the session: what these pages and those of appointments keep there of whoever stands here."""


def _page(request: HttpRequest, template: str, status: int = 200, **page: Any) -> HttpResponse:
    return render(request, f"procedures/status/{template}.html", page, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@found
@spoken
@limited("status-pages", **PAGES)
@even
def ask_status(request: HttpRequest) -> HttpResponse:
    """Number and date of birth."""
    form = LookForm(sent(request))
    if request.method == "POST" and form.is_valid() and _may_go_on(request, form):
        look = verbs.ask(asked=form.asked, language=spoken_now(), at=now())
        # A session id from before must not be worth anything after the code, nor may what the last one opened stay.
        _forget(request)
        request.session.cycle_key()
        request.session[LOOK] = str(look.pk)
        request.session.set_expiry(int(rules.OPEN_FOR.total_seconds()))
        return go("status-code")
    page = {"form": form, **CROWD.page(request)}
    return _page(request, "ask", 400 if form.errors else 200, **page)


def _forget(request: HttpRequest) -> None:
    for name in KEPT:
        request.session.pop(name, None)


def _may_go_on(request: HttpRequest, form: LookForm) -> bool:
    """By what was typed and from where, never by whether it is true."""
    way, number = CROWD.way(request), form.cleaned_data["number"]
    if way is Way.SHUT:
        form.add_error(None, _("Too much is asked from where you are. Try again in ten minutes, or call the office."))
    elif way is Way.SLOW:
        form.add_error(None, _("Much is asked from where you are. Wait a minute, and press the button again."))
    elif not within(f"status:{number}:{address_digest(request)}", **rules.FROM_ONE_PLACE):
        form.add_error("number", _("You asked for this number three times. Wait an hour, or ask at the office."))
    return not form.errors


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("status-code", most=60, seconds=600)
@even
def status_code(request: HttpRequest) -> HttpResponse:
    """The code. The page is the same whether one was sent or not."""
    if looked_up(request, now()) is not None:
        return go("status")
    look = queries.look_of(str(request.session.get(LOOK, "")))
    if look is None or look.opened_at is not None:
        return go("status-ask")
    form = LookCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if verbs.enter(look=look, code=form.cleaned_data["code"], at=now()):
            request.session.cycle_key()
            request.session.set_expiry(int(rules.OPEN_FOR.total_seconds()))
            return go("status")
        form.add_error("code", _("That code does not open it. Look at the last one that you got, or ask for another."))
    return _page(request, "code", 400 if form.errors else 200, form=form)


@never_cache
@require_safe
@spoken
@limited("status-pages", **PAGES)
def status(request: HttpRequest) -> HttpResponse:
    """How it stands, what comes next and by when, what is missing, and what one can do."""
    look = looked_up(request, now())
    if look is None:
        return go("status-ask")
    verbs.note_seen(look=look, at=now())
    return _page(request, "status", **queries.status_of(look, now()))


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("status-papers", **DEEDS)
def status_paper(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A paper that is missing or has to be corrected, drawn anew before anything of it is kept."""
    look = looked_up(request, now())
    if look is None:
        return go("status-ask")
    item = queries.item_to_send(look, item_id)
    if item is None:
        raise Http404
    form = OwnPaperForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.drawn is not None:
        drawn = form.drawn
        verb = lambda: actions.present(item=item, drawn=drawn, by=None, at=now())  # noqa: E731
        if try_verb(request, form, verb, _("We have the paper.")):
            return go("status")
    return _page(request, "paper", 400 if form.errors else 200, form=form, item=item)


@never_cache
@require_POST
@spoken
@limited("status-papers", **DEEDS)
def status_hand_in(request: HttpRequest) -> HttpResponse:
    """All that was asked for is there."""
    look = looked_up(request, now())
    if look is not None and queries.says_all(look):
        verb = lambda: verbs.hand_in_own(look=look, at=now())  # noqa: E731
        try_verb(request, None, verb, _("It is handed in. Somebody looks at it now."))
    return go("status")


@never_cache
@require_safe
@spoken
@limited("status-papers", **DEEDS)
def status_resolution(request: HttpRequest, resolution_id: UUID) -> HttpResponse:
    """As it was sealed. Taking it is in the trail; it does not count as being told."""
    look = looked_up(request, now())
    if look is None:
        return go("status-ask")
    found = queries.resolutions_of(look).select_related("application__person").filter(pk=resolution_id).first()
    if found is None or not found.sealed:
        raise Http404
    with override(SPANISH):
        # What was decided is said in one language, whoever takes it.
        pdf = pdf_of(found)
    actions.print_resolution(resolution=found, by=None, at=now())
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@never_cache
@require_POST
@spoken
@limited("status-pages", **PAGES)
def status_appointment(request: HttpRequest) -> HttpResponse:
    """To the pages of appointments: to the one there is, or to those that are free. They ask nothing that is known."""
    look = looked_up(request, now())
    if look is None or look.application is None or not queries.says_all(look):
        return go("status-ask")
    if (appointment := queries.appointment_of(look.application)) is not None:
        keep_own(request, appointment, of_look=True)
        return go("own-shown")
    if not queries.bookable(look.application):
        messages.error(request, _("For this no hours are given here. Ask at the office."))
        return go("status")
    return go("booking-offices", look.application.procedure.code)


@never_cache
@require_POST
@spoken
def status_leave(request: HttpRequest) -> HttpResponse:
    """Nothing stays on a computer that others use: neither in the session nor for its back button."""
    look = queries.look_of(str(request.session.get(LOOK, "")))
    if look is not None:
        verbs.leave(look=look, at=now())
    _forget(request)
    response = go("status-ask")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
