"""Tables that are laid at once (`config/tables.py`) are those that all migrations lead to, one after another."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.database import lay

Shape = set[tuple[str, ...]]


def of_sqlite(file: Path) -> Shape:
    """Of each table its name, and each column, condition and key that it is made of; of each index its words."""
    with sqlite3.connect(file) as there:
        found = there.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        tables = {name for kind, name, _table, _sql in found if kind == "table"} - {"sqlite_sequence"}
        counts = {(name, str(_many(there, name))) for name in tables}
    shape = {(kind, table, part) for kind, _name, table, sql in found for part in _parts(sql)}
    return shape | counts


def _many(there: sqlite3.Connection, table: str) -> int:
    return int(there.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name of ours


def _parts(sql: str) -> Iterator[str]:
    """What stands between the outermost commas, and what after the last bracket."""
    head, _bracket, rest = sql.partition("(")
    inside, _bracket, tail = rest.rpartition(")")
    depth, part = 0, ""
    yield from (head.strip(), tail.strip())
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            yield " ".join(part.split())
            part = ""
        else:
            part += sign
    yield " ".join(part.split())


@contextmanager
def sqlite_shape(how: str, folder: Path) -> Iterator[Shape]:
    file = folder / f"{how}.db"
    lay(f"sqlite:///{file}", how)
    yield of_sqlite(file)


ASKED = (
    "SELECT 'column', table_name, column_name, data_type, is_nullable, coalesce(column_default, ''), "
    "coalesce(character_maximum_length::text, ''), is_identity FROM information_schema.columns "
    "WHERE table_schema = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


@contextmanager
def postgresql_shape(how: str, _folder: Path) -> Iterator[Shape]:
    known = settings.DATABASES["default"]
    address = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/"
    name = f"ayni_tables_{token_hex(4)}"
    with psycopg.connect(f"{address}postgres", autocommit=True) as there:
        there.execute(f'create database "{name}"')
        try:
            lay(f"{address}{name}", how)
            with psycopg.connect(f"{address}{name}") as laid:
                yield {tuple(map(str, row)) for question in ASKED for row in laid.execute(question).fetchall()}
        finally:
            there.execute(f'drop database "{name}" with (force)')


SHAPE: dict[str, Callable] = {"sqlite": sqlite_shape, "postgresql": postgresql_shape}


@pytest.mark.django_db
def test_tables_laid_at_once_are_those_that_the_migrations_lead_to(tmp_path):
    shape = SHAPE[connection.vendor]
    with shape("at once", tmp_path) as at_once, shape("step by step", tmp_path) as by_steps:
        assert len(at_once) > 2_000
        assert at_once ^ by_steps == set()
