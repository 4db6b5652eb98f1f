"""Cards as objects: where to begin, one card and its chain of custody, what is nowhere."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.paging import count_up_to, paginate

from ..actions import card_alerts
from ..actions import cards as actions
from ..actions import deliveries as hand_overs
from ..forms.cards import ExplainForm, RevokeForm, ScanForm
from ..models import Batch, BoxState, Card, Place
from ..queries import cards as queries
from ..queries import deliveries
from ..rules.cards import standing
from .doing import Verb, done


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_CARRY)
def cards(request: SignedIn) -> HttpResponse:
    """The start: scan anything, and what there is to do."""
    user = request.user
    form = ScanForm(sent(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["scanned"]
        if card := queries.card_at_hand(typed, user):
            return redirect("procedures:card", card.pk)
        if box := queries.box_at_hand(typed, user):
            return redirect("procedures:card-box", box.pk)
        form.add_error(
            "scanned", _("Nothing here has this code or number. Scan it again, or find out how it came here.")
        )
    page = {
        "form": form,
        "may_make": user.may(Permission.CARD_MAKE),
        "may_hand_over": user.may(Permission.CARD_HAND_OVER),
        "under_way": count_up_to(queries.boxes(user).filter(state=BoxState.SENT)),
        "missing": count_up_to(queries.alerts(user)),
        "waiting": count_up_to(deliveries.waiting(user)) if user.may(Permission.CARD_HAND_OVER) else None,
    }
    return render(request, "procedures/cards/start.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_CARRY)
@once
def card(request: SignedIn, card_id: UUID) -> HttpResponse:
    """Where it is, where it was, and what may be done with it. Names nobody."""
    found = get_object_or_404(queries.card_for_custody(request.user, card_id))
    may_make = request.user.may(Permission.CARD_MAKE) and _made_by_theirs(request, found)
    forms = {"revoke": RevokeForm(request.POST if request.POST.get("do") == "revoke" else None)}
    verbs = {**CARRY, **(MAKE if may_make else {})}
    if request.method == "POST" and done(request, verbs, forms, found):
        return redirect("procedures:card", found.pk)
    page = {
        "card": found,
        "standing": _standing(found),
        "moves": found.moves.select_related("office", "box", "by"),
        "may_make": may_make and found.revoked_at is None,
        "may_make_another": may_make and found.revoked_at is not None and not hasattr(found, "replaced_by"),
        "may_hand_over": request.user.may(Permission.CARD_HAND_OVER) and found.place == Place.READY,
        "can_be_lost": found.place
        in {Place.BOXED, Place.SENT, Place.READY, Place.PRINTED, Place.CHECKED, Place.RETURNED},
        "can_come_back": found.place in {Place.LOST, Place.HANDED_OVER, Place.READY},
        "can_lie_out_again": hand_overs.can_lie_out_again(found) and queries.reaches(request.user, found.office),
        "can_be_destroyed": found.revoked_at is not None
        and found.place in {Place.RETURNED, Place.CHECKED, Place.READY},
        **forms,
    }
    return render(request, "procedures/cards/card.html", page)


def _made_by_theirs(request: SignedIn, found: Card) -> bool:
    return Batch.objects.visible_to(request.user).filter(pk=found.batch_id).exists()


def _standing(found: Card) -> Any:
    return standing(
        is_revoked=found.revoked_at is not None,
        was_handed_over=found.place == Place.HANDED_OVER,
        valid_to=found.valid_to,
        on=localdate(),
    )


def _revoke(request: SignedIn, found: Card, form: RevokeForm) -> str:
    reason, at = form.cleaned_data["reason"], now()
    if not form.cleaned_data["with_another"]:
        actions.revoke(card=found, reason=reason, by=request.user, at=at)
        return _("The card is revoked.")
    new = actions.replace(card=found, reason=reason, by=request.user, at=at)
    return _("The card is revoked. Number %(number)s takes its place.") % {"number": new.number}


def _another(request: SignedIn, found: Card, _form: None) -> str:
    new = actions.replace(card=found, reason=found.revoked_for, by=request.user, at=now())
    return _("Number %(number)s takes its place: print its file.") % {"number": new.number}


def _lose(request: SignedIn, found: Card, _form: None) -> str:
    card_alerts.lose_card(card=found, by=request.user, at=now())
    return _("The card is lost and counts no more.")


def _bring_in(request: SignedIn, found: Card, _form: None) -> str:
    office = queries.workshop_of(request.user) or found.office
    card_alerts.bring_in(card=found, office=office, by=request.user, at=now())
    return _("The card is noted as returned.")


def _destroy(request: SignedIn, found: Card, _form: None) -> str:
    office = queries.workshop_of(request.user) or found.office
    card_alerts.destroy_card(card=found, office=office, by=request.user, at=now())
    return _("The card is noted as destroyed.")


def _lay_out(request: SignedIn, found: Card, _form: None) -> str:
    hand_overs.lay_out_again(card=found, by=request.user, at=now())
    return _("The card waits for its holder.")


MAKE: dict[str, Verb] = {"revoke": _revoke, "another": _another}
CARRY: dict[str, Verb] = {"lose": _lose, "bring_in": _bring_in, "lay_out": _lay_out, "destroy": _destroy}


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_CARRY)
@once
def lost(request: SignedIn) -> HttpResponse:
    """What is nowhere, and what has to be explained."""
    form = ExplainForm(sent(request))
    rows = queries.alerts(request.user)
    if request.method == "POST" and form.is_valid():
        alert = get_object_or_404(queries.alerts(request.user, settled=True), pk=form.cleaned_data["alert"])
        if done(request, {"explain": _explain}, {"explain": form}, alert):
            return redirect("procedures:cards-lost")
    mine = Card.objects.at_hand_of(request.user).order_by().values("pk")
    missing = queries.nowhere(now()).filter(pk__in=mine)
    page = {
        "form": form,
        "page": paginate(request, rows, order=("raised_at", "id")),
        "missing": paginate(request, missing, order=("since", "pk"), prefix="m"),
    }
    return render(request, "procedures/cards/lost.html", page)


def _explain(request: SignedIn, alert: Any, form: ExplainForm) -> str:
    card_alerts.settle_alert(alert=alert, explanation=form.cleaned_data["explanation"], by=request.user, at=now())
    return _("Thank you. It is noted.")
