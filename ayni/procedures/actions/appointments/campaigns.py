"""Campaign days and stops of the mobile unit: planned, cancelled, who came and what was done, how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.codelists.queries import holidays
from ayni.directory.models import Location
from ayni.lib.written import check_as_seen
from ayni.people.models import Person

from ...models import Appointment, Campaign, Procedure, Slot, Visit, VisitOutcome
from ...queries import marks
from ...rules import campaigns as rules
from ...rules.calendars import Hours
from .calendars import Plan, release, write_calendar
from .changing import lock, receive
from .closing import close


@dataclass(frozen=True)
class CampaignPlan:
    """`seats`: of each slot; 0: people come without an appointment."""

    kind: str
    name: str
    day: date
    begins: time
    ends: time
    place: str
    district: Territory | None = None
    point: Location | None = None
    procedures: Sequence[Procedure] = ()
    minutes: int = 30
    seats: int = 0


@transaction.atomic
def plan_campaign(
    *, office: Office, plan: CampaignPlan, opens_at: datetime | None = None, by: User, at: datetime
) -> Campaign:
    """With a calendar of its own for that day, if one comes by appointment; bookable from `opens_at` on."""
    rules.check_campaign(day=plan.day, begins=plan.begins, ends=plan.ends, at=at)
    if plan.seats:
        rules.check_has_hours(plan.day, holidays())
    campaign = Campaign.objects.create(
        office=office, kind=plan.kind, name=plan.name, day=plan.day, begins=plan.begins, ends=plan.ends,
        place=plan.place, district=plan.district, point=plan.point,
    )  # fmt: skip
    campaign.procedures.set(plan.procedures)
    if plan.seats:
        hours = [Hours(plan.day.weekday(), plan.begins, plan.ends, plan.seats)]
        written = Plan(
            name=f"{plan.name} · {plan.day.isoformat()}"[:80],
            procedures=plan.procedures,
            minutes=plan.minutes,
            hours=hours,
        )
        calendar = write_calendar(calendar=None, office=office, plan=written, by=by, at=at)
        calendar.campaign = campaign
        calendar.save(update_fields=["campaign"])
        release(calendar=calendar, first_day=plan.day, last_day=plan.day, opens_at=opens_at or at, by=by, at=at)
    audit.record("campaign.planned", subject=campaign, by=by, at=at, office=office.pk, day=plan.day.isoformat())
    return campaign


@transaction.atomic
def cancel_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Whoever had booked is given an hour at the office, by the worker."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    rules.check_may_cancel(cancelled=campaign.cancelled_at is not None, closed=campaign.closed_at is not None)
    campaign.cancelled_at = at
    campaign.save(update_fields=["cancelled_at"])
    closed = close(Slot.objects.filter(calendar__campaign=campaign, starts_at__gt=at), at=at)
    audit.record("campaign.cancelled", subject=campaign, by=by, at=at, slots=closed)
    return campaign


@transaction.atomic
def note_visit(
    *, campaign: Campaign, outcome: VisitOutcome, procedure: Procedure | None, appointment: Appointment | None,
    person: Person | None, by: User, at: datetime,
) -> Visit:  # fmt: skip
    """Somebody came, and this was done. Who had an appointment was received with it."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    rules.check_may_note(
        day=campaign.day, cancelled=campaign.cancelled_at is not None, closed=campaign.closed_at is not None, at=at
    )
    if appointment is not None:
        appointment = lock(appointment)
        rules.check_is_of(appointment.seat.slot.calendar.campaign_id, campaign.pk)
        receive(appointment=appointment, by=by, at=at)
        person, procedure = person or appointment.person, procedure or appointment.procedure
    visit = Visit.objects.filter(appointment=appointment).first() if appointment else None
    visit = visit or Visit(campaign=campaign, appointment=appointment)
    visit.person, visit.procedure, visit.outcome, visit.written_by, visit.at = person, procedure, outcome, by, at
    visit.save()
    audit.record("campaign.visit", subject=visit, by=by, at=at, campaign=str(campaign.pk), outcome=str(outcome))
    return visit


@transaction.atomic
def tell_results(*, campaign: Campaign, results: str, by: User, at: datetime, seen: str = "") -> Campaign:
    """How the day went. After this nobody is added. What was told may be corrected: `seen`, as `write_calendar`."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    rules.check_may_tell(day=campaign.day, cancelled=campaign.cancelled_at is not None, at=at)
    check_as_seen(seen=seen, mark=marks.of_results(campaign))
    campaign.results, campaign.closed_at = results, campaign.closed_at or at
    campaign.save(update_fields=["results", "closed_at"])
    audit.record("campaign.closed", subject=campaign, by=by, at=at, visits=campaign.visits.count())
    return campaign
