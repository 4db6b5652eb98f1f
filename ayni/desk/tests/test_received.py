"""What a person got over all their cases, and the sessions that they came to, in one place (R89)."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.cases import actions
from ayni.cases.actions import NewService
from ayni.cases.tests.factories import open_case, person
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.desk.queries.received import received
from ayni.outreach.models import Attendance, Way
from ayni.outreach.tests.factories import held_session

pytestmark = pytest.mark.django_db


def give(case, by, category):
    service = NewService(category=category, organisation=by.organisation, given_on=localdate())
    return actions.record_service(case=case, service=service, by=by, at=now())


def come(session, somebody, by):
    Attendance.objects.create(session=session, person=somebody, way=Way.SHEET, noted_by=by, noted_at=now())


def page_of(client, somebody):
    answer = client.get(f"/people/{somebody.pk}/received/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_services_of_all_cases_and_sessions_stand_in_the_file(at_desk, rosa, at_most):
    somebody = person(rosa)
    first = open_case(rosa, person=somebody, at=now() - timedelta(days=40))
    second = open_case(rosa, person=somebody, at=now())
    give(first, rosa, ServiceCategoryFactory(code="SV-ALI", label_es="Alimentación"))
    give(second, rosa, ServiceCategoryFactory(code="SV-SAL", label_es="Salud"))
    come(held_session(rosa, title="Cómo pedir el carné"), somebody, rosa)
    with at_most(12):
        said = page_of(at_desk, somebody)
    for words in ("Alimentación", first.number, "Salud", second.number, "Cómo pedir el carné"):
        assert words in said


def test_nothing_is_told_of_a_case_or_a_session_that_the_reader_may_not_see(client, rosa, vera, julio, world):
    somebody = person(rosa)
    hidden = open_case(rosa, "VP-TRATA", person=somebody, at=now(), team=world.trata)
    give(hidden, rosa, ServiceCategoryFactory(code="SV-TRA", label_es="Víctimas de trata"))
    come(held_session(vera, title="En Tumbes"), somebody, vera)
    mine, theirs, far = (received(somebody, user) for user in (rosa, julio, vera))
    assert [one.category.code for one in mine.services] == ["SV-TRA"]
    assert theirs.services == []
    assert mine.sessions == []
    assert [one.session.title for one in far.sessions] == ["En Tumbes"]


def test_reception_sees_sessions_and_no_services(rosa, lia):
    somebody = person(rosa)
    give(open_case(rosa, person=somebody, at=now()), rosa, ServiceCategoryFactory())
    come(held_session(rosa), somebody, rosa)
    seen = received(somebody, lia)
    assert seen.services == []
    assert len(seen.sessions) == 1
