"""Named questions about cards as objects: what waits to be made, what is where, what is nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ayni.access import queries as access
from ayni.access.models import Office, User
from ayni.access.permissions import ROLES, Permission, Role
from ayni.access.scope import counter_scope_of
from ayni.lib.names import on_paper
from ayni.lib.together import count_together
from ayni.people.models import Attachment, Birth, Compartment, Person, Sensitivity

from ..models import (
    Application,
    Batch,
    Box,
    BoxState,
    Card,
    CardAlert,
    CardKey,
    CardSeries,
    NamedKeeper,
    Place,
    Printing,
    State,
)
from ..rules.cards import LIES_ABOUT, CannotMoveCard, Scan, Scanned, read_scan
from ..rules.custody import ARRIVES_WITHIN
from ..rules.seals import PublicKey, Said

LISTED_SERIES = 30


def series_in_use() -> QuerySet[CardSeries]:
    return CardSeries.objects.order_by("title", "code")


def to_be_made(series: CardSeries, user: User, *, is_reserved: bool, on: date) -> QuerySet[Application]:
    """Approved applications that this keeper makes a card for: those of their institution. Those of somebody with a
    protected or restricted case are apart: whoever was named for them makes them, and nobody else learns of it."""
    hidden = Exists(Compartment.objects.filter(person=OuterRef("person")).exclude(sensitivity=Sensitivity.ORDINARY))
    named = Exists(NamedKeeper.objects.filter(application=OuterRef("pk"), user=user.pk))
    # Another one after a revoked one is made by hand: what a decision ended must not be printed again by itself.
    has_one = Exists(Card.objects.filter(application=OuterRef("pk")))
    rows = Application.objects.filter(state=State.APPROVED, procedure__result=series.code, office__in=_offices(user))
    # What was granted and is over by now is not printed any more.
    rows = rows.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))
    return rows.filter(hidden & named if is_reserved else ~hidden).exclude(has_one)


def with_holder(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With what is printed of them, in as few statements for five thousand as for one."""
    return rows.select_related("person__sex", "office", "procedure").prefetch_related("person__nationalities__country")


def is_hidden(person: Person) -> bool:
    return Compartment.objects.filter(person=person).exclude(sensitivity=Sensitivity.ORDINARY).exists()


def _offices(user: User) -> QuerySet[Any, Any]:
    own = Office.objects.filter(pk__in=counter_scope_of(user).offices).values("organisation")
    return Office.objects.filter(organisation__in=own).values("pk")


def offices_to_send_to(user: User) -> QuerySet[Office]:
    return Office.objects.filter(pk__in=_offices(user)).order_by("name", "pk")


def workshop_of(user: User) -> Office | None:
    """Where somebody works at the counter: the first of their offices."""
    offices = Office.objects.filter(pk__in=counter_scope_of(user).offices)
    own = offices.filter(pk=user.office_id).first() if user.office_id else None
    return own or offices.order_by("pk").first()


def reaches(user: User, office: Office) -> bool:
    return office.pk in counter_scope_of(user).offices


def photos_of(people: Collection[UUID]) -> dict[UUID, Attachment]:
    """The pictures that go on the cards of these people, by the id of each who has one."""
    rows = Attachment.objects.filter(person__in=people, kind=Attachment.Kind.PHOTO, ended_at__isnull=True)
    return {photo.person_id: photo for photo in rows.order_by("pk")}


def who_answers_for(offices: Collection[Office]) -> list[User]:
    """Whoever keeps the cards of these offices; where nobody does, who supervises them."""
    keepers = access.holders_at(offices, Role.CARD_KEEPER)
    return keepers or access.holders_at(offices, Role.SUPERVISOR)


def who_can_be_named(user: User) -> QuerySet[User]:
    """Colleagues of the same institution's offices who make or hand over cards."""
    offices = Office.objects.filter(pk__in=_offices(user))
    roles = [role for role, may in ROLES.items() if may & {Permission.CARD_MAKE, Permission.CARD_HAND_OVER}]
    return User.objects.filter(pk__in=[one.pk for one in access.holders_at(offices, *roles)]).order_by(
        "last_name", "first_name", "pk"
    )


def who_misses(card: Card) -> Office:
    """Where a card that is nowhere has to be looked for first."""
    return card.box.destination if card.box is not None else card.batch.office


_BIRTH = {Birth.EXACT: 10, Birth.MONTH: 7, Birth.YEAR: 4, Birth.ESTIMATED: 4, Birth.UNKNOWN: 0}
"""How much of year-month-day is printed."""
_SEX = {"SEX-M": "M", "SEX-F": "F"}


def face_of(application: Application) -> dict[str, str]:
    """What a card says of its holder. Dates as year-month-day, as much of them as is known."""
    person = application.person
    nationality = next((n.country.code for n in person.nationalities.all() if n.ended_at is None), "XXX")
    known = _BIRTH[Birth(person.birth_precision)]
    return {
        "surnames": on_paper(" ".join(filter(None, [person.surname_1, person.surname_2]))),
        "given_names": on_paper(" ".join(filter(None, [person.given_name_1, person.given_name_2]))),
        "birth": (person.birth_date.isoformat() if person.birth_date else "")[:known],
        "sex": _SEX.get(person.sex.code, "X"),
        "nationality": nationality,
    }


def said_of(card: Card) -> Said:
    """What the code on it says: what the card says."""
    return Said(
        kind=card.series.code,
        number=card.number,
        valid_from=card.valid_from.isoformat(),
        valid_to=card.valid_to.isoformat() if card.valid_to else "",
        proof=card.proof,
        **card.face,
    )


def published_keys() -> dict[int, PublicKey]:
    return {key.pk: PublicKey(bytes.fromhex(key.public), key.standing) for key in CardKey.objects.order_by("pk")}


def by_proof(proof: str) -> Card | None:
    """Whatever was typed costs one look-up."""
    return Card.objects.select_related("series").filter(proof=proof).first()


def found_by(scan: Scan, cards: QuerySet[Card]) -> Card | None:
    """The card among those that was scanned or whose number was typed; nothing if several could be meant."""
    if scan.kind == Scanned.PROOF:
        return cards.filter(proof=scan.value).first()
    if scan.kind != Scanned.NUMBER:
        return None
    rows = cards.filter(number=scan.value)
    if scan.series:
        rows = rows.filter(series__code__iexact=scan.series)
    found = list(rows.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def card_at_hand(typed: str, user: User) -> Card | None:
    scan = read_scan(typed)
    return found_by(scan, Card.objects.at_hand_of(user).select_related("series", "box", "office")) if scan else None


def box_at_hand(typed: str, user: User) -> Box | None:
    scan = read_scan(typed)
    if scan is None or scan.kind != Scanned.BOX:
        return None
    return Box.objects.visible_to(user).filter(number=scan.value).first()


def nowhere(at: datetime) -> QuerySet[Card]:
    """The cards of which nobody can say where they are, in one statement: their box was opened or taken apart without
    them, or is late; they were printed or checked and lie in no box; or they are known to be lost."""
    in_box = Q(place__in=[Place.BOXED, Place.SENT])
    box_is_over = Q(box__state__in=[BoxState.RECEIVED, BoxState.UNPACKED])
    box_is_late = Q(box__state=BoxState.SENT, box__since__lt=at - ARRIVES_WITHIN)
    lies_about = Q(place__in=[Place.PRINTED, Place.CHECKED, Place.RETURNED], since__lt=at - LIES_ABOUT)
    rows = Card.objects.exclude(place__in=[Place.HANDED_OVER, Place.DESTROYED, Place.NEVER_MADE])
    return rows.filter((in_box & (box_is_over | box_is_late)) | lies_about | Q(place=Place.LOST)).select_related(
        "series", "box__destination", "office", "batch__office"
    )


def late_boxes(at: datetime) -> QuerySet[Box]:
    rows = Box.objects.filter(state=BoxState.SENT, since__lt=at - ARRIVES_WITHIN)
    return rows.select_related("origin", "destination").order_by("since", "id")


def alerts(user: User, *, settled: bool = False) -> QuerySet[CardAlert]:
    """Those that nobody explained yet, about what this user can lay hands on; with `settled`, the others too."""
    cards = Card.objects.at_hand_of(user).order_by().values("pk")
    boxes = Box.objects.visible_to(user).order_by().values("pk")
    rows = CardAlert.objects.all() if settled else CardAlert.objects.filter(settled_at__isnull=True)
    return rows.filter(Q(card__in=cards) | Q(card__isnull=True, box__in=boxes)).select_related(
        "card__series", "card__box", "box__origin", "box__destination", "office"
    )


def batches(user: User) -> QuerySet[Batch]:
    return Batch.objects.visible_to(user).select_related("series", "office")


def cards_of(batch: Batch) -> QuerySet[Card]:
    rows = Card.objects.filter(batch=batch)
    return rows.select_related("series", "office__organisation", "key", "photo__file", "application__procedure")


def card_in(batch: Batch, typed: str) -> Card:
    """The card of this batch that was scanned. Raises a sentence if there is none."""
    scan = read_scan(typed)
    card = found_by(scan, cards_of(batch)) if scan else None
    if card is None:
        raise CannotMoveCard(_("No card of this batch has this code or number."))
    return card


@dataclass(frozen=True)
class Part:
    """A print file of a batch, and how far it is."""

    number: int
    cards: int
    to_print: int
    to_check: int
    printings: list[Printing]


def parts_of(batch: Batch) -> list[Part]:
    counted = (
        Card.objects.filter(batch=batch).values("part").order_by("part").annotate(
            cards=Count("pk"),
            to_print=Count("pk", filter=Q(place=Place.NUMBERED)),
            to_check=Count("pk", filter=Q(place=Place.PRINTED)),
        )
    )  # fmt: skip
    made = list(batch.printings.select_related("by"))
    return [
        Part(row["part"], row["cards"], row["to_print"], row["to_check"], [p for p in made if p.part == row["part"]])
        for row in counted
    ]


@dataclass(frozen=True)
class Waiting:
    series: CardSeries
    count: tuple[int, bool]
    reserved: int
    """For which this keeper was named."""


def waiting_by_series(user: User, on: date) -> list[Waiting]:
    """How many approved applications wait for a card of each kind; those for whom nothing waits are left out."""
    series = list(series_in_use()[:LISTED_SERIES])
    ordinary = [to_be_made(one, user, is_reserved=False, on=on) for one in series]
    reserved = [to_be_made(one, user, is_reserved=True, on=on) for one in series]
    counts = count_together(*ordinary, *reserved)
    pairs = zip(series, counts[: len(series)], counts[len(series) :], strict=True)
    return [Waiting(one, count, apart[0]) for one, count, apart in pairs if count[0] or apart[0]]


def boxes(user: User) -> QuerySet[Box]:
    return Box.objects.visible_to(user).select_related("origin", "destination")


def listed_in(box: Box) -> QuerySet[Card]:
    """What is in it, or was sent in it and did not come out."""
    return Card.objects.filter(box=box, place__in=[Place.BOXED, Place.SENT]).select_related("series", "office")


def card_for_custody(user: User, pk: UUID) -> QuerySet[Card]:
    rows = Card.objects.at_hand_of(user).select_related(
        "series", "batch__office", "office", "box", "replaces", "replaced_by"
    )
    return rows.filter(pk=pk)
