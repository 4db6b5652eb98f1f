"""Who can respond, and where: against the database asked apart, and with nothing of what must not be counted."""

import re
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from ayni.access.models import User
from ayni.access.tests.factories import DepartmentFactory, OrganisationFactory
from ayni.desk.demo import World
from ayni.directory import queries as directory
from ayni.directory.tests.factories import FocalPointFactory, LocationFactory, PointFactory, ServiceFactory
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.referrals.models import Referral
from ayni.results.capacity import answerers, capacity
from ayni.results.rules import Area, Choice, Reach
from tests.demo import AT

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/capacidad/"
COUNTRY = Reach(areas=(Area(),))
ACCEPTED = ["ACCEPTED", "COMPLETED", "CLOSED"]


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def plain(department: str) -> int:
    rows = Referral.objects.exclude(case__sensitivity="RESTRICTED").filter(sent_at__lte=AT)
    return rows.filter(case__office__department__code=department, status__in=ACCEPTED).count()


def test_each_department_has_what_was_accepted_there_and_by_how_many(facts):
    found = capacity(facts, COUNTRY, Choice(), {})
    assert len(found.places) == 25, "whoever counts the country sees also where there is nothing"
    busy = [place for place in found.places if place.card.sent]
    assert len(busy) > 1
    for place in busy:
        rows, _apart = answerers(facts, COUNTRY, Choice(department=place.code), {})
        assert sum(row.card.sent for row in rows) <= place.card.sent
        assert place.card.accepted >= plain(place.code)
        assert sorted(place.accepting) == sorted(row.code for row in rows if row.card.accepted)


def test_a_department_in_which_everything_was_declined_is_said(facts):
    found = capacity(facts, COUNTRY, Choice(), {})
    for place in found.places:
        assert place.nobody_accepted == (place.card.sent > 0 and place.card.accepted == 0)
        assert place.nobody_known


def test_whom_the_directory_names_there_and_nobody_asked_is_in_the_list(facts):
    known = {"15": frozenset({"HIAS"}), "": frozenset({"CEM"})}
    rows, _apart = answerers(facts, COUNTRY, Choice(department="15"), known)
    of = {row.code: row.known for row in rows}
    assert (of["HIAS"], of["CEM"]) == ("here", "national")
    assert set(of.values()) == {"here", "national", "nobody"}


def test_whoever_answers_for_one_office_sees_only_where_it_is(facts):
    one = Reach(areas=(Area(office="SEDE-CENTRAL"),))
    assert [place.code for place in capacity(facts, one, Choice(), {}).places] == ["15"]


def test_the_directory_knows_who_takes_referrals_where_and_tells_of_no_shelter():
    tumbes, puno = DepartmentFactory(code="24"), DepartmentFactory(code="21")
    for code, place in (("A", {"department": tumbes}), ("B", {"department": puno, "is_confidential": True})):
        service = ServiceFactory(organisation=OrganisationFactory(code=code))
        PointFactory(service=service, location=LocationFactory(organisation=service.organisation, **place))
    closed = ServiceFactory(organisation=OrganisationFactory(code="C"), accepts_referrals=False)
    PointFactory(service=closed, location=LocationFactory(organisation=closed.organisation, department=tumbes))
    FocalPointFactory(organisation=OrganisationFactory(code="D"), department=tumbes)
    there = directory.who_is_where()
    assert there["24"] >= {"A", "D"}
    assert "C" not in there["24"]
    assert "B" not in there.get("21", frozenset())


@pytest.mark.parametrize(("who", "status"), [("marta", 200), ("tomas", 200), ("ines", 403), ("rosa", 403)])
def test_the_page_is_for_whoever_answers_for_numbers(facts, who, status):
    assert signed_in(who).get(PAGE).status_code == status


def test_the_page_leads_from_a_department_to_its_institutions(facts, at_most):
    client = signed_in("tomas")
    first = client.get(PAGE)
    href = re.search(r'href="(\?department=15[^"]*)"', first.content.decode())
    assert href is not None
    there = client.get(PAGE + href[1].replace("&amp;", "&"))
    assert "Instituciones en Lima" in there.content.decode()
    with at_most(12):
        client.get(PAGE, {"department": "15"})
    with at_most(12):
        client.get(PAGE, {"family": "violence"})


def test_what_was_chosen_wrongly_is_not_chosen(facts):
    assert signed_in("marta").get(PAGE, {"family": "x", "since": "nunca", "department": "99"}).status_code == 200
