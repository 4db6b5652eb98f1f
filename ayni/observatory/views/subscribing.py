"""The next bulletin by e-mail: asked for, confirmed from one's own mail, ended by a press."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ayni.access.pace import even, limited
from ayni.access.permissions import sent
from ayni.lib.crowds import Crowd, Way
from ayni.lib.limits import within
from ayni.notices import actions as notices
from ayni.notices import queries as subscribed

from ..actions import bulletins, use
from ..addresses import address
from ..forms.subscribing import PurposeForm, SubscribeForm
from ..names import name_of
from ..wanted import CannotShow
from .speaking import newest, page_of, told

CROWD = Crowd("bulletin-subscription", free=5, most=60, seconds=600)
PURPOSES = Crowd("purpose", free=5, most=60, seconds=600)
A_DAY = 86_400
LETTERS = 3
"""Letters that one mailbox is sent in a day, whoever types its address."""


@never_cache
@require_http_methods(["GET", "POST"])
@even
@told
def subscribe(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """The same answer to every address: nobody learns whether one is subscribed."""
    form = SubscribeForm(sent(request))
    content: dict[str, Any] = {"name": name_of(code), "form": form, "back": address("bulletin", language, code)}
    if request.method == "POST" and form.is_valid() and _may_go_on(request, CROWD, form):
        email = form.cleaned_data["email"]
        if within(f"bulletin-letter:{email.casefold()}", most=LETTERS, seconds=A_DAY):
            bulletins.ask_to_subscribe(code=code, email=email, language=language, at=now())
        return page_of(request, "subscribed", language, "subscribe", code, page=content)
    content |= CROWD.page(request)
    status = 400 if form.errors else 200
    return page_of(request, "subscribe", language, "subscribe", code, page=content, status=status)


def _may_go_on(request: HttpRequest, crowd: Crowd, form: SubscribeForm | PurposeForm) -> bool:
    way = crowd.way(request)
    if way is Way.SHUT:
        form.add_error(None, _("Too much is asked from where you are. Try again in ten minutes."))
    elif way is Way.SLOW:
        form.add_error(None, _("Much is asked from where you are. Wait a minute, and press the button again."))
    return not form.errors


def _subscription(token: str) -> Any:
    found = subscribed.subscription_of(token)
    if found is None:
        raise CannotShow(
            _("This link does not count any more: the subscription ended, or it was not confirmed within a week."), 404
        )
    return found


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
@limited("subscription", most=60, seconds=600)
@told
def confirm(request: HttpRequest, token: str, *, language: str) -> HttpResponse:
    """Programs that look through mail open links: it takes a press to confirm. Whoever has the link needs no cookie."""
    found = _subscription(token)
    if request.method == "POST":
        bulletins.confirm(subscription=found, home=settings.AYNI_HOME, at=now())
    content = {
        "name": name_of(bulletins.code_of(found)), "is_done": request.method == "POST",
        "end": address("unsubscribe", language, token), "back": address("bulletin", language, bulletins.code_of(found)),
    }  # fmt: skip
    return page_of(request, "confirm", language, "confirm", token, page=content)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
@limited("subscription", most=60, seconds=600)
@told
def unsubscribe(request: HttpRequest, token: str, *, language: str) -> HttpResponse:
    found = _subscription(token)
    content = {
        "name": name_of(bulletins.code_of(found)), "is_done": request.method == "POST",
        "back": address("bulletin", language, bulletins.code_of(found)),
    }  # fmt: skip
    if request.method == "POST":
        notices.unsubscribe(subscription=found)
    return page_of(request, "unsubscribe", language, "unsubscribe", token, page=content)


@never_cache
@require_http_methods(["GET", "POST"])
@told
def purpose(request: HttpRequest, *, language: str) -> HttpResponse:
    """What somebody used it for, if they like to say so."""
    form = PurposeForm(sent(request))
    about = _table(request.GET.get("tabla", ""))
    content: dict[str, Any] = {"form": form, "about": about, "terms": address("terms", language)}
    if request.method == "POST" and form.is_valid() and _may_go_on(request, PURPOSES, form):
        if not form.is_trapped:
            use.tell_purpose(**form.told(), about=about, at=now())
        return page_of(request, "purpose_told", language, "purpose", page=content)
    content |= PURPOSES.page(request)
    return page_of(request, "purpose", language, "purpose", page=content, status=400 if form.errors else 200)


def _table(code: str) -> str:
    """Only what is published: nobody writes words of their own into our lists of tables."""
    release = newest()
    return code if release and code in release.cubes else ""
