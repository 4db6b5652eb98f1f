"""From what is asked to the figures of a page: read from published cubes and from nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import published, words
from .formats.rows import texts
from .published import TOTAL, Cell, Code, Cube, Dimension, Release
from .wanted import Asked

MOST_PERIODS = 36


@dataclass(frozen=True)
class Head:
    """Of a row or of a column."""

    label: str
    codes: Mapping[str, str]
    release: Release
    depth: int = 0
    is_total: bool = False
    code: str = ""


@dataclass(frozen=True)
class Figure:
    value: int | None
    rule: str = ""
    """Why there is none."""
    older: str = ""
    """The period of a figure that was left standing."""


Figures = Mapping[tuple[str, ...], Cell]
"""By their codes, in the order of the dimensions."""


@dataclass(frozen=True)
class Line:
    head: Head
    figures: list[Figure]


@dataclass(frozen=True)
class Table:
    columns: list[Head]
    lines: list[Line]
    corner: str
    above: str = ""

    def figures(self) -> Iterator[Figure]:
        for line in self.lines:
            yield from line.figures

    @property
    def withheld(self) -> list[str]:
        """The rules of this page in words, each once."""
        rules = dict.fromkeys(one.rule for one in self.figures() if one.value is None)
        return list(dict.fromkeys(words.rule(one) for one in rules))

    @property
    def older(self) -> list[str]:
        return sorted({one.older for one in self.figures() if one.older})


def table(home: Path, asked: Asked, language: str) -> Table:
    columns = _columns(asked, language)
    rows = [
        Head(one.label[language], {asked.rows.code: one.code}, asked.release, _depth(asked.rows, one),
             _is_whole(asked, asked.rows, one), one.code)
        for one in asked.codes(asked.rows)
    ]  # fmt: skip
    held = {
        release.id: _figures(home, asked, release, [one.codes for one in rows], columns)
        for release in {one.release.id: one.release for one in columns}.values()
    }
    lines = _lines(held, asked, rows, columns)
    above = asked.columns.title[language] if asked.columns else ""
    return Table(columns, lines, asked.rows.title[language], above)


def _columns(asked: Asked, language: str) -> list[Head]:
    place = asked.structure.place
    if asked.other_place and place:
        pair = [(place.label(code, language), {place.code: code}) for code in (asked.place, asked.other_place)]
        return [Head(label, codes, asked.release) for label, codes in pair]
    if asked.other:
        both = sorted((asked.release, asked.other), key=lambda one: (one.period, one.version))
        same = both[0].period == both[1].period
        return [Head(one.id if same else words.short_period(one.period), {}, one) for one in both]
    if asked.columns:
        dimension = asked.columns
        return [
            Head(one.label[language], {dimension.code: one.code}, asked.release, 0, _is_whole(asked, dimension, one),
                 one.code)
            for one in asked.codes(dimension)
        ]  # fmt: skip
    return [Head(asked.structure.measure[language], {}, asked.release, is_total=True)]


def _is_whole(asked: Asked, dimension: Dimension, one: Code) -> bool:
    return one.code == (asked.place if dimension.is_place else TOTAL)


def _depth(dimension: Dimension, one: Code) -> int:
    """How far inside others a code stands: a band of age inside a wider one."""
    if dimension.is_place:
        return 0
    depth, at = 0, one.parent
    while at and at != TOTAL and depth < 4:
        depth, at = depth + 1, dimension.by_code[at].parent if at in dimension.by_code else ""
    return depth


def _lines(held: Mapping[str, Figures], asked: Asked, rows: Sequence[Head], columns: Sequence[Head]) -> list[Line]:
    """Each figure by its codes: those of what is asked, as far as neither its row nor its column says another."""
    base = asked.base()
    names = [one.code for one in asked.structure.dimensions]
    beside = [(held[one.release.id], one.codes, one.release.period) for one in columns]
    lines = []
    for row in rows:
        here = base | dict(row.codes)
        keys = (tuple({**here, **codes}[name] for name in names) for _cells, codes, _period in beside)
        figures = [_figure(cells.get(key), period) for key, (cells, _, period) in zip(keys, beside, strict=True)]
        lines.append(Line(row, figures))
    return lines


NOTHING = Figure(None)


def _figure(cell: Cell | None, period: str) -> Figure:
    if cell is None:
        return NOTHING
    return Figure(cell.value, cell.rule, cell.period if cell.value is not None and cell.period != period else "")


def _figures(
    home: Path, asked: Asked, release: Release, rows: Sequence[Mapping[str, str]], columns: Sequence[Head]
) -> Figures:
    cube = published.cube(home, release, asked.structure.code)
    if cube is None:
        return {}
    wanted = {name: {code} for name, code in asked.base().items()}
    for codes in (rows, [one.codes for one in columns]):
        for name in {name for one in codes for name in one}:
            wanted[name] = {one[name] for one in codes}
    return select(cube, wanted)


def select(cube: Cube, wanted: Mapping[str, set[str]]) -> dict[tuple[str, ...], Cell]:
    """The figures of these codes, by their codes in the order of the dimensions; of what is not named, the total."""
    names = [one.code for one in cube.structure.dimensions]
    rows = cube.among({name: wanted.get(name, {TOTAL}) for name in names})
    keys = zip(*(texts(rows[name]) for name in names), strict=True) if names else [()]
    cells = zip(rows["value"].to_pylist(), texts(rows["rule"]), texts(rows["period"]), strict=True)
    return {key: Cell(*cell) for key, cell in zip(keys, cells, strict=True)}


@dataclass(frozen=True)
class Course:
    """One line over the periods."""

    label: str
    points: list[tuple[str, int | None]]


def courses(home: Path, asked: Asked, releases: Sequence[Release], language: str) -> list[Course]:
    """How the figures of the columns (or of the rows, if there are none) went, each period by its newest version."""
    newest = {one.period: one for one in reversed(releases) if asked.structure.code in one.cubes}
    chosen = [newest[period] for period in sorted(newest)][-MOST_PERIODS:]
    axis = asked.columns or (None if asked.rows.is_place else asked.rows)
    heads = [(one.label[language], {axis.code: one.code}) for one in asked.codes(axis)] if axis else []
    if asked.other_place and asked.structure.place:
        place = asked.structure.place
        heads = [(place.label(code, language), {place.code: code}) for code in (asked.place, asked.other_place)]
    heads = heads[:6] or [(asked.structure.measure[language], {})]
    found = [(release, _of_period(home, asked, release, [codes for _label, codes in heads])) for release in chosen]
    return [
        Course(label, [(release.period, values[n]) for release, values in found])
        for n, (label, _codes) in enumerate(heads)
    ]


def _of_period(home: Path, asked: Asked, release: Release, wanted: Sequence[Mapping[str, str]]) -> list[int | None]:
    cube = published.cube(home, release, asked.structure.code)
    if cube is None:
        return [None for _one in wanted]
    every = [asked.base() | dict(codes) for codes in wanted]
    cells = select(
        cube, {one.code: {codes.get(one.code, TOTAL) for codes in every} for one in cube.structure.dimensions}
    )
    keys = [tuple(codes.get(one.code, TOTAL) for one in cube.structure.dimensions) for codes in every]
    return [cells[key].value if key in cells else None for key in keys]
