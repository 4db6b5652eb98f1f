from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import QuerySet

from .models import Country, Holiday, Listed, Territory
from .rules import fold

Entry = TypeVar("Entry", bound=Listed)

HOLIDAYS, DISTRICTS = "codelists.holidays", "codelists.districts"
_KEPT = 300
"""Seconds that a process trusts its copy: another process may have loaded new data meanwhile."""


def current(model: type[Entry]) -> QuerySet[Entry]:
    """The entries in force now, in the order of their codes."""
    return model._default_manager.filter(valid_to__isnull=True)


def choices(model: type[Listed]) -> list[tuple[str, str]]:
    """Code and label of the entries in force, for a form: countries by name, what has an order in it."""
    rows = current(model).values_list("code", "label_es")
    if model is Country:
        return sorted(rows, key=lambda row: (row[0].startswith("XX"), fold(row[1])))
    if any(field.name == "order" for field in model._meta.get_fields()):
        rows = rows.order_by("order", "code")
    return list(rows)


def by_code(model: type[Entry], code: str) -> Entry:
    """The version in force of one entry."""
    return current(model).get(code=code)


def kept_choices(model: type[Listed]) -> list[tuple[str, str]]:
    """The same, from what this process remembers: a page with many lists asks for none of them."""
    return [(code, label) for code, label, is_current in _kept(model) if is_current]


def labels(wanted: Iterable[tuple[type[Listed], str]]) -> dict[tuple[type[Listed], str], str]:
    """The words for codes of several lists. A code that is no longer in force keeps its last."""
    models = {model for model, _code in wanted}
    return {(model, code): label for model in models for code, label, _is_current in _kept(model)}


def _kept(model: type[Listed]) -> list[tuple[str, str, bool]]:
    return cache.get_or_set(remembered(model), lambda: _words(model), _KEPT) or []


def remembered(model: type[Listed]) -> str:
    """Under which key a process remembers the words of a list."""
    return f"codelists.{model._meta.model_name}"


def _words(model: type[Listed]) -> list[tuple[str, str, bool]]:
    """In the order of a form; of what was closed, the last version."""
    chosen = choices(model)
    now = {code for code, _label in chosen}
    closed = model._default_manager.exclude(code__in=now).order_by("version").values_list("code", "label_es")
    return [(code, label, False) for code, label in closed] + [(code, label, True) for code, label in chosen]


def holidays() -> frozenset[date]:
    """The days on which the public sector does not work."""
    return cache.get_or_set(HOLIDAYS, _holidays, _KEPT) or frozenset()


def _holidays() -> frozenset[date]:
    return frozenset(current(Holiday).values_list("day", flat=True))


def districts_like(text: str, limit: int = 10) -> list[Territory]:
    """Districts whose name begins like each word typed, in any order and without minding accents; province and
    department may be among the words ("miraflores arequipa")."""
    words = fold(text).split()
    if not words:
        return []
    index = cache.get_or_set(DISTRICTS, _district_index, _KEPT) or []
    hits = [(name != " ".join(words), not name.startswith(words[0]), name, pk) for pk, name, place in index
            if all(any(part.startswith(word) for part in place.split()) for word in words)]  # fmt: skip
    chosen = [pk for *_order, pk in sorted(hits)[:limit]]
    found = current(Territory).select_related("parent__parent").in_bulk(chosen)
    return [found[pk] for pk in chosen if pk in found]


def _district_index() -> list[tuple[int, str, str]]:
    rows = current(Territory).filter(level=Territory.Level.DISTRICT)
    names = rows.values_list("pk", "label_es", "parent__label_es", "parent__parent__label_es")
    return [(pk, fold(name), fold(f"{name} {province} {department}")) for pk, name, province, department in names]


def departments() -> QuerySet[Any]:
    return current(Territory).filter(level=Territory.Level.DEPARTMENT)
