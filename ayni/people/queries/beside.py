"""A second process for long lists: half of the rows are compared with everybody there, and half here.

It only reads, over a connection of its own, so that it sees what is committed: nobody is registered while a list is
staged, and this process has written nothing else that matching reads. It is started afresh and never forked, because
no connection outlives a fork. Without one, all is compared here: what is found is the same.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Thread, local
from typing import NamedTuple

import django
import structlog
from django.db import connection
from django.utils import translation

from ayni.people.rules.asking import Sought

from .matching import Match, match_many
from .scan import NAMES

log = structlog.get_logger(__name__)

_FEWEST = 500
"""Below that, sending them costs more than it saves. A second look costs as much as ten first ones."""
_HERE = local()


@contextmanager
def second_process() -> Iterator[None]:
    """While it lasts, this thread has a second process for `matches`."""
    # Django stands before anything of ours is loaded there: its first task names this module.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        _HERE.pool = pool
        try:
            yield
        finally:
            _HERE.pool = None


def matches(sought: Sequence[Sought], *, most: int, look_twice: bool, least: float) -> list[list[Match]]:
    """What `match_many` gives, in order."""
    pool: ProcessPoolExecutor | None = getattr(_HERE, "pool", None)
    if pool is None or len(sought) * (10 if look_twice else 1) < _FEWEST:
        return list(match_many(sought, most=most, look_twice=look_twice, least=least))
    half = len(sought) // 2
    there = Task(str(connection.settings_dict["NAME"]), translation.get_language(), most, look_twice, least)
    rest = pool.submit(_there, sought[half:], there)
    # Both know which names are rare, from the first row on: a score must not depend on who compared.
    NAMES.refresh()
    here = list(match_many(sought[:half], most=most, look_twice=look_twice, least=least))
    try:
        return here + rest.result()
    except BrokenProcessPool:
        log.warning("second_process_ended")
        _HERE.pool = None
        return here + list(match_many(sought[half:], most=most, look_twice=look_twice, least=least))


class Task(NamedTuple):
    """How the second process is to look, and in which database."""

    database: str
    language: str | None
    most: int
    look_twice: bool
    least: float


def _there(sought: Sequence[Sought], task: Task) -> list[list[Match]]:
    """In the second process. Its connection is given back, so that nothing is held between two chunks."""
    _end_with_the_first()
    connection.settings_dict["NAME"] = task.database
    with translation.override(task.language):
        NAMES.refresh()
        found = list(match_many(sought, most=task.most, look_twice=task.look_twice, least=task.least))
    connection.close()
    return found


@cache
def _end_with_the_first() -> None:
    """Whoever kills the first process leaves nobody behind who waits for it."""
    Thread(target=_wait_for_the_first, daemon=True).start()


def _wait_for_the_first() -> None:
    if (first := parent_process()) is not None:
        first.join()
        os._exit(1)
