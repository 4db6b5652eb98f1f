"""Where gateways bring what people wrote from a telephone, and the page that says how much that is."""

import re
import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.permissions import Permission, SignedIn, public, requires
from ayni.lib.limits import within
from ayni.notices.gateways import NotSent

from .. import actions, queries
from ..gateways import channels
from ..models import Way
from ..rules.conversation import Said

PLAIN = "text/plain; charset=utf-8"
MOST, SECONDS = 60, 600
"""Messages of one sender that are answered in so many seconds; then none, and nothing is said."""
MOST_A_DAY = 300
"""Two machines that answer each other end here."""
TELEPHONE = re.compile(r"\+?\d{6,15}", re.ASCII)
"""What may be sent to. A short number is a service's, which answers by itself and may cost; a name, an advertiser's."""


def _check_on(way: Way) -> None:
    if not queries.is_on(way):
        raise Http404


def _may_be_answered(way: Way, heard: channels.Heard) -> bool:
    whose = actions.digest_of(way, heard.sender, now())
    return within(f"channel:{whose}", most=MOST, seconds=SECONDS) and within(
        f"channel-day:{whose}", most=MOST_A_DAY, seconds=86_400
    )


@csrf_exempt
@require_POST
@public
def sms(request: HttpRequest) -> HttpResponse:
    """From the SMS gateway. The answer goes out as a message of its own."""
    _check_on(Way.SMS)
    signed, stamp = request.headers.get("X-Signature", ""), request.headers.get("X-Timestamp", "")
    if not channels.is_signed_in_time(settings.SMS_CALLBACK_SECRET, request.body, signed, stamp, time.time()):
        return HttpResponse(status=401)
    heard = channels.sms_heard(request.body)
    if heard is None:
        return HttpResponse("id, from, text", status=400, content_type=PLAIN)
    return HttpResponse(status=204 if _answered(Way.SMS, heard) else 503)


def _answered(way: Way, heard: channels.Heard) -> bool:
    """Whether nothing is left to do: if not, the gateway is to try again."""
    if not TELEPHONE.fullmatch(heard.sender) or not _may_be_answered(way, heard):
        return True
    said, row = actions.answer(way=way, heard=heard, at=now())
    if not actions.claim_sending(row=row):
        return True
    try:
        _send(way, heard.sender, said)
    except NotSent as why:
        actions.let_go_of_sending(row=row)
        return why.for_good
    return True


def _send(way: Way, to: str, said: Said) -> None:
    if way == Way.SMS:
        channels.send_sms(to, said)
    else:
        channels.send_chat(to, said, pgettext("channel", "Choose"))


@csrf_exempt
@require_POST
@public
def ussd(request: HttpRequest) -> HttpResponse:
    """From the USSD aggregator. CON: something may be typed; END: the session is over."""
    _check_on(Way.USSD)
    if not channels.is_authorized(settings.USSD_SECRET, request.headers.get("Authorization", "")):
        return HttpResponse(status=401)
    session, sender = request.POST.get("sessionId", "")[:100], request.POST.get("phoneNumber", "")[:40]
    text = request.POST.get("text", "")[:4000]
    if not session or not sender:
        return HttpResponse("sessionId, phoneNumber, text", status=400, content_type=PLAIN)
    heard = channels.Heard(f"{session}:{text}", sender, text)
    if not _may_be_answered(Way.USSD, heard):
        return HttpResponse("END " + _("Too many questions. Try again later."), content_type=PLAIN)
    said, _row = actions.answer(way=Way.USSD, heard=heard, at=now())
    return HttpResponse(f"{'END' if said.is_end else 'CON'} {said.text}", content_type=PLAIN)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def chat(request: HttpRequest) -> HttpResponse:
    """The webhook of the WhatsApp Cloud API."""
    _check_on(Way.CHAT)
    if request.method == "GET":
        return _verified(request)
    signed = request.headers.get("X-Hub-Signature-256", "")
    if not channels.is_signed(settings.WHATSAPP_APP_SECRET, request.body, signed):
        return HttpResponse(status=401)
    done = [_answered(Way.CHAT, heard) for heard in channels.chat_heard(request.body)]
    return HttpResponse(status=200 if all(done) else 503)


def _verified(request: HttpRequest) -> HttpResponse:
    """Whoever sets the webhook up proves that it is ours."""
    asked = request.GET
    if asked.get("hub.mode") != "subscribe" or not settings.WHATSAPP_VERIFY_TOKEN:
        return HttpResponse(status=401)
    if not channels.is_same(asked.get("hub.verify_token", ""), settings.WHATSAPP_VERIFY_TOKEN):
        return HttpResponse(status=401)
    return HttpResponse(asked.get("hub.challenge", "")[:200], content_type=PLAIN)


@require_safe
@requires(Permission.GUIDE_EDIT)
def board(request: SignedIn) -> HttpResponse:
    ways = queries.ways()
    rows = [
        (name, [by_way.get(way, 0) for way, _on in ways], whole) for name, by_way, whole in queries.counted(localdate())
    ]
    return render(request, "portal/keep/channels.html", {"ways": ways, "rows": rows})
