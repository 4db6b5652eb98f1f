"""A pyramid of population: ages from the youngest below to the oldest above, women to the left and men to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.design.charts import number

from ..answering import Figure
from .pieces import NARROW, WIDE, WITHHELD, Drawing, Piece, rect, text, top_of

BAND, THICK, MIDDLE, VALUE = 30, 22, 120, 74


@dataclass(frozen=True)
class Band:
    label: str
    women: Figure
    men: Figure


def pyramid(bands: Sequence[Band], *, wide: bool) -> Drawing:
    """Youngest first."""
    width = WIDE if wide else NARROW
    middle = MIDDLE if wide else 96
    half = (width - middle) // 2
    room = half - (VALUE if wide else 50)
    top = top_of([value for one in bands for value in (one.women.value, one.men.value)])
    pieces: list[Piece] = []
    for n, one in enumerate(reversed(bands)):
        y = n * BAND
        pieces.append(text(width / 2, y + THICK - 6, one.label, "middle"))
        for figure, edge, sign, css in ((one.women, half, -1, "s0"), (one.men, half + middle, 1, "s1")):
            pieces += _side(figure, edge, y, sign * room * (figure.value or 0) / top, sign, css)
    return Drawing(width, max(len(bands) * BAND, 1), pieces)


def _side(figure: Figure, edge: int, y: int, length: float, sign: int, css: str) -> list[Piece]:
    if figure.value is None:
        return [rect(edge - (8 if sign < 0 else 0), y, 8, THICK, WITHHELD)]
    long = max(abs(length), 1)
    anchor = "end" if sign < 0 else "start"
    return [
        rect(edge - (long if sign < 0 else 0), y, long, THICK, css),
        text(edge + sign * (long + 6), y + THICK - 6, number(figure.value), anchor, "value"),
    ]
