"""“Was it of use?”, without a cookie and without knowing of whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ayni.access.permissions import public
from ayni.lib.limits import address_digest, within

from .. import actions, queries
from ..models import Tongue
from .public import guide_at
from .speaking import NO_TRACE, frame

A_DAY = 24 * 60 * 60


# No token: the page with the button is the same for everybody and sets no cookie. A forged answer adds one to a number.
@csrf_exempt
@require_POST
@public
def helped(request: HttpRequest, word: str, *, language: str = Tongue.ES.value) -> HttpResponse:
    """Counts one answer of an address, for a guide, in a day. Who presses again is thanked again."""
    guide = guide_at(word)
    found, said = queries.shown(guide, language, localdate()), request.POST.get("sirvio")
    if found is not None and said in {"si", "no"} and _is_first(request, guide.pk):
        actions.count_help(guide=guide, language=found.said.language, helped=said == "si", at=now())
    with override(language):
        page = {
            "frame_of": frame(language, {}), "language": language, "helped": said == "si",
            "back": found.address if found else "", "is_discreet": bool(found and found.is_discreet),
            "voice": queries.entrances(language, voice=True),
        }  # fmt: skip
        response = render(request, "portal/thanks.html", page)
    response.headers["Content-Language"] = language
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = NO_TRACE
    return response


def _is_first(request: HttpRequest, guide: int) -> bool:
    digest = address_digest(request)
    one = within(f"helped:{guide}:{digest}", most=1, seconds=A_DAY)
    return one and within(f"helped:{digest}", most=60, seconds=A_DAY)
