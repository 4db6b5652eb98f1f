"""An upload, made harmless: drawn anew in a process of its own, before any transaction begins."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass

from . import redrawing
from .redrawing import Drawn, Kind, Refusal
from .rules import CannotTake

__all__ = ["Drawn", "Kind", "prepare"]

TIMEOUT = 40
AT_ONCE = threading.BoundedSemaphore(2)
"""Each may take as much memory as `redrawing.MEMORY`."""


@dataclass(frozen=True)
class _Answer:
    told: dict[str, str | int]
    rest: bytes


def prepare(content: bytes, *, kind: Kind) -> Drawn:
    """What may be kept of this upload. Takes up to a second or two, so it is called outside of transactions.

    Raises CannotTake with a sentence.
    """
    if not content:
        raise CannotTake(Refusal.EMPTY)
    if len(content) > redrawing.MOST_BYTES:
        raise CannotTake(Refusal.TOO_LARGE)
    answer = _ask(content, kind)
    if "refused" in answer.told:
        raise CannotTake(Refusal(str(answer.told["refused"])))
    length = int(answer.told["length"])
    return Drawn(
        media_type=str(answer.told["media_type"]),
        width=int(answer.told["width"]),
        height=int(answer.told["height"]),
        pages=int(answer.told["pages"]),
        content=answer.rest[:length],
        small=answer.rest[length:],
    )


def _ask(content: bytes, kind: Kind) -> _Answer:
    # Isolated: neither our environment, with its secrets, nor our folder is within its reach by name.
    command = [sys.executable, "-I", redrawing.__file__, kind.value]
    try:
        with AT_ONCE:
            done = subprocess.run(command, input=content, capture_output=True, timeout=TIMEOUT, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise CannotTake(Refusal.TOO_HARD) from None
    line, _line_end, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # The decoder died of what it read, or reached one of its limits.
        raise CannotTake(Refusal.TOO_HARD)
    return _Answer(json.loads(line), rest)
