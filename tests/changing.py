"""Changes rows of any table that facts are made of: with verbs, past them, and by taking rows away."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from ayni.cases.tests.factories import open_case
from ayni.facts import changes
from ayni.facts.registry import tables
from ayni.people import actions as people
from ayni.people.actions.ending import erase_person
from ayni.people.models import Person
from ayni.people.tests.factories import NOON, PersonFactory
from tests.world import World


def watched(at: datetime) -> list[type[models.Model]]:
    """The models that the facts read, by name."""
    found = {model for table in tables() if table.following for model in changes.models_read(table, at)}
    return sorted(found, key=lambda model: model._meta.label)


def register(world: World, _chance: Random, _at: datetime) -> None:
    PersonFactory(registered_by=world.rosa)


def open_one(world: World, chance: Random, _at: datetime) -> None:
    open_case(world.rosa, chance.choice(["VP-INDOC", "VP-TRATA"]))


def merge(world: World, _chance: Random, _at: datetime) -> None:
    kept, absorbed = (PersonFactory(registered_by=world.rosa) for _ in range(2))
    people.merge(kept=kept, absorbed=absorbed, choose={}, by=world.marta, at=NOON)


def erase(world: World, _chance: Random, at: datetime) -> None:
    person = PersonFactory(registered_by=world.rosa)
    erase_person(person, at, "OLD-FILES")


def alter(_world: World, chance: Random, at: datetime) -> None:
    """Any column of any row, past every verb."""
    model = chance.choice([model for model in watched(at) if model._base_manager.exists()])
    row = chance.choice(list(model._base_manager.order_by("pk")))
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.unique]
    chance.shuffle(fields)
    for field in fields[:3]:
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.name: another(field, row, chance)})
                check_constraints()
        except (IntegrityError, Unchangeable):
            continue


def take_away(_world: World, chance: Random, at: datetime) -> None:
    """A row that nothing needs, in SQL."""
    found = [model for model in watched(at) if model is not Person and model._base_manager.exists()]
    model = chance.choice(found)
    row = chance.choice(list(model._base_manager.order_by("pk")))
    column = connection.ops.quote_name(model._meta.pk.column)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            prepared = model._meta.pk.get_db_prep_value(row.pk, connection)
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {column} = %s', [prepared])  # noqa: S608
            check_constraints()
    except IntegrityError:
        pass


WAYS: dict[str, Callable[[World, Random, datetime], None]] = {
    "a person": register, "a case": open_one, "a merge": merge, "an erasure": erase, "a column": alter,
    "a row less": take_away,
}  # fmt: skip


class Unchangeable(Exception):
    """Nothing else fits into this column."""


def check_constraints() -> None:
    connection.check_constraints()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def another(field: Any, row: models.Model, chance: Random) -> Any:
    """What may stand in this column instead."""
    now = getattr(row, field.attname)
    if field.is_relation:
        others = [None] if field.null else []
        others += field.related_model._base_manager.order_by("pk").values_list("pk", flat=True)[:20]
        return field.related_model._base_manager.filter(pk=chance.choice(others)).first()
    if field.choices:
        return chance.choice([value for value, _label in field.flatchoices])
    if isinstance(now, bool):
        return not now
    if isinstance(now, datetime):
        return now + timedelta(hours=chance.randrange(-60 * 24, 60 * 24))
    if isinstance(now, date):
        return now + timedelta(days=chance.randrange(-400, 400))
    if isinstance(field, models.IntegerField) and now is not None:
        return now + 1
    if field.null and now is not None:
        return None
    raise Unchangeable
