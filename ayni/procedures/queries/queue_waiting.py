"""How long somebody will wait: what `rules.waiting` is asked with, read from one queue as it stands."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from ayni.access.models import Office

from .. import rules
from ..models import Attendance, Lane, QueueDay, Series, Ticket, TicketState
from .queue import letters

LOOKS_BACK = timedelta(days=28)
MOST_DAYS = 5
"""Of the days with a queue before today: what is older was another season."""


@dataclass(frozen=True)
class Waiter:
    lane: int
    place: datetime
    windows: frozenset[int]
    """That may call them, of those that attend."""
    pk: Any = None


@dataclass(frozen=True)
class Situation:
    """An office now: who attends to what, who waits for whom, how long attentions take."""

    office: int
    at: datetime
    windows: dict[int, frozenset[str]]
    """Those that attend and do not pause, with the codes of what they serve; empty: everything."""
    waiting: tuple[Waiter, ...]
    measured: dict[int, tuple[list[int], list[int]]]
    """By letter, seconds that attentions took: today, and on the last days if today has few."""

    def windows_for(self, wanted: Collection[str], only_at: int | None = None) -> frozenset[int]:
        if only_at is not None:
            return frozenset({only_at} & set(self.windows))
        return frozenset(pk for pk, codes in self.windows.items() if rules.queue.serves(codes, wanted))

    def estimate(self, me: Waiter, series: int) -> rules.waiting.Range | None:
        ahead, preferred = 0.0, 0.0
        for other in self.waiting:
            if other.pk == me.pk or not other.windows & me.windows:
                continue
            # Of whoever other windows may call too, only a part comes to ours.
            share = len(other.windows & me.windows) / len(other.windows)
            if other.lane < me.lane or (other.lane == me.lane and other.place <= me.place):
                ahead += share
            elif other.lane > me.lane:
                preferred += share
        today, before = self.measured.get(series, ([], []))
        return rules.waiting.estimate(
            today=today,
            before=before,
            ahead=round(ahead),
            preferred=round(min(preferred, ahead / 2)),
            windows=len(me.windows),
        )


def situation(office: int, at: datetime) -> Situation:
    attending = Attendance.objects.filter(window__office=office, paused_at__isnull=True).values_list(
        "window", flat=True
    )
    codes: dict[int, set[str]] = {pk: set() for pk in attending}
    through = Attendance.objects.filter(window__in=codes, window__procedures__isnull=False)
    for window, code in through.values_list("window", "window__procedures__code"):
        codes[window].add(code)
    served = {pk: frozenset(named) for pk, named in codes.items()}
    empty = Situation(office, at, served, (), samples(office, at))
    rows = Ticket.objects.filter(day__office=office, day__day=localdate(at), state=TicketState.WAITING)
    meant = codes_of_letters(office)
    said = rows.values_list("pk", "lane", "place", "procedure__code", "series", "only_at")
    waiting = tuple(
        Waiter(
            rules.queue.lane_now(lane, place, at), place, empty.windows_for(_wanted(code, meant[series]), only_at), pk
        )
        for pk, lane, place, code, series, only_at in said
    )
    return replace(empty, waiting=waiting)


def codes_of_letters(office: int) -> defaultdict[int, set[str]]:
    """By letter, what one comes for with it; empty: whatever fits no other."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = Series.objects.filter(office=office, procedures__isnull=False).order_by()
    for series, code in rows.values_list("pk", "procedures__code"):
        found[series].add(code)
    return found


def _wanted(code: str | None, by_letter: Collection[str]) -> Collection[str]:
    return by_letter if code is None else [code]


def samples(office: int, at: datetime) -> dict[int, tuple[list[int], list[int]]]:
    """Seconds that attentions took, by letter: today, and on the last days where today has few."""
    on = localdate(at)
    days = QueueDay.objects.filter(office=office, day__lte=on, day__gte=on - LOOKS_BACK).order_by("-day")
    found: dict[int, tuple[list[int], list[int]]] = {}
    keys = dict(days.values_list("pk", "day")[: MOST_DAYS + 1])
    for which, chosen in enumerate(([pk for pk in keys if keys[pk] == on], [pk for pk in keys if keys[pk] != on])):
        enough = [series for series, (today, _before) in found.items() if len(today) >= rules.waiting.FEWEST]
        rows = Ticket.objects.filter(day__in=chosen, state=TicketState.DONE, attention_seconds__isnull=False)
        for series, seconds in rows.exclude(series__in=enough).order_by().values_list("series", "attention_seconds"):
            found.setdefault(series, ([], []))[which].append(seconds or 0)
    return found


def of_ticket(ticket: Ticket, at: datetime) -> rules.waiting.Range | None:
    """For whoever waits with it."""
    if ticket.state != TicketState.WAITING:
        return None
    now = situation(ticket.day.office_id, at)
    me = next((waiter for waiter in now.waiting if waiter.pk == ticket.pk), None)
    return now.estimate(me, ticket.series_id) if me else None


def by_series(office: Office, at: datetime) -> list[tuple[Series, rules.waiting.Range | None]]:
    """For whoever would arrive now without an appointment, by letter."""
    now, found = situation(office.pk, at), []
    meant = codes_of_letters(office.pk)
    for series in letters(office):
        me = Waiter(Lane.WALK_IN, at, now.windows_for(meant[series.pk]))
        found.append((series, now.estimate(me, series.pk)))
    return found


__all__ = ["Situation", "Waiter", "by_series", "of_ticket", "samples", "situation"]
