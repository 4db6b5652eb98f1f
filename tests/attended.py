"""Somebody who came to a session: by a sheet, and with a certificate."""

from typing import Any

from django.utils import timezone

from ayni.outreach.models import Attendance, Certificate, Sheet, SheetRow
from ayni.outreach.tests.factories import held_session
from ayni.people.models import Person


def came(person: Person, rosa: Any) -> None:
    now, session = timezone.now(), held_session(rosa)
    sheet = Sheet.objects.create(session=session, digest="x", read_by=rosa, read_at=now)
    SheetRow.objects.create(sheet=sheet, number=2, typed={"full_name": "Yusleidy"}, state="KNOWN", match=person)
    one = Attendance.objects.create(
        session=session, person=person, way="SHEET", sheet=sheet, noted_by=rosa, noted_at=now
    )
    Certificate.objects.create(attendance=one, proof="p" * 22, print="x", issued_by=rosa, issued_at=now)
