"""When an appointment may be made, moved, cancelled, and how long things are held."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import AppointmentState, Group
from .codes import MOST_CODES_A_DAY

MOST_HOLDS_A_DAY = 4
"""Of one person. Whoever needs more goes to the counter."""
REMIND_BEFORE = timedelta(hours=26)
"""So that the reminder of a morning comes the morning before, not in the night."""
REMIND_FROM, REMIND_UNTIL = 8, 20
"""Hours of the day, in Lima, between which a telephone may ring."""
ANSWER_WITHIN = timedelta(hours=6)
"""Of an offer of the waiting list."""
SHORTEST_ANSWER = timedelta(hours=1)
"""With less time than this before the slot nothing is offered to the list: it is open to everybody again."""
DAY_ENDS = 21
"""Hour from which on whoever did not come today counts as missed."""
MOST_OFFERS = 3
"""Who did not answer so many is not asked any more."""

NEXT: dict[AppointmentState, frozenset[AppointmentState]] = {
    AppointmentState.BOOKED: frozenset(AppointmentState) - {AppointmentState.BOOKED},
    # Cancelled: they were here, and the day ended before it was their turn.
    AppointmentState.ARRIVED: frozenset(
        {AppointmentState.ATTENDED, AppointmentState.NO_SHOW, AppointmentState.CANCELLED}
    ),
    # Somebody came late, after the day was told: then they are received all the same.
    AppointmentState.NO_SHOW: frozenset({AppointmentState.ATTENDED}),
    AppointmentState.ATTENDED: frozenset(),
    AppointmentState.CANCELLED: frozenset(),
    AppointmentState.MOVED: frozenset(),
}

CLAIMED_BY_ONESELF = tuple(group for group in Group if group != Group.REFERRED)
"""Groups that a person may say they belong to; that the unit referred somebody, a colleague says."""


class CannotBook(RuleBroken):
    pass


class SlotIsFull(CannotBook):
    pass


class AlreadyBooked(CannotBook):
    pass


def check_asked_today(*, of_person: int, to_address: int) -> None:
    if of_person >= MOST_HOLDS_A_DAY or to_address >= MOST_CODES_A_DAY:
        raise CannotBook(_("That is enough for today. Come back tomorrow, or ask at the counter."))


def check_bookable(*, starts_at: datetime, opens_at: datetime, is_closed: bool, at: datetime, by_staff: bool) -> None:
    if is_closed:
        raise CannotBook(_("Nobody is received at that hour any more. Choose another one."))
    if starts_at <= at:
        raise CannotBook(_("That hour has passed. Choose a later one."))
    if opens_at > at and not by_staff:
        raise CannotBook(_("That day cannot be booked yet. Come back when it opens."))


def no_seat() -> SlotIsFull:
    return SlotIsFull(_("Somebody else has just taken the last place at that hour. Choose another one."))


def already_booked() -> AlreadyBooked:
    return AlreadyBooked(
        _("There is an appointment for this already. Change it with its number and code, or ask at the counter.")
    )


def before(to: AppointmentState) -> list[AppointmentState]:
    """The states from which an appointment may come to this one."""
    return [state for state, following in NEXT.items() if to in following]


def check_move(state: str, to: AppointmentState) -> None:
    if to not in NEXT[AppointmentState(state)]:
        raise CannotBook(_("This appointment has ended already. Make a new one."))


def may_change(state: str, *, starts_at: datetime, at: datetime) -> bool:
    """Whether it may be moved or given up: nobody has come with it yet, and its hour is still to come."""
    return state == AppointmentState.BOOKED and starts_at > at


def check_may_change(state: str, *, starts_at: datetime, at: datetime) -> None:
    if state != AppointmentState.BOOKED:
        raise CannotBook(_("This appointment has ended already. Make a new one."))
    if not may_change(state, starts_at=starts_at, at=at):
        raise CannotBook(_("Its hour has passed. Make a new appointment, or ask at the counter."))


def check_other_hour(old: int, new: int) -> None:
    if old == new:
        raise CannotBook(_("That is the hour of the appointment already. Choose another one, or leave it as it is."))


def seats_open_to(group: str, *, returns_at: datetime, at: datetime) -> list[str] | None:
    """Whose seats somebody of this group may take; None: all that are free."""
    return None if at >= returns_at else list(dict.fromkeys([group, ""]))


def days_over(at: datetime) -> date:
    """The last day that is over: whoever was expected on it and has not come has missed it."""
    now = localtime(at)
    return now.date() if now.hour >= DAY_ENDS else now.date() - timedelta(days=1)


def may_ring(at: datetime) -> bool:
    return REMIND_FROM <= localtime(at).hour < REMIND_UNTIL


def first_offered(at: datetime) -> datetime:
    """What begins sooner is not offered: there is no time left to answer."""
    return at + 2 * SHORTEST_ANSWER


def answer_by(*, starts_at: datetime, at: datetime) -> datetime | None:
    """Until when an offer is answered: some hours by day, and well before the slot; None: too late to offer it."""
    latest = starts_at - SHORTEST_ANSWER
    wanted = at + ANSWER_WITHIN
    local = localtime(wanted)
    if not REMIND_FROM <= local.hour < REMIND_UNTIL:
        # Nobody has to answer at night: until the middle of the next morning.
        morning = local.replace(hour=10, minute=0, second=0, microsecond=0)
        wanted = morning if local.hour < REMIND_FROM else morning + timedelta(days=1)
    by = min(wanted, latest)
    return by if by - at >= SHORTEST_ANSWER else None
