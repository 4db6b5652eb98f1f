"""Families and people who were registered twice in the demo world."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.desk.demo import World, doubles
from ayni.desk.demo.names import of_country
from ayni.desk.demo.world import LARGE
from ayni.people import actions, queries
from ayni.people.models import FoundBy, Merge, PairStatus, Person, PossibleDuplicate, Relationship
from tests.demo import AT, undone_afterwards

pytestmark = pytest.mark.django_db


def test_children_have_a_surname_of_the_parent_whose_file_they_are_in(demo: World) -> None:
    links = Relationship.objects.filter(kind="CHILD", relative__isnull=False).select_related("person", "relative")
    assert len(links) > 20
    for link in links.order_by("pk"):
        child = {link.relative.surname_1, link.relative.surname_2} - {""}
        assert link.person.surname_1 in child, link.pk


def test_children_who_are_only_told_of_have_one_too(demo: World) -> None:
    told = Relationship.objects.filter(kind="CHILD", relative__isnull=True, is_told=True).select_related("person")
    women = told.filter(person__sex__code="SEX-F").prefetch_related("person__nationalities__country")
    for row in told.exclude(person__sex__code="SEX-F").order_by("pk"):
        assert row.person.surname_1 in row.name
    for row in women.order_by("pk"):
        one_surname = of_country(row.person.nationalities.all()[0].country.code).has_one_surname
        assert one_surname or row.person.surname_1 in row.name


def test_marta_finds_a_dozen_pairs_found_in_every_way_and_a_merge_that_can_be_undone(client, demo: World) -> None:
    marta = User.objects.get(username="marta")
    waiting = list(queries.to_decide(marta, localdate(AT)))
    assert 10 <= len(waiting) <= 14
    assert {pair.found_by for pair in waiting} == {FoundBy.REGISTER, FoundBy.NIGHTLY, FoundBy.HAND}
    assert all(pair.reasons and pair.score >= 70 for pair in waiting)
    said = {reason for pair in waiting for reason in pair.reasons}
    assert "misma fecha de nacimiento" in said
    assert not any("same" in reason for reason in said)
    assert set(PossibleDuplicate.objects.values_list("status", flat=True)) == set(PairStatus)
    client.force_login(marta)
    for pair in waiting:
        assert client.get(reverse("desk:duplicate", args=[pair.pk])).status_code == 200
        assert client.get(reverse("desk:duplicate-merge", args=[pair.pk])).status_code == 200
    merge = Merge.objects.get()
    with undone_afterwards():
        kept, absorbed = actions.unmerge(merge=merge, decisions={}, by=marta, at=AT)
        assert Person.objects.filter(pk__in=[kept.pk, absorbed.pk]).count() == 2


def test_nothing_of_it_is_after_now_and_the_trail_holds(demo: World) -> None:
    assert not PossibleDuplicate.objects.filter(found_at__gt=AT).exists()
    assert not Merge.objects.filter(at__gt=AT).exists()
    assert not audit.verify().findings


def test_few_people_and_a_large_world_have_no_doubles() -> None:
    assert doubles.how_many(doubles.FEWEST_PEOPLE - 1) == 0
    assert doubles.how_many(doubles.FEWEST_PEOPLE) == doubles.how_many(LARGE - 1) > 10
