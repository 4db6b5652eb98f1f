"""A card waits for its holder, who is told once; it is handed over to them or to their proxy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.files.preparing import Drawn
from ayni.notices import actions as notices
from ayni.people import actions as people
from ayni.people.models import Attachment, Person
from ayni.people.queries import tongue_of
from ayni.people.rules.attachments import NewAttachment
from ayni.referrals.queries import safe_for_a_message

from .. import hooks
from ..models import Application, Batch, BoxState, Card, Device, HandOver, IdentityCheck, NamedKeeper, Place, Proxy
from ..queries import cards as queries
from ..queries import deliveries
from ..rules import cards as standing
from ..rules import custody as rules
from .biometrics import Question, ask_comparison
from .moving import locked, move


@transaction.atomic
def shelve(*, batch: Batch, by: User, at: datetime) -> int:
    """What is handed over at the office where it was made needs no box: it waits for its holder from now on."""
    rows = queries.cards_of(batch).filter(place=Place.CHECKED, office=batch.office_id, revoked_at__isnull=True)
    cards = list(rows.select_for_update(of=("self",)).select_related("person").order_by("number"))
    standing.check_something_to_shelve(count=len(cards))
    move(cards, Place.READY, office=batch.office, by=by, at=at)
    for card in cards:
        tell_holder(card, at=at)
    audit.record("batch.shelved", subject=batch, by=by, at=at, cards=len(cards))
    return len(cards)


@transaction.atomic
def lay_out_again(*, card: Card, by: User, at: datetime) -> Card:
    """It turned up at the office where it is handed over, and waits for its holder again."""
    card = locked(card)
    rules.check_may_lie_out_again(
        number=card.number, may=can_lie_out_again(card), is_at_its_office=queries.reaches(by, card.office)
    )
    move([card], Place.READY, office=card.office, by=by, at=at)
    tell_holder(card, at=at)
    audit.record("card.laid_out", subject=card, by=by, at=at)
    return card


def can_lie_out_again(card: Card) -> bool:
    return rules.may_lie_out_again(
        place=card.place,
        box_is_over=card.box is not None and card.box.state == BoxState.RECEIVED,
        is_revoked=card.revoked_at is not None,
    )


def tell_holder(card: Card, *, at: datetime) -> bool:
    """Once, and only by a telephone that the person said is safe. Whoever else reads it learns nothing."""
    contact = None if card.told_at else safe_for_a_message(card.person)
    if contact is None:
        return False
    with override(tongue_of(card.person)):
        text = _("Hello. What you asked for is ready. You may come for it at the office, with your document.")
    notices.queue_sms(to=contact.value, text=text, about=None, at=at)
    Card.objects.filter(pk=card.pk).update(told_at=at)
    card.told_at = at
    return True


@dataclass(frozen=True, kw_only=True)
class Handing:
    """How somebody made sure whom the card is given to."""

    check_kind: str
    signed: bool
    proxy: Proxy | None = None
    photo: Drawn | None = None
    """Of the hand-over, if one was taken: it goes among the papers of the person."""


@transaction.atomic
def hand_over(*, card: Card, handing: Handing, by: User, at: datetime) -> HandOver:
    """The card is in the hands of its holder or of their proxy."""
    card = locked(card)
    day = localdate(at)
    _check_waits(card, day)
    if handing.proxy is not None:
        rules.check_proxy(counts=deliveries.proxies_for(card, day).filter(pk=handing.proxy.pk).exists())
    fits = _compared(card, handing, by=by, at=at)
    rules.check_identity(
        check_kind=handing.check_kind, signed=handing.signed, fits=fits, by_proxy=handing.proxy is not None
    )
    move([card], Place.HANDED_OVER, office=card.office, by=by, at=at)
    given = HandOver.objects.create(
        card=card, office=card.office, proxy=handing.proxy, check_kind=handing.check_kind, signed=handing.signed, by=by,
        at=at, photo=_kept(handing.photo, card.person, by=by, at=at),
    )  # fmt: skip
    audit.record(
        "card.handed_over", subject=card, by=by, at=at, check=handing.check_kind, by_proxy=handing.proxy is not None
    )
    return given


def _kept(drawn: Drawn | None, person: Person, *, by: User, at: datetime) -> Attachment | None:
    """Among the person's papers. Not as their photo: that is the one on their cards."""
    if drawn is None:
        return None
    return people.attach(person=person, new=NewAttachment(kind=Attachment.Kind.OTHER, drawn=drawn), by=by, at=at)


def _check_waits(card: Card, day: date) -> None:
    rules.check_hand_over(
        number=card.number, place=card.place, is_revoked=card.revoked_at is not None,
        has_expired=card.valid_to is not None and card.valid_to < day,
    )  # fmt: skip


@transaction.atomic
def ask_for_finger(*, card: Card, device: Device, by: User, at: datetime) -> Question:
    """Have the finger of whoever came for a card compared with the one that was enrolled: only while the card waits."""
    _check_waits(card, localdate(at))
    return ask_comparison(person=card.person, device=device, purpose="hand_over", by=by, at=at)


def _compared(card: Card, handing: Handing, *, by: User, at: datetime) -> bool | None:
    if handing.check_kind != IdentityCheck.FINGERPRINT or handing.proxy is not None or not hooks.FINGER:
        return None
    return hooks.FINGER[0](card.person, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Power:
    """A power of attorney, and the document of whoever brought it."""

    name: str
    document: str
    power: str
    scope: str
    valid_from: date
    valid_to: date
    paper: Drawn | None = None
    why_unscanned: str = ""
    """Of `WhyUnscanned`, if there is no `paper`."""


@transaction.atomic
def record_proxy(*, card: Card, power: Power, by: User, at: datetime) -> Proxy:
    """Somebody came with a power of attorney; their document was looked at."""
    rules.check_power(valid_from=power.valid_from, valid_to=power.valid_to, on=localdate(at))
    rules.check_paper(is_scanned=power.paper is not None, why=power.why_unscanned)
    proxy = Proxy.objects.create(
        person=card.person, scope=power.scope, card=card if power.scope == Proxy.Scope.ONE else None, name=power.name,
        document=power.document, power=power.power, valid_from=power.valid_from, valid_to=power.valid_to,
        scan=_kept(power.paper, card.person, by=by, at=at), why_unscanned="" if power.paper else power.why_unscanned,
        checked_by=by, checked_at=at,
    )  # fmt: skip
    audit.record(
        "proxy.recorded", subject=proxy, by=by, at=at, scope=power.scope, until=power.valid_to,
        unscanned=proxy.why_unscanned,
    )  # fmt: skip
    return proxy


@transaction.atomic
def end_proxy(*, proxy: Proxy, by: User, at: datetime) -> Proxy:
    """The person took the power back."""
    proxy = Proxy.objects.select_for_update(of=("self",)).get(pk=proxy.pk)
    rules.check_power_stands(has_ended=proxy.ended_at is not None)
    proxy.ended_at = at
    proxy.save(update_fields=["ended_at"])
    audit.record("proxy.ended", subject=proxy, by=by, at=at)
    return proxy


@transaction.atomic
def name_keepers(*, application: Application, users: Sequence[User], by: User, at: datetime) -> int:
    """Who prints and hands over what somebody with a protected or restricted case applied for. Nobody else learns of
    it."""
    for user in users:
        NamedKeeper.objects.get_or_create(application=application, user=user, defaults={"by": by, "at": at})
    audit.record("application.keepers_named", subject=application, by=by, at=at, keepers=[user.pk for user in users])
    return len(users)
