"""Sessions of the tests: a talk of the head office, in two weeks."""

from datetime import date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from ayni.access.tests.factories import DepartmentFactory
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
        "ends_at": begins + timedelta(hours=2), "seats": 2,
    }  # fmt: skip
    return Planned(**said | other)


def session_of(by: Any, *, publish: bool = True, at: datetime | None = None, **other: Any) -> Session:
    wanted = planned(by.office, **other)
    return actions.plan_session(planned=wanted, publish=publish, by=by, at=at or timezone.now())


def comes(session: Session, **other: Any) -> tuple[SignUp, str]:
    said = {"submission": uuid7(), "name": "", "contact": "", "language": "es", "at": timezone.now()}
    return actions.sign_up(session=session, **said | other)
