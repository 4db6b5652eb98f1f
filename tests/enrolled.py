"""Somebody with everything that an enrolment can leave: one row in each of its tables."""

from typing import Any

from django.utils import timezone

from ayni.people.models import Person
from ayni.procedures import actions
from ayni.procedures.models import Comparison, Device, What


def enrol(person: Person, by: Any) -> None:
    now = timezone.now()
    session = actions.begin_enrolment(person=person, application=None, office=by.office, by=by, at=now)
    device = Device.objects.create(
        code="H-9", kind="AST-HUE", name="Huellero", office=by.office, registered_by=by, registered_at=now
    )
    taken = actions.Taken(What.FINGER, b"planted-print-9913", "ISO-19794-4", 2, 80, device=device)
    actions.take_capture(session=session, taken=taken, by=by, at=now)
    told = {"purpose": "prueba", "asked_by": by, "asked_at": now, "answered_at": now}
    Comparison.objects.create(person=person, record=session.records.get(), device=device, same=True, **told)
    actions.leave_enrolment(session=session, by=by, at=now)
