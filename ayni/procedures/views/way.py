"""“What can I do?”, for anybody: one question a page. What is answered travels in the body of each page to the next,
and is kept nowhere: no row, no session, no cookie, no address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ayni.access.pace import limited
from ayni.access.permissions import public
from ayni.lib.errors import RuleBroken
from ayni.lib.qr import qr_image
from ayni.lib.tongues import address_in, said_in

from ..forms.way import Sent, as_typed, checked, read
from ..queries import way as queries
from ..questionnaire import LANGUAGES, SOURCE
from ..rules import way_code
from ..rules.way import Today, Way

READS = {"most": 900, "seconds": 600}
"""A whole neighbourhood may sit behind one address."""
KEPT_FOR_BACK = "private, no-cache"
"""The browser may show a page again when somebody goes back, which it cannot do with `no-store`."""
NO_TRACE = "no-store"

View = Callable[..., HttpResponse]


def address(language: str) -> str:
    return address_in(language, "procedures:way")


def spoken(view: View) -> View:
    """In the language of the address, whoever asks."""

    @wraps(view)
    def answer(request: HttpRequest, language: str = SOURCE) -> HttpResponse:
        response = said_in(language, view, request, language)
        response.headers.setdefault("Cache-Control", KEPT_FOR_BACK)
        return response

    return answer


@dataclass
class Visit:
    """One page of somebody's way, from what they sent to what they see."""

    request: HttpRequest
    language: str
    sent: Sent
    finder: queries.Finder
    names: dict[str, str]

    def page(self, template: str, *, is_quiet: bool = False, status: int = 200, **page: Any) -> HttpResponse:
        frame = {
            "language": self.language, "here": address(self.language), "said": self.sent.said, "is_quiet": is_quiet,
            "lost": [queries.html(self.finder.asked.say(one.code, self.language)) for one in self.sent.lost],
            "ways": [(code, name, address(code)) for code, name in LANGUAGES.items()],
            "first_page": queries.first_page(self.language), "asked": None, "error": "", "typed": "",
        }  # fmt: skip
        response = render(self.request, f"procedures/way/{template}.html", frame | page, status=status)
        if is_quiet:
            response.headers["Cache-Control"] = NO_TRACE
        return response

    def question(self, way: Way, code: str, typed: tuple[str, ...] | None = None) -> HttpResponse:
        steps = way.steps
        if not steps:
            return self.page("start", error=_("There is no question here yet. Please ask at an office."), status=400)
        place = next((n for n, step in enumerate(steps) if step.question.code == code), 0)
        step = steps[place]
        if typed is None or step.question.code != code:
            typed = as_typed(step.question, self.sent.said.get(step.question.code, ""))
        asked = queries.asked(step, place + 1, typed, self.language, self.names)
        is_quiet = step.question.is_quiet or queries.is_quiet(steps)
        return self.page(
            "question", is_quiet=is_quiet, status=400 if self.sent.error else 200, asked=asked, error=self.sent.error,
            calls=queries.calls(self.language) if step.question.is_quiet else [], left=place > 0,
        )  # fmt: skip

    def next(self) -> HttpResponse:
        way = self.finder.walk(self.sent.said)
        return self.question(way, way.next.question.code) if way.next else self.end()

    def end(self, template: str = "result") -> HttpResponse:
        """What is possible, by what was answered; where nothing was, the first question."""
        way = self.finder.walk(self.sent.said, to_the_end=True)
        lost = {one.code for one in self.sent.lost} & {step.question.code for step in way.steps}
        if lost or not way.said:
            self.sent.error = "" if lost else _("Nothing is answered yet. Begin with this question.")
            return self.question(
                way, next((step.question.code for step in way.steps if step.question.code in lost), "")
            )
        told = queries.Teller(self.finder, self.language).tell(way)
        code = way_code.write(self.finder.asked.questions, way.said)
        whole = settings.PUBLIC_URL + address(self.language)
        share = _("A page that says which procedures are possible in Peru. It asks no name: %(url)s") % {"url": whole}
        is_quiet = queries.is_quiet(way.steps)
        return self.page(
            template, is_quiet=is_quiet, told=told, answered=queries.answered(way.steps, self.language, self.names),
            printed=queries.answered(queries.plain(way.steps), self.language, self.names),
            code=code, qr=qr_image(f"{whole}#{code}", 3), whole=whole, share=quote(share, safe=""), today=localdate(),
            where=queries.where_to_go(self.language),
            calls=queries.calls(self.language) if is_quiet or told.is_alone else [],
        )  # fmt: skip


def _go_on(visit: Visit, _word: str) -> HttpResponse:
    sent = visit.sent
    if sent.asked is not None and not sent.take(_today(visit)):
        return visit.question(visit.finder.walk(sent.said, to_the_end=True), sent.asked.code, sent.typed)
    return visit.next()


def _unsaid(visit: Visit, _word: str) -> HttpResponse:
    visit.sent.leave_unsaid()
    return visit.next()


def _back(visit: Visit, _word: str) -> HttpResponse:
    """To the question before; what was typed is kept if it is an answer."""
    sent = visit.sent
    sent.take(_today(visit))
    sent.error = ""
    way = visit.finder.walk(sent.said, to_the_end=True)
    codes = [step.question.code for step in way.steps]
    place = codes.index(sent.asked.code) if sent.asked is not None and sent.asked.code in codes else len(codes)
    return visit.question(way, codes[place - 1]) if place else visit.page("start")


def _change(visit: Visit, word: str) -> HttpResponse:
    way = visit.finder.walk(visit.sent.said, to_the_end=True)
    return visit.question(way, word) if way.step(word) else visit.next()


def _stay(visit: Visit, _word: str) -> HttpResponse:
    """The same page in another language."""
    sent = visit.sent
    if sent.asked is None:
        return visit.page("start")
    return visit.question(
        visit.finder.walk(sent.said, to_the_end=True), sent.asked.code, sent.typed if any(sent.typed) else None
    )


def _code(visit: Visit, _word: str) -> HttpResponse:
    typed = visit.request.POST.get("code", "")[:400].strip()
    questions = visit.finder.asked.questions
    try:
        visit.sent.said = checked(way_code.read(questions, typed), questions, _today(visit))
    except RuleBroken as broken:
        return visit.page("start", status=400, error=str(broken), typed=typed)
    return visit.end()


def _today(visit: Visit) -> Today:
    return Today(visit.finder.on, visit.names)


GO: dict[str, Callable[[Visit, str], HttpResponse]] = {
    "next": _go_on,
    "unsaid": _unsaid,
    "back": _back,
    "change": _change,
    "stay": _stay,
    "code": _code,
    "end": lambda visit, _word: visit.end(),
    "sheet": lambda visit, _word: visit.end("sheet"),
}


# It writes nothing and knows nobody: there is nothing that another site could do in somebody's name, and without the
# token it needs no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@limited("way", **READS)
@spoken
def way(request: HttpRequest, language: str) -> HttpResponse:
    today = localdate()
    finder = queries.Finder(today)
    if request.method != "POST":
        return Visit(request, language, Sent(), finder, {}).page("start")
    names = queries.countries(language)
    sent = read(request.POST, finder.asked.questions, Today(today, names))
    go, _sign, word = sent.go.partition(":")
    return GO.get(go, _go_on)(Visit(request, language, sent, finder, names), word)
