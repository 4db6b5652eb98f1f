"""What anybody may tell the unit without an account: one question a page, kept as it is answered, on any telephone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back, forget
from ayni.access.pace import limited
from ayni.access.permissions import public, sent
from ayni.lib import waiting_room
from ayni.lib.crowds import Crowd, Way
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.tongues import ASKED, SPANISH, asked_as
from ayni.procedures import queries as front_desk
from ayni.procedures.models import Station

from .. import actions, queries, rules
from ..forms import own as forms
from ..models import Channel, Draft
from .speaking import BROWSER, DONE, KIOSK, RECEIPT, page_in, spoken

CROWD = Crowd("feedback-sent", free=3, most=60, seconds=600)
READS = {"most": 16 * CROWD.most, "seconds": CROWD.seconds}
"""Of one address: a waiting room or all whom one carrier sends through it. Whoever may send has to get that far."""
LASTS = 1800
"""Seconds that number and code, or what they open, stay in a browser."""


def _mine(request: HttpRequest) -> Draft | None:
    pk, secret = request.session.get(BROWSER, ["", ""])
    return queries.draft_of_browser(pk, secret, now())


def _kiosk(request: HttpRequest) -> Station | None:
    pk = request.session.get(KIOSK)
    return front_desk.open_station(pk) if pk else None


def page_of(request: HttpRequest, template: str, language: str, status: int = 200, **page: Any) -> HttpResponse:
    idle = rules.KIOSK_IDLE if request.session.get(KIOSK) else 0
    return page_in(request, f"own/{template}", language, status, idle=idle, **page)


def _begin_again(request: HttpRequest, language: str) -> HttpResponse:
    return page_of(request, "closed", language, 404)


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback", **READS)
@spoken
def start(request: HttpRequest, *, language: str) -> HttpResponse:
    """What this is for, the button that begins, and the way to an answer."""
    if request.method == "POST":
        draft, secret = actions.begin(station=_kiosk(request), at=now())
        request.session[BROWSER], request.session[ASKED] = [str(draft.pk), secret], language
        if KIOSK not in request.session:
            # Whoever read an answer before has little time left: what is written now would go with it.
            request.session.pop(RECEIPT, None)
            request.session.set_expiry(None)
        return redirect("feedback:question", forms.QUESTIONS[0].slug)
    return page_of(request, "start", language, has_one=_mine(request) is not None)


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback", **READS)
@comes_back
@spoken
def question(request: HttpRequest, slug: str, *, language: str) -> HttpResponse:
    """One question. The answer is kept before the next one is asked."""
    draft, asked = _mine(request), forms.BY_SLUG.get(slug)
    if draft is None or asked is None:
        return _begin_again(request, language)
    form = asked.form(request.POST, request.FILES, answers=draft.answers) if request.method == "POST" else None
    if form is not None and form.is_valid() and (kept := _kept(request, draft, form)):
        return _after(request, asked, kept)
    form = form or forms.form_of(asked, draft.answers)
    place = [one.slug for one in forms.QUESTIONS].index(slug)
    before = [one.slug for one in forms.QUESTIONS[:place] if one.is_asked(draft.answers)]
    page = {"form": form, "question": asked, "draft": draft, "back": before[-1] if before else ""}
    is_wrong = form.errors and request.method == "POST"
    return page_of(request, "question", language, 400 if is_wrong else 200, **page)


def _kept(request: HttpRequest, draft: Draft, form: Any) -> Draft | None:
    """As it is kept now; nothing if a rule refused it, which the form says."""
    try:
        draft = actions.keep_answer(draft=draft, said=forms.said_in(form, request.POST), at=now())
        if isinstance(form, forms.WordsForm):
            without = frozenset(request.POST.getlist("without")) & {"voice", "picture"}
            draft = actions.keep_files(draft=draft, voice=form.sound, picture=form.drawn, without=without, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None
    return draft


def _after(request: HttpRequest, asked: forms.Question, draft: Draft) -> HttpResponseRedirect:
    place = forms.QUESTIONS.index(asked) + 1
    left = [one.slug for one in forms.QUESTIONS[place:] if one.is_asked(draft.answers)]
    # Another kind has other categories: what was chosen before is asked again.
    if not left or (request.GET.get("volver") and asked.slug != "tipo"):
        return redirect("feedback:check")
    return redirect("feedback:question", left[0])


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback", **READS)
@comes_back
@spoken
def check(request: HttpRequest, *, language: str) -> HttpResponse:
    """All of it, each part to be changed; and the button that sends it."""
    draft = _mine(request)
    if draft is None:
        return _sent_already(request, language)
    answered = list(forms.asked(draft.answers))
    has_files = bool(draft.voice_id or draft.picture_id)
    left = [str(one.title) for one, form in answered if not forms.is_answered(one, form, has_files=has_files)]
    form = forms.SendForm(sent(request))
    if request.method == "POST" and form.is_valid() and not left:
        if (said := _says_who(request, draft)) and request.POST.get("leave") != "yes":
            return page_of(request, "noticed", language, noticed=said, form=forms.SendForm(), **CROWD.page(request))
        if _may_go_on(request, form) and (done := _told(request, draft, form)):
            return done
    page = {"draft": draft, "answered": answered, "left": left, "form": form, **CROWD.page(request)}
    return page_of(request, "check", language, 400 if form.errors else 200, **page)


def _sent_already(request: HttpRequest, language: str) -> HttpResponse:
    """The form sent twice, or the back button: it is there already."""
    return redirect("feedback:done") if _just_sent(request)[0] else _begin_again(request, language)


def _says_who(request: HttpRequest, draft: Draft) -> list[rules.Noticed]:
    """What of an anonymous report seems to say who somebody is."""
    if draft.answers.get("reach", [""])[0] == forms.REACHABLE:
        return []
    return rules.noticed(draft.answers.get("text", [""])[0])


def _told(request: HttpRequest, draft: Draft, form: forms.SendForm) -> HttpResponse | None:
    key = request.POST.get("once", "")
    try:
        told = forms.told_of(draft.answers, voice=draft.voice, picture=draft.picture)
        teller = forms.teller_of(draft.answers, Channel.KIOSK if draft.station_id else Channel.WEB)
        receipt, code = actions.send(
            draft=draft, told=told, teller=teller, submission=UUID(key) if is_uuid(key) else None, at=now()
        )
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None
    request.session.pop(BROWSER, None)
    request.session[DONE] = [receipt.number, code, now().timestamp()]
    return redirect("feedback:done")


def _may_go_on(request: HttpRequest, form: forms.SendForm) -> bool:
    """Counts what one address sends, and beyond some asks for a little work or time. Nothing typed is lost."""
    way = CROWD.way(request)
    if way is Way.SHUT:
        form.add_error(
            None, _("Too much is sent from where you are. Try again in ten minutes: what you wrote is kept.")
        )
        return False
    if way is Way.SLOW:
        form.add_error(None, _("Much is sent from where you are. Wait a minute, and press the button again."))
        return False
    return True


def _just_sent(request: HttpRequest) -> tuple[str, str]:
    """Number and code, for half an hour: a telephone is lent, and who takes it back would read them."""
    kept = request.session.get(DONE, [])
    return (kept[0], kept[1]) if len(kept) == 3 and now().timestamp() - kept[2] < LASTS else ("", "")


@never_cache
@require_safe
@public
@spoken
def done(request: HttpRequest, *, language: str) -> HttpResponse:
    """Number and code, for whoever just sent it."""
    number, code = _just_sent(request)
    if not number:
        return redirect(reverse("feedback:start") + asked_as(language))
    return page_of(request, "done", language, number=number, code=code)


@never_cache
@require_safe
@public
@limited("kiosk", most=60, seconds=3600)
@spoken
def kiosk(request: HttpRequest, token: str, *, language: str) -> HttpResponse:
    """Makes this browser a kiosk of an office, where people tell us something."""
    station = front_desk.station_of(token)
    if station is None:
        return _begin_again(request, language)
    request.session.flush()
    request.session[KIOSK] = station.pk
    # Opened once, and not each morning: what lost this would forget nobody any more.
    request.session.set_expiry(waiting_room.LASTS)
    return redirect("feedback:start")


@never_cache
@require_safe
@public
@spoken
def leave(request: HttpRequest, *, language: str) -> HttpResponse:
    """Forget who stood here: by the button, and at a kiosk by itself after a while. What was begun is nobody's then,
    and goes within the day."""
    forget(request)
    for name in (BROWSER, DONE, RECEIPT, ASKED):
        request.session.pop(name, None)
    if KIOSK in request.session:
        # Whatever else somebody opened here gave the whole session little time.
        request.session.set_expiry(waiting_room.LASTS)
    # The screen of a waiting room goes back to where everything begins; it is the portal's.
    if waiting_room.is_one(request):
        return redirect("/quiosco/")
    # Before the next person the screen of a kiosk speaks Spanish again.
    return redirect(reverse("feedback:start") + asked_as(SPANISH if request.session.get(KIOSK) else language))
