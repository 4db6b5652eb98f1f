import pytest

from ayni.people.models import HouseholdMember, Relationship
from ayni.people.rules.accompaniment import Accompaniment, Companion, company
from ayni.people.rules.families import BY_SEX, GENERAL, INVERSE, Born, doubt_about_ages, inverse, sort_of
from ayni.people.rules.households import ROLES

KINDS = Relationship.Kind.values


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_inverse_and_the_inverse_of_the_inverse_is_itself(kind):
    assert INVERSE[INVERSE[kind]] == GENERAL.get(kind, kind)
    assert sort_of(INVERSE[kind]) == sort_of(kind)


@pytest.mark.parametrize(("kind", "sex"), [(kind, sex) for (_general, sex), kind in BY_SEX.items()])
def test_where_the_sex_is_known_a_mother_stays_a_mother(kind, sex):
    assert inverse(inverse(kind), sex) == kind


def test_roles_are_those_of_a_household():
    assert set(ROLES) <= set(KINDS)
    assert set(ROLES.values()) <= set(HouseholdMember.Role.values)


def one(kind, who="a", **more):
    return Companion(kind=kind, who=who, **more)


# General Comment 6 of the Committee on the Rights of the Child, paragraphs 7 and 8, case by case.
CASES = [
    ([], "unknown"),
    ([one("MOTHER")], "unknown"),
    ([one("MOTHER", lives_together=True)], "accompanied"),
    ([one("FATHER"), one("TRAVELS_WITH")], "accompanied"),
    ([one("MOTHER", lives_together=True), one("SEPARATED_FROM")], "unaccompanied"),
    ([one("MOTHER", lives_together=True), one("SEPARATED_FROM", "b"), one("FATHER", "b")], "accompanied"),
    ([one("GUARDIAN")], "accompanied"),
    ([one("GUARDIAN"), one("SEPARATED_FROM")], "unaccompanied"),
    ([one("CAREGIVER")], "separated"),
    ([one("AUNT_UNCLE"), one("TRAVELS_WITH"), one("MOTHER", "b"), one("SEPARATED_FROM", "b")], "separated"),
    ([one("SIBLING", may_be_minor=True), one("TRAVELS_WITH", may_be_minor=True)], "unaccompanied"),
    ([one("SIBLING"), one("TRAVELS_WITH")], "separated"),
    ([one("TRAVELS_WITH")], "unaccompanied"),
    ([one("PARTNER", lives_together=True)], "unaccompanied"),
    ([one("SEPARATED_FROM")], "unaccompanied"),
    ([one("CHILD", lives_together=True, may_be_minor=True)], "unaccompanied"),
]


@pytest.mark.parametrize(("links", "state"), CASES)
def test_a_child_is_accompanied_separated_or_unaccompanied_as_the_committee_says(links, state):
    assert company(links).state == Accompaniment(state)


def test_whoever_was_separated_from_a_parent_has_a_family_to_be_traced():
    links = [one("FATHER", "b"), one("SEPARATED_FROM", "b"), one("MOTHER", lives_together=True)]
    found = company(links)
    assert (found.state, found.with_parent, found.from_parent) == ("accompanied", True, True)
    assert not company([one("SIBLING", "b"), one("SEPARATED_FROM", "b")]).from_parent


@pytest.mark.parametrize(
    ("kind", "mine", "theirs", "odd"),
    [
        ("CHILD", 1990, 2018, False), ("CHILD", 1990, 1995, True), ("CHILD", 1990, None, False),
        ("MOTHER", 2018, 1990, False), ("MOTHER", 1990, 2018, True), ("SIBLING", 1990, 2018, False),
        ("GRANDPARENT", 2018, 1990, False), ("GRANDCHILD", 1990, 2010, True),
    ],
)  # fmt: skip
def test_the_years_between_two_births_are_looked_at(kind, mine, theirs, odd):
    found = doubt_about_ages(kind=kind, person=Born.in_year(mine), relative=Born.in_year(theirs))
    assert bool(found) is odd
