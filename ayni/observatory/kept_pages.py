"""Answers that were made and are asked for again, packed as they travel, in the memory of this process: so many bytes
and no more, whoever asks. What stands in front of Django sends them (`config/before_figures.py`); views say which may
be kept, and as what an answer is counted, in the request that they were handed."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import brotli
from django.http import HttpRequest

MOST = 64 << 20
AROUND = 2_000
"""Bytes of an answer beside its body: headers, address."""
SMALLEST = 400
"""Bytes below which packing makes nothing faster."""
TEXTS = ("text/", "application/json", "application/vnd.sdmx", "application/vnd.datapackage", "application/xml")
QUICK = 5
"""How hard brotli and gzip try: a reader waits for it. A page becomes 1.15 times what the hardest would make of it."""
KEEP, USED = "ayni.keep", "ayni.used"
"""What a view writes into `request.META`, where the server's own words stand. No header of a reader gets there."""


class Used(NamedTuple):
    """As what it is counted when this is read, and whether programs count as readers."""

    kind: str
    code: str
    detail: str
    programs: bool = False


def may_be_kept(request: HttpRequest) -> None:
    """The answer to this is the same for everybody, as long as the same is published, on this day."""
    request.META[KEEP] = True


def is_made_anew(request: HttpRequest) -> None:
    """The answer to this depends on more than what is published, or each time that somebody asks is counted."""
    request.META.pop(KEEP, None)


@dataclass(frozen=True, eq=False)
class Answer:
    headers: list[tuple[str, str]]
    etag: str
    """Without the mark of a weak one."""
    used: Used | None
    bodies: dict[str, bytes]
    """By coding; what was not worth packing stands under nothing. The others are made when somebody takes them."""

    @classmethod
    def made(cls, headers: list[tuple[str, str]], body: bytes, etag: str, used: Used | None) -> "Answer":
        kind = dict(headers).get("Content-Type", "")
        is_worth = len(body) >= SMALLEST and kind.startswith(TEXTS)
        bodies = {"br": bytes(brotli.compress(body, quality=QUICK))} if is_worth else {"": body}
        return cls(headers, etag or hashlib.sha256(body).hexdigest()[:32], used, bodies)

    @property
    def is_packed(self) -> bool:
        return "br" in self.bodies

    def body(self, coding: str) -> bytes:
        """`coding`: "br", "gzip", or nothing for as it is."""
        if coding in self.bodies or not self.is_packed:
            return self.bodies.get(coding) or self.bodies[""]
        plain = bytes(brotli.decompress(self.bodies["br"]))
        if coding == "gzip":
            return self.bodies.setdefault("gzip", gzip.compress(plain, QUICK, mtime=0))
        return plain

    @property
    def weight(self) -> int:
        """Bytes in memory, gzip too: it may be asked for at any time."""
        return AROUND + (2 if self.is_packed else 1) * len(next(iter(self.bodies.values())))


class Answers:
    def __init__(self, most: int = MOST) -> None:
        self.most, self.weight = most, 0
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Answer | None:
        with self._lock:
            if found := self._held.get(key):
                self._held.move_to_end(key)
            return found

    def keep(self, key: Hashable, answer: Answer) -> None:
        """The ones that were not asked for the longest make room. What would take an eighth of it is not kept."""
        if answer.weight > self.most // 8:
            return
        with self._lock:
            if (before := self._held.pop(key, None)) is not None:
                self.weight -= before.weight
            self._held[key] = answer
            self.weight += answer.weight
            while self.weight > self.most and self._held:
                _key, gone = self._held.popitem(last=False)
                self.weight -= gone.weight

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self.weight = 0


ANSWERS = Answers()
