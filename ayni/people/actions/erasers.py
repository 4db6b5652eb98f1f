"""The three things that can happen to a table when a person is erased. One line each in an app's `ready()`."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from ayni.people.hooks import Eraser, Fate
from ayni.people.models import Person

Where = str | Callable[[Person], Q]
"""The path from a row to the person, such as "case__person", or a condition for what no foreign key leads to."""


def deletes(model: str, where: Where) -> Eraser:
    """Nothing of it stays."""
    return Eraser(model, lambda person, at: rows_of(model, where, person).delete()[0])


def empties(model: str, where: Where, *, keeps: str | Promise, **values: Any) -> Eraser:
    """The rows stay, because of `keeps`, with these columns set to these values."""
    return Eraser(model, lambda person, at: rows_of(model, where, person).update(**values), keeps, Fate.EMPTIED)


def stays(model: str, where: Where, *, keeps: str | Promise) -> Eraser:
    """There is nothing of the person in it."""
    return Eraser(model, lambda person, at: rows_of(model, where, person).count(), keeps, Fate.KEPT)


def rows_of(model: str, where: Where, person: Person) -> QuerySet[Any]:
    condition = Q(**{where: person}) if isinstance(where, str) else where(person)
    rows: QuerySet[Any] = apps.get_model(model)._base_manager.filter(condition).order_by()
    return rows
