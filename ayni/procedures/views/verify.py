"""Anybody asks whether a card counts. The answer says less than the card itself, and takes as long for a wrong code."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import even, limited
from ayni.access.permissions import public
from ayni.access.speaking import found, spoken

from ..forms.cards import ProofForm
from ..models import Place
from ..queries import cards as queries
from ..rules.cards import Scanned, Standing, as_published, read_scan, standing
from .speaking import go

MOST, SECONDS = 30, 600
"""Look-ups from one address."""


@never_cache
@require_http_methods(["GET", "POST"])
@found
@spoken
@limited("card-proof", most=MOST, seconds=SECONDS)
@even
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code, or have the reader type either of the two."""
    form = ProofForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        scan = read_scan(form.cleaned_data["code"])
        if scan and scan.kind == Scanned.PROOF:
            return go("verify-card", scan.value)
        form.add_error("code", _("This is no code of a card. It has 24 letters and digits."))
    return render(request, "procedures/cards/verify.html", {"form": form})


@never_cache
@require_safe
@spoken
@limited("card-proof", most=MOST, seconds=SECONDS)
def verify_card(request: HttpRequest, proof: str) -> HttpResponse:
    """Whether it counts today: valid, expired, revoked. Never whose it is."""
    card = queries.by_proof(proof.lower()[:32])
    found = Standing.UNKNOWN
    if card is not None:
        found = standing(
            is_revoked=card.revoked_at is not None,
            was_handed_over=card.place == Place.HANDED_OVER,
            valid_to=card.valid_to,
            on=localdate(),
        )
    page = {"standing": found, "title": card.series.title if card else "", "until": card.valid_to if card else None}
    return render(request, "procedures/cards/verified.html", page)


@require_safe
@public
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for whoever verifies without a network."""
    return JsonResponse(as_published(queries.published_keys()))
