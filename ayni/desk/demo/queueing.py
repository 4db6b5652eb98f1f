"""A morning at the counter of the head office, by the verbs that its windows use: the screen, a window and the board
have something to show on the day of the run."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from ayni.access.models import Office, User
from ayni.codelists import queries as codelists
from ayni.procedures.actions import queueing as actions
from ayni.procedures.actions.appointments import keep_window
from ayni.procedures.models import (
    Appointment,
    AppointmentState,
    Group,
    Procedure,
    Series,
    Ticket,
    TicketState,
    Window,
)

from .making import Stage
from .staff import HEAD_OFFICE

LETTERS = (
    ("A", "Residencia y calidad migratoria", ("PR-CCM", "PR-PROR")),
    ("B", "Carnés", ("PR-CE",)),
    ("C", "Orientación y otros trámites", ()),
)
"""With the beginnings of the codes of what they are for; none: whatever fits no other."""
AT_WINDOWS = ("lia", "elsa", "sede-central.a", "sede-central.b")
ARRIVALS = 46
EVERY = timedelta(minutes=3)
STILL_WAITING = 9
COMES_BEFORE = timedelta(minutes=20)
"""Whoever has an appointment."""


def began(at: datetime) -> datetime:
    """When the morning began whose queue is still there. Shortly after midnight it is shorter: nobody waits from
    yesterday."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(at - EVERY * (ARRIVALS + 1), midnight)


@dataclass
class Counter:
    stage: Stage
    office: Office
    windows: list[tuple[Window, User]] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    expected: deque[Appointment] = field(default_factory=deque)

    def open(self, at: datetime) -> None:
        users, marta = self.stage.staff.users, self.stage.staff.users["marta"]
        for letter, name, codes in LETTERS:
            of_it = [each for each in codelists.current(Procedure) if each.code.startswith(codes)] if codes else []
            made = actions.set_series(office=self.office, letter=letter, name=name, procedures=of_it, by=marta, at=at)
            self.series.append(made)
        booked = Appointment.objects.filter(office=self.office, state=AppointmentState.BOOKED, starts_at__gte=at)
        today = booked.filter(starts_at__lte=self.stage.at + COMES_BEFORE).order_by("starts_at", "id")
        # One of five does not come.
        self.expected.extend(each for n, each in enumerate(today) if n % 5)
        for kind, name in (("TV", "Sala de espera"), ("KIOSK", "Puerta")):
            actions.add_screen(office=self.office, kind=kind, name=name, by=marta, at=at)
        present = [users[name] for name in AT_WINDOWS if name in users]
        for number, user in enumerate(present, start=1):
            # The appointments of the demo have made them, where there is a catalogue.
            window = Window.objects.filter(office=self.office, number=number).first() or keep_window(
                window=None, office=self.office, number=number, by=marta, at=at
            )
            actions.sit_down(window=window, by=user, at=at)
            self.windows.append((window, user))

    def arrive(self, number: int, at: datetime) -> None:
        lia = self.stage.staff.users["lia"]
        if self.expected and self.expected[0].starts_at - COMES_BEFORE <= at:
            appointment = self.expected.popleft()
            actions.arrive_by_appointment(appointment=appointment, office=self.office, by=lia, at=at)
            return
        group = {3: Group.PREGNANT, 7: Group.OLDER, 11: Group.CHILDREN}.get(number % 13, "")
        comes = actions.Comes(series=self.series[number % 5 % 3], group=group)
        actions.arrive(office=self.office, comes=comes, by=lia, at=at)

    def call(self, number: int, at: datetime) -> None:
        """Whoever was at the window has ended; the next one comes, or does not answer."""
        window, user = self.windows[number % len(self.windows)]
        ticket = actions.call_next(window=window, by=user, at=at)
        if ticket is None:
            return
        if number % 17 == 9:
            self._lose(ticket, user, at)
            return
        actions.begin(ticket=ticket, by=user, at=at + timedelta(seconds=40))

    def _lose(self, ticket: Ticket, user: User, at: datetime) -> None:
        for more in (30, 60):
            ticket = actions.call_again(ticket=ticket, by=user, at=at + timedelta(seconds=more))
        actions.mark_absent(ticket=ticket, by=user, at=at + timedelta(seconds=90))


def work(stage: Stage) -> None:
    """So many arrivals before now, and the calls that leave a handful waiting, one of whom the law prefers."""
    office, morning = stage.staff.desks[HEAD_OFFICE].office, began(stage.at)
    every = (stage.at - morning) / (ARRIVALS + 1)
    counter = Counter(stage, office)
    counter.open(morning)
    for number in range(ARRIVALS):
        at = morning + every * number
        counter.arrive(number, at)
        if number >= STILL_WAITING:
            counter.call(number, at + every / 4)
    for preferred in (Group.DISABILITY, Group.OLDER):
        comes = actions.Comes(series=counter.series[-1], group=preferred)
        actions.arrive(office=office, comes=comes, by=stage.staff.users["lia"], at=stage.at)
    last = Ticket.objects.filter(day__office=office, state=TicketState.SERVING).order_by("-called_at").first()
    if last is not None and last.window is not None:
        # One is called at this moment, so that the screen has what to show.
        window, user = next(pair for pair in counter.windows if pair[0].pk == last.window_id)
        actions.call_next(window=window, by=user, at=stage.at)
