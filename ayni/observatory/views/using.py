"""What is used, for whoever keeps the observatory; and the counting of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, requires
from ayni.lib.heads import is_only_the_head
from ayni.notices import queries as subscribed

from .. import finding
from ..actions import use as counting
from ..actions.bulletins import TOPIC
from ..kept_pages import USED, Used
from ..models import Kind
from ..queries import use
from ..use_counts import is_reader
from .speaking import newest

View = Callable[..., HttpResponse]
SPANS = (30, 90, 365)
NAMES = ("code", "word", "number")


def counted(kind: Kind, detail: str = "") -> Callable[[View], View]:
    """One more of what the address names, if it was there and somebody reads it."""

    def count(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            code = next((str(kwargs[name]) for name in NAMES if name in kwargs), "")
            request.META[USED] = Used(kind, code, detail)
            agent = request.headers.get("User-Agent", "")
            if response.status_code == 200 and not is_only_the_head(request) and is_reader(agent):
                counting.count_use(kind=kind, code=code, detail=detail, at=now())
            return response

        return answer

    return count


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """What is opened, downloaded, subscribed to and cited; and which tables nobody opened."""
    asked = request.GET.get("dias", "")
    days = int(asked) if asked in {str(one) for one in SPANS} else SPANS[0]
    until = localdate()
    since = until - timedelta(days=days - 1)
    counting.write_down()
    release = newest()
    said = {one.code: one.title["es"] for one in finding.structures(settings.AYNI_HOME, release)}
    lines = use.used(since, until)
    page = {
        "days": days, "spans": SPANS, "since": since,
        "kinds": [(Kind(kind).label, [(said.get(one.code, one.code), one) for one in lines[kind]])
                  for kind in Kind.values if kind in lines],
        "never": [said[code] for code in use.never_opened(list(said), since, until)],
        "subscribers": sorted(subscribed.subscribers(TOPIC).items(), key=lambda one: -one[1]),
        "purposes": use.purposes(since, until), "by_kind": use.purposes_by_kind(since, until),
    }  # fmt: skip
    return render(request, "observatory/use.html", page)
