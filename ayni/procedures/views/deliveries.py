"""Who waits for which card here; the hand-over on one screen; powers of attorney."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from .. import hooks
from ..actions import deliveries as actions
from ..forms.cards import HandOverForm, ScanForm
from ..models import Card, HandOver, Place
from ..queries import cards as queries
from ..queries import deliveries
from ..rules import PATHWAY
from ..rules.cards import UNFETCHED, read_scan

_NOT_HERE = gettext_lazy(
    "No card here that you may hand over has this code or number. "
    "If you have it in your hand, ask whoever keeps the cards."
)


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_HAND_OVER)
def waiting(request: SignedIn) -> HttpResponse:
    """Cards that wait here, the oldest first, by their numbers. Scan the one that somebody comes for."""
    form = ScanForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if card := _scanned(request, form.cleaned_data["scanned"]):
            return redirect("procedures:card-hand-over", card.pk)
        form.add_error("scanned", _NOT_HERE)
    listed = deliveries.waiting(request.user)
    is_old = request.GET.get("since") == "old"
    if is_old:
        listed = listed.filter(deliveries.unfetched(now()))
    page = paginate(request, listed, order=("since", "id"))
    return render(
        request,
        "procedures/cards/waiting.html",
        {"form": form, "page": page, "is_old": is_old, "is_new": not is_old, "days": UNFETCHED.days},
    )


def _scanned(request: SignedIn, typed: str) -> Card | None:
    """By a code of the card, its number, or the number of the application."""
    scan, rows = read_scan(typed), Card.objects.visible_to(request.user)
    return (queries.found_by(scan, rows) if scan else None) or deliveries.of_application(typed, rows)


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_HAND_OVER)
def hand_over(request: SignedIn, card_id: UUID) -> HttpResponse:
    """One screen: who it is for, who stands there, given."""
    rows = Card.objects.visible_to(request.user).select_related("series", "person", "office", "application__procedure")
    card = get_object_or_404(rows, pk=card_id)
    proxies = deliveries.proxies_for(card, localdate())
    form = HandOverForm(sent(request), request.FILES or None, proxies=proxies, may_compare=_may_compare(request))
    # Judged before `once` begins its transaction: drawing a photo anew takes a second, and nobody else waits for it.
    form.is_valid()
    return _hand_over(request, card, form)


@once
def _hand_over(request: SignedIn, card: Card, form: HandOverForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(card=card, handing=form.handing(), by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("procedures:card-hand-over", card.pk)
    elif request.method == "GET":
        audit.record_reading(subject=card, by=request.user, at=now(), purpose="hand_over")
    given = HandOver.objects.filter(card=card).select_related("by", "office", "proxy", "photo").first()
    page = {
        "card": card,
        "form": form,
        "given": given,
        "powers": deliveries.powers_over(card) if given is None else (),
        # Regularisation is the first step: what comes after it is gone over when the card is handed over (R54).
        "pathway": PATHWAY if given else (),
        "is_child": deliveries.is_of_child(card, localdate()),
        "is_ready": card.place == Place.READY and card.revoked_at is None,
    }
    return render(request, "procedures/cards/hand_over.html", page)


def _may_compare(request: SignedIn) -> bool:
    return bool(hooks.FINGER) and request.user.may(Permission.BIOMETRIC_COMPARE)
