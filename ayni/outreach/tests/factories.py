"""Sessions of the tests: a talk of the head office, in two weeks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import factory
from django.utils import timezone
from openpyxl import Workbook

from ayni.access.tests.factories import DepartmentFactory
from ayni.codelists.models import AgeBand
from ayni.lib.ids import uuid7
from ayni.outreach import actions
from ayni.outreach.actions import Planned
from ayni.outreach.models import Kind, Session, SignUp


class KindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Kind
        django_get_or_create = ("code",)

    code = "SES-INF"
    label_es = "Sesión informativa"
    label_en = "Information session"
    valid_from = date(2022, 1, 1)
    confidence = "high"


def planned(office: Any, **other: Any) -> Planned:
    begins = other.pop("starts_at", timezone.now() + timedelta(days=14))
    said = {
        "kind": KindFactory(), "title": "Cómo pedir el carné", "objective": "Que sepa qué llevar.", "audience": "",
        "language": "es", "office": office, "is_online": False, "place": "Auditorio",
        "department": office.department or DepartmentFactory(), "link": "", "starts_at": begins,
        "ends_at": begins + timedelta(hours=2), "seats": 2, "aim": "OBJ-3",
    }  # fmt: skip
    return Planned(**said | other)


def session_of(by: Any, *, publish: bool = True, at: datetime | None = None, **other: Any) -> Session:
    wanted = planned(by.office, **other)
    return actions.plan_session(planned=wanted, publish=publish, by=by, at=at or timezone.now())


def comes(session: Session, **other: Any) -> tuple[SignUp, str]:
    said = {"submission": uuid7(), "name": "", "contact": "", "language": "es", "at": timezone.now()}
    return actions.sign_up(session=session, **said | other)


def held_session(by: Any, **other: Any) -> Session:
    """One that began an hour ago, with nobody noted yet."""
    begins = timezone.now() - timedelta(hours=1)
    with_day = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)} | other
    wanted = planned(by.office, **with_day)
    before = begins - timedelta(days=7)
    return actions.plan_session(planned=wanted, publish=True, by=by, at=before)


class BandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgeBand
        django_get_or_create = ("code",)

    code = "AB-30-59"
    label_es = "30 a 59"
    scheme = "vida"
    min_age = 30
    max_age = 59
    valid_from = date(2022, 1, 1)
    confidence = "high"


def workbook(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = ()) -> bytes:
    """A spreadsheet as somebody would fill it in."""
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
