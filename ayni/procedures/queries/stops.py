"""A day of the mobile unit at an assistance point (PAO) or a border post: what the point gives that day of its own
beside what the day brings there (R356), and the calendar of these visits (R355)."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import make_aware

from ayni.access.models import User
from ayni.codelists.queries import holidays
from ayni.directory.models import Location, PointKind, Schedule, ServiceAtLocation, Standing
from ayni.directory.rules.opening import State, hours_there, opening

from ..models import Campaign

KINDS = (PointKind.PAO, PointKind.BORDER)


def points() -> QuerySet[Location]:
    """Where a day may be held. None that is confidential: these days are announced."""
    rows = Location.objects.filter(kind__in=KINDS, is_closed=False, is_confidential=False)
    return rows.order_by("name", "pk")


def visited(user: User) -> QuerySet[Location]:
    """The points at which there was a day that the user reaches, or will be one."""
    rows = Campaign.objects.visible_to(user).filter(point__isnull=False)
    return Location.objects.filter(pk__in=rows.order_by().values("point")).order_by("name", "pk")


def visits(user: User, point: str) -> QuerySet[Campaign]:
    """The days that the user reaches, of one point if it is named; with how many came."""
    rows: QuerySet[Campaign] = Campaign.objects.visible_to(user).annotate(came=Count("visits"))
    if point.isascii() and point.isdecimal() and len(point) < 10:
        rows = rows.filter(point=int(point))
    return rows.select_related("office").prefetch_related("procedures")


def services_that_day(campaign: Campaign) -> list[ServiceAtLocation]:
    """Those of the point that are given that day, as far as their hours are written down."""
    if campaign.point_id is None:
        return []
    links = list(
        ServiceAtLocation.objects.filter(location=campaign.point_id, service__status=Standing.ACTIVE)
        .select_related("service")
        .order_by("service__name", "pk")
    )
    of_any = Q(at__in=links) | Q(location=campaign.point_id) | Q(service__in=[link.service_id for link in links])
    hours = list(Schedule.objects.filter(of_any)) if links else []
    return [link for link in links if _is_given(link, hours, campaign)]


def _is_given(link: ServiceAtLocation, hours: list[Schedule], campaign: Campaign) -> bool:
    there = hours_there(
        [row for row in hours if row.at_id == link.pk],
        [row for row in hours if row.service_id == link.service_id],
        [row for row in hours if row.location_id == link.location_id],
    )
    found = opening(there, make_aware(datetime.combine(campaign.day, campaign.begins)), holidays())
    return found.state != State.CLOSED or bool(found.opens and found.opens.date() == campaign.day)
