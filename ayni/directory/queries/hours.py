from ayni.access.models import Organisation

from ..models import OfficeHours, Schedule
from ..rules.hsds import WEEKDAYS


def office_hours(organisation: Organisation) -> OfficeHours | None:
    return OfficeHours.objects.filter(organisation=organisation).first()


def hours_of(organisation: Organisation) -> Schedule | None:
    """When it reads what it is sent, as hours that the rules of opening understand; nothing if nobody has said."""
    row = office_hours(organisation)
    return weekly(row) if row else None


def weekly(row: OfficeHours) -> Schedule:
    """Not saved: what is in that table is published as hours of a service."""
    days = ",".join(WEEKDAYS[day] for day in row.days)
    return Schedule(freq="WEEKLY", byday=days, opens_at=row.opens, closes_at=row.closes)
