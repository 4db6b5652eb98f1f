"""Horizontal bars: one for each row, or one for each column of each row. They stand beside each other and are never
put together: what was protected one by one has no sum."""

from collections.abc import Sequence

from django.utils.translation import pgettext

from ayni.design.charts import number

from ..answering import Figure, Line
from .pieces import CHARACTER, COLOURS, NARROW, WIDE, WITHHELD, Drawing, Piece, rect, text, top_of, wrapped

LABEL, VALUE, LINE, THICK, GAP = 230, 110, 18, 20, 12


def bars(lines: Sequence[Line], places: Sequence[int], *, wide: bool) -> Drawing:
    """`places`: which columns are drawn."""
    width = WIDE if wide else NARROW
    left = LABEL if wide else 0
    room = width - left - VALUE
    top = top_of([line.figures[n].value for line in lines for n in places])
    pieces: list[Piece] = []
    y = 0
    for line in lines:
        label = wrapped(line.head.label, ((left - 12) if wide else width) // CHARACTER)
        pieces += [text(0, y + LINE * (n + 1) - 4, words) for n, words in enumerate(label)]
        at = y if wide else y + LINE * len(label) + 2
        for colour, n in enumerate(places):
            pieces += _bar(line.figures[n], left, at, room * (line.figures[n].value or 0) / top, colour)
            at += THICK + 2
        y = max(at, y + LINE * len(label)) + GAP
    return Drawing(width, max(y - GAP, 1), pieces)


def _bar(figure: Figure, x: int, y: int, length: float, colour: int) -> list[Piece]:
    if figure.value is None:
        said = pgettext("observatory", "not published")
        return [rect(x, y, 8, THICK, WITHHELD), text(x + 14, y + THICK - 5, said, css="soft")]
    return [
        rect(x, y, max(length, 1), THICK, f"s{colour % COLOURS}"),
        text(x + max(length, 1) + 6, y + THICK - 5, number(figure.value), css="value"),
    ]
