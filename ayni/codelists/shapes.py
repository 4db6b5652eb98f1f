"""The outlines of the departments, ready to be drawn. From `data/reference/geo`: Natural Earth, public domain."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

WIDTH = 360
TOLERANCE = 0.7
"""In units of the drawing: what lies nearer to the straight line than this is left out, which nobody sees."""
MIDDLE = radians(9.2)
"""Latitude in the middle of the country: there, a degree of longitude is this much shorter."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    code: str
    name: str
    path: str
    """For the `d` of an SVG path."""


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    shapes: list[Shape]
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point of the country is on the drawing."""
        return (longitude * cos(MIDDLE) - self.left) * self.scale, (-latitude - self.top) * self.scale


@cache
def departments(folder: Path) -> Drawing:
    """The 25 departments as one drawing, as wide as WIDTH."""
    features = json.loads((folder / "reference/geo/pe_departments.geojson").read_text())["features"]
    rings = {f["properties"]["ubigeo"]: list(_rings(f["geometry"])) for f in features}
    flat = [(x * cos(MIDDLE), -y) for outlines in rings.values() for ring in outlines for x, y in ring]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    scale = WIDTH / (max(x for x, _ in flat) - left)

    place = Drawing(WIDTH, 0, [], left, top, scale).place
    shapes = [
        Shape(
            feature["properties"]["ubigeo"],
            feature["properties"]["name"],
            "".join(_path([place(*point) for point in ring]) for ring in rings[feature["properties"]["ubigeo"]]),
        )
        for feature in features
    ]
    height = (max(y for _, y in flat) - top) * scale
    return Drawing(WIDTH, round(height) + 1, shapes, left, top, scale)


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The outer ring of each part. A polygon is a part of its own."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        yield [(point[0], point[1]) for point in part[0]]


def _path(ring: list[Point]) -> str:
    kept = _simpler(ring)
    if len(kept) < 4:
        kept = ring
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept[:-1]) + "Z"


def _simpler(line: list[Point]) -> list[Point]:
    """Douglas and Peucker: keep the point that lies farthest from the straight line, and do the same on either side."""
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = hypot(x2 - x1, y2 - y1)

    def off(point: Point) -> float:
        if not length:
            return hypot(point[0] - x1, point[1] - y1)
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / length

    if len(line) < 3:
        return line
    farthest = max(range(1, len(line) - 1), key=lambda n: off(line[n]))
    if off(line[farthest]) <= TOLERANCE:
        return [line[0], line[-1]]
    return _simpler(line[: farthest + 1])[:-1] + _simpler(line[farthest:])
