"""Whoever has number and code sees what became of it, says whether the answer is good, adds, takes it further."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import even, limited
from ayni.access.permissions import public, sent
from ayni.design.pdf import pdf_response
from ayni.lib.doors import try_verb
from ayni.lib.ids import is_uuid, read_number
from ayni.lib.limits import within
from ayni.lib.tongues import ASKED, asked_as
from ayni.procedures.rules import read_secret

from .. import actions, queries, rules
from ..forms.own import AddForm, FollowForm, JudgeForm
from ..models import Receipt, State
from ..queries import participation
from .own import LASTS, page_of
from .speaking import KIOSK, RECEIPT, spoken

PAGES = {"most": 120, "seconds": 600}


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback-code", most=30, seconds=600)
@even
@spoken
def follow(request: HttpRequest, *, language: str) -> HttpResponse:
    """Number and code. Wrong and unknown are answered alike, in the same time."""
    form, unsent = FollowForm(sent(request)), _unsent(request)
    if request.method == "POST" and form.is_valid():
        found = _found(**form.cleaned_data)
        if found is not None:
            # A session id from before the code must not be worth anything after it.
            request.session.cycle_key()
            if KIOSK not in request.session:
                request.session.set_expiry(LASTS)
            request.session[RECEIPT], request.session[ASKED] = str(found.pk), language
            return _gone_on_with(request, found, language) if unsent else redirect("feedback:state")
        form.add_error(None, _("Number and code do not go together. Look at what you noted, and type both again."))
    return page_of(request, "follow", language, 400 if form.errors else 200, form=form, unsent=unsent)


def _unsent(request: HttpRequest) -> str:
    """What somebody had written when their time was over: it comes along until number and code are typed again."""
    return request.POST.get("unsent", "")[: rules.LONGEST]


def _gone_on_with(request: HttpRequest, receipt: Receipt, language: str) -> HttpResponse:
    return _state_page(request, receipt, language, JudgeForm(), AddForm(initial={"text": _unsent(request)}))


def _found(number: str, code: str) -> Receipt | None:
    """After ten tries at a number in an hour not even the right code opens it."""
    number, code = read_number("V", number) or "", read_secret(code)
    receipt = queries.receipt_of(number)
    may_try = within(f"feedback-number:{number}", **rules.MOST_TRIES)
    is_right = constant_time_compare(receipt.code_hash if receipt else "0" * 64, queries.code_hash(number, code))
    return receipt if receipt and may_try and is_right else None


def _mine(request: HttpRequest) -> Receipt | None:
    key = request.session.get(RECEIPT, "")
    rows = Receipt.objects.select_related("report__category", "report__about_office", "report__office__organisation")
    return rows.filter(pk=UUID(key)).first() if is_uuid(key) else None


def _asked_again(request: HttpRequest, language: str) -> HttpResponse:
    """Number and code, in the language of whoever was here, with what they wrote."""
    if unsent := request.POST.get("text", "").strip()[: rules.LONGEST]:
        return page_of(request, "follow", language, 400, form=FollowForm(), unsent=unsent)
    return redirect(reverse("feedback:follow") + asked_as(language))


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback-state", **PAGES)
@spoken
def state(request: HttpRequest, *, language: str) -> HttpResponse:
    """Where it stands, in plain words; the answer; what one can do now."""
    receipt = _mine(request)
    if receipt is None:
        return _asked_again(request, language)
    do = request.POST.get("do", "")
    judge = JudgeForm(sent(request) if do == "judge" else None)
    more = AddForm(sent(request) if do == "add" else None)
    if request.method == "POST" and _done(request, receipt, judge if do == "judge" else more):
        return redirect("feedback:state")
    return _state_page(request, receipt, language, judge, more)


def _state_page(request: HttpRequest, receipt: Receipt, language: str, judge: JudgeForm, more: AddForm) -> HttpResponse:
    report = receipt.report
    page = {
        "receipt": receipt, "report": report, "entries": queries.told_to_the_person(report), "judge": judge,
        "more": more, "is_begun": more.is_bound or bool(more.initial), "changes": participation.changes_from(report),
        "may_judge": report.state in {State.ANSWERED, State.CLOSED},
        "is_late": report.is_open and report.answer_by < now() and report.first_answered_at is None,
    }  # fmt: skip
    return page_of(request, "state", language, 400 if judge.errors or more.errors else 200, **page)


def _done(request: HttpRequest, receipt: Receipt, form: JudgeForm | AddForm) -> bool:
    if not form.is_valid():
        return False
    if isinstance(form, JudgeForm):
        verb = lambda: actions.say(receipt=receipt, at=now(), **form.cleaned_data)  # noqa: E731
        return try_verb(request, form, verb, _("Thank you. It is noted."))
    verb = lambda: actions.add(receipt=receipt, at=now(), **form.cleaned_data)  # noqa: E731
    return try_verb(request, form, verb, _("It is added."))


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback-state", **PAGES)
@spoken
def ombudsman(request: HttpRequest, *, language: str) -> HttpResponse:
    """What taking it to the ombudsman means; the letter comes with the button."""
    receipt = _mine(request)
    if receipt is None:
        return _asked_again(request, language)
    if request.method == "POST":
        actions.take_to_ombudsman(receipt=receipt, at=now())
        return redirect("feedback:ombudsman")
    return page_of(request, "ombudsman", language, receipt=receipt, report=receipt.report)


@never_cache
@require_safe
@public
@limited("feedback-letter", most=20, seconds=600)
def letter(request: HttpRequest) -> HttpResponse:
    """The letter to the ombudsman, with what was told and what was answered: in Spanish, which they read there."""
    receipt = _mine(request)
    if receipt is None or receipt.report.ombudsman_at is None:
        return redirect("feedback:follow")
    report = receipt.report
    page = {
        "receipt": receipt, "report": report, "printed_at": now(), "entries": queries.told_to_the_person(report),
        "text": report.text,
    }  # fmt: skip
    return pdf_response("feedback/letter.html", page, name=receipt.number)
