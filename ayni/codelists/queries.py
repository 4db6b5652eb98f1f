from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache
from django.db.models import QuerySet

from .models import Country, Holiday, HumanRight, Listed, Territory
from .rules import fold

Entry = TypeVar("Entry", bound=Listed)

HOLIDAYS, DISTRICTS, DEPARTMENTS = "codelists.holidays", "codelists.districts", "codelists.departments"
PLACES, RIGHTS = "codelists.places", "codelists.rights"
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


def kept_rights() -> list[HumanRight]:
    """The rights in their order, from what this process remembers."""
    return cache.get_or_set(RIGHTS, _rights, _KEPT) or []


def _rights() -> list[HumanRight]:
    return list(current(HumanRight).order_by("order", "code"))


def right_of_category(code: str) -> HumanRight | None:
    """The right that services of this category make real."""
    return next((right for right in kept_rights() if code in right.category_codes), None)


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


def kept_departments() -> list[tuple[str, str]]:
    """Code and name, by name, from what this process remembers."""
    return cache.get_or_set(DEPARTMENTS, _departments, _KEPT) or []


def _departments() -> list[tuple[str, str]]:
    # Sorted here: not every database knows that Áncash comes before Apurímac.
    return sorted(departments().values_list("code", "label_es"), key=lambda row: fold(row[1]))


class Place(NamedTuple):
    """A department, province or district, as somebody finds it by name."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None


def kept_places() -> dict[str, Place]:
    """Every place of the country by its code, from what this process remembers."""
    return cache.get_or_set(PLACES, _places, _KEPT) or {}


def _places() -> dict[str, Place]:
    rows = current(Territory).order_by("code").values_list("code", "label_es", "latitude", "longitude")
    return {row[0]: Place(*row) for row in rows}


def full_place_name(places: Mapping[str, Place], code: str) -> str:
    """ "Miraflores, Lima, Lima", from the district up."""
    parts = (code[:size] for size in range(len(code), 0, -2))
    return ", ".join(places[part].name for part in parts if part in places)


def middle_of(places: Mapping[str, Place], code: str) -> Place | None:
    """The place itself, or the smallest around it of which somebody knows where it lies."""
    around = (places.get(code[:size]) for size in range(len(code), 0, -2))
    return next((one for one in around if one and one.latitude is not None and one.longitude is not None), None)


def places_called(text: str, limit: int = 12) -> list[Place]:
    """Places that somebody may mean by these words, without minding accents. One if it is clear: "Lima" is the
    department before its province and its district, and "miraflores arequipa" is one of several of that name."""
    words = fold(text[:80]).split()
    if not words:
        return []
    places, said = kept_places(), " ".join(words)
    named = [(place, fold(place.name), fold(full_place_name(places, place.code)).split()) for place in places.values()]
    exact = [place for place, name, whole in named if said in (name, " ".join(whole))]
    if exact and all(place.code.startswith(exact[0].code) for place in exact):
        return exact[:1]
    if exact:
        return exact[:limit]
    begun = [
        place for place, name, whole in named if all(any(part.startswith(word) for part in whole) for word in words)
        and any(part.startswith(word) for part in name.split() for word in words)
    ]  # fmt: skip
    if begun and all(place.code.startswith(begun[0].code) for place in begun):
        return begun[:1]
    return begun[:limit]
