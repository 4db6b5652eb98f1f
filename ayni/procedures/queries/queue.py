"""The named questions about the queue: whose turn it is, what a screen shows, what a window sees."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.ids import read_number
from ayni.lib.names import plain
from ayni.people.models import Person

from .. import rules
from ..models import (
    AT_WINDOW,
    Application,
    Appointment,
    Attendance,
    Lane,
    Procedure,
    QueueDay,
    Screen,
    ScreenKind,
    Series,
    Ticket,
    TicketState,
    Window,
)
from ..rules.slips import PREFIX, read_slip
from .appointments import day_bounds

SHOWN_CALLS, MOST_CALLS = 6, 12
"""Lines of a screen: more would make the digits small, and stand there only while so many are called at once."""
STAYS = timedelta(seconds=10)
"""So long at least a number is on the screen, however many windows call after it."""
SHOWN_WAITING = 30


def home_office(user: User) -> Office | None:
    """At which counter the user works, unless they say otherwise."""
    reached = counter_scope_of(user).offices
    return next((m.office for m in user.active_memberships if m.office_id in reached), None)


def day_of(office: Office | int, on: date) -> QueueDay | None:
    return QueueDay.objects.filter(office=office, day=on).first()


def letters(office: Office) -> QuerySet[Series]:
    """What one comes for there, as the kiosk offers it."""
    return Series.objects.filter(office=office, is_open=True).order_by("letter")


def series_for(office: int, procedure: Procedure | None) -> Series | None:
    """Under which letter somebody comes for this: the one that names it, else one that names nothing."""
    rows = Series.objects.filter(office=office, is_open=True).order_by("letter")
    named: Series | None = rows.filter(procedures__code=procedure.code).first() if procedure is not None else None
    return named or rows.filter(procedures__isnull=True).first() or rows.first()


def served(window: Window) -> frozenset[str]:
    """Codes of the procedures that it serves. A version that came later is the same thing. Empty: everything."""
    return frozenset(window.procedures.values_list("code", flat=True))


def callable_at(day: QueueDay, window: Window) -> QuerySet[Ticket]:
    """Who waits and may be called to this window: `rules.queue.serves`, as a question to the database."""
    codes = served(window)
    rows = Ticket.objects.filter(day=day, state=TicketState.WAITING)
    here = Q(only_at=window)
    fits = _comes_for(codes) if codes else Q()
    return rows.filter(here | (Q(only_at__isnull=True) & fits)).order_by("place", "id")


def _comes_for(codes: frozenset[str]) -> Q:
    """By what was said; by what the letter is for where nobody said it, as at the kiosk; or nothing yet."""
    meant = Series.procedures.through.objects.filter(series=OuterRef("series"))
    by_letter = ~Exists(meant) | Exists(meant.filter(procedure__code__in=codes))
    return Q(procedure__code__in=codes) | (Q(procedure__isnull=True) & by_letter)


def heads(day: QueueDay, window: Window, at: datetime) -> dict[Lane, Ticket]:
    """The first of each lane for this window."""
    soon = at + rules.queue.EARLY_BY
    rows = callable_at(day, window).select_related("series", "appointment")
    lanes = {
        Lane.FIRST: Q(lane=Lane.FIRST),
        Lane.APPOINTED: Q(lane=Lane.APPOINTED, place__lte=soon),
        Lane.WALK_IN: Q(lane=Lane.WALK_IN) | Q(lane=Lane.APPOINTED, place__gt=soon),
    }
    found = {lane: rows.filter(condition).first() for lane, condition in lanes.items()}
    return {lane: ticket for lane, ticket in found.items() if ticket is not None}


def windows(office: Office) -> QuerySet[Window]:
    """With who attends there."""
    return Window.objects.filter(office=office, is_open=True).select_related("attendance__user").order_by("number")


def window_of(user: User) -> Window | None:
    """Where the user attends."""
    attendance = Attendance.objects.filter(user=user).select_related("window__office").first()
    return attendance.window if attendance else None


def held_at(window: Window) -> Ticket | None:
    """Who is called to it or attended at it."""
    rows = Ticket.objects.filter(window=window, state__in=AT_WINDOW)
    return rows.select_related("series", "procedure", "appointment", "application", "day").first()


def waiting_for(window: Window, on: date) -> Sequence[Ticket]:
    """Who waits and may be called there, in the order of their places."""
    day = day_of(window.office_id, on)
    rows = callable_at(day, window) if day else Ticket.objects.none()
    return list(rows.select_related("series", "procedure")[:SHOWN_WAITING])


def absent(office: int, on: date) -> Sequence[Ticket]:
    """Who did not answer today, the last one first."""
    rows = Ticket.objects.filter(day__office=office, day__day=on, state=TicketState.ABSENT)
    return list(rows.select_related("series").order_by("-called_at", "id")[:SHOWN_WAITING])


def ticket_of_token(token: str) -> Ticket | None:
    rows = Ticket.objects.select_related("day__office", "series", "window", "procedure", "only_at")
    return rows.filter(token=token).first()


def tickets(user: User) -> QuerySet[Ticket]:
    return Ticket.objects.visible_to(user).select_related("day__office", "series", "window", "procedure")


def screen_of_token(token: str, kind: ScreenKind) -> Screen | None:
    rows = Screen.objects.filter(token=token, kind=kind, ended_at__isnull=True)
    return rows.select_related("office").first()


def state_id(office: int, at: datetime) -> str:
    """Changes with everything that happens in the queue, and every minute, for what says how late it is."""
    day = QueueDay.objects.filter(office=office, day=localdate(at)).values_list("seq", flat=True).first() or 0
    return f"{localtime(at):%Y%m%d%H%M}.{day}"


def called(office: int, at: datetime) -> list[dict[str, Any]]:
    """What a screen shows: the numbers that were called last and their windows. Nothing else of anybody."""
    rows = Ticket.objects.filter(day__office=office, day__day=localdate(at), called_at__isnull=False)
    latest = rows.select_related("series", "window").order_by("-called_at", "id")[:MOST_CALLS]
    return [
        {
            "code": ticket.code,
            "window": str(ticket.window.number) if ticket.window else "",
            "key": f"{ticket.code}.{ticket.called_at:%H%M%S%f}",
            "is_new": ticket.state == TicketState.CALLED,
            "age": max(0, int((at - ticket.called_at).total_seconds())),
        }
        for line, ticket in enumerate(latest)
        if ticket.called_at is not None and (line < SHOWN_CALLS or _is_fresh(ticket, at))
    ]


def _is_fresh(ticket: Ticket, at: datetime) -> bool:
    """Somebody may still be looking for it."""
    return ticket.state == TicketState.CALLED or (ticket.called_at is not None and at - ticket.called_at <= STAYS)


def appointment_typed(text: str) -> Appointment | None:
    """Whose slip this is: as a reader of QR codes typed it, with its secret, or the number alone, as people type it.
    A slip with a wrong secret is nobody's."""
    rows = Appointment.objects.select_related("office", "procedure")
    if slip := read_slip(text):
        found = rows.filter(number=slip[0]).first()
        return found if found is not None and found.secret == slip[1] else None
    number = read_number(PREFIX, text)
    return rows.filter(number=number).first() if number else None


def application_typed(text: str, user: User) -> Application | None:
    number = read_number("T", text)
    rows = Application.objects.visible_to(user).select_related("procedure")
    return rows.filter(number=number).first() if number else None


def ticket_typed(text: str, office: Office, on: date) -> Ticket | None:
    """A ticket of today, by its number: A12, a 012."""
    bare = "".join(c for c in text.upper() if c.isalnum())
    letter, digits = bare[:1], bare[1:]
    if not (letter.isalpha() and digits.isdecimal() and digits.isascii() and len(digits) <= 3):
        return None
    rows = Ticket.objects.filter(day__office=office, day__day=on, series__letter=letter, number=int(digits))
    return rows.select_related("series", "day").first()


def expected_by_name(text: str, user: User, office: Office, on: date) -> list[Appointment]:
    """Who is expected today in this office under such a name, of those whose name the user may learn."""
    asked = set(plain(text).split())
    if not asked or len(text) < 3:
        return []
    first, after = day_bounds(on)
    rows = Appointment.objects.nameable_by(user).live().filter(office=office)
    rows = rows.filter(starts_at__gte=first, starts_at__lt=after)
    rows = rows.filter(~Exists(Ticket.objects.filter(appointment=OuterRef("pk"))))
    rows = rows.select_related("person", "procedure").order_by("starts_at", "id")
    return [row for row in rows if all(any(w.startswith(a) for w in _words(row)) for a in asked)][:20]


def _words(appointment: Appointment) -> list[str]:
    said = appointment.contact.get("name", "")
    person = appointment.person.full_name if appointment.person else ""
    return plain(f"{said} {person}").split()


def person_of(ticket: Ticket, user: User) -> Person | None:
    """The file of whoever has this ticket, if the user may open it."""
    keys: set[UUID] = {
        held.person_id for held in (ticket.appointment, ticket.application) if held is not None and held.person_id
    }
    return Person.objects.visible_to(user).filter(pk__in=keys).first() if keys else None


def application_of(ticket: Ticket, user: User) -> Application | None:
    """What the ticket is about, if the user may open it."""
    if ticket.application_id is None:
        return None
    return Application.objects.visible_to(user).filter(pk=ticket.application_id).first()
