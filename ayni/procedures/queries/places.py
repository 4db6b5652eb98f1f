"""Where one can come for something, and when: what the public pages show. Never who, never how many came."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from ayni.access import queries as access
from ayni.access.models import Office
from ayni.codelists import queries as codelists
from ayni.lib.ids import is_uuid

from ..models import Calendar, Campaign, Procedure, Slot
from . import appointments as queries


@dataclass(frozen=True)
class Place:
    """An office, or a campaign day: `key` is how its address names it."""

    key: str
    name: str
    city: str
    first_at: datetime | None
    """The first free hour for everybody."""
    opens_at: datetime | None
    """When the next batch opens."""
    campaign: Campaign | None = None


def bookable() -> QuerySet[Procedure]:
    """What some open calendar receives people for, in the versions in force. A calendar that names nothing is for all
    that our own institution decides: for the rest we say where to go, and give no hour."""
    wanted, own = _named(), access.own_institution()
    if Calendar.objects.filter(is_open=True, campaign=None, procedures=None, office__organisation__in=own).exists():
        wanted |= Q(authority__in=own)
    return codelists.current(Procedure).filter(wanted, is_open=True).order_by("label_es", "pk")


def elsewhere() -> QuerySet[Procedure]:
    """What is open, and another institution decides: by whom, so that nobody looks for an hour for it here."""
    rows = codelists.current(Procedure).filter(is_open=True, authority__isnull=False).exclude(_ours())
    return rows.select_related("authority").order_by("authority__name", "label_es", "pk")


def _named() -> Q:
    """Some open calendar is for it by name, whoever decides."""
    named = Calendar.objects.filter(is_open=True, procedures__isnull=False)
    return Q(code__in=named.order_by().values("procedures__code"))


def _ours() -> Q:
    return Q(authority__in=access.own_institution()) | _named()


def days_away(day: date) -> list[tuple[Campaign, list[Procedure], bool]]:
    """Campaign days and stops of the vehicle from this day on, with what is done there, and whether by the hour."""
    whatever, own = list(bookable()), access.own_institution()
    rows = queries.campaigns_ahead(day).prefetch_related("procedures")[:60]
    calendars = Calendar.objects.filter(campaign__in=[row.pk for row in rows], is_open=True)
    given = set(calendars.order_by().values_list("campaign", flat=True))
    found = []
    for campaign in rows:
        named = list(campaign.procedures.all())
        offered = named or (whatever if campaign.office.organisation_id in own else [])
        by_hour = bool(offered) and campaign.pk in given
        found.append((campaign, offered if by_hour else named, by_hour))
    return found


def places(procedure: Procedure, *, group: str, at: datetime) -> list[Place]:
    """Those with a free hour first, by its day; then those that are full."""
    calendars = queries.calendars_for(procedure)
    free = queries.free_slots(calendars, group=group, at=at).order_by()
    first = dict(free.values_list("calendar").annotate(first=Min("starts_at")).values_list("calendar", "first"))
    later = Slot.objects.filter(calendar__in=calendars, opens_at__gt=at, is_closed=False, starts_at__gt=at).order_by()
    opens = dict(later.values_list("calendar").annotate(opens=Min("opens_at")).values_list("calendar", "opens"))
    rows = calendars.select_related("office", "campaign").order_by("office", "pk")
    found: dict[str, Place] = {}
    for calendar in rows:
        if calendar.campaign and (calendar.campaign.cancelled_at or calendar.campaign.day < localdate(at)):
            continue
        place = _place(calendar, first.get(calendar.pk), opens.get(calendar.pk))
        found[place.key] = _earlier(found.get(place.key), place)
    return sorted(found.values(), key=lambda place: (place.first_at is None, place.first_at, place.name))


def _place(calendar: Calendar, first: datetime | None, opens: datetime | None) -> Place:
    if campaign := calendar.campaign:
        return Place(str(campaign.pk), campaign.name, campaign.place, first, opens, campaign)
    return Place(calendar.office.code, calendar.office.name, calendar.office.city, first, opens)


def _earlier(one: Place | None, other: Place) -> Place:
    if one is None:
        return other
    first = min(filter(None, (one.first_at, other.first_at)), default=None)
    opens = min(filter(None, (one.opens_at, other.opens_at)), default=None)
    return Place(other.key, other.name, other.city, first, opens, other.campaign)


def calendars_at(procedure: Procedure, key: str) -> QuerySet[Calendar]:
    """Those of the place with this key, for this procedure."""
    calendars = queries.calendars_for(procedure)
    if is_uuid(key):
        return calendars.filter(campaign=UUID(key), campaign__cancelled_at=None)
    return calendars.filter(office__code=key, campaign=None)


def office_of(key: str) -> Office | None:
    return Office.objects.filter(code=key).first()


def days(calendars: QuerySet[Calendar], *, group: str, at: datetime, by_staff: bool = False) -> list[date]:
    """With a free hour, the first sixty."""
    free = queries.free_slots(calendars, group=group, at=at, by_staff=by_staff)
    found = free.annotate(day=TruncDate("starts_at")).order_by("day").values_list("day", flat=True).distinct()
    return list(found[:60])


def hours(calendars: QuerySet[Calendar], day: date, *, group: str, at: datetime) -> list[Slot]:
    """The free ones of a day."""
    return _hours(calendars, day, day, group=group, at=at)


def next_hours(calendars: QuerySet[Calendar], *, group: str, at: datetime, by_staff: bool = False) -> list[Slot]:
    """The free ones of the next ten days with any."""
    found = days(calendars, group=group, at=at, by_staff=by_staff)[:10]
    return _hours(calendars, found[0], found[-1], group=group, at=at, by_staff=by_staff) if found else []


def _hours(
    calendars: QuerySet[Calendar], first_day: date, last_day: date, *, group: str, at: datetime, by_staff: bool = False
) -> list[Slot]:
    """Of several calendars at one moment the one with most room."""
    first, after = queries.day_bounds(first_day, last_day)
    free = queries.free_slots(calendars, group=group, at=at, by_staff=by_staff)
    rows = free.filter(starts_at__gte=first, starts_at__lt=after).select_related("calendar__campaign")
    ordered = rows.order_by("starts_at", F("places").desc(), "pk")
    return [next(same) for _moment, same in groupby(ordered, key=lambda slot: slot.starts_at)]


def procedure_of(code: str) -> Procedure | None:
    """Of those for which we may give an hour, whether or not there is one."""
    return codelists.current(Procedure).filter(_ours(), code=code, is_open=True).first()
