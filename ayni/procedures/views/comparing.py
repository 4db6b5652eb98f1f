"""A finger is compared before a card is handed over. The page hands question and answer on, sealed: what comes of it is
yes or no, and the hand-over asks for it."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.lib import pairing
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from .. import actions, queries, vault
from ..actions import deliveries
from ..models import Card, Comparison
from ..rules import enrolment as rules
from .sensors import reaching_the_bridge

_IT_IS = gettext_lazy("It is the finger that was enrolled. Go on with the hand-over.")
_IT_IS_NOT = gettext_lazy(
    "The finger does not fit the one that was enrolled. Do not hand the card over: call a supervisor."
)
_NOT_ASKED = gettext_lazy("This answer is of no question that was asked here in the last ten minutes. Compare again.")


@require_safe
@requires(Permission.CARD_HAND_OVER)
@requires(Permission.BIOMETRIC_COMPARE)
@reaching_the_bridge
def finger(request: SignedIn, card_id: UUID) -> HttpResponse:
    """Whose card it is, and with which reader of this office."""
    card = _fetch(request, card_id)
    audit.record_reading(subject=card, by=request.user, at=now(), purpose="hand_over")
    page = {"card": card, "readers": queries.paired_readers(request.user, card.office_id)}
    return render(request, "procedures/cards/finger.html", page)


@require_POST
@requires(Permission.CARD_HAND_OVER)
@requires(Permission.BIOMETRIC_COMPARE)
def ask_finger(request: SignedIn, card_id: UUID) -> HttpResponse:
    """The question, for the page's script to take to the bridge."""
    card, chosen = _fetch(request, card_id), request.POST.get("device", "")
    readers = queries.paired_readers(request.user, card.office_id)
    reader = next((one for one in readers if str(one.pk) == chosen), None)
    if reader is None:
        return _refused(_("This reader is not paired with its bridge. Pair it, or check who it is in another way."))
    try:
        asked = deliveries.ask_for_finger(card=card, device=reader, by=request.user, at=now())
    except RuleBroken as broken:
        return _refused(str(broken))
    except vault.Gone:
        return _refused(_("The print that was enrolled cannot be opened. Check who it is in another way."))
    where = rules.FINGERS[asked.position]
    return JsonResponse(
        {"comparison": asked.comparison.pk, "ticket": asked.ticket, "sealed": asked.sealed, "finger": where}
    )


@require_POST
@requires(Permission.CARD_HAND_OVER)
@requires(Permission.BIOMETRIC_COMPARE)
def finger_answer(request: SignedIn, card_id: UUID) -> HttpResponse:
    """What the bridge answered, sealed; in words, whether it is the finger."""
    card, asked = _fetch(request, card_id), request.POST.get("comparison", "")
    rows = Comparison.objects.filter(person=card.person_id, asked_by=request.user)
    comparison = rows.filter(pk=asked).first() if is_uuid(asked) else None
    if comparison is None:
        return _refused(_NOT_ASKED)
    sealed = request.POST.get("sealed", "")
    try:
        same = actions.settle_comparison(comparison=comparison, sealed=sealed, by=request.user, at=now())
    except pairing.NotOurs:
        return _refused(_NOT_ASKED)
    return JsonResponse({"words": _IT_IS if same else _IT_IS_NOT, "same": same})


def _fetch(request: SignedIn, card_id: UUID) -> Card:
    return get_object_or_404(Card.objects.visible_to(request.user).select_related("person"), pk=card_id)


def _refused(words: str | Promise) -> HttpResponse:
    return JsonResponse({"words": words}, status=400)
