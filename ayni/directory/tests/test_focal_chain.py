"""Who answers for an institution in a place, one after the other, and who stands in when somebody is away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from ayni.access.tests.factories import DepartmentFactory, OfficeFactory, OrganisationFactory
from ayni.audit.models import Event
from ayni.directory import actions, queries, rules
from ayni.directory.models import FocalPoint, Rank

from .factories import AbsenceFactory, FocalPointFactory, ServiceFactory, SubstituteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mimp():
    return OrganisationFactory(code="MIMP")


@pytest.fixture
def cem(mimp):
    return OrganisationFactory(code="CEM", parent=mimp)


@pytest.fixture
def tumbes():
    return DepartmentFactory(code="24", label_es="Tumbes")


@pytest.fixture
def lima():
    return DepartmentFactory(code="15", label_es="Lima")


_numbers = iter(range(100, 1000))


def point(organisation, **said):
    """A focal point whom nobody else shares an address with."""
    n = next(_numbers)
    return FocalPointFactory(organisation=organisation, email=f"f{n}@example.pe", phone=f"+51900000{n}", **said)


def chain(organisation, territory, at=None, **said):
    return [rung.focal_point for rung in queries.focal_chain(organisation, territory, at or now(), **said)]


def test_the_chain_goes_from_the_counter_to_the_country(cem, mimp, tumbes):
    service = ServiceFactory(organisation=cem)
    national = point(mimp, rank=Rank.NATIONAL)
    regional = point(mimp, rank=Rank.REGIONAL, department=tumbes)
    country, there = point(cem), point(cem, department=tumbes)
    counter = point(cem, rank=Rank.SERVICE_POINT, service=service)
    assert chain(cem, tumbes, service=service) == [counter, there, country, regional, national]
    assert chain(cem, tumbes) == [there, country, regional, national]


def test_the_institution_comes_before_what_it_belongs_to(cem, mimp, tumbes):
    above, own = point(mimp), point(cem)
    assert chain(cem, tumbes) == [own, above]
    assert chain(mimp, tumbes) == [above]


def test_other_departments_other_services_and_who_ended_are_not_in_it(cem, tumbes, lima):
    point(cem, department=lima)
    point(cem, rank=Rank.SERVICE_POINT, service=ServiceFactory(organisation=cem))
    point(cem, department=tumbes, ended_at=now())
    assert chain(cem, tumbes, service=ServiceFactory(organisation=cem)) == []


def test_without_a_place_only_who_answers_for_the_country_is_asked(cem, tumbes):
    point(cem, department=tumbes)
    country = point(cem)
    assert chain(cem, None) == [country]


def test_a_zonal_office_answers_in_its_department_after_the_department_itself(cem, tumbes):
    office = OfficeFactory(code="JZ-TUM", organisation=cem, department=tumbes)
    zonal, whole = point(cem, office=office, department=tumbes), point(cem, department=tumbes)
    assert chain(cem, tumbes) == [whole, zonal]


def test_a_district_is_asked_as_its_department(cem, tumbes):
    there = point(cem, department=tumbes)
    district = DepartmentFactory(code="240101", label_es="Tumbes", level="DISTRICT", department_code="24")
    assert chain(cem, district) == [there]


def test_a_substitute_stands_in_on_the_days_away_and_not_on_others(cem, tumbes):
    principal = point(cem)
    substitute = SubstituteFactory(stands_in_for=principal)
    AbsenceFactory(focal_point=principal, starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 24))
    # Six in the morning in Greenwich is one at night in Lima, of the same day; four is the day before.
    said = {
        hour: queries.focal_chain(cem, tumbes, hour)
        for hour in (datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 25, 4, tzinfo=UTC))
    }
    for rungs in said.values():
        assert [(r.focal_point, r.instead_of) for r in rungs] == [(substitute, principal)]
    for hour in (datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 25, 6, tzinfo=UTC)):
        assert chain(cem, tumbes, hour) == [principal]


def test_when_both_are_away_the_next_one_is_asked(cem, mimp, tumbes):
    principal, above = point(cem), point(mimp)
    substitute = SubstituteFactory(stands_in_for=principal)
    AbsenceFactory(focal_point=principal)
    away = AbsenceFactory(focal_point=substitute)
    assert chain(cem, tumbes) == [above]
    away.cancelled_at = now()
    away.save()
    assert chain(cem, tumbes) == [substitute, above]


def test_nobody_is_asked_twice(cem, mimp, tumbes):
    same = {"email": "mesa@example.pe", "phone": "+51987654321"}
    first = FocalPointFactory(organisation=cem, **same)
    FocalPointFactory(organisation=mimp, rank=Rank.NATIONAL, **{**same, "email": "Mesa@example.pe"})
    assert chain(cem, tumbes) == [first]


def test_the_chain_asks_little(cem, mimp, tumbes, django_assert_max_num_queries):
    for organisation in (cem, mimp):
        for said in ({}, {"department": tumbes}, {"rank": Rank.NATIONAL}):
            principal = point(organisation, **said)
            SubstituteFactory(stands_in_for=principal)
            AbsenceFactory(focal_point=principal)
    with django_assert_max_num_queries(5):
        queries.focal_chain(cem, tumbes, now())


def test_the_first_contact_is_the_institutions_own_and_never_a_substitute(cem, tumbes):
    regional = point(cem, rank=Rank.REGIONAL, department=tumbes)
    assert queries.focal_point(cem, "24") == regional
    own = point(cem)
    SubstituteFactory(stands_in_for=own)
    assert queries.focal_point(cem, "24") == own


def named(cem, marta, **said):
    who = {"name": "Mesa", "email": "mesa@example.pe", "phone": ""}
    return actions.name_focal_point(**{"organisation": cem, "department": None, **who, **said}, by=marta, at=now())


def test_a_zonal_office_brings_its_department(cem, marta, tumbes):
    office = OfficeFactory(code="JZ-TUM", organisation=cem, department=tumbes)
    assert named(cem, marta, seat=actions.Seat(office=office)).department == tumbes
    with pytest.raises(rules.CannotName, match="Ya hay un punto focal"):
        named(cem, marta, seat=actions.Seat(office=office))
    named(cem, marta, department=tumbes)
    assert Event.objects.filter(verb="focal_point.named").count() == 2


@pytest.mark.parametrize(
    ("seat", "says"),
    [
        ({"rank": Rank.SERVICE_POINT}, "elija cuál"),
        ({"rank": Rank.REGIONAL}, "elija cuál"),
    ],
)
def test_a_seat_needs_what_it_answers_for(cem, marta, seat, says):
    with pytest.raises(rules.CannotName, match=says):
        named(cem, marta, seat=actions.Seat(**seat))


def test_a_national_seat_has_no_place_and_a_service_is_ones_own(cem, mimp, marta, tumbes):
    with pytest.raises(rules.CannotName, match="todo el país"):
        named(cem, marta, department=tumbes, seat=actions.Seat(rank=Rank.NATIONAL))
    elsewhere = ServiceFactory(organisation=mimp)
    with pytest.raises(rules.CannotName, match="otra institución"):
        named(cem, marta, seat=actions.Seat(rank=Rank.SERVICE_POINT, service=elsewhere))


def test_the_database_too_refuses_seats_that_make_no_sense(cem, tumbes):
    for wrong in ({"rank": Rank.SERVICE_POINT}, {"rank": Rank.REGIONAL}, {"rank": "NATIONAL", "department": tumbes}):
        with pytest.raises(IntegrityError), transaction.atomic():
            point(cem, **wrong)


def test_a_new_substitute_takes_the_place_of_the_former_and_ends_with_the_principal(cem, marta):
    principal = point(cem)
    said = {"name": "Suplente", "email": "s@example.pe", "phone": ""}
    first = actions.name_substitute(focal_point=principal, **said, by=marta, at=now())
    second = actions.name_substitute(focal_point=principal, **{**said, "name": "Otra"}, by=marta, at=now())
    assert list(principal.substitutes.filter(ended_at__isnull=True)) == [second]
    with pytest.raises(rules.CannotName, match="suplente no tiene suplente"):
        actions.name_substitute(focal_point=second, **said, by=marta, at=now())
    actions.end_focal_point(focal_point=principal, by=marta, at=now())
    assert not FocalPoint.objects.filter(ended_at__isnull=True).exists()
    assert first.pk != second.pk


def test_days_away_are_checked_and_cancelled(cem, marta, tumbes):
    principal, today = point(cem), localdate()

    def away(first, last):
        days = {"starts_on": today + timedelta(first), "ends_on": today + timedelta(last)}
        return actions.report_absence(focal_point=principal, **days, by=marta, at=now())

    for first, last, says in ((2, 1, "al revés"), (-3, -1, "ya pasaron")):
        with pytest.raises(rules.CannotChange, match=says):
            away(first, last)
    absence = away(0, 3)
    with pytest.raises(rules.CannotChange, match="ya están anotados"):
        away(3, 5)
    assert chain(cem, tumbes) == []
    actions.cancel_absence(absence=absence, by=marta, at=now())
    assert chain(cem, tumbes) == [principal]
    with pytest.raises(rules.CannotChange, match="ya se anuló"):
        actions.cancel_absence(absence=absence, by=marta, at=now())
    away(0, 1)
