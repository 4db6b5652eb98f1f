"""Cards by their verbs: nothing is in a state that a verb did not put it into."""

from typing import Any

import factory

from ayni.access.models import Office, User
from ayni.lib.ids import public_number
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.actions import boxes, cards, deliveries
from ayni.procedures.models import Batch, Box, Card, CardSeries, HandOver, NamedKeeper, Printing
from ayni.procedures.queries.cards import face_of
from ayni.procedures.tests.factories import NOON, ApplicationFactory


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CardSeries
        django_get_or_create = ("code",)

    code = "CE"
    title = "Carné de extranjería"
    mrz_code = "IR"


def approved(registered_by: User, count: int = 1, *, office: Office | None = None, **person: Any) -> list[Any]:
    """Applications that wait for a card."""
    made = []
    for _number in range(count):
        holder = PersonFactory(registered_by=registered_by, **person)
        fields = {"office": office} if office else {}
        made.append(ApplicationFactory(person=holder, approved=True, **fields))
    return made


def make(by: User, *, wanted: int = 5_000, is_reserved: bool = False, at: Any = NOON, code: str = "CE") -> Batch:
    series = SeriesFactory(code=code)
    return cards.make_batch(series=series, wanted=wanted, is_reserved=is_reserved, office=by.office, by=by, at=at)


def printed(by: User, at: Any = NOON, **kwargs: Any) -> Batch:
    batch = make(by, at=at, **kwargs)
    for part in sorted(set(batch.cards.values_list("part", flat=True))):
        cards.print_part(batch=batch, part=part, reason=Printing.Reason.FIRST, by=by, at=at)
    return batch


def checked(by: User, at: Any = NOON, **kwargs: Any) -> list[Card]:
    batch = printed(by, at=at, **kwargs)
    for part in sorted(set(batch.cards.values_list("part", flat=True))):
        cards.check_part(batch=batch, part=part, by=by, at=at)
    return list(batch.cards.select_related("series").order_by("number"))


def packed(by: User, destination: Office, found: list[Card], at: Any = NOON) -> Box:
    box = boxes.begin_box(origin=by.office, destination=destination, is_return=False, by=by, at=at)
    for card in found:
        boxes.pack_card(box=box, card=card, by=by, at=at)
    boxes.close_box(box=box, counted=len(found), by=by, at=at)
    return box


def sent(by: User, destination: Office, found: list[Card], at: Any = NOON) -> Box:
    return boxes.send_box(box=packed(by, destination, found, at=at), by=by, at=at)


def card_of(person: Person, by: User) -> Card:
    """A card of this person with all that can hang on one: handed over to a proxy, missed once, its keeper named."""
    application = ApplicationFactory(person=person, approved=True, procedure__code="PR-CE-EMI")
    NamedKeeper.objects.create(application=application, user=by, by=by, at=NOON)
    key = cards.signing_key(by=by, at=NOON)
    batch = Batch.objects.create(
        number=public_number("L"), series=SeriesFactory(), office=by.office, size=1, first="1", last="1", made_by=by,
        made_at=NOON,
    )  # fmt: skip
    card = Card.objects.create(
        series=batch.series, number=str(Card.objects.count() + 700), proof=public_number("P"), place="HANDED_OVER",
        since=NOON, application=application, person=person, batch=batch, office=by.office, valid_from=NOON.date(),
        face=face_of(application), key=key,
    )  # fmt: skip
    card.moves.create(place="HANDED_OVER", office=by.office, by=by, at=NOON)
    card.alerts.create(
        kind="NOWHERE", office=by.office, raised_at=NOON, settled_at=NOON, settled_by=by, explanation="En el cajón"
    )
    power = deliveries.Power(
        name="Pedro Rojas", document="DNI 12345678", power="Notaría Paz", scope="ANY", valid_from=NOON.date(),
        valid_to=NOON.date(), why_unscanned="ON_PAPER",
    )  # fmt: skip
    proxy = deliveries.record_proxy(card=card, power=power, by=by, at=NOON)
    HandOver.objects.create(
        card=card, office=by.office, proxy=proxy, check_kind="DOCUMENT", signed=True, by=by, at=NOON
    )
    return card
