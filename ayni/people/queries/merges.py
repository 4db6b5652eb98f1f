"""What a merge moved, and what was added or changed in the file since: all that a person has to decide to undo it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model, Q
from django.utils.functional import Promise

from ayni.access.models import User
from ayni.lib.together import count_together
from ayni.people import hooks
from ayni.people.hooks import KeptRow, Repointer
from ayni.people.models import Merge, Person
from ayni.people.rules import snapshots
from ayni.people.rules.merging import ABSORBED, KEPT

Key = tuple[str, str]
"""Label of the table, id of the row."""


def tables() -> dict[str, list[Repointer]]:
    """The tables whose rows a merge keeps, each with the columns that point at a person."""
    found: dict[str, list[Repointer]] = {}
    for one in hooks.REPOINTERS:
        found.setdefault(one.model, []).append(one)
    return {model: ways for model, ways in found.items() if any(way.moves or way.settle for way in ways)}


def rows_about(*people: Person) -> dict[Key, Any]:
    """Every row that points at one of these people."""
    found: dict[Key, Any] = {}
    for label, ways in tables().items():
        about = Q(pk__in=[])
        for way in ways:
            about |= Q(**{f"{way.field}__in": [person.pk for person in people]})
        for row in apps.get_model(label)._base_manager.filter(about).order_by("pk"):
            found[label, str(row.pk)] = row
    return found


def how_many(*people: Person, user: User) -> dict[str, int]:
    """How many rows of each kind belong to them, for whoever decides: those that have a name, and are any, and
    that this user may be told about."""
    spoken_of = [way for way in hooks.REPOINTERS if way.name]
    asked = []
    for way in spoken_of:
        rows = apps.get_model(way.model)._base_manager.filter(**{f"{way.field}__in": [p.pk for p in people]})
        asked.append(way.told(rows, user) if way.told else rows)
    found: dict[str, int] = {}
    for way, (count, _is_all) in zip(spoken_of, count_together(*asked), strict=True):
        found[str(way.name)] = found.get(str(way.name), 0) + count
    return {name: count for name, count in found.items() if count}


def effects_of_merging(absorbed: Person, user: User) -> list[str]:
    """What whoever decides must know of work that rests on the file that goes, in sentences."""
    return [line for effect in hooks.MERGE_EFFECTS for line in effect(absorbed, user)]


@dataclass(frozen=True)
class Asked:
    """A row that somebody decides about."""

    way: Repointer
    row: Model

    @property
    def field_name(self) -> str:
        """Of the question on the page."""
        return f"{self.way.model}:{self.row.pk}"

    @property
    def name(self) -> str | Promise:
        return self.way.name

    @property
    def words(self) -> str:
        return self.way.describe(self.row) if self.way.describe else ""


@dataclass(frozen=True)
class Added(Asked):
    """A row that came to the file after the merge."""


@dataclass(frozen=True)
class Changed(Asked):
    """A row that the merge found in one of the two files, and that somebody has changed since."""


One = TypeVar("One", bound=Asked)


class Undoing:
    """A merge, with all that has come about in the file since."""

    def __init__(self, merge: Merge, kept: Person, user: User) -> None:
        self.merge, self.kept, self.user = merge, kept, user
        # What the merge itself wrote is of neither of the two, and goes.
        self.made: list[Key] = [(label, pk) for label, pk in merge.snapshot.get("made", [])]
        self.now = {key: row for key, row in rows_about(kept).items() if key not in self.made}
        self.columns = {key: snapshots.written(row) for key, row in self.now.items()}

    @cached_property
    def before(self) -> dict[Key, KeptRow]:
        rows = self.merge.snapshot.get("rows", {})
        return {
            (label, str(before["id"])): KeptRow(before, after)
            for label, pairs in rows.items()
            for before, after in pairs
        }

    @cached_property
    def added(self) -> list[Added]:
        """What has to go to one of the two."""
        return list(self._added())

    def _added(self) -> Iterator[Added]:
        for (label, pk), row in self.now.items():
            for way in tables()[label]:
                is_here = str(self.columns[label, pk][f"{way.field}_id"]) == str(self.kept.pk)
                if is_here and way.asks and (label, pk) not in self.before:
                    yield Added(way, row)

    @cached_property
    def asked(self) -> list[Added]:
        """Those of them that a person decides about; the others follow."""
        return self._told([one for one in self.added if one.way.name and not one.way.follows])

    @cached_property
    def changed(self) -> list[Changed]:
        found = []
        for key, kept in self.before.items():
            way = tables()[key[0]][0]
            if key not in self.now or kept.after is None or not way.name:
                continue
            columns = snapshots.changed_since(kept.before, kept.after, self.columns[key])
            if columns:
                found.append(Changed(way, self.now[key]))
        return self._told(found)

    def _told(self, rows: list[One]) -> list[One]:
        """Those that the user may be told about. The others stay where they are."""
        seen: dict[Repointer, set[Any]] = {}
        for way in {one.way for one in rows if one.way.told}:
            of_way = apps.get_model(way.model)._base_manager.filter(
                pk__in=[one.row.pk for one in rows if one.way == way]
            )
            seen[way] = set(way.told(of_way, self.user).values_list("pk", flat=True)) if way.told else set()
        return [one for one in rows if one.way not in seen or one.row.pk in seen[one.way]]

    def side_before(self, key: Key) -> str:
        """Of which of the two files a row was."""
        before = self.before[key].before
        pointing = {str(before[f"{way.field}_id"]) for way in tables()[key[0]]}
        return ABSORBED if str(self.merge.absorbed) in pointing else KEPT

    def side_of(self, one: Added, decisions: dict[str, str]) -> str:
        """Whose a row is that came after: what was decided, or of the row that it follows; else of the kept file."""
        if not one.way.follows:
            return decisions.get(one.field_name, KEPT)
        leader = one.way.follows(one.row)
        keys = [(label, leader) for label in (one.way.model, *tables()) if leader]
        asked = {(other.way.model, str(other.row.pk)): other.field_name for other in self.asked}
        # In its own table first: numbers of rows are the same in many tables, and only ids of cases are not.
        for key in keys:
            if key in asked:
                return decisions.get(asked[key], KEPT)
            if key in self.before:
                return self.side_before(key)
        return KEPT
