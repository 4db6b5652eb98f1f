"""Geometry of the charts: plain numbers in, plain integers out. The drawing is done by the components' templates.

Every chart is drawn twice, for a desk and for a phone: text that is scaled down cannot be read. Each has its table.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDE, NARROW = 720, 328
LABEL_WIDTH = 230
CHARACTER = 8
"""About how wide a character of 14 px is, in the widest of the system fonts."""
LINE = 18
THICK = 22
GAP = 12
VALUE_ROOM = 76
SERIES_COLOURS = 6


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    words: str = ""
    """Written inside, where there is room."""
    series: int = 0

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        return self.y + self.height // 2 + 5


@dataclass(frozen=True)
class Line:
    label: list[Text]
    boxes: list[Box]
    value: Text
    mark: Box | None = None
    """The tick of a target."""


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    lines: list[Line]
    axis_x: int


@dataclass(frozen=True)
class Row:
    """One bar. `values` has one number for each series; `target` and `most` are of bullets."""

    label: str
    values: Sequence[float]
    shown: str = ""
    """The value in words, such as "78 %"; empty: the sum, in digits."""
    target: float | None = None
    href: str = ""

    @property
    def total(self) -> float:
        return sum(self.values)

    @property
    def words(self) -> str:
        return self.shown or number(self.total)


def number(value: float) -> str:
    """1 234 or 12.5, as Peru writes them, without breaking between lines."""
    whole = round(value, 1)
    text = f"{int(whole):,}" if whole == int(whole) else f"{whole:,.1f}"
    return text.replace(",", "\u202f")


def rows_of(given: Sequence[Any]) -> list[Row]:
    """Rows from what a view has at hand: Row, (label, value), (label, [values]) or (label, value, target)."""
    return [_row(item) for item in given]


def _row(item: Any) -> Row:
    if isinstance(item, Row):
        return item
    label, value, *rest = item
    values = tuple(value) if isinstance(value, list | tuple) else (value,)
    return Row(str(label), values, target=rest[0] if rest else None)


def bars(rows: Sequence[Row], *, width: int, most: float = 0) -> Drawing:
    """Horizontal bars, also of several series (stacked), also with targets. The longest takes all the room."""
    narrow = width < WIDE
    left = 0 if narrow else LABEL_WIDTH
    room = width - left - (0 if narrow else VALUE_ROOM)
    top = max([most, *(row.total for row in rows), *(row.target or 0 for row in rows)], default=0) or 1
    y, lines = 0, []
    for row in rows:
        line, height = _line(row, y, left, room, top, narrow=narrow)
        lines.append(line)
        y += height + GAP
    return Drawing(width, max(0, y - GAP), lines, left)


def _line(row: Row, y: int, left: int, room: int, top: float, *, narrow: bool) -> tuple[Line, int]:
    texts = _wrapped(row.label, (room - VALUE_ROOM if narrow else left - 12) // CHARACTER)
    label_height = len(texts) * LINE
    bar_y = y + label_height + 2 if narrow else y + max(0, (label_height - THICK) // 2)
    label_y = y if narrow else y + max(0, (THICK - label_height) // 2)
    label = [Text(0, label_y + (n + 1) * LINE - 4, words) for n, words in enumerate(texts)]
    boxes = _boxes(row, left, bar_y, room, top)
    end = left + room if narrow else (boxes[-1].x + boxes[-1].width if boxes else left)
    mark = None
    if row.target is not None:
        rise = 0 if narrow else 4  # on a phone the value stands just above
        mark = Box(left + round(room * row.target / top), bar_y - rise, 0, THICK + rise + 4)
        end = end if narrow else max(end, mark.x)
    value = Text(end if narrow else end + 8, y + LINE - 4 if narrow else bar_y + THICK // 2 + 5, row.words)
    height = label_height + 2 + THICK if narrow else max(THICK, label_height)
    return Line(label, boxes, value, mark), height


def _boxes(row: Row, left: int, y: int, room: int, top: float) -> list[Box]:
    """One box per series. Ends are rounded, not widths, so that the parts add up to the whole."""
    boxes, before = [], 0.0
    for series, value in enumerate(row.values):
        start, end = round(room * before / top), round(room * (before + value) / top)
        before += value
        if value > 0:
            end = max(end, start + 1)
            words = number(value) if len(row.values) > 1 else ""
            fits = (end - start) > len(words) * CHARACTER + 8
            boxes.append(Box(left + start, y, end - start, THICK, words if fits else "", series % SERIES_COLOURS))
    return boxes


def _wrapped(label: str, characters: int) -> list[str]:
    lines = textwrap.wrap(label, max(characters, 8)) or [""]
    if len(lines) <= 2:
        return lines
    return [lines[0], textwrap.shorten(" ".join(lines[1:]), max(characters, 8), placeholder="…")]
