"""What anybody may open without an account: one question a page, kept as it is answered, on any telephone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.pace import even, limited
from ayni.access.permissions import public, sent
from ayni.access.speaking import found, spoken
from ayni.lib import waiting_room
from ayni.lib.errors import RuleBroken
from ayni.lib.tongues import SPANISH, spoken_now

from .. import actions, queries, rules
from ..forms.preregistration import (
    BY_SLUG,
    QUESTIONS,
    CodeForm,
    NumberAndCodeForm,
    OwnPaperForm,
    Question,
    StartForm,
    form_of,
    said_in,
)
from ..models import Preregistration, Station
from .speaking import go

BROWSER, KIOSK, DONE = "preregistration", "kiosk", "preregistration_sent"
"""In the session: which one this browser fills in, with its secret; the kiosk that it is; what was sent."""
WAITING_ROOM = "/quiosco/"
"""The screen that leads to all public pages. It is the portal's, above us."""


def _mine(request: HttpRequest) -> Preregistration | None:
    pk, secret = request.session.get(BROWSER, ["", ""])
    return queries.of_browser(pk, secret, now())


def _kiosk(request: HttpRequest) -> Station | None:
    pk = request.session.get(KIOSK)
    return queries.open_station(pk) if pk else None


def _page(request: HttpRequest, template: str, status: int = 200, **page: Any) -> HttpResponse:
    idle = rules.IDLE if request.session.get(KIOSK) else 0
    return render(request, f"procedures/own/{template}.html", {"idle": idle, **page}, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    return _page(request, "closed", status=404)


@never_cache
@require_http_methods(["GET", "POST"])
@found
@spoken
@limited("preregistration", most=120, seconds=3600)
def own_start(request: HttpRequest) -> HttpResponse:
    """What it is for, and the button that begins. The number and the code are shown once."""
    form = StartForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made, code, secret = actions.start(station=_kiosk(request), at=now())
        request.session[BROWSER] = [str(made.pk), secret]
        return _page(request, "begun", made=made, code=code, first=QUESTIONS[0].slug)
    return _page(request, "start", form=form, has_one=_mine(request) is not None, first=QUESTIONS[0].slug)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("preregistration-code", most=20, seconds=600)
@even
def own_return(request: HttpRequest) -> HttpResponse:
    """With number and code: go on, or see how it stands. What is unknown and what is mistyped is answered alike."""
    form = NumberAndCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        found, code = queries.of_number(form.cleaned_data["number"]), form.cleaned_data["code"]
        if found is not None and found.sent_at and actions.knows_the_code(found=found, code=code):
            return _page(request, "state", found=found)
        if found is not None and (secret := actions.enter(found=found, code=code, at=now())):
            return _let_in(request, found, secret)
        form.add_error(None, _("Number and code do not fit, or it is too old. Look at them again, or begin anew."))
    return _page(request, "return", form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("preregistration-code", most=20, seconds=600)
@even
def own_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link that staff sent: it says nothing before the code."""
    found = queries.of_link(token, now())
    if found is None:
        return _closed(request)
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if secret := actions.enter(found=found, code=form.cleaned_data["code"], at=now()):
            return _let_in(request, found, secret)
        form.add_error("code", _("That is not the code. Look at it again."))
    return _page(request, "link", form=form)


def _let_in(request: HttpRequest, found: Preregistration, secret: str) -> HttpResponseRedirect:
    # A session id from before the code must not be worth anything after it.
    request.session.cycle_key()
    request.session[BROWSER] = [str(found.pk), secret]
    return go("own-check")


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("preregistration-pages", most=600, seconds=3600)
@comes_back
def own_question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question. The answer is kept before the next one is asked."""
    found, question = _mine(request), BY_SLUG.get(slug)
    if found is None or question is None:
        return _closed(request)
    form = question.form(request.POST, day=localdate()) if request.method == "POST" else None
    if form is not None and form.is_valid():
        said = said_in(form, request.POST)
        try:
            actions.answer(found=found, said=said, chosen=form.cleaned_data, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return _after(request, question)
    form = form or form_of(question, found.answers, localdate())
    place = QUESTIONS.index(question)
    back = QUESTIONS[place - 1].slug if place else ""
    return _page(request, "question", form=form, question=question, n=place + 1, of=len(QUESTIONS) + 1, back=back)


def _after(request: HttpRequest, question: Question) -> HttpResponseRedirect:
    place = QUESTIONS.index(question) + 1
    if request.GET.get("volver") or place == len(QUESTIONS):
        return go("own-check")
    return go("own-question", QUESTIONS[place].slug)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("preregistration-pages", most=600, seconds=3600)
@comes_back
def own_check(request: HttpRequest) -> HttpResponse:
    """All answers, each to be changed; the papers; and the button that sends it."""
    found = _mine(request)
    if found is None:
        return _closed(request)
    answered = [(question, form_of(question, found.answers, localdate())) for question in QUESTIONS]
    left = [str(question.title) for question, form in answered if not (form.is_bound and form.is_valid())]
    if request.method == "POST":
        try:
            actions.send(found=found, left=left, at=now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            del request.session[BROWSER]
            request.session[DONE] = [found.number, found.office.name if found.office else ""]
            return go("own-sent")
    papers = queries.papers_asked(found.procedure) if found.procedure else []
    held = set(found.papers.values_list("requirement", flat=True))
    shown = [(paper, paper.pk in held) for paper in papers]
    return _page(request, "check", found=found, answered=answered, left=left, papers=shown)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("preregistration-papers", most=60, seconds=3600)
def own_paper(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """A copy of one paper, drawn anew before anything of it is kept."""
    found = _mine(request)
    if found is None or found.procedure is None:
        return _closed(request)
    paper = get_object_or_404(queries.papers_asked(found.procedure), pk=requirement_id)
    form = OwnPaperForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.drawn is not None:
        try:
            actions.add_own_paper(found=found, requirement=paper, drawn=form.drawn, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return go("own-check")
    return _page(request, "paper", form=form, paper=paper)


@require_safe
@spoken
def own_sent(request: HttpRequest) -> HttpResponse:
    """It is with the office. Nothing more to see, nor for anybody who has not sent one."""
    number, office = request.session.get(DONE, ["", ""])
    if not number:
        return go("own-start")
    return _page(request, "sent", number=number, office=office)


@never_cache
@require_safe
@public
@limited("kiosk", most=60, seconds=3600)
def own_kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Makes this browser a kiosk of an office."""
    station = queries.station_of(token)
    if station is None:
        return _closed(request)
    request.session.flush()
    request.session[KIOSK] = station.pk
    response = go("own-start")
    waiting_room.end(response)
    return response


@never_cache
@require_safe
@public
@limited("kiosk", most=60, seconds=3600)
def own_waiting_room(request: HttpRequest, token: str) -> HttpResponse:
    """Makes this browser the screen of a waiting room: a kiosk of the office for all that the public site has."""
    station = queries.station_of(token)
    if station is None:
        return _closed(request)
    request.session.flush()
    request.session[KIOSK] = request.session["feedback_kiosk"] = station.pk
    response = redirect(WAITING_ROOM)
    waiting_room.begin(request, response)
    return response


@never_cache
@require_safe
@spoken
def own_leave(request: HttpRequest) -> HttpResponse:
    """Forget who stood here: by the button, and at a kiosk by itself after a while. What was answered stays for whoever
    has the number and the code."""
    for name in (BROWSER, DONE):
        request.session.pop(name, None)
    if waiting_room.is_one(request):
        return redirect(WAITING_ROOM)
    with override(SPANISH if request.session.get(KIOSK) else spoken_now()):
        # Whoever stands before a kiosk next has not chosen a language yet.
        return go("own-start")
