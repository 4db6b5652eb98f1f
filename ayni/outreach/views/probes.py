"""Tests and opinions: asked by whoever keeps the session, answered by anybody in the room."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.access.going_back import comes_back
from ayni.access.once import once
from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.access.speaking import spoken
from ayni.instruments.forms import AnswerForm
from ayni.instruments.models import Instrument
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.tongues import spoken_now

from ..actions import probes as verbs
from ..actions.probes import Given
from ..forms.around import AskForm, RightForm, WordForm
from ..models import Probe, ProbeKind, Session
from ..queries import probes as queries
from .fetching import session_of
from .speaking import SENT, page_of


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def probes(request: SignedIn, session_id: UUID) -> HttpResponse:
    """What is asked, what was answered, and what was gained by whoever took both tests."""
    found = session_of(request, session_id)
    form = AskForm(request.POST if "ask" in request.POST else None, today=localdate())
    if "ask" in request.POST and form.is_valid():
        said = form.cleaned_data
        if said["kind"] != ProbeKind.VIEW:
            return redirect("outreach:probe-right", found.pk, said["kind"], said["instrument"].pk)
        if _asked(request, form, found, said["kind"], said["instrument"], {}):
            return redirect("outreach:probes", found.pk)
    elif request.method == "POST":
        _switch(request, found)
        return redirect("outreach:probes", found.pk)
    rows = [(one, one.replies.count(), queries.told(one), _link(one)) for one in queries.probes(found)]
    page = {"session": found, "form": form, "rows": rows, "gain": queries.gain_of(found)}
    return render(request, "outreach/probes.html", page, status=400 if form.errors else 200)


def _link(one: Probe) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("outreach:probe", args=[one.token])


def _asked(
    request: SignedIn, form: Any, found: Session, kind: str, instrument: Instrument, right: dict[str, str]
) -> bool:
    verb = lambda: verbs.ask(  # noqa: E731
        session=found, kind=kind, instrument=instrument, right=right, by=request.user, at=now()
    )
    return try_verb(request, form, verb, _("It is asked. Show its code in the room."))


def _switch(request: SignedIn, found: Session) -> None:
    one = found.probes.filter(kind=request.POST.get("probe", "")[:4]).first()
    if one is None:
        return
    is_open = request.POST.get("do") == "open"
    done = _("It takes answers.") if is_open else _("It takes no answers any more.")
    try_verb(request, None, lambda: verbs.open_or_close(probe=one, is_open=is_open, by=request.user, at=now()), done)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def right(request: SignedIn, session_id: UUID, kind: str, instrument_id: int) -> HttpResponse:
    """Which answers are right: marked once for a form, and remembered."""
    found = session_of(request, session_id)
    if kind not in {ProbeKind.PRE, ProbeKind.POST}:
        raise Http404
    instrument = get_object_or_404(queries.forms(ProbeKind.PRE, localdate()), pk=instrument_id)
    questions, known = instrument.questions.order_by("order", "pk"), queries.right_before(instrument)
    form = RightForm(sent(request), questions=questions, right=known)
    if request.method == "POST" and form.is_valid() and _asked(request, form, found, kind, instrument, form.right()):
        return redirect("outreach:probes", found.pk)
    page = {"session": found, "form": form, "instrument": instrument, "kind": ProbeKind(kind).label}
    return render(request, "outreach/right.html", page, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("session-form", most=200, seconds=600)
@comes_back
@spoken
def probe(request: HttpRequest, token: str) -> HttpResponse:
    """A short form, in the language of the page. No account, no name."""
    found = queries.by_token(token)
    if found is None:
        raise Http404
    language, questions = spoken_now(), found.instrument.questions.all()
    form = AnswerForm(questions, sent(request), language=language, is_public=True)
    word = WordForm(sent(request), asks_word=found.kind != ProbeKind.VIEW)
    page: dict[str, Any] = {
        "probe": found, "session": found.session, "form": form, "word": word, "is_open": _is_open(found),
        "title": found.instrument.title(language),
    }  # fmt: skip
    if request.GET.get(SENT):
        return page_of(request, "thanks", "probe", words={"token": token}, **page)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and word.is_valid() and _replied(found, form, word, language):
            return redirect(f"{request.path}?{SENT}=1")
    return page_of(request, "probe", "probe", words={"token": token}, status=status, **page)


def _is_open(found: Probe) -> bool:
    return found.is_open and now() < found.session.ends_at + queries.OPEN_FOR


def _replied(found: Probe, form: AnswerForm, word: WordForm, language: str) -> bool:
    said = word.cleaned_data
    given = Given(form.answers, said.get("word", ""), language, said["submission"])
    try:
        verbs.reply(probe=found, given=given, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True
