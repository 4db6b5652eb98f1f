"""To follow a place: what is new of it, and the addresses of its feeds; and with which local governments data are
shared."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists

from ..addresses import address
from ..following import items
from ..hooks import OpenAgreement, open_agreements
from ..names import is_place, place_name
from ..queries.following import coming
from ..wanted import CannotShow
from ..ways import ways
from .speaking import all_releases, page_anew, page_of


@page_anew
def follow(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """What is new of a place, and how a program follows it."""
    if not is_place(code):
        raise CannotShow(
            _("There is no place with the ubigeo “%(code)s”. Choose it from the list of bulletins.")
            % {"code": code[:12]}, 404,
        )  # fmt: skip
    releases = all_releases()
    known = ways(code, language)
    content = {
        "name": place_name(code), "atom": known["feed.atom"], "json": known["feed.json"], "csv": known["figures.csv"],
        "items": items(settings.AYNI_HOME, releases, coming(releases, now()), code, language),
        "agreements": [_line(one, language) for one in open_agreements(code)],
        "bulletin": address("bulletin", language, code), "all": address("agreements", language),
        "subscribe": address("subscribe", language, code),
    }  # fmt: skip
    return page_of(request, "follow", language, "follow", code, page=content)


@page_anew
def agreements(request: HttpRequest, *, language: str) -> HttpResponse:
    """With which municipalities and regions data are shared, as far as that is open."""
    content = {
        "rows": [_line(one, language) for one in open_agreements()], "bulletins": address("bulletins", language),
        "country": address("follow", language, "PE"),
    }  # fmt: skip
    return page_of(request, "agreements", language, "agreements", page=content)


def _line(one: OpenAgreement, language: str) -> tuple[OpenAgreement, str, str]:
    """With the name of the place, and where it is followed."""
    return one, codelists.full_place_name(codelists.kept_places(), one.place), address("follow", language, one.place)
