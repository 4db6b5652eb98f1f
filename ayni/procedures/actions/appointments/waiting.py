"""The waiting list: who waits is offered the next time that becomes free, one person at a time, until a deadline."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from ayni.access.models import Office
from ayni.audit import actions as audit
from ayni.lib.ids import public_number
from ayni.lib.tongues import in_spanish

from ...models import Appointment, Calendar, Origin, Wait, WaitState
from ...queries import appointments as queries
from ...rules import booking as rules
from ...rules.slips import WAIT_PREFIX, new_secret
from . import messages, seats
from .booking import Wish, appoint


@transaction.atomic
def join_list(*, office: Office, wish: Wish, at: datetime, since: datetime | None = None, tells: bool = True) -> Wait:
    """Put somebody on the list. `since`: from when on they count as waiting, if not from now."""
    if queries.has_live(wish.who, wish.procedure):
        raise rules.already_booked()
    try:
        with transaction.atomic():
            wait = Wait.objects.create(
                number=public_number(WAIT_PREFIX), secret=new_secret(), office=office, procedure=wish.procedure,
                person=wish.person, who=wish.who, contact=wish.contact, group=wish.group, since=since or at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise rules.AlreadyBooked(
            _("You are on the waiting list already. Look it up with its number and code.")
        ) from twice
    if tells:
        messages.listed(wait, at=at)
    audit.record("wait.joined", subject=wait, by=audit.SYSTEM, at=at, office=office.pk)
    return wait


def ask_for_list(*, office: Office, wish: Wish, at: datetime) -> None:
    """The same by a page that is open to all: what it cannot do it says by message, and not to whoever typed a
    document."""
    try:
        join_list(office=office, wish=wish, at=at)
    except rules.AlreadyBooked:
        messages.cannot_book(wish.contact, at=at)


@transaction.atomic
def accept_offer(*, wait: Wait, at: datetime) -> Appointment:
    wait = _lock(wait)
    if wait.state != WaitState.OFFERED or wait.seat is None or wait.answer_by is None or wait.answer_by <= at:
        raise rules.CannotBook(_("This offer is over. We write to you when there is another one."))
    wish = Wish(procedure=wait.procedure, who=wait.who, contact=wait.contact, group=wait.group, person=wait.person)
    appointment = appoint(seat=wait.seat, wish=wish, origin=Origin.LIST, by=None, at=at)
    _end(wait, WaitState.TOOK, at=at)
    return appointment


@transaction.atomic
def leave_list(*, wait: Wait, at: datetime) -> Wait:
    """Leaving twice is leaving once. What was offered goes to the next one."""
    wait = _lock(wait)
    if wait.state in {WaitState.WAITING, WaitState.OFFERED}:
        seat = wait.seat
        _end(wait, WaitState.LEFT, at=at)
        if seat is not None:
            seats.give_back(seat, at=at)
    return wait


def lapse_offers(*, at: datetime, limit: int = 200) -> int:
    """A duty of the worker: what was not answered in time goes to the next one. How many."""
    late = Wait.objects.filter(state=WaitState.OFFERED, answer_by__lte=at).order_by("answer_by", "pk")
    return sum(_lapse_one(wait, at=at) for wait in late[:limit])


@transaction.atomic
def _lapse_one(wait: Wait, *, at: datetime) -> bool:
    wait = _lock(wait)
    seat = wait.seat
    if wait.state != WaitState.OFFERED or seat is None:
        return False
    with in_spanish():
        if wait.offers >= rules.MOST_OFFERS:
            _end(wait, WaitState.LAPSED, at=at)
            messages.lapsed(wait, at=at)
            seats.give_back(seat, at=at)
        else:
            # Given back before they wait again: it is not offered twice to one person.
            wait.state, wait.seat, wait.answer_by, wait.since = WaitState.LAPSED, None, None, at
            wait.ended_at = at
            wait.save(update_fields=["state", "seat", "answer_by", "since", "ended_at"])
            seats.give_back(seat, at=at)
            Wait.objects.filter(pk=wait.pk).update(state=WaitState.WAITING, ended_at=None)
    return True


def offer_free(*, at: datetime, limit: int = 50) -> int:
    """A duty of the worker: whoever waits while there are free hours, as after a release, is offered one. How many.

    It looks once for all who wait for the same at one office, so that many who wait in vain there cost little, and
    nobody waits behind them who waits elsewhere."""
    offered = 0
    alike = queries.waiting().order_by().values_list("office", "procedure__code", "procedure__authority", "group")
    for office, code, authority, group, many in list(alike.annotate(many=Count("pk"))):
        calendars = Calendar.objects.filter(queries.serving(code, authority), office=office)
        for _each in range(min(many, limit - offered)):
            if not _offer_one(calendars, group, at=at):
                break
            offered += 1
    return offered


@transaction.atomic
def _offer_one(calendars: QuerySet[Calendar], group: str, *, at: datetime) -> bool:
    free = queries.free_slots(calendars, group=group, at=at).filter(starts_at__gte=rules.first_offered(at))
    slot = free.order_by("starts_at", "pk").first()
    if slot is None:
        return False
    try:
        seat = seats.take(slot, group=group, at=at)
    except rules.SlotIsFull:
        return False
    with in_spanish():
        return seats.give_back(seat, at=at)


def _lock(wait: Wait) -> Wait:
    rows = Wait.objects.select_related("seat__slot__calendar__campaign", "procedure", "office")
    locked: Wait = rows.select_for_update(of=("self",)).get(pk=wait.pk)
    return locked


def _end(wait: Wait, state: WaitState, *, at: datetime) -> None:
    wait.state, wait.ended_at, wait.seat, wait.answer_by = state, at, None, None
    wait.save(update_fields=["state", "ended_at", "seat", "answer_by"])
