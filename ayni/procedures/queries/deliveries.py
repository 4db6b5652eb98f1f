"""Who waits for which card at which office, and who may fetch it."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from ayni.access.models import User
from ayni.access.scope import counter_scope_of
from ayni.lib.ids import read_number
from ayni.people.models.people import is_within_reach
from ayni.people.rules.ages import may_be_minor

from ..models import Card, Place, Proxy
from ..rules.cards import UNFETCHED


def waiting(user: User) -> QuerySet[Card]:
    """What waits at the offices of this user, the oldest first. The list names nobody."""
    here = is_within_reach(counter_scope_of(user), "office")
    rows = Card.objects.visible_to(user).filter(here, place=Place.READY, revoked_at__isnull=True)
    return rows.select_related("series", "application", "office")


def unfetched(at: datetime) -> Q:
    """Waits for so long that it is brought back."""
    return Q(place=Place.READY, since__lt=at - UNFETCHED)


def proxies_for(card: Card, on: date) -> QuerySet[Proxy]:
    """Those with a power that is in force and covers this card."""
    return powers_over(card).filter(ended_at__isnull=True, valid_from__lte=on, valid_to__gte=on)


def powers_over(card: Card) -> QuerySet[Proxy]:
    """Every power that covers or covered this card, the oldest first."""
    rows = Proxy.objects.filter(Q(scope=Proxy.Scope.ANY) | Q(card=card), person=card.person_id)
    return rows.select_related("scan__file", "checked_by").order_by("checked_at", "pk")


def of_application(typed: str, cards: QuerySet[Card]) -> Card | None:
    """The card that waits for whoever says the number of their application."""
    number = read_number("T", typed)
    rows = (
        cards.filter(application__number=number, place=Place.READY, revoked_at__isnull=True) if number else cards.none()
    )
    return rows.first()


def is_of_child(card: Card, day: date) -> bool:
    """Whether somebody else has to receive it: its holder is under 18, or may be."""
    return may_be_minor(card.person.birth_date, card.person.birth_precision, day)
