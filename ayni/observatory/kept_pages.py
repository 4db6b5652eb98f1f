"""Pages that were made and are asked for again, in the memory of this process: so many and no more, whoever asks."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

MOST = 512


class Page(NamedTuple):
    content: bytes
    headers: dict[str, str]


class Pages:
    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, ...]) -> Page | None:
        with self._lock:
            if found := self._held.get(key):
                self._held.move_to_end(key)
            return found

    def keep(self, key: tuple[str, ...], page: Page) -> None:
        """The one that was not asked for the longest makes room."""
        with self._lock:
            self._held[key] = page
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._held.clear()


PAGES = Pages()
