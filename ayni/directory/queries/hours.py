from ayni.access.models import Organisation
from ayni.directory.models import OfficeHours
from ayni.directory.rules import Hours


def hours_of(organisation: Organisation) -> Hours | None:
    """When it reads what it is sent; nothing if nobody has said."""
    row = OfficeHours.objects.filter(organisation=organisation).first()
    return Hours(frozenset(row.days), row.opens, row.closes) if row else None
