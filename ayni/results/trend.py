"""The drawing of a trend: plain numbers in, plain integers out, as in `design.charts`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format

from . import words
from .standing import Forecast

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 14, 34


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    words: str = ""


@dataclass(frozen=True)
class Drawing:
    """Pieces of the line (a month without a value breaks it), dots, the marks of both axes, and what is foretold."""

    pieces: list[str]
    dots: list[Mark]
    months: list[Mark]
    levels: list[Mark]
    target: int | None
    band: str
    """Points of the area in which December will be."""
    foretold: Mark | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def drawing(
    points: Sequence[tuple[date, float | None]], *, target: float | None, foretold: Forecast | None, share: bool
) -> Drawing | None:
    """None where there is nothing to draw. The forecast stands on the last place, which is December."""
    known = [value for _month, value in points if value is not None]
    if not known:
        return None
    ends = [foretold.high, foretold.low] if foretold else []
    top = max([*known, *ends, target or 0]) or 1
    last = len(points) - 1 + (1 if foretold else 0)

    def x(place: float) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * place / max(1, last))

    def y(value: float) -> int:
        return HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * value / top)

    dots = [Mark(x(n), y(value)) for n, (_month, value) in enumerate(points) if value is not None]
    every = max(1, -(-len(points) // 8))
    months = [
        Mark(x(n), HEIGHT - 10, words.month(m.isoformat())) for n, (m, _value) in enumerate(points) if n % every == 0
    ]
    levels = [Mark(LEFT - 8, y(top * part), _level(top * part, share=share)) for part in (0, 0.5, 1)]
    mark, band = None, ""
    if foretold and dots:
        mark = Mark(x(last), y(foretold.value))
        band = f"{dots[-1].x},{dots[-1].y} {x(last)},{y(foretold.high)} {x(last)},{y(foretold.low)}"
    line = y(target) if target is not None else None
    return Drawing(_pieces(points, x, y), dots, months, levels, line, band, mark)


def _level(value: float, *, share: bool) -> str:
    if share:
        return f"{round(100 * value)}\N{NO-BREAK SPACE}%"
    return str(number_format(round(value, 1), decimal_pos=1 if 0 < value < 10 else 0, force_grouping=True))


def _pieces(
    points: Sequence[tuple[date, float | None]], x: Callable[[float], int], y: Callable[[float], int]
) -> list[str]:
    pieces: list[list[str]] = [[]]
    for number, (_month, value) in enumerate(points):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x(number)},{y(value)}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
