"""Brings a table of the last build up to date: only what changed since is read, the rest is taken over by a link."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.apps import apps
from django.db.models import QuerySet

from ayni.lib.keys import Keyring

from . import builds
from .builds import GONE, KEYS, NEW, NEW_KEYS, Build
from .changes import Changes, any_of, column_of, models_read, root_of, source_of
from .export import order_of, schema, write_arrow, write_numbers, write_rows
from .registry import FactTable
from .rows import row_keys

AT_ONCE = 5_000
FEW = 1_000
"""Rows that are never too many to be read one by one."""
OTHERS = 10
"""So many times as many rows may be looked at: some tables count few of a model's rows."""
MOST = 0.1
"""When more of a table than this is new since it was read whole, it is read whole again: links and places of what is
gone cost every reader."""


@dataclass(frozen=True)
class Renewal:
    """From which build to which moment, and what changed between."""

    before: Build
    changes: Changes
    at: datetime
    ring: Keyring
    labels: dict[str, dict[str, str]]
    """The code lists as they are now."""

    def lost_codes(self, table: FactTable) -> bool:
        """Whether a row that is taken over might hold a code that its list lost: reading all of it says so."""
        lists = {column.codes.name for column in table.columns if column.codes}
        old = self.before.manifest["labels"]
        return any(old.get(name, {}).keys() - self.labels[name].keys() for name in lists)


def renewed(table: FactTable, half: Path, renewal: Renewal) -> dict[str, Any] | None:
    """Write the table as of now from what the last build has; None: it has to be read whole."""
    described = renewal.before.manifest["tables"].get(table.name)
    if table.following is None or described is None or described.get("declared") != declared(table):
        return None
    if renewal.lost_codes(table):
        return None
    pks = _changed(table, renewal, most=max(FEW, int(described["rows"] * MOST)))
    if pks is None:
        return None
    if not pks:
        return _taken_over(table, half, renewal.before)
    return (_apart if table.is_apart else _beside)(table, half, renewal, pks)


@cache
def _code_of(module: str) -> bytes:
    """The code that declares tables, and ours: facts that other code derived are made anew."""
    files = [Path(str(sys.modules[module].__file__)), *sorted(Path(__file__).parent.glob("*.py"))]
    return b"".join(file.read_bytes() for file in files)


def declared(table: FactTable) -> str:
    """What stands for the declaration of a table."""
    digest = hashlib.sha256(_code_of(table.rows.__module__))
    for column in table.columns:
        codes = column.codes.name if column.codes else ""
        digest.update(repr((column.name, column.kind.value, column.sources, column.keyed_as, codes)).encode())
    return digest.hexdigest()


def _changed(table: FactTable, renewal: Renewal, *, most: int) -> set[str] | None:
    """The ids of all rows that are not as they were, as 32 digits; None if that cannot be told, or they are many."""
    at, changes, root = renewal.at, renewal.changes, root_of(table, renewal.at)
    following = table.following
    assert following is not None  # noqa: S101
    followed = {root, *(apps.get_model(follow.model) for follow in following.follows)}
    for model in models_read(table, at) | followed:
        others = any(source.startswith(f"{any_of(model)}.") for source in changes.values)
        if any_of(model) in changes.values or (model not in followed and others):
            return None
    found = {_plain(pk) for pk in changes.of(source_of(root, column_of(root, root._meta.pk.name)))}
    asked: list[QuerySet[Any]] = []
    for follow in following.follows:
        model = apps.get_model(follow.model)
        values: set[str] = set().union(*(changes.of(source_of(model, column_of(model, n))) for n in follow.columns))
        if len(values) > most * OTHERS:
            return None
        asked += [root._base_manager.filter(**{f"{follow.lookup}__in": some}) for some in _some(values)]
    moved = following.moved(renewal.before.as_of, at)
    if moved is not None:
        asked.append(root._base_manager.filter(moved))
    for rows in asked:
        found |= {_plain(pk) for pk in rows.order_by().values_list("pk", flat=True)}
        if len(found) > most * OTHERS:
            return None
    return found


def _plain(pk: Any) -> str:
    return str(pk).replace("-", "")


def _some(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(values)
    return (every[first : first + AT_ONCE] for first in range(0, len(every), AT_ONCE))


def _fresh(table: FactTable, renewal: Renewal, pks: set[str]) -> Iterator[QuerySet[Any]]:
    """The querysets of the table, of these rows alone."""
    for rows in table.rows(renewal.at):
        for some in _some(pks):
            yield rows.filter(pk__in=some).order_by()


def _keys_of(table: FactTable, pks: set[str], ring: Keyring) -> pa.Array:
    return pa.array(row_keys(sorted(pks), table=table.name, ring=ring), pa.uint64())


def _beside(table: FactTable, half: Path, renewal: Renewal, pks: set[str]) -> dict[str, Any] | None:
    """The first file stays as it is; what changed stands in a second one, and a third says what does not count."""
    before, name = renewal.before, table.name
    described = dict(before.manifest["tables"][name])
    gone_keys = _keys_of(table, pks, renewal.ring)
    first = np.load(before.beside(name, KEYS))
    gone = np.flatnonzero(_among(first, gone_keys))
    passing = half / f"{name}.fresh.parquet"
    fresh = write_rows(table, passing, rows=_fresh(table, renewal, pks), ring=renewal.ring)
    content, keys = pq.read_table(passing, schema=schema(table)), fresh.keys
    passing.unlink()
    if before.has_new(name):
        kept = ~_among(old := np.load(before.beside(name, NEW_KEYS)), gone_keys)
        stays = pq.read_table(before.beside(name, NEW)).filter(pa.array(kept))
        content, keys = pa.concat_tables([stays, content]).unify_dictionaries(), np.concatenate([old[kept], keys])
        gone = np.union1d(gone, pq.read_table(before.beside(name, GONE))["place"].to_numpy())
    if max(len(content), len(gone)) > max(FEW, 2 * MOST * len(first)):
        return None
    for ending in (".parquet", KEYS):
        take_over(before.beside(name, ending), half / f"{name}{ending}")
    places = pa.table({"place": pa.array(gone, pa.int64())})
    described["new"] = write_arrow(table, half / f"{name}{NEW}", content) | {"rows": len(content)}
    described["gone"] = _written_places(half / f"{name}{GONE}", places)
    described["new_keys"] = write_numbers(keys, half / f"{name}{NEW_KEYS}")
    return described | {"rows": len(first) - len(gone) + len(content), "read": fresh.rows}


def _apart(table: FactTable, half: Path, renewal: Renewal, pks: set[str]) -> dict[str, Any]:
    """One file in the order of its own keys: a second one would tell who changed since, here as in other tables."""
    before, name = renewal.before, table.name
    described = dict(before.manifest["tables"][name])
    path, passing = half / f"{name}.parquet", half / f"{name}.fresh.parquet"
    fresh = write_rows(table, passing, rows=_fresh(table, renewal, pks), ring=renewal.ring)
    old = np.load(before.beside(name, KEYS))
    kept = ~_among(old, _keys_of(table, pks, renewal.ring))
    stays = before.read(name).filter(pa.array(kept))
    content = pa.concat_tables([stays, pq.read_table(passing, schema=schema(table))]).unify_dictionaries()
    passing.unlink()
    order = order_of(table, content)
    described |= write_arrow(table, path, content.take(order))
    described["keys"] = write_numbers(np.concatenate([old[kept], fresh.keys])[order], half / f"{name}{KEYS}")
    return described | {"rows": len(content), "read": fresh.rows}


def _among(keys: "np.ndarray[Any, Any]", some: pa.Array) -> "np.ndarray[Any, Any]":
    found: np.ndarray[Any, Any] = pc.is_in(pa.array(keys, pa.uint64()), value_set=some).to_numpy(zero_copy_only=False)
    return found


def _written_places(path: Path, places: pa.Table) -> dict[str, Any]:
    pq.write_table(places, path, compression="zstd")
    path.chmod(0o600)
    builds.sync_file(path)
    return builds.described(path)


def _taken_over(table: FactTable, half: Path, before: Build) -> dict[str, Any]:
    """Nothing of it changed."""
    for ending in (".parquet", KEYS, NEW, GONE, NEW_KEYS):
        if before.beside(table.name, ending).exists():
            take_over(before.beside(table.name, ending), half / f"{table.name}{ending}")
    return dict(before.manifest["tables"][table.name]) | {"read": 0}


def take_over(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the file system has no such thing."""
    try:
        os.link(old, new)
    except PermissionError:
        shutil.copyfile(old, new)
        new.chmod(0o600)
