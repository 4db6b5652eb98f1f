"""What a reader asks of a table, read from the address, and checked against what is published.

filas, columnas   which dimension stands in the rows and in the columns; `-` for no columns
lugar, nivel      a place (INEI's ubigeo), and how fine the places inside it are shown
periodo           a period (2026-10) or a release (2026-10.1)
lugar2, periodo2  what to compare with
grafico           how it is drawn
SEX=F …           a code of any other dimension
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from . import words
from .published import TOTAL, Code, Dimension, Level, Release, Structure

MOST_CELLS = 10_000
NONE = "-"
LENGTH = {Level.NATIONAL: 0, Level.DEPARTMENT: 2, Level.PROVINCE: 4, Level.DISTRICT: 6}
DRAWINGS = ("bars", "lines", "pyramid", "heat", "map", "none")
OWN = ("filas", "columnas", "lugar", "nivel", "periodo", "lugar2", "periodo2", "grafico")
NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


class CannotShow(RuleBroken):
    """What is asked for is not there. The sentence says what is wrong and what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Asked:
    structure: Structure
    release: Release
    rows: Dimension
    columns: Dimension | None
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Dimension → code, of what was chosen besides the place."""
    place: str = TOTAL
    level: str = ""
    """Of the places that stand in the rows or columns: empty, those directly inside the place."""
    other_place: str = ""
    other: Release | None = None
    drawing: str = ""

    @property
    def compares(self) -> bool:
        return bool(self.other_place or self.other)

    @property
    def axes(self) -> list[Dimension]:
        return [self.rows, *([self.columns] if self.columns else [])]

    def codes(self, dimension: Dimension) -> list[Code]:
        """Those that an axis shows, in the order of reading."""
        if dimension.is_place:
            return places_shown(dimension, self.place, self.level)
        chosen = self.fixed.get(dimension.code, "")
        return [one for one in dimension.codes if not chosen or one.code == chosen]

    def base(self) -> dict[str, str]:
        """The code of every dimension, as long as no row and no column says another."""
        held = {one.code: self.fixed.get(one.code, TOTAL) for one in self.structure.dimensions}
        if self.structure.place:
            held[self.structure.place.code] = self.place
        return held

    def pairs(self, **other: str) -> list[tuple[str, str]]:
        """As an address says it; `other` says something else instead, and nothing leaves it out."""
        said = {
            "filas": self.rows.code, "columnas": self.columns.code if self.columns else NONE,
            "lugar": self.place if self.place != TOTAL else "", "nivel": self.level,
            **self.fixed, "lugar2": self.other_place, "periodo": self.release.id,
            "periodo2": self.other.id if self.other else "", "grafico": self.drawing, **other,
        }  # fmt: skip
        return [(name, value) for name, value in said.items() if value]

    def query(self, **other: str) -> str:
        return urlencode(self.pairs(**other))


def read(given: Mapping[str, str], said: Structure, release: Release, all_releases: Sequence[Release]) -> Asked:
    """Raises CannotShow. What an address says that is no choice of ours (a mark of a newsletter) is not minded."""
    place = _place(given.get("lugar", ""), said)
    other_place = _place(given.get("lugar2", ""), said) if given.get("lugar2") else ""
    rows, columns = _axes(given, said, is_pair=bool(other_place))
    asked = Asked(
        said, release, rows, columns, _fixed(given, said), place, _level(given.get("nivel", ""), said), other_place,
        release_of(given["periodo2"], all_releases) if given.get("periodo2") else None, _drawing(given),
    )  # fmt: skip
    if asked.compares:
        # Two places or two periods stand beside each other: they are the columns.
        asked = replace(asked, columns=None)
    check_size(asked)
    return asked


def release_of(period: str, all_releases: Sequence[Release]) -> Release:
    """Of a period the newest version; or the very release."""
    found = next((one for one in all_releases if period in (one.id, one.period)), None)
    if found is None:
        raise CannotShow(
            _("Nothing is published of the period “%(period)s”. Choose one of the list.") % {"period": period[:20]}, 404
        )
    return found


def _axes(given: Mapping[str, str], said: Structure, *, is_pair: bool) -> tuple[Dimension, Dimension | None]:
    free = [one for one in said.dimensions if not (is_pair and one.is_place)]
    if not free:
        raise CannotShow(_("This table has only places: there is nothing to compare two of them by."))
    rows = _axis(given.get("filas", ""), said) or _first(free)
    if is_pair and rows.is_place:
        rows = _first(free)
    typed = given.get("columnas", "")
    columns = None if typed == NONE else _axis(typed, said)
    if typed == "" and not given.get("filas"):
        columns = next((one for one in free if one is not rows and len(one.codes) <= 6), None)
    if columns is not None and columns.code == rows.code:
        raise CannotShow(_("Rows and columns are the same. Choose two different ones, or no columns."))
    return rows, columns


def _first(free: Sequence[Dimension]) -> Dimension:
    return next((one for one in free if one.is_place), free[0])


def _axis(code: str, said: Structure) -> Dimension | None:
    if not code:
        return None
    found = said.dimension(code)
    if found is None:
        raise CannotShow(
            _("This table has no “%(code)s”. It has: %(names)s.") % {"code": code[:40], "names": _names(said)}, 404
        )
    return found


def _names(said: Structure) -> str:
    return ", ".join(one.code for one in said.dimensions)


def _fixed(given: Mapping[str, str], said: Structure) -> dict[str, str]:
    found = {}
    for name, code in given.items():
        if name in OWN or not NAME.fullmatch(name) or not code:
            continue
        dimension = _axis(name, said)
        if dimension is None or dimension.is_place:
            raise CannotShow(_("Say the place as “lugar”."))
        if code not in dimension.by_code:
            raise CannotShow(
                _("“%(code)s” is no code of %(name)s in this table. Choose one of the list.")
                % {"code": code[:40], "name": name}, 404,
            )  # fmt: skip
        if code != TOTAL:
            found[name] = code
    return found


def _place(typed: str, said: Structure) -> str:
    """The same is said of every place that a table does not hold, whether somebody lives there or not."""
    if typed in ("", TOTAL):
        return TOTAL
    if not (typed.isascii() and typed.isdecimal() and len(typed) in (2, 4, 6)):
        raise CannotShow(
            _("“%(code)s” is no ubigeo: a department has two digits, a province four and a district six.")
            % {"code": typed[:12]}, 404,
        )  # fmt: skip
    dimension = said.place
    if dimension is None:
        raise CannotShow(_("This table is of the whole country only. Choose another table for a place."), 404)
    if typed in dimension.by_code:
        return typed
    if len(typed) > LENGTH[said.level]:
        raise CannotShow(
            _("This table is published for: %(level)s. Ask for %(part)s, or choose another table.")
            % {"level": words.LEVELS[said.level], "part": typed[: LENGTH[said.level]] or _("the whole country")}, 404,
        )  # fmt: skip
    raise CannotShow(
        _(
            "No place of this table has the ubigeo %(code)s. These are INEI’s codes; RENIEC’s look alike and mean "
            "other places. Look for the place by its name."
        )
        % {"code": typed}, 404,
    )  # fmt: skip


def _level(typed: str, said: Structure) -> str:
    if not typed:
        return ""
    if typed not in levels(said):
        raise CannotShow(_("Places are not shown that way in this table. Choose from the list."), 404)
    return typed


def levels(said: Structure) -> list[str]:
    """Those finer than the country that a table holds."""
    return [level.value for level, length in LENGTH.items() if 0 < length <= LENGTH[said.level]] if said.place else []


def _drawing(given: Mapping[str, str]) -> str:
    typed = given.get("grafico", "")
    if typed and typed not in DRAWINGS:
        raise CannotShow(_("There is no such drawing. Choose from the list."))
    return typed


def places_shown(dimension: Dimension, place: str, level: str) -> list[Code]:
    """The place itself, and what is inside it: directly, or all of a level."""
    inside = "" if place == TOTAL else place
    if level:
        length = LENGTH[Level(level)]
        below = [
            one for one in dimension.codes
            if len(one.code) == length and one.code != TOTAL and one.code.startswith(inside) and one.code != place
        ]  # fmt: skip
    else:
        below = [one for one in dimension.codes if one.code != TOTAL and one.parent in (inside, place)]
    return [*(one for one in dimension.codes if one.code == place), *below]


def check_size(asked: Asked) -> None:
    """Ten thousand figures on a page help nobody, and an old telephone stops."""
    many = 1
    for one in asked.axes:
        many *= len(asked.codes(one))
    if asked.compares:
        many *= 2
    if many > MOST_CELLS:
        raise CannotShow(
            _(
                "That would be %(many)s figures, and a page shows at most %(most)s. Choose a department, or fewer "
                "columns; or download the whole table."
            )
            % {"many": f"{many:,}".replace(",", "\u202f"), "most": f"{MOST_CELLS:,}".replace(",", "\u202f")}
        )
