"""Counting what is opened, in the memory of a process, until it is written down: a page waits for no database, and no
more is known of a reader than that there was one."""

import re
from collections import Counter
from datetime import date
from threading import Lock
from typing import NamedTuple

EVERY = 60
"""Seconds after which what was counted is written down, or is about to be lost if the process ends."""
MOST = 500
ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scan|monitor|preview|headless|lighthouse|archive|fetch|facebookexternal|whatsapp|"
    r"telegram|bingpreview|mediapartners|uptime|validator|schemathesis",
    re.IGNORECASE,
)
PROGRAM = re.compile(r"^(curl|wget|python|java|go-http|okhttp|ruby|perl|php|node|axios|httpx|libwww)", re.IGNORECASE)


class Use(NamedTuple):
    day: date
    kind: str
    code: str
    detail: str


def is_reader(agent: str, *, programs: bool = False) -> bool:
    """Whether somebody reads this, as far as one can tell from what their browser says of itself. `programs`: a script
    counts too, because a file is what scripts fetch."""
    if not agent or ROBOT.search(agent):
        return False
    return programs or not PROGRAM.match(agent)


class Buffer:
    def __init__(self) -> None:
        self._counts: Counter[Use] = Counter()
        self._since = 0.0
        self._lock = Lock()

    def add(self, use: Use, now: float) -> Counter[Use]:
        """Count one. What is to be written down now, if it is time; it is not here any more then."""
        with self._lock:
            if not self._counts:
                self._since = now
            self._counts[use] += 1
            is_due = now - self._since >= EVERY or self._counts.total() >= MOST
        return self.take() if is_due else Counter()

    def take(self) -> Counter[Use]:
        with self._lock:
            taken, self._counts = self._counts, Counter()
            return taken

    def give_back(self, counts: Counter[Use]) -> None:
        """They could not be written down: next time."""
        with self._lock:
            self._counts.update(counts)


BUFFER = Buffer()
