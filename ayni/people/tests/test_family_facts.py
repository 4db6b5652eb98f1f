from datetime import date

import pytest

from ayni.facts.registry import REGISTRY
from ayni.people import actions
from ayni.people.facts.files import household_size
from ayni.people.models import EndReason, Person
from ayni.people.rules.registering import NewRelative

from .factories import NOON, CountryFactory, PersonFactory

pytestmark = pytest.mark.django_db


def counted(name):
    """Column → values, one row after another, as the build writes them."""
    table = REGISTRY[name]
    rows = [row for query in table.rows(NOON) for row in query.values(*table.sources)]
    return [
        {
            column.name: column.derive(*(row[s] for s in column.sources)) if column.derive else row[column.sources[0]]
            for column in table.columns
        }
        for row in rows
    ]


@pytest.fixture
def family(rosa):
    mother = PersonFactory(registered_by=rosa)
    child = PersonFactory(registered_by=rosa, birth_date=date(2019, 1, 1))
    new = NewRelative(kind="CHILD", relative=child, lives_together=True, since=date(2019, 1, 5))
    actions.add_relative(person=mother, relative=new, by=rosa, at=NOON)
    actions.live_together(person=child, other=mother, kind="CHILD", by=rosa, at=NOON)
    return mother, child


def test_a_link_is_counted_from_both_ends_and_without_a_name(family, rosa):
    mother, _child = family
    actions.add_relative(person=mother, relative=NewRelative(kind="SIBLING", name="Leo"), by=rosa, at=NOON)
    wrong = actions.add_relative(person=mother, relative=NewRelative(kind="OTHER", name="Error"), by=rosa, at=NOON)
    actions.end_relative(relationship=wrong, reason=EndReason.MISTAKE, by=rosa, at=NOON)
    rows = counted("family_links")
    said = {(row["kind"], row["both_have_files"], row["since"], row["month"]) for row in rows}
    assert said == {
        ("CHILD", True, date(2019, 1, 1), date(2026, 11, 1)),
        ("MOTHER", True, date(2019, 1, 1), date(2026, 11, 1)),
        ("SIBLING", False, None, date(2026, 11, 1)),
    }
    assert "Leo" not in str(rows)


def test_children_born_in_peru_and_households_are_columns_of_people(family, rosa, django_assert_num_queries):
    mother, child = family
    alone = PersonFactory(registered_by=rosa)
    with django_assert_num_queries(1):
        rows = {row["person"]: row for row in counted("people")}
    assert {rows[p.pk]["household_size"] for p in family} == {"2"}
    assert rows[alone.pk]["household_size"] is None
    assert not any(row["has_peruvian_born_child"] for row in rows.values())
    child.nationalities.create(country=CountryFactory(code="PER", label_es="Perú"), order=2)
    rows = {row["person"]: row for row in counted("people")}
    assert {pk for pk, row in rows.items() if row["has_peruvian_born_child"]} == {mother.pk}
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("people", "size"), [(None, None), (0, None), (1, "1"), (2, "2"), (3, "3-4"), (6, "5-6"), (9, "7+")]
)
def test_a_household_is_counted_in_bands(people, size):
    assert household_size(people) == size
