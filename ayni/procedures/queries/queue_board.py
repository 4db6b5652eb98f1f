"""How the queue of a day goes: for whoever answers for the counter. Numbers of tickets, windows and minutes; of whom,
nobody is told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median, quantiles

from django.utils.timezone import localtime

from ayni.access.models import Office

from .. import rules
from ..models import AT_WINDOW, Ticket, TicketState, Treatment, Window
from .queue import windows

FEWEST_FOR_P90 = 10


@dataclass(frozen=True)
class Times:
    """Of so many, in minutes: the middle one, and the one that nine of ten stay below."""

    count: int
    middle: int | None
    nine_of_ten: int | None


@dataclass
class AtWindow:
    window: Window
    ticket: Ticket | None = None
    done: int = 0
    service: Times = Times(0, None, None)
    can_call: int = 0


@dataclass
class Hour:
    hour: int
    arrived: int = 0
    attended: int = 0
    to_call: Times = Times(0, None, None)


@dataclass
class Board:
    waiting: int = 0
    longest: int | None = None
    """Minutes that whoever waits longest has waited."""
    by_lane: dict[int, int] = field(default_factory=dict)
    by_letter: dict[str, int] = field(default_factory=dict)
    attended: int = 0
    arrived: int = 0
    absent: int = 0
    left: int = 0
    to_call: Times = Times(0, None, None)
    service: Times = Times(0, None, None)
    windows: list[AtWindow] = field(default_factory=list)
    hours: list[Hour] = field(default_factory=list)
    unserved: list[str] = field(default_factory=list)
    """Letters of which somebody waits while no window that attends may call them."""

    @property
    def abandonment(self) -> int | None:
        """Percent of those who are no longer expected that went without being attended."""
        gone = self.absent + self.left
        over = gone + self.attended
        return round(100 * gone / over) if over else None


def board(office: Office, on: date, at: datetime) -> Board:
    rows = list(
        Ticket.objects.filter(day__office=office, day__day=on)
        .select_related("series", "procedure")
        .prefetch_related("series__procedures")
        .defer("token")
        .order_by("arrived_at", "id")
    )
    found = _whole(rows, at)
    found.windows = _windows(office, rows)
    found.hours = _hours(rows)
    attending = [(at_window.window, _codes(at_window.window)) for at_window in found.windows if _attends(at_window)]
    found.unserved = sorted(
        {t.series.letter for t in rows if t.state == TicketState.WAITING and not _is_served(t, attending)}
    )
    return found


def treatment(office: Office, month: date) -> dict[str, int] | None:
    """Percent of each answer; nothing while too few have answered."""
    rows = Treatment.objects.filter(office=office, month=month.replace(day=1)).order_by()
    return rules.waiting.share(Counter(rows.values_list("answer", flat=True)))


def _whole(rows: list[Ticket], at: datetime) -> Board:
    waiting = [t for t in rows if t.state == TicketState.WAITING]
    states = Counter(t.state for t in rows)
    longest = max((at - t.arrived_at for t in waiting), default=None)
    return Board(
        waiting=len(waiting),
        longest=int(longest.total_seconds() // 60) if longest else None,
        by_lane=Counter(t.lane for t in waiting),
        by_letter=Counter(t.series.letter for t in waiting),
        attended=states[TicketState.DONE],
        arrived=len(rows),
        absent=states[TicketState.ABSENT],
        left=states[TicketState.LEFT],
        to_call=_times(_to_call(rows)),
        service=_times(_service(rows)),
    )


def _windows(office: Office, rows: list[Ticket]) -> list[AtWindow]:
    found = {w.pk: AtWindow(w) for w in windows(office).prefetch_related("procedures")}
    by_window: dict[int, list[Ticket]] = {}
    for ticket in rows:
        if ticket.window_id in found:
            by_window.setdefault(ticket.window_id, []).append(ticket)
    for pk, tickets in by_window.items():
        one = found[pk]
        one.ticket = next((t for t in tickets if t.state in AT_WINDOW), None)
        one.done = sum(t.state == TicketState.DONE for t in tickets)
        one.service = _times(_service(tickets))
    return list(found.values())


def _hours(rows: list[Ticket]) -> list[Hour]:
    found: dict[int, Hour] = {}
    calls: dict[int, list[Ticket]] = {}
    for ticket in rows:
        hour = localtime(ticket.arrived_at).hour
        found.setdefault(hour, Hour(hour)).arrived += 1
        calls.setdefault(hour, []).append(ticket)
        if ticket.state == TicketState.DONE and ticket.ended_at:
            ended = localtime(ticket.ended_at).hour
            found.setdefault(ended, Hour(ended)).attended += 1
    for hour, tickets in calls.items():
        found[hour].to_call = _times(_to_call(tickets))
    return [found[hour] for hour in sorted(found)]


def _to_call(rows: Iterable[Ticket]) -> list[float]:
    return [(t.first_called_at - t.arrived_at).total_seconds() for t in rows if t.first_called_at]


def _service(rows: Iterable[Ticket]) -> list[float]:
    return [t.attention_seconds for t in rows if t.state == TicketState.DONE and t.attention_seconds is not None]


def _times(seconds: list[float]) -> Times:
    if not seconds:
        return Times(0, None, None)
    enough = len(seconds) >= FEWEST_FOR_P90
    return Times(
        len(seconds),
        round(median(seconds) / 60),
        round(quantiles(seconds, n=10, method="inclusive")[-1] / 60) if enough else None,
    )


def _codes(window: Window) -> frozenset[str]:
    return frozenset(procedure.code for procedure in window.procedures.all())


def _attends(one: AtWindow) -> bool:
    attendance = getattr(one.window, "attendance", None)
    return attendance is not None and attendance.paused_at is None


def _is_served(ticket: Ticket, attending: list[tuple[Window, frozenset[str]]]) -> bool:
    if ticket.only_at_id is not None:
        return any(window.pk == ticket.only_at_id for window, _codes in attending)
    meant = [ticket.procedure] if ticket.procedure else ticket.series.procedures.all()
    wanted = {procedure.code for procedure in meant}
    return any(rules.queue.serves(codes, wanted) for _window, codes in attending)
