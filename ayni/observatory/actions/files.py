"""Files of what is published, made before anybody asks for them."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from .. import published
from ..formats import bulk
from ..formats.rows import NotProtected
from ..published import Release

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""Of one turn of the worker: others of its duties wait meanwhile. A file that was begun is finished."""
NEWEST = 3
"""Releases whose files are made unasked. Older ones are made when somebody wants them."""


def make_files(*, home: Path) -> int:
    """Those of the newest releases, then the archive of each: also of one that is under embargo, so that the first
    reader of its day does not wait. How many were made in this turn.

    Whoever interrupts it loses the file that was being made, and the next turn makes that one."""
    until, made = time.monotonic() + SECONDS, 0
    for release in published.lying(home)[:NEWEST]:
        try:
            for _one in _files(home, release):
                made += 1
                if time.monotonic() >= until:
                    return made
        except NotProtected:
            # No format writes it, and the API answers nothing of it: the files of the others are made all the same.
            logger.error("release %s holds a figure that is not protected: withdraw it", release.id)
    return made


def _files(home: Path, release: Release) -> Iterator[Path | None]:
    if bulk.is_whole(home, release):
        return
    bulk.sweep(home, release, before=time.time() - bulk.GIVEN_UP)
    for code, form, language in bulk.missing(home, release):
        yield bulk.one_file(home, release, code, form, language)
    yield bulk.package(home, release)
