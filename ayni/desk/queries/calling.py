"""Whom to call about a file that one may not open: always the same people, whoever has the file and why."""

from ayni.access.models import User
from ayni.directory.queries import focal_point
from ayni.people.hooks import ToCall


def whom_to_call(user: User) -> ToCall | None:
    """The focal point of the user's own organisation, where they work or for the country; without one, their office.

    It follows from the user alone: that there is a file elsewhere must not show in whom to call.
    """
    if user.organisation is None:
        return None
    office = user.office
    department = office.department.code if office and office.department else ""
    if point := focal_point(user.organisation, department):
        return ToCall(point.name, point.phone or user.organisation.phone)
    return ToCall(office.name if office else user.organisation.name, user.organisation.phone)
