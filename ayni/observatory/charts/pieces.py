"""What a drawing is made of."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDE, NARROW = 720, 328
CHARACTER = 8
"""About how wide a character of 14 px is, in the widest of the system fonts."""
COLOURS = 6
WITHHELD = "withheld"


@dataclass(frozen=True)
class Piece:
    kind: str
    """`text`, `rect`, `path`, `line` (of points) or `dot`."""
    css: str = ""
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    words: str = ""
    anchor: str = "start"
    path: str = ""
    turn: int = 0
    """Degrees that a text is turned by, around where it begins."""


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    pieces: list[Piece]
    left: int = 0
    top: int = 0


@dataclass(frozen=True)
class Key:
    """What a colour means."""

    css: str
    label: str


def text(x: float, y: float, words: str, anchor: str = "start", css: str = "") -> Piece:
    return Piece("text", css, round(x), round(y), words=words, anchor=anchor)


def rect(x: float, y: float, width: float, height: float, css: str) -> Piece:
    return Piece("rect", css, round(x), round(y), round(width), round(height))


def wrapped(label: str, characters: int, most: int = 2) -> list[str]:
    lines = textwrap.wrap(label, max(characters, 6)) or [""]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], textwrap.shorten(" ".join(lines[most - 1 :]), max(characters, 6), placeholder="…")]


def top_of(values: Sequence[int | None]) -> int:
    return max((value for value in values if value is not None), default=0) or 1
