"""What may be asked of a cube: some of its codes, some of its periods. A question that cannot be answered says why.

What is refused is told alike of empty places and of full ones: by what is published, never by what is there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import pyarrow as pa

from ayni.codelists.rules import reniec_code

from .formats import MOST
from .formats.rows import TIME, texts
from .published import Cube, Dimension, Structure

SHOWN = 40
"""Codes that an error names."""
INEI = {reniec_code(f"{n:02}"): f"{n:02}" for n in range(1, 26)}
"""INEI's code of a department, by RENIEC's."""

Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Refused(Exception):
    """Why there is no answer: the name of the reason (`api/problems.py` has its words), and what it is about."""

    why: str
    about: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    """What could be asked instead."""


@dataclass(frozen=True)
class When:
    """Periods, of which both ends are within; empty: without end."""

    start: str = ""
    end: str = ""
    some: tuple[str, ...] = ()

    def has(self, period: str) -> bool:
        # `2026` holds all its months, as an end too.
        if self.some and period not in self.some:
            return False
        return (not self.start or period >= self.start) and (not self.end or period[: len(self.end)] <= self.end)


def select(cube: Cube, asked: Asked, when: When | None = None, most: int = MOST) -> Cube:
    """The figures of these codes; of a dimension that is not named, all. Raises Refused."""
    wanted: dict[str, Iterable[str]] = {name: check(cube.structure, name, codes) for name, codes in asked.items()}
    if when is not None:
        wanted["period"] = {one for one in cube.rows["period"].unique().to_pylist() if when.has(one)}
    kept = cube.among({name: set(codes) for name, codes in wanted.items()}) if wanted else cube.rows
    if not len(kept):
        raise Refused("not-published", {"cube": cube.structure.code})
    if len(kept) > most:
        # The dimension that narrows most is the one with the most codes that was not asked for.
        wide = max(cube.structure.dimensions, key=lambda one: (one.code not in asked, len(one.codes)))
        raise Refused("too-many", {"cells": str(len(kept)), "most": str(most), "dimension": wide.code})
    return replace(cube, rows=kept)


def check(structure: Structure, name: str, codes: Sequence[str]) -> Sequence[str]:
    """The codes, if the cube has each of them. Raises Refused, which names those that there are."""
    dimension = structure.dimension(name)
    if dimension is None:
        there = tuple(one.code for one in structure.dimensions)
        raise Refused("unknown-dimension", {"dimension": name, "cube": structure.code}, (*there, TIME))
    for code in codes:
        if code not in dimension.by_code:
            raise _unknown(dimension, code)
    return codes


def _unknown(dimension: Dimension, code: str) -> Refused:
    known = [one.code for one in dimension.codes]
    about = {"code": code[:40], "dimension": dimension.code}
    if dimension.is_place and code.isdigit():
        department = INEI.get(code[:2], "")
        around = next((code[:size] for size in (4, 2) if len(code) > size and code[:size] in dimension.by_code), "")
        if around:
            # Whose code it is nobody can tell from its digits: both readings are told, the right one first.
            return Refused("place-around", {**about, "department": department or code[:2]}, (around,))
        if department and department != code[:2]:
            near = [one for one in known if one == department] or known
            return Refused("code-of-another-system", {**about, "department": department}, tuple(near[:SHOWN]))
        return Refused("unknown-place", about, tuple(known[:SHOWN]))
    near = get_close_matches(code, known, n=5)
    return Refused("unknown-code", about, tuple([*near, *(one for one in known if one not in near)][:SHOWN]))


def joined(cubes: Sequence[Cube]) -> Cube:
    """The same cube of several releases, the newest first, as one: of a figure that was revised, the newest. What has
    other dimensions than the newest is another cube, and is left out."""
    first = cubes[0]
    names = [one.code for one in first.structure.dimensions]
    alike = [one for one in cubes if [each.code for each in one.structure.dimensions] == names]
    seen: set[tuple[str, ...]] = set()
    parts: list[pa.Table] = []
    for one in alike:
        plain = one.rows.select([*names, "value", "rule", "period"])
        plain = pa.table(
            {name: plain[name].cast(pa.string() if name != "value" else pa.int64()) for name in plain.column_names}
        )
        keys = list(zip(*(texts(plain[name]) for name in (*names, "period")), strict=True))
        parts.append(plain.filter(pa.array([key not in seen for key in keys])))
        seen |= set(keys)
    dimensions = tuple(_with_codes_of(n, alike) for n in range(len(names)))
    return Cube(replace(first.structure, dimensions=dimensions), pa.concat_tables(parts))


def _with_codes_of(n: int, cubes: Sequence[Cube]) -> Dimension:
    codes = {code.code: code for one in cubes for code in reversed(one.structure.dimensions[n].codes)}
    newest = cubes[0].structure.dimensions[n]
    known = {one.code for one in newest.codes}
    return replace(newest, codes=(*newest.codes, *(one for code, one in codes.items() if code not in known)))


def narrowed(cube: Cube, first: int | None, last: int | None) -> Cube:
    """Of each series, so many figures from its beginning or its end."""
    if first is None and last is None:
        return cube
    names = [one.code for one in cube.structure.dimensions]
    keys = list(zip(*(texts(cube.rows[name]) for name in names), strict=True))
    series: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for n, (key, period) in enumerate(zip(keys, texts(cube.rows["period"]), strict=True)):
        series.setdefault(key, []).append((period, n))
    kept: set[int] = set()
    for figures in series.values():
        ordered = [n for _period, n in sorted(figures)]
        kept |= set(ordered[:first] if first is not None else ()) | set(ordered[-last:] if last else ())
    return replace(cube, rows=cube.rows.take(pa.array(sorted(kept), pa.int64())))
