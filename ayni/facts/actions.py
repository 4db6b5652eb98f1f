import errno
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ayni.audit.models import Head
from ayni.lib.collecting import without_collecting
from ayni.lib.errors import RuleBroken
from ayni.lib.keys import keyring

from . import builds, changes
from .builds import Build
from .export import write_table
from .helper import Helper, Sharing, begin, begin_together, helped
from .models import Change, LastBuild
from .registry import FactTable, tables
from .renewal import Renewal, declared, renewed

WHOLE_AFTER = timedelta(days=7)
"""So old may become what was read whole: then it is read whole again, and what nobody foresaw heals."""

ORDER = ("people", "steps", "people_by_gender", "situations", "referrals", "needs", "follow_ups", "applications")
"""Those that take longest are read first, so that two processes end together."""
Progress = Callable[[str, int, int], None]
"""Told which table is done, how many are, and of how many."""


class FactsNotBuilt(RuleBroken):
    """The build did not come about. The facts that were there before are still there."""


def build(*, home: Path, at: datetime, progress: Progress | None = None) -> Build:
    """Write every registered table whole as of `at`, and make that the build that readers use.

    Whatever goes wrong before the last step (a full disk, a kill, a value outside its code list), readers keep the
    build that they had.
    """

    def written(half: Path) -> dict[str, Any]:
        with helped(settings.AYNI_HOME, rows=lambda: _rows_before(home)) as helper, _one_moment(helper):
            return _written(half, at=at, helper=helper, progress=progress)

    return _made(home, at, written)


def refresh(*, home: Path, at: datetime, whole: bool = False, progress: Progress | None = None) -> Build:
    """The same facts, but read only what changed since the last build where that can be told. From the first call on,
    the database remembers what changes. `whole`: read everything all the same."""
    # Each statement by itself: whoever writes waits for one table at most, and only the first time.
    watched = changes.watch(at)
    seen: list[tuple[int, int]] = []

    def written(half: Path) -> dict[str, Any]:
        before = None if whole or not watched else _base(home, at)
        rows = (lambda: 0) if before else (lambda: _rows_before(home))
        with helped(settings.AYNI_HOME, rows=rows) as helper, _one_moment(helper):
            found = changes.read()
            seen.extend(found.seen)
            renewal = None
            if before is not None:
                renewal = Renewal(before, found, at, keyring(settings.AYNI_HOME), _labels(tables()))
            return _written(half, at=at, renewal=renewal, helper=helper, progress=progress)

    made = _made(home, at, written)
    settle(seen, build=made.id)
    return made


@transaction.atomic
def settle(seen: list[tuple[int, int]], *, build: str) -> None:
    """What changed in these ranges is in that build, which is the last one."""
    for first, last in seen:
        Change.objects.filter(pk__gte=first, pk__lte=last).delete()
    LastBuild.objects.update_or_create(pk=1, defaults={"build": build})


def _base(home: Path, at: datetime) -> Build | None:
    """The build that may be brought up to date: the last one of this database, whole, and not too old."""
    now = builds.current(home)
    if now is None or now.id != changes.last_build() or now.manifest.get("format") != builds.FORMAT:
        return None
    whole_at = datetime.fromisoformat(now.manifest["whole_at"])
    return now if now.as_of <= at <= whole_at + WHOLE_AFTER and now.is_whole() else None


def _made(home: Path, at: datetime, write: Callable[[Path], dict[str, Any]]) -> Build:
    began = time.monotonic()
    here = builds.root(home)
    half: Path | None = None
    try:
        here.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(here), without_collecting():
            builds.sweep(home)
            build_id = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            half = here / (build_id + builds.HALF)
            half.mkdir(mode=0o700)
            manifest = write(half)
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


def _rows_before(home: Path) -> int:
    """About how many rows there are to read: as many as last time, or as the larger tables have."""
    now = builds.current(home)
    if now is not None:
        return sum(now.rows.values())
    roots = {changes.root_of(table, timezone.now()) for table in tables() if table.following is not None}
    return sum(root._base_manager.count() for root in roots)


def _written(
    half: Path,
    *,
    at: datetime,
    renewal: Renewal | None = None,
    helper: Helper | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write the tables into the half-made build; its manifest, so far."""
    every = tables()
    tell = _told(progress, len(every))
    with translation.override(settings.LANGUAGE_CODE):
        head = Head.objects.filter(pk=1).first()
        written: dict[str, dict[str, Any]] = {}
        for table in every:
            wrote = renewed(table, half, renewal) if renewal else None
            if wrote is not None:
                written[table.name] = wrote
                tell(table.name)
        written |= _read_whole([table for table in every if table.name not in written], half, at, helper, tell)
        for table in every:
            written[table.name]["columns"] = [column.name for column in table.columns]
        labels = renewal.labels if renewal else _labels(every)
    moment = at.astimezone(UTC).isoformat()
    return {
        "format": builds.FORMAT,
        "as_of": moment,
        "whole_at": renewal.before.manifest["whole_at"] if renewal else moment,
        "since": renewal.before.id if renewal else None,
        "built_at": timezone.now().isoformat(),
        "audit_seq": head.seq if head else 0,
        "tables": {table.name: written[table.name] for table in every},
        "labels": labels,
    }


def _read_whole(
    wanted: list[FactTable], half: Path, at: datetime, helper: Helper | None, tell: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """These tables, read from the database: by this process, and by the helper if there is one."""
    by_name = {table.name: table for table in wanted}
    waiting = sorted(by_name, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    ring = keyring(settings.AYNI_HOME)
    sharing = Sharing(helper, waiting, half, at) if helper else None
    if sharing:
        sharing.start()
    written: dict[str, dict[str, Any]] = {}
    with suppress(IndexError):
        while True:
            name = waiting.pop(0)
            written[name] = write_table(by_name[name], half / f"{name}.parquet", at=at, ring=ring)
            tell(name)
    if sharing:
        sharing.join()
        if sharing.trouble:
            raise sharing.trouble
        written |= sharing.done
    for name, wrote in written.items():
        wrote |= {"read": wrote["rows"], "declared": declared(by_name[name])}
    return written


def _told(progress: Progress | None, of: int) -> Callable[[str], None]:
    done = 0

    def tell(name: str) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(name, done, of)

    return tell


def _labels(every: list[FactTable]) -> dict[str, dict[str, str]]:
    """The words for every code, as they were when the facts were built: readers of facts need no other table."""
    lists = {column.codes.name: column.codes for table in every for column in table.columns if column.codes}
    with translation.override(settings.LANGUAGE_CODE):
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
def _one_moment(helper: Helper | None) -> Iterator[None]:
    """All tables show the database at one moment, and nobody who writes has to wait.

    Not `atomic()`, which on SQLite would take the right to write for as long as the build lasts.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        begin_together(cursor, helper) if helper else begin(cursor)
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
