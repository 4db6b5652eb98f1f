"""How figures went from period to period. A period without a figure breaks the line."""

from collections.abc import Sequence

from ayni.design.charts import number

from .. import words
from ..answering import Course
from .pieces import COLOURS, NARROW, WIDE, Drawing, Piece, text, top_of

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 280, 14, 34, 72, 24


def lines(courses: Sequence[Course], *, wide: bool) -> Drawing:
    width = WIDE if wide else NARROW
    top = top_of([value for one in courses for _period, value in one.points])
    many = max((len(one.points) for one in courses), default=1)
    floor = HEIGHT - BOTTOM

    def x(n: int) -> int:
        return LEFT + round((width - LEFT - RIGHT) * n / max(1, many - 1))

    def y(value: float) -> int:
        return floor - round((floor - TOP) * value / top)

    pieces = [Piece("path", "axis", path=f"M{LEFT} {floor}H{width - RIGHT}")]
    pieces += [text(LEFT - 8, y(part) + 5, number(round(part)), "end", "soft") for part in (0, top / 2, top)]
    every = max(1, -(-many // (6 if wide else 3)))
    named = courses[0].points if courses else []
    pieces += [
        text(x(n), HEIGHT - 10, words.short_period(period), "end" if n == many - 1 and n else "middle", "soft")
        for n, (period, _value) in enumerate(named) if n % every == 0
    ]  # fmt: skip
    for place, one in enumerate(courses):
        css = f"l{place % COLOURS}"
        for piece in _unbroken(one.points):
            path = " ".join(f"{x(n)},{y(value)}" for n, value in piece)
            pieces += [Piece("line", css, path=path)] if len(piece) > 1 else []
            pieces += [Piece("dot", f"s{place % COLOURS}", x(n), y(value), 4) for n, value in piece]
    return Drawing(width, HEIGHT, pieces)


def _unbroken(points: Sequence[tuple[str, int | None]]) -> list[list[tuple[int, int]]]:
    pieces: list[list[tuple[int, int]]] = [[]]
    for n, (_period, value) in enumerate(points):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((n, value))
    return [piece for piece in pieces if piece]
