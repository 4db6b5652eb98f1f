"""Many do something at the same moment: each in a thread of its own, with a connection of its own."""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(work: Callable[[Any], Any], over: Iterable[Any]) -> list[Any]:
    """`work` of each of them, begun together. What each gave, or the error that it raised, in their order."""
    each = list(over)
    start, given = Barrier(len(each)), [None] * len(each)

    def run(place: int) -> None:
        try:
            start.wait()
            given[place] = work(each[place])
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            given[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(each))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def refused(given: list[Any]) -> list[Exception]:
    """The errors among them."""
    return [one for one in given if isinstance(one, Exception)]
