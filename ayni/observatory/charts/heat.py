"""A heat map: each figure as a square, the darker the more. The figure stands in it, so that colour is not the only
sign."""

from collections.abc import Sequence

from ayni.design.charts import number

from ..answering import Line
from .pieces import CHARACTER, NARROW, WIDE, WITHHELD, Drawing, Piece, rect, text, wrapped
from .steps import steps

LABEL, HIGH, HEAD, TURNED, LINE = 180, 34, 44, 110, 16


def heat(lines: Sequence[Line], columns: Sequence[tuple[int, str]], *, wide: bool) -> Drawing:
    """`columns`: the place of each that is drawn, and its name."""
    width = WIDE if wide else NARROW
    left = LABEL if wide else 96
    cell = (width - left) / max(1, len(columns))
    shade = steps([line.figures[n].value for line in lines for n, _name in columns]).of
    pieces: list[Piece] = []
    head = HEAD if wide else TURNED
    for place, (_n, name) in enumerate(columns):
        x = left + cell * (place + 0.5)
        if wide:
            said = wrapped(name, int(cell // CHARACTER))
            pieces += [text(x, 14 + LINE * n, words, "middle", "soft") for n, words in enumerate(said)]
        else:
            # Beside each other they would lie over each other.
            shortened = wrapped(name, TURNED // CHARACTER, most=1)[0]
            pieces.append(Piece("text", "soft", round(x + 4), head - 8, words=shortened, turn=-90))
    for row, line in enumerate(lines):
        y = head + row * HIGH
        said = wrapped(line.head.label, (left - 8) // CHARACTER)
        pieces += [text(0, y + HIGH / 2 + 5 + LINE * (n - (len(said) - 1) / 2), words) for n, words in enumerate(said)]
        for place, (n, _name) in enumerate(columns):
            value, x = line.figures[n].value, left + cell * place
            pieces.append(rect(x, y, cell - 2, HIGH - 2, WITHHELD if value is None else f"h{shade(value)}"))
            if value is not None and len(number(value)) * CHARACTER < cell:
                middle = x + (cell - 2) / 2
                pieces.append(text(middle, y + HIGH / 2 + 4, number(value), "middle", f"onh{shade(value)}"))
    return Drawing(width, head + len(lines) * HIGH, pieces)
