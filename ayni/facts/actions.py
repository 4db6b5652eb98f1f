import errno
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ayni.audit.models import Head
from ayni.lib.errors import RuleBroken
from ayni.lib.keys import keyring

from . import builds
from .builds import Build
from .export import write_table
from .registry import FactTable, tables

Progress = Callable[[str, int, int], None]
"""Told which table is done, how many are, and of how many."""


class FactsNotBuilt(RuleBroken):
    """The build did not come about. The facts that were there before are still there."""


def build(*, home: Path, at: datetime, progress: Progress | None = None) -> Build:
    """Write every registered table as of `at`, and make that the build that readers use.

    Whatever goes wrong before the last step (a full disk, a kill, a value outside its code list), readers keep the
    build that they had.
    """
    began = time.monotonic()
    here = builds.root(home)
    half: Path | None = None
    try:
        here.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(here):
            builds.sweep(home)
            build_id = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            half = here / (build_id + builds.HALF)
            half.mkdir(mode=0o700)
            manifest = _written(half, at=at, progress=progress)
            manifest |= {"id": build_id, "seconds": round(time.monotonic() - began, 2)}
            builds.write_durably(half / builds.MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode())
            builds.sync_directory(half)
            half.rename(here / build_id)
            builds.sync_directory(here)
            builds.point_to(home, build_id)
            builds.sweep(home)
    except OSError as trouble:
        if half is not None:
            shutil.rmtree(half, ignore_errors=True)
        raise FactsNotBuilt(_why(trouble)) from trouble
    except BaseException:
        if half is not None:
            shutil.rmtree(half, ignore_errors=True)
        raise
    return Build(build_id, here / build_id, manifest)


def _written(half: Path, *, at: datetime, progress: Progress | None) -> dict[str, Any]:
    """Write the tables into the half-made build; its manifest, so far."""
    ring = keyring(settings.AYNI_HOME)
    declared = tables()
    written: dict[str, Any] = {}
    with _one_moment(), translation.override(settings.LANGUAGE_CODE):
        head = Head.objects.filter(pk=1).first()
        for done, table in enumerate(declared, start=1):
            wrote = write_table(table, half / f"{table.name}.parquet", at=at, ring=ring)
            written[table.name] = wrote | {"columns": [column.name for column in table.columns]}
            if progress:
                progress(table.name, done, len(declared))
        labels = _labels(declared)
    return {
        "format": builds.FORMAT,
        "as_of": at.astimezone(UTC).isoformat(),
        "built_at": timezone.now().isoformat(),
        "audit_seq": head.seq if head else 0,
        "tables": written,
        "labels": labels,
    }


def _labels(tables: list[FactTable]) -> dict[str, dict[str, str]]:
    """The words for every code, as they were when the facts were built: readers of facts need no other table."""
    lists = {column.codes.name: column.codes for table in tables for column in table.columns if column.codes}
    return {name: dict(lists[name].labels()) for name in sorted(lists)}


@contextmanager
def _alone(here: Path) -> Iterator[None]:
    """One build at a time, on this machine. The lock ends with the process, however that ends."""
    handle = os.open(here / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise FactsNotBuilt(_("The facts are being built already. Wait for that build to end.")) from None
    finally:
        os.close(handle)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables show the database at one moment, and nobody who writes has to wait.

    Not `atomic()`, which on SQLite would take the right to write for as long as the build lasts.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def _why(trouble: OSError) -> str:
    if trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full. The figures of the last build stay. Free some space, then build again.")
    return _("The facts could not be written (%(why)s). The figures of the last build stay.") % {
        "why": os.strerror(trouble.errno) if trouble.errno else type(trouble).__name__
    }
