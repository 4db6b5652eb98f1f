"""For institutions without users: a link by e-mail, a code by SMS, and then the page that an inbox would show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.pace import limited
from ayni.access.permissions import public
from ayni.lib.errors import RuleBroken
from ayni.lib.limits import address_digest

from .. import actions, queries, rules
from ..forms import CodeForm
from ..models import AccessLink
from .answers import Answering

BROWSER = "referral_links"
"""In the session: the links that let this browser in, each with the secret that only this browser has. The one that was
looked at last is at the end: a clerk has two e-mails and two windows, and answers in either."""
MOST_OPEN = 10
ANSWERED = "referral_answered"
"""In the session: this browser has answered."""
SENT_ONCE = "referral_link_sent"


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("link", most=60, seconds=600)
@comes_back
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The door. It says nothing about anybody, and sends a code apart to whoever rings."""
    address = address_digest(request)
    found = queries.link_of_token(token)
    if request.POST.get("do") == "again":
        if found is not None:
            actions.ask_for_another_link(link=found, at=now())
        # The same for every address, true or guessed.
        return redirect("referrals:asked-again")
    if found is None:
        return _no_way(request, has_token=True)
    if request.method == "POST":
        return _ring(request, found, address)
    if not actions.open_link(link=found, address=address, at=now()):
        return _no_way(request, has_token=True)
    pk = str(found.pk)
    if queries.link_of_browser(pk, request.session.get(BROWSER, {}).get(pk, ""), now()):
        # The code was typed here. Whoever comes back by the e-mail need not wait for another, of which there are few.
        _look_at(request, pk)
        return redirect("referrals:link-referral")
    return _door(request, found, CodeForm())


def _ring(request: HttpRequest, found: AccessLink, address: str) -> HttpResponse:
    """Send a code, or take the one that was typed."""
    form = CodeForm(request.POST if request.POST.get("do") == "enter" else None)
    try:
        if request.POST.get("do") == "send":
            actions.send_code(link=found, address=address, at=now())
            return _door(request, found, form, code_is_sent=True)
        if form.is_valid():
            code = form.cleaned_data["code"]
            if secret := actions.enter_code(link=found, code=code, address=address, at=now()):
                return _let_in(request, found, secret)
            found.refresh_from_db()
            if not found.is_open(now()):
                return _no_way(request, has_token=True)
            form.add_error("code", str(rules.wrong_code(left=rules.MOST_WRONG_CODES - found.wrong_codes)))
    except rules.LinkClosed:
        return _no_way(request, has_token=True)
    except RuleBroken as broken:
        form = CodeForm({"code": ""})
        form.errors.clear()
        form.add_error(None, str(broken))
    return _door(request, found, form, code_is_sent=found.codes_sent > 0)


def _let_in(request: HttpRequest, found: AccessLink, secret: str) -> HttpResponse:
    # A session id from before the code must not be worth anything after it.
    request.session.cycle_key()
    _look_at(request, str(found.pk), secret)
    request.session.set_expiry(0)
    return redirect("referrals:link-referral")


def _look_at(request: HttpRequest, pk: str, secret: str = "") -> None:
    """From here on the page without a form shows this one."""
    opened = request.session.get(BROWSER, {})
    secret = secret or opened.get(pk, "")
    others = [(other, its) for other, its in opened.items() if other != pk]
    request.session[BROWSER] = dict([*others, (pk, secret)][-MOST_OPEN:])


def looked_at(request: HttpRequest) -> tuple[str, str]:
    """The link that a form or an address says it belongs to, else the one that was looked at last; and its secret."""
    opened = request.session.get(BROWSER, {})
    pk = request.POST.get("about") or request.GET.get("about") or next(reversed(opened), "")
    return pk, opened.get(pk, "")


def _door(request: HttpRequest, found: AccessLink, form: CodeForm, *, code_is_sent: bool = False) -> HttpResponse:
    page = {"link": found, "form": form, "code_is_sent": code_is_sent, "phone_end": found.focal_point.phone[-2:]}
    return render(request, "referrals/link.html", page)


def _no_way(request: HttpRequest, *, has_token: bool = False) -> HttpResponse:
    """Used, expired, withdrawn, altered, guessed or another browser's: the same page, and what to do. `has_token`:
    there is an address of a link by which another may be asked for."""
    return render(request, "referrals/no_way.html", {"has_token": has_token}, status=404)


@never_cache
@require_http_methods(["GET", "POST"])
@public
@comes_back
def link_referral(request: HttpRequest) -> HttpResponse:
    """The referral, for the browser in which the right code was typed."""
    pk, secret = looked_at(request)
    found = queries.link_of_browser(pk, secret, now())
    if found is None:
        return _sent_again(request, pk, secret) if request.method == "POST" else _no_way(request)
    _look_at(request, pk)
    visit = Answering(request, found.referral, by=found)
    if request.method == "POST":
        once = request.POST.get("once", "")[:40]
        if (once and once in request.session.get(SENT_ONCE, [])) or visit.say():
            return _said(request, found, once)
    else:
        actions.read_through(link=found, at=now())
    return render(request, "referrals/link_referral.html", visit.page())


def _said(request: HttpRequest, found: AccessLink, once: str) -> HttpResponse:
    """The same form sent twice counts once. An answer that ended the matter closes the door behind it."""
    request.session[SENT_ONCE] = [*request.session.get(SENT_ONCE, [])[-20:], once]
    found.refresh_from_db(fields=["used_at", "revoked_at"])
    if found.is_open(now()):
        return redirect("referrals:link-referral")
    request.session[ANSWERED] = True
    return redirect("referrals:answered")


def _sent_again(request: HttpRequest, pk: str, secret: str) -> HttpResponse:
    """A last answer that is sent twice, by two taps or by going back: the browser shows what comes second, and that
    must not read as if the first had failed."""
    if not queries.was_answered_from(pk, secret):
        return _no_way(request)
    request.session[ANSWERED] = True
    return redirect("referrals:answered")


@require_safe
@public
def asked_again(request: HttpRequest) -> HttpResponse:
    """Where to look for the new link, if there is one: it says nothing of any."""
    return render(request, "referrals/asked_again.html")


@require_safe
@public
def answered(request: HttpRequest) -> HttpResponse:
    """The answer is recorded; there is nothing more to see. Nor for anybody who has not answered."""
    if not request.session.get(ANSWERED):
        return redirect("home")
    return render(request, "referrals/answered.html")
