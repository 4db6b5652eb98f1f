"""A map of what was found: outlines and dots of our own, drawn here. The list beside it says the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

from django.conf import settings

from . import queries, shapes
from .queries import Place
from .shapes import Shape

NUMBER = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    radius: str
    label: str


@dataclass(frozen=True)
class Map:
    box: str
    shapes: list[Shape]
    dots: list[Dot]
    stroke: str
    unplaced: int
    """Of how many nobody knows where to draw them: they are only in the list."""


def drawn(counted: Mapping[str, int], place: str, label: Callable[[str, int], str]) -> Map | None:
    """Of the country, by department; of one department, by district, each at its middle. None: nothing to draw.

    `counted`: how many there are by the code of their place; `label`: the words of a dot, of its place and its number.
    """
    drawing = shapes.departments(settings.BASE_DIR / "data")
    department, size = place[:2], 6 if place else 2
    chosen = [shape for shape in drawing.shapes if not department or shape.code == department]
    if not counted or not chosen:
        return None
    left, top, width, height = _box(chosen) if department else (0.0, 0.0, drawing.width, drawing.height)
    places, dots = queries.kept_places(), []
    together = _together(counted, size, places)
    for code, many in sorted(together.items()):
        spot = places[code]
        x, y = drawing.place(spot.longitude or 0.0, spot.latitude or 0.0)
        radius = max(width, height) * min(0.018 + 0.006 * sqrt(many), 0.06)
        dots.append(Dot(f"{x:.1f}", f"{y:.1f}", f"{radius:.2f}", label(spot.name, many)))
    box = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
    unplaced = sum(counted.values()) - sum(together.values())
    return Map(box, chosen, dots, f"{max(width, height) / 500:.2f}", unplaced) if dots else None


def _together(counted: Mapping[str, int], size: int, places: Mapping[str, Place]) -> dict[str, int]:
    """How many there are by the place that they are drawn at: the district, or what is around it and lies somewhere."""
    found: dict[str, int] = {}
    for code, many in counted.items():
        if spot := queries.middle_of(places, code[:size]):
            found[spot.code] = found.get(spot.code, 0) + many
    return found


def _box(chosen: list[Shape]) -> tuple[float, float, float, float]:
    """Around these outlines, with a little room."""
    spots = [(float(x), float(y)) for shape in chosen for x, y in NUMBER.findall(shape.path)]
    left, top = min(x for x, _y in spots), min(y for _x, y in spots)
    width, height = max(x for x, _y in spots) - left, max(y for _x, y in spots) - top
    room = max(width, height) * 0.04
    return left - room, top - room, width + 2 * room, height + 2 * room
