"""Who sees whose file: each sensitivity and each relation, against a table written apart."""

import pytest
from django.utils.timezone import now

from ayni.access.models import Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, OfficeFactory, UserFactory
from ayni.people import queries
from ayni.people.models import Person, Sensitivity

from .factories import PersonFactory, place

pytestmark = pytest.mark.django_db

ORDINARY, PROTECTED, RESTRICTED = Sensitivity.ORDINARY, Sensitivity.PROTECTED, Sensitivity.RESTRICTED

#          relation                none  ordinary protected restricted
SEES = {
    "assignee":                   (True, True, True, True),
    "member of the team":         (True, True, True, True),
    "colleague":                  (True, True, False, False),
    "reception":                  (True, True, False, False),
    "supervisor":                 (True, True, True, False),
    "supervisor of the country":  (True, True, False, False),
    "supervisor of the region":   (True, True, False, False),
    "supervisor of another region": (False, False, False, False),
    "another office":             (False, False, False, False),
    "another organisation":       (False, False, False, False),
    "partner":                    (False, False, False, False),
    "analyst":                    (False, False, False, False),
    "administrator":              (False, False, False, False),
    "role ended":                 (False, False, False, False),
}  # fmt: skip


def relations(world):
    far = {"organisation": world.migraciones, "office": world.jz_tum}
    near = OfficeFactory(code="JZ-LIM", organisation=world.migraciones, department=world.sede_central.department)
    member = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=member, role=Role.CASEWORKER, team=world.trata)
    country, region, other = UserFactory(**far), UserFactory(organisation=world.uim, office=near), UserFactory(**far)
    MembershipFactory(user=country, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
    MembershipFactory(user=region, role=Role.SUPERVISOR, reach=Reach.DEPARTMENT)
    MembershipFactory(user=other, role=Role.SUPERVISOR, reach=Reach.DEPARTMENT)
    ended = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=ended, role=Role.SUPERVISOR, ends_at=now())
    stranger = UserFactory(office=OfficeFactory(organisation=world.oim), organisation=world.oim)
    MembershipFactory(user=stranger, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
    return {
        "assignee": world.rosa, "member of the team": member, "colleague": world.julio, "reception": world.lia,
        "supervisor": world.marta, "supervisor of the country": country, "supervisor of the region": region,
        "supervisor of another region": other, "another office": world.vera, "another organisation": stranger,
        "partner": world.ines, "analyst": world.tomas, "administrator": world.ada, "role ended": ended,
    }  # fmt: skip


@pytest.mark.parametrize("sensitivity", [None, *Sensitivity])
def test_each_relation_sees_what_the_table_says(world, sensitivity):
    person = PersonFactory(registered_by=world.julio)
    if sensitivity:
        place(person, sensitivity, world.rosa, team=world.trata, assignee=world.rosa)
    column = [None, ORDINARY, PROTECTED, RESTRICTED].index(sensitivity)
    seen = {name: person in Person.objects.visible_to(user) for name, user in relations(world).items()}
    assert seen == {name: row[column] for name, row in SEES.items()}


@pytest.mark.parametrize("sensitivity", [None, *Sensitivity])
def test_search_shows_exactly_whom_the_filter_shows(world, sensitivity):
    person = PersonFactory(registered_by=world.julio, document="AB123456")
    if sensitivity:
        place(person, sensitivity, world.rosa, team=world.trata, assignee=world.rosa)
    for name, user in relations(world).items():
        sees = person in Person.objects.visible_to(user)
        for text in ("González Rondón Yusleidy", "AB123456", "12/03/1990 Yusleidy González"):
            found = queries.search(text, user, now())
            assert [hit.person for hit in found.hits] == ([person] if sees else []), (name, text)
            assert found.somebody_hidden is not sees, (name, text)


def test_any_case_that_somebody_may_see_opens_the_person(world):
    person = PersonFactory(registered_by=world.rosa)
    place(person, RESTRICTED, world.rosa, team=world.trata)
    assert person not in Person.objects.visible_to(world.julio)
    place(person, ORDINARY, world.rosa)
    assert person in Person.objects.visible_to(world.julio)


def test_a_restricted_person_is_in_no_count_of_an_outsider(world):
    hidden = PersonFactory(registered_by=world.rosa)
    place(hidden, RESTRICTED, world.rosa, team=world.trata)
    assert Person.objects.visible_to(world.julio).count() == 0
    assert Person.objects.visible_to(world.marta).count() == 0
    assert queries.search("Yusleidy", world.julio, now()).hits == []


def test_a_case_handed_on_takes_the_file_along(world):
    person = PersonFactory(registered_by=world.rosa)
    compartment = place(person, PROTECTED, world.rosa, assignee=world.julio)
    assert person in Person.objects.visible_to(world.julio)
    compartment.assignee = world.rosa
    compartment.save()
    assert person not in Person.objects.visible_to(world.julio)


def test_a_role_that_ends_ends_in_the_search_too(world):
    """The statement of a scope is kept; the scope is of this very moment."""
    person = PersonFactory(registered_by=world.julio)

    def hits(user):
        return [hit.person for hit in queries.search("Yusleidy González", User.objects.get(pk=user.pk), now()).hits]

    assert hits(world.julio) == [person]
    place(person, RESTRICTED, world.rosa, team=world.trata)
    assert hits(world.julio) == []
    MembershipFactory(user=world.julio, role=Role.CASEWORKER, team=world.trata)
    assert hits(world.julio) == [person]
    world.julio.memberships.update(ends_at=now())
    assert hits(world.julio) == []


def test_an_office_without_a_department_reaches_no_departments(world):
    """Head office stands in none: a supervisor "of the department" there does not become one of the country."""
    nowhere = OfficeFactory(code="CENTRAL", organisation=world.migraciones, department=None)
    user = UserFactory(organisation=world.migraciones, office=nowhere)
    MembershipFactory(user=user, role=Role.SUPERVISOR, reach=Reach.DEPARTMENT)
    person = PersonFactory(registered_by=world.julio)
    assert person not in Person.objects.visible_to(user)
    assert queries.search("Yusleidy González", user, now()).hits == []
