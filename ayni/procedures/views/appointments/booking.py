"""Booking without an account: for what, where, which day, which hour, how to reach you, the code. Each step is an
address of its own, so that the back button and an old telephone work; nothing is kept before something is sent."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.pace import even, limited
from ayni.access.permissions import sent
from ayni.access.speaking import found, spoken
from ayni.lib.crowds import Crowd, Way
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.limits import within
from ayni.lib.tongues import spoken_now

from ...actions import appointments as actions
from ...forms.appointments import CodeForm, GroupForm, WayForm
from ...models import Hold, Procedure, Slot
from ...queries import appointments as queries
from ...queries import looks as looking
from ...queries import places
from ...rules import booking as rules
from ...rules.codes import MOST_CODES_A_DAY
from ...speech import address
from ..looked import looked_up
from ..speaking import go
from .own import OWN, keep_own

HOLD = "appointment_hold"
"""In the session: the seat that is held for this browser."""
CROWD = Crowd("booking", free=10, most=200, seconds=600)
"""A whole neighbourhood may sit behind one address."""
READS = {"most": 600, "seconds": 600}


@never_cache
@require_safe
@found
@spoken
@limited("citas", **READS)
def start(request: HttpRequest) -> HttpResponse:
    """What one can come for."""
    page = {"procedures": places.bookable(), "elsewhere": places.elsewhere()}
    return render(request, "procedures/appointments/start.html", page)


@never_cache
@require_safe
@found
@spoken
@limited("citas", **READS)
def campaign_days(request: HttpRequest) -> HttpResponse:
    """Where the unit comes to people: campaign days and stops of the vehicle."""
    page = {"campaigns": places.days_away(localdate())}
    return render(request, "procedures/appointments/campaign_days.html", page)


def _asked(request: HttpRequest, code: str) -> tuple[Procedure, dict[str, Any]]:
    procedure = places.procedure_of(code)
    if procedure is None:
        raise Http404
    form = GroupForm(request.GET or None)
    group = form.cleaned_data["grupo"] if form.is_bound and form.is_valid() else ""
    return procedure, {"procedure": procedure, "group_form": form, "group": group, "kept": _kept(group)}


def _kept(group: str) -> str:
    """What links to the next step carry."""
    return f"?grupo={group}" if group else ""


@never_cache
@require_safe
@found
@spoken
@limited("citas", **READS)
def offices(request: HttpRequest, code: str) -> HttpResponse:
    """Where, and when the first hour is free there."""
    procedure, page = _asked(request, code)
    page["places"] = places.places(procedure, group=page["group"], at=now())
    return render(request, "procedures/appointments/offices.html", page)


@never_cache
@require_safe
@spoken
@limited("citas", **READS)
def days(request: HttpRequest, code: str, place: str) -> HttpResponse:
    procedure, page = _asked(request, code)
    page |= _place(procedure, place)
    page["days"] = places.days(page["calendars"], group=page["group"], at=now())
    return render(request, "procedures/appointments/days.html", page)


@never_cache
@require_safe
@spoken
@limited("citas", **READS)
def hours(request: HttpRequest, code: str, place: str, day: date) -> HttpResponse:
    procedure, page = _asked(request, code)
    page |= _place(procedure, place) | {"day": day}
    page["slots"] = places.hours(page["calendars"], day, group=page["group"], at=now())
    return render(request, "procedures/appointments/hours.html", page)


def _place(procedure: Procedure, key: str) -> dict[str, Any]:
    calendars = places.calendars_at(procedure, key)
    first = calendars.select_related("office", "campaign").order_by("pk").first()
    if first is None:
        raise Http404
    return {"place": key, "calendars": calendars, "office": first.office, "campaign": first.campaign}


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("citas", **READS)
@even
@comes_back
def book(request: HttpRequest, code: str, place: str, slot_id: int) -> HttpResponse:
    """How to reach you. The seat is held from here on, and a code is on its way."""
    procedure, page = _asked(request, code)
    page |= _place(procedure, place)
    slot = get_object_or_404(Slot.objects.select_related("calendar"), pk=slot_id, calendar__in=page["calendars"])
    if request.method == "GET" and slot.starts_at <= now():
        # From a page that was left open: nobody fills in a form for an hour that is over.
        day = localdate(slot.starts_at)
        return redirect(address("booking-hours", code, place, day) + page["kept"])
    if (wish := _known(request, procedure, page["group"])) is not None:
        return _book_known(request, slot, wish, page)
    form = WayForm(sent(request))
    if request.method == "POST" and form.is_valid() and _may_go_on(request, form):
        wish = _wish(procedure, form, page["group"])
        try:
            hold = actions.hold_seat(slot=slot, wish=wish, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            request.session[HOLD] = str(hold.pk)
            request.session.set_expiry(3600)
            return go("booking-code")
    page |= {"slot": slot, "form": form} | CROWD.page(request)
    return render(request, "procedures/appointments/book.html", page, status=400 if form.errors else 200)


def _known(request: HttpRequest, procedure: Procedure, group: str) -> actions.Wish | None:
    """Of whoever has just given the code of their application: who they are and how to reach them is known."""
    look = looked_up(request, now())
    if look is None or look.application is None or not looking.says_all(look):
        return None
    application = look.application
    if application.procedure.code != procedure.code:
        return None
    return actions.Wish(
        procedure=procedure, who=queries.who_of_person(application.person), group=group, person=application.person,
        contact=queries.contact_of(application.person) | {"language": spoken_now()}, application=application,
    )  # fmt: skip


def _book_known(request: HttpRequest, slot: Slot, wish: actions.Wish, page: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        try:
            appointment = actions.book_known(slot=slot, wish=wish, at=now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            keep_own(request, appointment, of_look=True)
            return go("own-shown")
    return render(request, "procedures/appointments/book_known.html", page | {"slot": slot})


def _wish(procedure: Procedure, form: WayForm, group: str) -> actions.Wish:
    who = queries.who_of(**form.identity)
    contact = form.contact | {"language": spoken_now()}
    return actions.Wish(procedure=procedure, who=who, contact=contact, group=group)


def _may_go_on(request: HttpRequest, form: WayForm) -> bool:
    """Counts what one address asks for, and beyond some asks for a little work or time. Nothing typed is lost."""
    way = CROWD.way(request)
    if way is Way.SHUT:
        form.add_error(None, _("Too many appointments are asked for from where you are. Try again in ten minutes."))
        return False
    if way is Way.SLOW:
        form.add_error(None, _("Many people book from where you are. Wait a minute, and press the button again."))
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("booking-code", most=120, seconds=600)
@even
@comes_back
def ask_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent makes the appointment. For the browser that asked for it, and no other."""
    key = request.session.get(HOLD, "")
    hold = Hold.objects.filter(pk=UUID(key)).select_related("procedure").first() if is_uuid(key) else None
    if hold is None and request.session.get(OWN):
        # The same code sent twice, or the back button: it is there already.
        return go("own-shown")
    if hold is None:
        return render(request, "procedures/appointments/no_hold.html", status=404)
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            appointment = actions.confirm(hold=hold, code=form.cleaned_data["code"], at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            if appointment is not None:
                request.session.pop(HOLD, None)
                keep_own(request, appointment)
                return go("own-shown")
            form.add_error("code", _("That is not the code. Look at the last message that we sent you."))
    page = {"form": form, "hold": hold, "by_email": bool(hold.contact.get("email"))}
    return render(request, "procedures/appointments/code.html", page, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("citas", **READS)
@even
@comes_back
def join(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """The waiting list of an office. The page says the same to everybody; the message says the rest."""
    procedure, page = _asked(request, code)
    page |= _place(procedure, place)
    if page["campaign"]:
        raise Http404
    form = WayForm(sent(request))
    if request.method == "POST" and form.is_valid() and _may_go_on(request, form):
        wish = _wish(procedure, form, page["group"])
        of_person = within(f"list:{wish.who}", most=rules.MOST_HOLDS_A_DAY, seconds=86400)
        to_address = within(f"list:{queries.reach_of(wish.contact)}", most=MOST_CODES_A_DAY, seconds=86400)
        if of_person and to_address:
            actions.ask_for_list(office=page["office"], wish=wish, at=now())
        return go("booking-listed")
    page |= {"form": form} | CROWD.page(request)
    return render(request, "procedures/appointments/join.html", page, status=400 if form.errors else 200)


@require_safe
@spoken
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "procedures/appointments/listed.html")
