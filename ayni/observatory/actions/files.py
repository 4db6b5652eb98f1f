"""Files of what is published, made before anybody asks for them."""

import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import published
from ..formats import bulk
from ..formats.rows import NotProtected
from ..published import Release

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""Of one turn of the worker: others of its duties wait meanwhile. A file that was begun is finished."""


def make_files(*, home: Path) -> int:
    """Those of all releases, the newest first, then the archive of each: also of one that is under embargo, so that the
    first reader of its day does not wait. How many were made in this turn.

    Whoever interrupts it loses the file that was being made, and the next turn makes that one."""
    return _make(home, published.lying(home))


def make_wanted(*, home: Path) -> int:
    """Those that somebody waits for, whoever waits the longest first."""
    asked = [(bulk.folder(home, one) / bulk.WANTED, one) for one in published.lying(home)]
    there = [(path.stat().st_mtime, one.id, one) for path, one in asked if path.exists()]
    return _make(home, [one for _since, _id, one in sorted(there, key=lambda each: each[:2])])


def want(*, home: Path, release: Release) -> None:
    """Somebody asked for what was not made yet: its turn comes before that of what nobody asked for."""
    path = bulk.folder(home, release) / bulk.WANTED
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch()


def make_at_once(*, home: Path, release: Release) -> None:
    """All files of a small release and its archive, while somebody waits."""
    for _one in _files(home, release):
        pass


def _make(home: Path, releases: Sequence[Release]) -> int:
    until, made = time.monotonic() + SECONDS, 0
    for release in releases:
        try:
            for _one in _files(home, release):
                made += 1
                if time.monotonic() >= until:
                    return made
        except NotProtected:
            # No format writes it, and the API answers nothing of it: the files of the others are made all the same.
            logger.error("release %s holds a figure that is not protected: withdraw it", release.id)
            (bulk.folder(home, release) / bulk.WANTED).unlink(missing_ok=True)
    return made


def _files(home: Path, release: Release) -> Iterator[Path | None]:
    if bulk.is_whole(home, release):
        bulk.tidy(home, release)
        return
    bulk.sweep(home, release, before=time.time() - bulk.GIVEN_UP)
    for code, form, language in bulk.missing(home, release):
        yield bulk.one_file(home, release, code, form, language)
    yield bulk.make_package(home, release)
