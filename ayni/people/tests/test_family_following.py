"""How links and households follow: the two ends always agree, in a merge and in an erasure too."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ayni.lib.errors import RuleBroken
from ayni.people import actions, erasing, queries, repointing
from ayni.people.models import EndReason, HouseholdMember, Relationship, Sensitivity
from ayni.people.rules.families import GENERAL, INVERSE
from ayni.people.rules.registering import NewRelative
from tests.world import World

from .factories import NOON, PersonFactory, place

TABLES = {"people.Relationship", "people.HouseholdMember", "people.Draft"}
OF_FAMILIES = [
    one for one in repointing.REPOINTERS if one.model in TABLES and one.name or one.field in {"relative", "family_of"}
]

KINDS = st.sampled_from(Relationship.Kind.values)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "tell", "correct", "identify", "end"]),
        st.integers(0, 3), st.integers(0, 3), st.integers(0, 9), KINDS, st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


class TheTwoEndsAgree(TestCase):
    def setUp(self):
        self.rosa = World().rosa
        self.people = [PersonFactory(registered_by=self.rosa) for _n in range(4)]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_after_any_sequence_of_verbs(self, steps):
        for step in steps:
            try:
                self.do(*step)
            except RuleBroken:
                continue
        self.check_both_ends()

    def do(self, verb, first, second, number, kind, together):
        person, other = self.people[first], self.people[second]
        by = {"by": self.rosa, "at": NOON}
        since = date(2020, 1, 1) + timedelta(days=number)
        new = NewRelative(kind=kind, lives_together=together, since=since)
        if verb in {"add", "tell"}:
            told = {"relative": other} if verb == "add" else {"name": f"Ana {number}"}
            actions.add_relative(person=person, relative=NewRelative(**{**vars(new), **told}), confirmed=True, **by)
            return
        rows = list(person.relationships.order_by("pk"))
        if not rows:
            return
        row = rows[number % len(rows)]
        if verb == "correct":
            named = NewRelative(**{**vars(new), "name": "Ana"})
            actions.correct_relative(relationship=row, relative=named, confirmed=True, **by)
        elif verb == "identify":
            actions.identify_relative(relationship=row, file=other, confirmed=True, **by)
        else:
            actions.end_relative(relationship=row, reason=EndReason.PARTED, until=date(2026, 1, 1), **by)

    def check_both_ends(self):
        both = (
            "link",
            "lives_together",
            "since",
            "since_known",
            "until",
            "until_known",
            "ended_at",
            "end_reason",
            "source",
        )
        for row in Relationship.objects.filter(relative__isnull=False).order_by("pk"):
            [back] = Relationship.objects.filter(link=row.link).exclude(pk=row.pk).order_by("pk")
            assert (back.person_id, back.relative_id) == (row.relative_id, row.person_id)
            assert [getattr(back, name) for name in both] == [getattr(row, name) for name in both]
            assert INVERSE[back.kind] == GENERAL.get(row.kind, row.kind)
            assert INVERSE[row.kind] == GENERAL.get(back.kind, back.kind)


pytestmark = pytest.mark.django_db


@pytest.fixture
def three(rosa):
    return [PersonFactory(registered_by=rosa, given_name_1=name) for name in ("Ana", "Anita", "Luz")]


def add(person, rosa, kind, relative=None, **values):
    new = NewRelative(kind=kind, relative=relative, **values)
    return actions.add_relative(person=person, relative=new, by=rosa, at=NOON, confirmed=True)


def merge(kept, absorbed):
    """As a merge does, table by table: settle, then move."""
    for repointer in OF_FAMILIES:
        repointer.settle and repointer.settle(kept, absorbed, NOON)
        model = apps.get_model(repointer.model)
        model.objects.filter(**{repointer.field: absorbed}).update(**{repointer.field: kept})


def test_of_two_files_that_become_one_the_same_relative_stands_once(three, rosa):
    kept, absorbed, mother = three
    for person in (kept, absorbed):
        add(person, rosa, "MOTHER", mother)
        add(person, rosa, "SIBLING", name="Leo", birth_year=2001)
    add(kept, rosa, "SIBLING", absorbed)
    add(absorbed, rosa, "TRAVELS_WITH", mother)
    merge(kept, absorbed)
    standing = [(kin.relationship.kind, kin.file) for kin in queries.family(kept, rosa) if kin.stands]
    assert sorted(standing, key=lambda one: one[0]) == [("MOTHER", mother), ("SIBLING", None), ("TRAVELS_WITH", mother)]
    theirs = [(kin.relationship.kind, kin.file) for kin in queries.family(mother, rosa) if kin.stands]
    assert theirs == [("CHILD", kept), ("TRAVELS_WITH", kept)]
    gone = Relationship.objects.filter(end_reason="MERGED").order_by("pk")
    assert gone.count() == 5
    assert not Relationship.objects.filter(person=absorbed).exists()


def test_the_household_of_the_file_that_is_kept_stands(three, rosa):
    kept, absorbed, mother = three
    members = {absorbed: "HEAD", mother: "PARENT"}
    actions.form_household(members={kept: "HEAD"}, since=date(2026, 1, 1), by=rosa, at=NOON)
    other = actions.form_household(members=members, since=date(2026, 1, 1), by=rosa, at=NOON)
    merge(kept, absorbed)
    assert kept.memberships.filter(until__isnull=True).count() == 1
    assert kept.memberships.get(household=other).until == date(2026, 11, 20)
    assert [m.person for m in queries.home_of(mother, rosa).members] == [mother]


def test_the_only_household_of_the_two_goes_along(three, rosa):
    kept, absorbed, _mother = three
    actions.form_household(members={absorbed: "HEAD"}, since=date(2026, 1, 1), by=rosa, at=NOON)
    merge(kept, absorbed)
    assert queries.home_of(kept, rosa).membership is not None


def test_of_somebody_erased_the_others_keep_kind_and_dates_alone(three, rosa, julio, world):
    gone, child, _other = three
    place(gone, Sensitivity.RESTRICTED, rosa, team=world.trata)
    row = add(child, rosa, "MOTHER", gone, name="Ana Delicada", birth_year=1990, since=date(2018, 1, 1))
    actions.form_household(members={gone: "HEAD", child: "CHILD"}, since=date(2026, 1, 1), by=rosa, at=NOON)
    assert sum(one.erase(gone, NOON) for one in erasing.ERASERS if one.model in TABLES) == 3
    row.refresh_from_db()
    assert (row.kind, row.since, row.relative, row.name, row.birth_year) == (
        "MOTHER", date(2018, 1, 1), None, "", None,
    )  # fmt: skip
    assert not HouseholdMember.objects.filter(person=gone).exists()
    for user in (rosa, julio):
        assert queries.family(child, user) == []
