"""What staff take from the public side: a poster for each office, and what the public looked for in vain."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from ayni.access.models import Office
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.design.pdf import render_one_sheet
from ayni.lib.qr import qr_image

from .. import queries
from ..models import Tongue
from ..queries.telling import to_be_confirmed
from ..queries.unmet import FEWEST
from ..queries.unmet import unmet as by_month
from ..queries.where import hours_of_office
from .speaking import address

OTHERS = [tongue for tongue in Tongue if tongue != Tongue.ES]


@require_safe
@requires(Permission.GUIDE_EDIT)
def unmet(request: SignedIn) -> HttpResponse:
    """Needs for which nothing was found in a department, by month: what becomes a gap, or a service."""
    return render(request, "portal/keep/unmet.html", {"months": by_month(localdate()), "fewest": FEWEST})


@require_safe
@requires(Permission.GUIDE_EDIT)
def posters(request: SignedIn) -> HttpResponse:
    offices = Office.objects.exclude(is_open=False).select_related("department").order_by("name", "pk")
    return render(request, "portal/keep/posters.html", {"offices": offices, "languages": OTHERS})


@require_safe
@requires(Permission.GUIDE_EDIT)
def poster(request: SignedIn, office_code: str) -> HttpResponse:
    """A page of A4 for the door: in Spanish, and in the language that people there read best."""
    office = get_object_or_404(Office.objects.select_related("organisation", "department"), code=office_code)
    asked = request.GET.get("idioma", "")
    other = Tongue(asked) if asked in Tongue.values and asked != Tongue.ES else Tongue.EN
    page = {
        "office": office,
        "halves": [_half(office, Tongue.ES), _half(office, other)],
        "today": localdate(),
    }
    body = render_one_sheet("portal/poster.html", page)
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="afiche-{office.code.lower()}-{other}.pdf"'
    return response


def _half(office: Office, language: Tongue) -> dict[str, Any]:
    with override(language):
        start = settings.PUBLIC_URL + address("start", language)
        return {
            "language": language,
            "start": start,
            "qr": qr_image(start, scale=6),
            "hours": hours_of_office(office.pk, localdate()),
            "calls": queries.lines_of_emergency(language),
            "phone": office.organisation.phone,
            "says": {
                "title": pgettext("poster", "Are you a migrant? We help you, free of charge"),
                "what": pgettext("poster", "Papers, health, school, work, protection: step by step, in plain words."),
                "scan": pgettext("poster", "Point your telephone at the square, or write this address:"),
                "where": pgettext("poster", "Where to go?"),
                "hours": pgettext("poster", "Hours of this office"),
                "no_hours": pgettext("poster", "Ask at the door for the hours."),
                "calls": pgettext("poster", "If you are in danger, call"),
                "phone": pgettext("poster", "Telephone"),
                "unsure": to_be_confirmed(),
                "free": pgettext("poster", "Nobody may charge you for this help, nor for a place in the queue."),
            },
        }
