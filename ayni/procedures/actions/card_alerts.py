"""What is missing is told of, until somebody explains it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.notices import actions as notices

from ..models import AlertKind, Box, Card, CardAlert, Place
from ..queries import cards as queries
from ..rules import cards as rules
from ..rules.custody import check_explanation
from .moving import locked, move

AT_A_TIME = 500


def raise_alert(
    kind: AlertKind, *, office: Office, at: datetime, box: Box | None = None, card: Card | None = None
) -> bool:
    """Unless somebody is looking into it already. Whether it is new."""
    about = {"card": card} if card else {"card__isnull": True, "box": box}
    if CardAlert.objects.filter(kind=kind, settled_at__isnull=True, **about).exists():
        return False
    alert = CardAlert.objects.create(kind=kind, box=box, card=card, office=office, raised_at=at)
    audit.record("card_alert.raised", subject=alert, by=audit.SYSTEM, at=at, kind=kind)
    offices = {office, box.origin, box.destination} if box else {office}
    for user in queries.who_answers_for(offices):
        url = settings.PUBLIC_URL + reverse("procedures:cards-lost")
        text = _("Something has to be explained: %(what)s. Look here: %(url)s") % {"what": kind.label, "url": url}
        notices.tell(user=user, notice=notices.Notice(_("Cards: somebody has to look"), text, is_urgent=True), at=at)
    return True


@transaction.atomic
def watch_cards(*, at: datetime) -> int:
    """Every late box and every card that is nowhere raises its alert, once. How many are new."""
    new = sum(
        raise_alert(AlertKind.BOX_LATE, box=box, office=box.destination, at=at)
        for box in queries.late_boxes(at)[:AT_A_TIME]
    )
    known = CardAlert.objects.filter(kind=AlertKind.NOWHERE, settled_at__isnull=True).values("card")
    missing = queries.nowhere(at).exclude(pk__in=known).order_by("since", "pk")
    for card in missing[:AT_A_TIME]:
        new += raise_alert(AlertKind.NOWHERE, card=card, office=queries.who_misses(card), at=at)
    return new


@transaction.atomic
def settle_alert(*, alert: CardAlert, explanation: str, by: User, at: datetime) -> CardAlert:
    """Somebody says what it was."""
    alert = CardAlert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    check_explanation(text=explanation, is_settled=alert.settled_at is not None)
    alert.settled_at, alert.settled_by, alert.explanation = at, by, explanation
    alert.save(update_fields=["settled_at", "settled_by", "explanation"])
    audit.record("card_alert.settled", subject=alert, by=by, at=at, kind=alert.kind)
    return alert


@transaction.atomic
def lose_card(*, card: Card, by: User, at: datetime) -> Card:
    """It was looked for and not found: it counts no more."""
    card = locked(card)
    rules.check_move(number=card.number, place=card.place, to=Place.LOST)
    if card.revoked_at is None:
        card.revoked_at, card.revoked_for = at, "LOST"
        card.save(update_fields=["revoked_at", "revoked_for"])
    move([card], Place.LOST, office=card.office, by=by, at=at)
    audit.record("card.lost", subject=card, by=by, at=at)
    return card


@transaction.atomic
def bring_in(*, card: Card, office: Office, by: User, at: datetime) -> Card:
    """A card came back: found, given back by its holder, or put aside."""
    card = locked(card)
    move([card], Place.RETURNED, office=office, by=by, at=at)
    audit.record("card.returned", subject=card, by=by, at=at)
    return card


@transaction.atomic
def destroy_card(*, card: Card, office: Office, by: User, at: datetime) -> Card:
    """Cut up, in front of a colleague. Only what is revoked."""
    card = locked(card)
    rules.check_may_destroy(number=card.number, is_revoked=card.revoked_at is not None)
    move([card], Place.DESTROYED, office=office, by=by, at=at)
    audit.record("card.destroyed", subject=card, by=by, at=at)
    return card
