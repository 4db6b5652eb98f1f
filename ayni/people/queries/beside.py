"""A second process for long lists: it looks for the people of one chunk of rows, while the next is read and judged here
and the last is written.

It only reads, over a connection of its own, so that it sees what is committed: nobody is registered while a list is
staged, and this process has written nothing else that matching reads. It is started afresh and never forked, because
no connection outlives a fork. Without one, all is compared here: what is found is the same.
"""

import os
from collections.abc import Callable, Iterator, Sequence
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

from .looking import Fitting, Looker

log = structlog.get_logger(__name__)

Answer = Callable[[], list[list[Fitting]]]
_FEWEST = 500
"""For fewer, starting the second process and sending them costs more than it saves."""
_HERE = local()


@contextmanager
def second_process() -> Iterator[None]:
    """While it lasts, this thread has a second process for `begin_to_look`."""
    # Django stands before anything of ours is loaded there: its first task names this module.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        _HERE.pool = pool
        try:
            yield
        finally:
            _HERE.pool = None


def has_second_process() -> bool:
    return getattr(_HERE, "pool", None) is not None


def begin_to_look(looker: Looker, sought: Sequence[Sought]) -> Answer:
    """What `look` gives, in order, when it is asked for: until then it is looked for beside."""
    pool: ProcessPoolExecutor | None = getattr(_HERE, "pool", None)
    if pool is None or len(sought) < _FEWEST:
        return lambda: looker(sought)
    try:
        there = pool.submit(_there, sought, Task(str(connection.settings_dict["NAME"]), translation.get_language()))
    except BrokenProcessPool:
        return _alone(looker, sought)

    def answer() -> list[list[Fitting]]:
        try:
            return there.result()
        except BrokenProcessPool:
            return _alone(looker, sought)()

    return answer


def _alone(looker: Looker, sought: Sequence[Sought]) -> Answer:
    if has_second_process():
        log.warning("second_process_ended")
        _HERE.pool = None
    return lambda: looker(sought)


class Task(NamedTuple):
    """How the second process is to look, and in which database."""

    database: str
    language: str | None


@cache
def _looker() -> Looker:
    """Of the second process, as long as it lives: it is there for one list."""
    return Looker()


def _there(sought: Sequence[Sought], task: Task) -> list[list[Fitting]]:
    """In the second process. Its connection is given back, so that nothing is held between two chunks."""
    _end_with_the_first()
    connection.settings_dict["NAME"] = task.database
    with translation.override(task.language):
        found = _looker()(sought)
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
