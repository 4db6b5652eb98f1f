"""What is published about a place, or under a theme, put together as its bulletin. From published tables alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import published, words
from .answering import select
from .finding import structures
from .published import TOTAL, Cell, Code, Dimension, Release, Structure

COUNTRY = "PE"
LEAST_WHOLE = 20
"""Below that many people no share is given."""
MOST_CODES = 16


@dataclass(frozen=True)
class Row:
    label: str
    value: int | None
    share: float | None
    around: float | None
    """The same share in the place around it."""
    country: float | None
    older: str = ""
    depth: int = 0

    @property
    def is_silent(self) -> bool:
        return self.value is self.share is self.around is self.country is None


@dataclass(frozen=True)
class Part:
    """One table by one of its dimensions."""

    title: str
    code: str
    dimension: str
    dimension_code: str
    measure: str
    rows: list[Row]
    total: int | None
    rules: list[str] = field(default_factory=list)

    @property
    def caption(self) -> str:
        return f"{self.measure} · {self.dimension}"

    @property
    def is_silent(self) -> bool:
        """Nothing of it is published of this place: its name is enough. Rows of dashes tell nobody anything."""
        return all(row.value is None for row in self.rows)

    @property
    def told(self) -> list[Row]:
        return [row for row in self.rows if not row.is_silent]

    @property
    def unsaid(self) -> list[str]:
        return [row.label for row in self.rows if row.is_silent]


@dataclass(frozen=True)
class Headline:
    measure: str
    value: int | None
    rule: str
    around: int | None
    country: int | None
    older: str = ""

    @property
    def is_silent(self) -> bool:
        return self.value is self.around is self.country is None


@dataclass(frozen=True)
class Bulletin:
    code: str
    name: str
    around: str
    """The name of the place around it; empty for the country, a department and a theme."""
    release: Release
    headlines: list[Headline]
    parts: list[Part]

    @property
    def rules(self) -> list[str]:
        """Why something is not given, each rule once."""
        found = [one for part in self.parts for one in part.rules] + [one.rule for one in self.headlines if one.rule]
        return list(dict.fromkeys(found))

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.headlines

    @property
    def heads(self) -> list[Headline]:
        return [one for one in self.headlines if not one.is_silent]

    @property
    def told(self) -> list[Part]:
        return [part for part in self.parts if not part.is_silent]

    @property
    def silent(self) -> list[str]:
        """Of what nothing is published: measures of which not even the whole is, then tables of the others."""
        measures = [one.measure for one in self.headlines if one.is_silent]
        return measures + [part.caption for part in self.parts if part.is_silent and part.measure not in measures]


def of_place(home: Path, release: Release, code: str, language: str) -> Bulletin | None:
    """None: no table of this release names the place. That says nothing of who lives there."""
    held = [one for one in structures(home, release) if _holds(one, code)]
    wanted = TOTAL if code == COUNTRY else code
    if not held:
        return None
    named = held[0].place
    label = named.label(wanted, language) if named else code
    around = _around(held, wanted)
    around_label = next((one.place.label(around, language) for one in held if one.place and around), "")
    where = Where(wanted, around, release, language)
    headlines: dict[str, Headline] = {}
    parts: list[Part] = []
    for said in held:
        cells = _cells(home, release, said, [wanted, around, TOTAL])
        headlines.setdefault(said.measure[language], _headline(said, cells, where))
        parts += _parts(said, cells, where)
    return Bulletin(code, label, around_label, release, list(headlines.values()), _once(parts))


def _once(parts: Sequence[Part]) -> list[Part]:
    """A measure by a dimension stands once, though several tables may hold it."""
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        found.setdefault((part.measure, part.dimension_code), part)
    return list(found.values())


def of_theme(home: Path, release: Release, theme: str, language: str) -> Bulletin | None:
    """The whole country, of all tables under a theme. None: there are none."""
    held = [one for one in structures(home, release) if one.theme == theme]
    if not held:
        return None
    where = Where(TOTAL, "", release, language)
    headlines: dict[str, Headline] = {}
    parts: list[Part] = []
    for said in held:
        cells = _cells(home, release, said, [TOTAL])
        headlines.setdefault(said.measure[language], _headline(said, cells, where))
        parts += _parts(said, cells, where)
    return Bulletin(theme, words.theme(theme), "", release, list(headlines.values()), _once(parts))


def _holds(said: Structure, code: str) -> bool:
    if said.place is None:
        return code == COUNTRY
    return code == COUNTRY or code in {one.code for one in said.place.codes}


def _around(held: Sequence[Structure], code: str) -> str:
    """The department or province around a place; nothing around a department but the country."""
    return code[:-2] if code != TOTAL and len(code) > 2 and any(_holds(one, code[:-2]) for one in held) else ""


Cells = Mapping[tuple[str, str, str], Cell]
"""By place, dimension and code: all other dimensions taken together."""


@dataclass(frozen=True)
class Where:
    """Whose figures, beside whose, and in which language they are told."""

    place: str
    around: str
    release: Release
    language: str


def _cells(home: Path, release: Release, said: Structure, places: Sequence[str]) -> Cells:
    cube = published.cube(home, release, said.code)
    if cube is None:
        return {}
    names = [one.code for one in said.dimensions]
    place = said.place.code if said.place else ""
    wanted = {one for one in places if one} if place else {TOTAL}
    found: dict[tuple[str, str, str], Cell] = {}
    for one in said.dimensions:
        if one.is_place and len(names) > 1:
            continue
        every = {name: {TOTAL} for name in names} | ({place: wanted} if place else {})
        if not one.is_place:
            every[one.code] = {code.code for code in one.codes}
        for key, cell in select(cube, every).items():
            codes = dict(zip(names, key, strict=True))
            found[codes.get(place, TOTAL), one.code, TOTAL if one.is_place else codes[one.code]] = cell
    return found


def _headline(said: Structure, cells: Cells, where: Where) -> Headline:
    name = next((one.code for one in said.dimensions if not one.is_place), said.dimensions[0].code)
    own = cells.get((where.place, name, TOTAL))
    return Headline(
        said.measure[where.language],
        own.value if own else None,
        words.rule(own.rule if own else "") if own is None or own.value is None else "",
        _value(cells.get((where.around, name, TOTAL))) if where.around else None,
        _value(cells.get((TOTAL, name, TOTAL))) if where.place != TOTAL else None,
        _older(own, where.release),
    )


def _value(cell: Cell | None) -> int | None:
    return cell.value if cell else None


def _older(cell: Cell | None, release: Release) -> str:
    return words.short_period(cell.period) if cell and cell.value is not None and cell.period != release.period else ""


def _parts(said: Structure, cells: Cells, where: Where) -> list[Part]:
    chosen = [one for one in said.dimensions if not one.is_place and 1 < len(one.codes) <= MOST_CODES]
    return [_part(said, one, cells, where) for one in chosen]


def _part(said: Structure, dimension: Dimension, cells: Cells, where: Where) -> Part:
    codes = [one for one in dimension.codes if one.code != TOTAL]
    own = [cells.get((where.place, dimension.code, one.code)) for one in codes]
    rows = [
        Row(
            one.label[where.language], _value(cell), _share(cells, where.place, dimension, one),
            _share(cells, where.around, dimension, one) if where.around else None,
            _share(cells, TOTAL, dimension, one) if where.place != TOTAL else None,
            _older(cell, where.release), 1 if one.parent and one.parent != TOTAL else 0,
        )
        for one, cell in zip(codes, own, strict=True)
    ]  # fmt: skip
    rules = [words.rule(cell.rule if cell else "") for cell in own if cell is None or cell.value is None]
    return Part(
        said.title[where.language], said.code, dimension.title[where.language], dimension.code,
        said.measure[where.language], rows, _value(cells.get((where.place, dimension.code, TOTAL))),
        list(dict.fromkeys(rules)),
    )  # fmt: skip


def _share(cells: Cells, place: str, dimension: Dimension, one: Code) -> float | None:
    """Of protected figures, and of no small whole."""
    whole, part = (_value(cells.get((place, dimension.code, code))) for code in (TOTAL, one.code))
    return None if whole is None or part is None or whole < LEAST_WHOLE else min(part / whole, 1.0)
