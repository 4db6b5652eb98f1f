"""A build reads a country: whatever SQLite reckons, it goes through each table once, and looks up the rest."""

from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet, UUIDField
from django.utils import timezone

from ayni.facts.actions import ORDER
from ayni.facts.reading import for_sqlite
from ayni.facts.registry import REGISTRY, FactTable

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans its joins itself."),
]


def plan(rows: QuerySet, table: FactTable) -> list[str]:
    """What SQLite does with the tables of the outermost question, in its order."""
    sql, params = for_sqlite(rows.values_list(*table.sources))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[3] for row in cursor.fetchall() if not row[1]]


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_table_of_facts_is_read_from_the_table_it_is_of(name):
    table = REGISTRY[name]
    for rows in table.rows(timezone.now()):
        steps = plan(rows, table)
        assert steps[0].split()[1] == rows.model._meta.db_table, steps


@pytest.mark.parametrize("name", ORDER)
def test_a_long_one_is_read_from_its_first_row_to_its_last(name):
    table = REGISTRY[name]
    for rows in table.rows(timezone.now()):
        steps = plan(rows, table)
        assert steps[0] == f"SCAN {rows.model._meta.db_table}"
        assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("name", ORDER)
def test_a_few_of_its_rows_are_looked_up(name):
    """What changed since the last build, by its ids."""
    table = REGISTRY[name]
    for rows in table.rows(timezone.now()):
        some = [str(UUID(int=7))] if isinstance(rows.model._meta.pk, UUIDField) else [7]
        steps = plan(rows.filter(pk__in=some).order_by(), table)
        assert steps[0].startswith(f"SEARCH {rows.model._meta.db_table} "), steps
