"""A seat is held while a code is on its way, and becomes an appointment once the code comes back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import public_number
from ayni.lib.tongues import in_spanish
from ayni.people.models import Person

from ...models import Application, Appointment, Hold, Origin, Procedure, Seat, Slot
from ...queries import appointments as queries
from ...rules import booking as rules
from ...rules.slips import PREFIX, new_secret
from .. import codes
from . import messages, seats


@dataclass(frozen=True)
class Wish:
    """Who comes, and what for. `who`: see `queries.who_of`; `contact`: `name`, `email`, `phone`, and the
    `language` in which they are told."""

    procedure: Procedure
    who: str
    contact: dict[str, str] = field(default_factory=dict)
    group: str = ""
    person: Person | None = None
    application: Application | None = None


def hold_seat(*, slot: Slot, wish: Wish, at: datetime) -> Hold:
    """Keep a seat for ten minutes and send a code. Whoever has an appointment for this already is told so by message
    and not on the page: the page would tell it to anybody who types a document."""
    # Before anything is locked: of a crowd most come for what is taken, and have to be told so at once.
    seats.check_free(slot, who=wish.who, group=wish.group, at=at)
    return _hold_seat(slot=slot, wish=wish, at=at)


@transaction.atomic
def _hold_seat(*, slot: Slot, wish: Wish, at: datetime) -> Hold:
    _check(slot, at=at)
    reach = queries.reach_of(wish.contact)
    of_person, to_address = queries.holds_since(wish.who, reach, at - timedelta(days=1))
    rules.check_asked_today(of_person=of_person, to_address=to_address)
    _let_go_of_earlier(wish, at=at)
    seat = seats.take(slot, group=wish.group, at=at)
    hold = Hold(
        seat=seat, procedure=wish.procedure, who=wish.who, reach=reach, contact=wish.contact, group=wish.group,
        begun_at=at,
    )  # fmt: skip
    if queries.has_live(wish.who, wish.procedure):
        hold.seat = None
        codes.give_none(hold, at=at)
        hold.save(force_insert=True)
        seats.give_back(seat, at=at)
        messages.cannot_book(wish.contact, at=at)
        return hold
    code = codes.give_code(hold, at=at)
    hold.save(force_insert=True)
    messages.code_for_booking(wish.contact, code, at=at)
    return hold


def _check(slot: Slot, *, at: datetime, by_staff: bool = False) -> None:
    rules.check_bookable(
        starts_at=slot.starts_at, opens_at=slot.opens_at, is_closed=slot.is_closed, at=at, by_staff=by_staff
    )


def _let_go_of_earlier(wish: Wish, *, at: datetime) -> None:
    """Whoever goes back and chooses another hour does not keep two."""
    earlier = Hold.objects.filter(who=wish.who, procedure=wish.procedure, became=None, seat__isnull=False)
    for hold in earlier.select_for_update(of=("self",)).order_by("pk"):
        seats.let_go(hold, at=at)


@transaction.atomic
def confirm(*, hold: Hold, code: str, at: datetime) -> Appointment | None:
    """The appointment, or None if the code is wrong. The right code sent twice gives the same one."""
    rows = Hold.objects.select_related("procedure", "seat__slot__calendar__office")
    hold = rows.select_for_update(of=("self",)).get(pk=hold.pk)
    if hold.became is not None:
        return hold.became
    if codes.is_over(hold, at=at):
        raise rules.CannotBook(_("The time for the code is over. Choose an hour again and we send you another one."))
    if not codes.fits(hold, code):
        return None
    if hold.seat is None:
        raise rules.CannotBook(_("You chose another hour meanwhile. Type the code that we sent you last."))
    wish = Wish(procedure=hold.procedure, who=hold.who, contact=hold.contact, group=hold.group)
    appointment = appoint(seat=hold.seat, wish=wish, origin=Origin.WEB, by=None, at=at)
    # The seat is the appointment's now, and the person's data stand in one place.
    hold.seat, hold.became, hold.contact = None, appointment, {}
    hold.save(update_fields=["seat", "became", "contact"])
    return appointment


def book(*, slot: Slot, wish: Wish, origin: Origin, by: User, at: datetime) -> Appointment:
    """A colleague books for somebody, without a code."""
    seats.check_free(slot, who=wish.who, group=wish.group, at=at)
    return _book(slot=slot, wish=wish, origin=origin, by=by, at=at)


@transaction.atomic
def _book(*, slot: Slot, wish: Wish, origin: Origin, by: User, at: datetime) -> Appointment:
    _check(slot, at=at, by_staff=True)
    if queries.has_live(wish.who, wish.procedure):
        raise rules.already_booked()
    seat = seats.take(slot, group=wish.group, at=at)
    return appoint(seat=seat, wish=wish, origin=origin, by=by, at=at)


def book_known(*, slot: Slot, wish: Wish, at: datetime) -> Appointment:
    """Somebody books who has just given a code that went to their safe contact: another one would prove nothing."""
    seats.check_free(slot, who=wish.who, group=wish.group, at=at)
    return _book_known(slot=slot, wish=wish, at=at)


@transaction.atomic
def _book_known(*, slot: Slot, wish: Wish, at: datetime) -> Appointment:
    _check(slot, at=at)
    if queries.has_live(wish.who, wish.procedure):
        raise rules.already_booked()
    seat = seats.take(slot, group=wish.group, at=at)
    return appoint(seat=seat, wish=wish, origin=Origin.WEB, by=None, at=at)


def appoint(
    *, seat: Seat, wish: Wish, origin: Origin, by: User | None, at: datetime, tells: bool = True
) -> Appointment:
    """On a seat that was taken. Of two appointments of one person for one thing the database refuses the second."""
    slot = seat.slot
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                number=public_number(PREFIX), secret=new_secret(), office=slot.calendar.office,
                procedure=wish.procedure, seat=seat, starts_at=slot.starts_at, group=wish.group, person=wish.person,
                application=wish.application, who=wish.who, contact=wish.contact, origin=origin, booked_by=by,
                booked_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise rules.already_booked() from twice
    if tells:
        messages.booked(appointment, at=at)
    audit.record(
        "appointment.booked", subject=appointment, by=by or audit.SYSTEM, at=at, office=appointment.office_id,
        origin=str(origin),
    )  # fmt: skip
    return appointment


def release_lapsed(*, at: datetime, limit: int = 200) -> int:
    """A duty of the worker: seats that were held and not confirmed go back. How many."""
    lapsed = Hold.objects.filter(ends_at__lte=at, became=None, seat__isnull=False).order_by("ends_at", "pk")
    return sum(_release_one(hold, at=at) for hold in lapsed[:limit])


@transaction.atomic
def _release_one(hold: Hold, *, at: datetime) -> bool:
    with in_spanish():
        found = Hold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, became=None, seat__isnull=False).first()
        if found is not None:
            seats.let_go(found, at=at)
    return found is not None
