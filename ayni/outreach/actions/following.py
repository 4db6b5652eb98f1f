"""What becomes of attendance when two files become one."""

from datetime import datetime

from ayni.people.models import Person

from ..models import Attendance


def settle_attendances(kept: Person, absorbed: Person, at: datetime) -> None:
    """They came once to a session, however many files they had. Who has a certificate for the second one keeps it, as
    somebody without a file."""
    both = Attendance.objects.filter(person=kept).values("session")
    twice = Attendance.objects.filter(person=absorbed, session__in=both)
    twice.filter(certificate__isnull=False).update(person=None)
    twice.filter(certificate__isnull=True).delete()
