"""For whoever has always lived here: what is of all, figures with their source, and what to do about contempt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from .. import queries
from ..rules.disclaimer import DISCLAIMER
from .speaking import address, everywhere, frame, spoken

GUIDES = ("mis-derechos-y-deberes", "discriminacion", "acoso-escolar", "peruanos-que-vuelven", "remesas")
ABROAD = ("FIG-025", "FIG-089", "FIG-090", "FIG-092")
"""Of Peruvians in other countries: what migration is to us."""
HERE = ("FIG-116", "FIG-029")
"""Of who lives here. What they contribute nobody published in the data that we have, and the page says so."""


@spoken
def community(request: HttpRequest, *, language: str) -> HttpResponse:
    today = localdate()
    page = {
        "frame_of": frame(language, everywhere("community")), "language": language,
        "abroad": queries.cited(ABROAD, language, today), "here": queries.cited(HERE, language, today),
        "guides": queries.guides_named(GUIDES, language, today), "voice": queries.entrances(language, voice=True),
        "disclaimer": DISCLAIMER, **{name: address(name, language) for name in ("news", "commitments", "outside")},
    }  # fmt: skip
    return render(request, "portal/community.html", page)
