"""The appointments of the demo world: windows, the calendar of some weeks at three offices, who is expected today, who
did not come, days away from the office; by the verbs that staff use."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.codelists import queries as codelists
from ayni.people.models import Person, Sensitivity
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Calendar, Origin, Procedure, Slot, VisitOutcome
from ayni.procedures.queries import appointments as queries
from ayni.procedures.rules.booking import CannotBook
from ayni.procedures.rules.calendars import Hours

from .making import Stage
from .queueing import began
from .staff import HEAD_OFFICE

OFFICES = {"SEDE-CENTRAL": 6, "JZ-LIM": 3, "JZ-TUM": 2}
"""With so many windows, and seats in a slot."""
BACK, AHEAD = timedelta(days=14), timedelta(days=28)
EVERY = 3
"""One seat of so many is taken."""
LAST_DAYS = 8
"""Whose appointments are made."""
WITHOUT_FILE = 220
"""Who came to the head office by an appointment of their own: enough to know how many do not come."""
CARDS = "PR-CE"
"""What the fourth window serves, or the last one."""


def keep(stage: Stage) -> None:
    """Nothing where the catalogue of procedures was not loaded."""
    procedures = list(codelists.current(Procedure).filter(is_open=True, authority__code="MIGRACIONES").order_by("code"))
    if not procedures:
        return
    for code, many in OFFICES.items():
        office = stage.staff.desks[code].office
        by = User.objects.filter(office=office, is_demo=True).order_by("pk").first()
        if by is not None:
            _office(stage, office, many, procedures, by)
    _days_away(stage, procedures)


def _office(stage: Stage, office: Office, many: int, procedures: list[Procedure], by: User) -> None:
    begun = stage.at - BACK
    for number in range(1, many + 1):
        serves = [each for each in procedures if each.code.startswith(CARDS)] if number == min(many, 4) else []
        actions.keep_window(window=None, office=office, number=number, procedures=serves, by=by, at=begun)
    calendar = _calendar(stage, office, many, by, begun)
    taken = iter(_people(office))
    # By place in the list: keys count on in PostgreSQL, and the same seed is to make the same world.
    for n, slot in enumerate(_slots(calendar, stage.at)):
        for _each in range(-(-many // EVERY)):
            if (person := next(taken, None)) is not None:
                _book(slot, person, procedures[n % len(procedures)], by, begun)
    if office.code == HEAD_OFFICE:
        _without_file(calendar, procedures, by, begun, localdate(stage.at))
    _live_through(stage, office, by)
    # Only now: what was measured says how many places are added.
    opens, first = stage.at + timedelta(days=3), localdate(stage.at) + AHEAD + timedelta(days=1)
    last = first + timedelta(days=13)
    actions.release(calendar=calendar, first_day=first, last_day=last, opens_at=opens, by=by, at=stage.at)


def _calendar(stage: Stage, office: Office, many: int, by: User, begun: datetime) -> Calendar:
    # Also on the day of the demo, whatever day it is: there is somebody to receive.
    days = {0, 1, 2, 3, 4, localdate(stage.at).weekday()}
    hours = [Hours(day, *span, many) for day in sorted(days) for span in ((time(8), time(13)), (time(14), time(17)))]
    quotas = {"PREGNANT": many, "CHILDREN": many, "OLDER": many, "DISABILITY": many, "REFERRED": many}
    plan = actions.Plan(name="Atención general", hours=hours, quotas=quotas, overbooks=True)
    calendar = actions.write_calendar(calendar=None, office=office, plan=plan, by=by, at=begun)
    today = localdate(stage.at)
    first, last = localdate(begun), today + AHEAD
    actions.release(calendar=calendar, first_day=first, last_day=last, opens_at=begun, by=by, at=begun)
    return calendar


def _people(office: Office) -> Iterator[Person]:
    rows = Person.objects.filter(office=office).exclude(compartments__sensitivity__in=[Sensitivity.RESTRICTED])
    return iter(rows.order_by("pk")[:400])


def _slots(calendar: Calendar, at: datetime) -> list[Slot]:
    """Of today first, so that a small world has somebody to receive; then of the days around it."""
    today = localdate(at)

    def distance(slot: Slot) -> tuple[int, datetime]:
        return abs((localdate(slot.starts_at) - today).days), slot.starts_at

    begins, after = queries.day_bounds(today - timedelta(days=LAST_DAYS), today + timedelta(days=LAST_DAYS))
    slots = calendar.slots.filter(starts_at__gte=begins, starts_at__lt=after).select_related("calendar__office")
    return sorted(slots, key=distance)


def _without_file(calendar: Calendar, procedures: list[Procedure], by: User, begun: datetime, today: date) -> None:
    """Spread over the past days, some of whom the law prefers."""
    begins, after = queries.day_bounds(localdate(begun) + timedelta(days=1), today - timedelta(days=1))
    rows = calendar.slots.filter(starts_at__gte=begins, starts_at__lt=after).select_related("calendar__office")
    slots = list(rows.order_by("starts_at"))
    for n in range(WITHOUT_FILE if slots else 0):
        who, group = queries.who_of(document=f"DEMO{n}"), {0: "PREGNANT", 4: "OLDER"}.get(n % 9, "")
        wish = actions.Wish(procedure=procedures[n % len(procedures)], who=who, group=group)
        _try(slots[n * len(slots) // WITHOUT_FILE], wish, Origin.COUNTER, by, begun)


def _book(slot: Slot, person: Person, procedure: Procedure, by: User, at: datetime) -> None:
    wish = actions.Wish(procedure=procedure, who=queries.who_of_person(person), person=person)
    _try(slot, wish, Origin.FILE, by, at)


def _try(slot: Slot, wish: actions.Wish, origin: Origin, by: User, at: datetime) -> None:
    try:
        actions.book(slot=slot, wish=wish, origin=origin, by=by, at=at)
    except CannotBook:
        return


def _live_through(stage: Stage, office: Office, by: User) -> None:
    """Four of five came. Those of this morning at the head office go through its queue."""
    until = began(stage.at) if office.code == HEAD_OFFICE else stage.at
    rows = Appointment.objects.filter(office=office, state=AppointmentState.BOOKED, starts_at__lt=until)
    came = [row for n, row in enumerate(rows.order_by("starts_at", "id")) if n % 5]
    for row in came:
        actions.receive(appointment=row, by=by, at=row.starts_at)
    actions.mark_no_shows(at=stage.at)


def _days_away(stage: Stage, procedures: list[Procedure]) -> None:
    """A stop of the vehicle that is over, one to come, and a campaign day to come."""
    office, by = stage.staff.desks["SEDE-CENTRAL"].office, stage.staff.users["marta"]
    then, place = stage.at - timedelta(days=6), "Plaza de Armas de Huaycán, Ate"
    over = _plan("MOBILE", "Migramóvil en Huaycán", localdate(then), place, procedures)
    ended = actions.plan_campaign(office=office, plan=over, by=by, at=stage.at - BACK)
    for n in range(24):
        actions.note_visit(
            campaign=ended, outcome=list(VisitOutcome)[n % len(VisitOutcome)],
            procedure=procedures[n % len(procedures)], appointment=None, person=None, by=by, at=then,
        )  # fmt: skip
    results = "Llegaron más personas de las esperadas; faltó papel para la impresora. Se vuelve en un mes."
    actions.tell_results(campaign=ended, results=results, by=by, at=stage.at - timedelta(days=5))
    day, place = day_ahead(stage.at, 12), "Parque zonal Huiracocha, SJL"
    stop, square = day_ahead(stage.at, 5), "Plaza de Armas de Puente Piedra"
    coming = _plan("MOBILE", "Migramóvil en Puente Piedra", stop, square, procedures)
    actions.plan_campaign(office=office, plan=coming, by=by, at=stage.at)
    ahead = _plan("CAMPAIGN", "Jornada de regularización", day, place, procedures, seats=8)
    actions.plan_campaign(office=office, plan=ahead, by=by, at=stage.at)


def day_ahead(at: datetime, days: int) -> date:
    """So many days from now, or the next one that is no holiday: on one no hours are booked."""
    day, holidays = localdate(at) + timedelta(days=days), codelists.holidays()
    while day in holidays:
        day += timedelta(days=1)
    return day


def _plan(
    kind: str, name: str, day: date, place: str, procedures: list[Procedure], *, seats: int = 0
) -> actions.CampaignPlan:
    return actions.CampaignPlan(
        kind=kind, name=name, day=day, begins=time(9), ends=time(14), place=place, procedures=procedures[:4],
        seats=seats,
    )  # fmt: skip
