"""A map of the country: departments in shades, or a point for each place as large as its figure."""

import re
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path

from ayni.codelists.queries import Place
from ayni.codelists.shapes import Shape, departments

from ..answering import Line
from .pieces import WITHHELD, Drawing, Key, Piece, top_of
from .steps import steps

LARGEST, SMALLEST = 15.0, 2.0
NUMBER = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def choropleth(lines: Sequence[Line], place: int, data: Path) -> tuple[Drawing, list[Key]]:
    """`place`: the column that is drawn. A department without a figure is hatched, for whatever reason."""
    outline = departments(data)
    known = {line.head.code: line.figures[place].value for line in lines}
    shades = steps([known.get(shape.code) for shape in outline.shapes])
    pieces = []
    for shape in outline.shapes:
        value = known.get(shape.code)
        pieces.append(Piece("path", WITHHELD if value is None else f"h{shades.of(value)}", path=shape.path))
    return Drawing(outline.width, outline.height, pieces), [Key(f"h{n}", said) for n, said in shades.words()]


def points(lines: Sequence[Line], place: int, data: Path, places: Mapping[str, Place], department: str = "") -> Drawing:
    """Provinces and districts, each where it lies, of the country or of one department. What lies nowhere that we know
    is in the table alone; so is what is withheld and what is none, alike."""
    outline = departments(data)
    chosen = [shape for shape in outline.shapes if department in ("", shape.code)]
    left, top, width, height = _box(chosen) if department else (0, 0, outline.width, outline.height)
    scale = max(width, height) / max(outline.width, outline.height)
    most = top_of([line.figures[place].value for line in lines])
    pieces = [Piece("path", "land", path=shape.path) for shape in chosen]
    for line in sorted(lines, key=lambda one: -(one.figures[place].value or 0)):
        value, spot = line.figures[place].value, places.get(line.head.code)
        if not value or spot is None or spot.longitude is None or spot.latitude is None:
            continue
        x, y = outline.place(spot.longitude, spot.latitude)
        radius = (SMALLEST + LARGEST * sqrt(value / most)) * scale
        pieces.append(Piece("dot", "point", round(x, 2), round(y, 2), round(radius, 2)))
    return Drawing(width, height, pieces, left, top)


def _box(shapes: Sequence[Shape]) -> tuple[int, int, int, int]:
    """Around these outlines, with a little room."""
    spots = [(float(x), float(y)) for shape in shapes for x, y in NUMBER.findall(shape.path)]
    left, top = min(x for x, _y in spots) - 4, min(y for _x, y in spots) - 4
    width, height = max(x for x, _y in spots) + 4 - left, max(y for _x, y in spots) + 4 - top
    return round(left), round(top), round(width), round(height)
