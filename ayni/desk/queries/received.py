"""What a person received over all their cases, and the sessions that they came to, as far as the reader may see it."""

from dataclasses import dataclass

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case, ServiceGiven
from ayni.outreach.models import Attendance
from ayni.people.models import Person

MOST = 50
"""Of each kind, the latest."""


@dataclass(frozen=True)
class Received:
    services: list[ServiceGiven]
    sessions: list[Attendance]


def received(person: Person, user: User) -> Received:
    """Services of the cases that this user may open, and attendances of sessions that they may see. Two statements."""
    return Received(_services(person, user), _sessions(person, user))


def _services(person: Person, user: User) -> list[ServiceGiven]:
    if not user.may(Permission.CASE_VIEW):
        return []
    cases = Case.objects.visible_to(user).filter(person=person).order_by().values("pk")
    rows = ServiceGiven.objects.filter(case__in=cases).select_related("category", "organisation", "case")
    return list(rows.defer("remark", "case__wishes", "case__closing_note")[:MOST])


def _sessions(person: Person, user: User) -> list[Attendance]:
    rows = Attendance.objects.visible_to(user).filter(person=person).select_related("session__kind", "session__office")
    return list(rows.order_by("-session__starts_at", "-pk")[:MOST])
