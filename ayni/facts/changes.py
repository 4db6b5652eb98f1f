"""What changed since the last build: triggers of the database say so, whoever writes and however (decision 48).

A trigger stands on each table that a followed fact table reads. It remembers an id for each row that changed, or `*`
where whatever is made of that table has to be read whole.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from .models import Change, LastBuild
from .registry import FactTable, tables

ALL = "*"
MOST_RANGES = 200


@dataclass
class Changes:
    """What a build has seen of what changed."""

    values: dict[str, set[str]] = field(default_factory=dict)
    """By table and column."""
    seen: list[tuple[int, int]] = field(default_factory=list)
    """The rows of `Change`, as ranges of their ids: what was written meanwhile is left for the next build."""

    def of(self, source: str) -> set[str]:
        return self.values.get(source, set())


def source_of(model: type[models.Model], column: str) -> str:
    return f"{model._meta.db_table}.{column}"


def column_of(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


@cache
def _models_by_table() -> dict[str, type[models.Model]]:
    return {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("ayni.")
    }


def models_read(table: FactTable, at: datetime) -> set[type[models.Model]]:
    """Every model whose table the querysets read, as their SQL says."""
    found: set[type[models.Model]] = set()
    for rows in table.rows(at):
        sql, _params = rows.values_list(*table.sources).query.sql_with_params()
        names = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        found |= {_models_by_table()[name] for name in names}
    return found


def root_of(table: FactTable, at: datetime) -> type[models.Model]:
    [model] = {rows.model for rows in table.rows(at)}
    return model


def watched(at: datetime) -> dict[type[models.Model], set[str]]:
    """Which columns of which models are remembered when a row changes; no column: that something did."""
    found: dict[type[models.Model], set[str]] = {}
    for table in tables():
        if table.following is None:
            continue
        for model in models_read(table, at):
            found.setdefault(model, set())
        root = root_of(table, at)
        found[root].add(column_of(root, root._meta.pk.name))
        for follow in table.following.follows:
            model = apps.get_model(follow.model)
            found.setdefault(model, set()).update(column_of(model, name) for name in follow.columns)
    return found


def watch(at: datetime) -> bool:
    """Put up the triggers that are missing, and take down those of older declarations. Whether all stood already: else
    something may have changed unseen."""
    wanted = {}
    for model, columns in watched(at).items():
        statements = _trigger(model._meta.db_table, sorted(columns))
        digest = hashlib.sha256("".join(statements).encode()).hexdigest()[:10]
        wanted[f"facts_{digest}"] = (model._meta.db_table, statements)
    there = _standing()
    for name, on in there.items():
        if name.rpartition("_")[0] not in wanted:
            _execute(_drop(name, on))
    missing = [name for name in wanted if any(f"{name}_{letter}" not in there for letter in _letters())]
    for name in missing:
        on, statements = wanted[name]
        for half in (f"{name}_{letter}" for letter in _letters()):
            if half in there:
                _execute(_drop(half, on))
        for statement in statements:
            _execute(statement.replace("{name}", name))
    return not missing


def take_down() -> None:
    """No trigger stands any more: a migration may take away what they read. The next build puts them up again, and
    reads everything."""
    for name, on in _standing().items():
        _execute(_drop(name, on))


def _letters() -> str:
    """What the names of the triggers of one table end with: insert, update, delete, truncate."""
    return "iud" if connection.vendor == "sqlite" else "iudt"


def _trigger(table: str, columns: list[str]) -> list[str]:
    """Statements that put up the triggers of a table; `{name}` stands for their name."""
    return _of_sqlite(table, columns) if connection.vendor == "sqlite" else _of_postgres(table, columns)


def _remember(table: str, columns: Iterable[str], row: str) -> list[str]:
    put = f"INSERT INTO {Change._meta.db_table} (source, value)"  # noqa: S608 (names of our own tables)
    if not columns:
        return [f"{put} VALUES ('{table}', '{ALL}')"]
    cast = "CAST({} AS text)"
    return [
        f"{put} SELECT '{table}.{name}', {cast.format(f'{row}.{name}')} WHERE {row}.{name} IS NOT NULL"
        for name in columns
    ]


def _on_update(table: str, columns: list[str]) -> list[str]:
    """What a row says now, and what it said if that was something else."""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    new, old = _remember(table, columns, "NEW"), _remember(table, columns, "OLD")
    if not columns:
        return new
    return new + [f"{said} AND OLD.{name} {differs} NEW.{name}" for said, name in zip(old, columns, strict=True)]


def _of_sqlite(table: str, columns: list[str]) -> list[str]:
    events = {
        "INSERT": _remember(table, columns, "NEW"), "UPDATE": _on_update(table, columns),
        "DELETE": _remember(table, columns, "OLD"),
    }  # fmt: skip
    return [
        f'CREATE TRIGGER "{{name}}_{event[0].lower()}" AFTER {event} ON "{table}" BEGIN {"; ".join(said)}; END'
        for event, said in events.items()
    ]


def _of_postgres(table: str, columns: list[str]) -> list[str]:
    bodies = {
        "i": ("INSERT", "ROW", _remember(table, columns, "NEW")), "u": ("UPDATE", "ROW", _on_update(table, columns)),
        "d": ("DELETE", "ROW", _remember(table, columns, "OLD")),
        "t": ("TRUNCATE", "STATEMENT", _remember(table, [], "")),
    }  # fmt: skip
    statements = []
    for letter, (event, each, said) in bodies.items():
        name = f"{{name}}_{letter}"
        statements += [
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
            f" $$ BEGIN {'; '.join(said)}; RETURN NULL; END $$",
            f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"()',
        ]
    return statements


def _standing() -> dict[str, str]:
    """Our triggers, and on which table each stands."""
    of_sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'facts_*'"
    of_postgres = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgname LIKE 'facts\\_%%' AND c.relnamespace = current_schema()::regnamespace"
        " AND t.tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(of_sqlite if connection.vendor == "sqlite" else of_postgres, [])
        return dict(cursor.fetchall())


def _drop(name: str, on: str) -> str:
    return f'DROP TRIGGER "{name}"' if connection.vendor == "sqlite" else f'DROP TRIGGER "{name}" ON "{on}"'


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def read() -> Changes:
    """What changed, as the transaction sees it."""
    found = Changes()
    rows = Change.objects.order_by("pk").values_list("pk", "source", "value")
    for pk, source, value in rows.iterator(chunk_size=50_000):
        found.values.setdefault(source, set()).add(value)
        if found.seen and found.seen[-1][1] == pk - 1:
            found.seen[-1] = (found.seen[-1][0], pk)
        else:
            found.seen.append((pk, pk))
    return found


def last_build() -> str:
    return LastBuild.objects.filter(pk=1).values_list("build", flat=True).first() or ""


def any_of(model: type[models.Model]) -> str:
    """Under which source it is remembered that something of a model changed, whatever it is."""
    return str(model._meta.db_table)
