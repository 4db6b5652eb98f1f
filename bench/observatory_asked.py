"""What readers ask the observatory, drawn from all that its builder and its API offer; and what the right answer is,
read from the published files by nothing of Ayni's."""

import csv
import io
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pyarrow.parquet as pq

TOTAL = "_T"
CELL = re.compile(r'<td class="num">(.*?)</td>', re.DOTALL)
LEVELS = {"national": 0, "department": 2, "province": 4, "district": 6}
MOST = 10_000
"""Figures of a page or of an answer: more are refused."""
OLDER = re.compile(r"<span.*", re.DOTALL)
Key = tuple[str, ...]


@dataclass(frozen=True)
class Cube:
    folder: Path
    code: str
    told: Mapping[str, object] = field(compare=False, hash=False)

    @property
    def release(self) -> str:
        return self.folder.name

    @property
    def dimensions(self) -> list[dict]:
        return list(self.told["dimensions"])  # type: ignore[call-overload]

    @property
    def place(self) -> str:
        return next((one["code"] for one in self.dimensions if one["is_place"]), "")

    def codes(self, name: str) -> list[str]:
        return [one["code"] for each in self.dimensions if each["code"] == name for one in each["codes"]]

    def inside(self, place: str) -> list[str]:
        """A place, and what is directly inside it."""
        around = {place, "" if place == TOTAL else place}
        held = next(each["codes"] for each in self.dimensions if each["is_place"])
        return [place, *(one["code"] for one in held if one["code"] != TOTAL and one["parent"] in around)]

    def figures(self) -> dict[Key, int | None]:
        return _figures(self.folder, self.code, tuple(one["code"] for one in self.dimensions))


@cache
def _figures(folder: Path, code: str, names: Key) -> dict[Key, int | None]:
    rows = pq.read_table(folder / f"{code}.parquet").to_pydict()
    return dict(zip(zip(*(rows[name] for name in names), strict=True), rows["value"], strict=True))


def cubes(home: Path) -> list[Cube]:
    folders = sorted((home / "observatory" / "published").iterdir())
    return [
        Cube(one, path.stem, json.loads(path.read_text()))
        for one in folders for path in sorted(one.glob("*.json")) if path.stem != "release"
    ]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Some codes of each dimension of a cube. A page has rows and columns; an answer of the API is a list."""

    cube: Cube
    rows: str
    columns: str
    place: str
    fixed: tuple[tuple[str, str], ...]
    form: str = ""
    """Of the API; nothing: a page."""

    @property
    def wanted(self) -> dict[str, list[str]]:
        fixed = dict(self.fixed)
        found = {}
        for one in self.cube.dimensions:
            name = one["code"]
            if one["is_place"]:
                is_axis = name in (self.rows, self.columns)
                found[name] = self.cube.inside(self.place) if is_axis else [self.place]
            elif name in fixed:
                found[name] = [fixed[name]]
            else:
                found[name] = self.cube.codes(name) if name in (self.rows, self.columns) else [TOTAL]
        return found

    @property
    def many(self) -> int:
        found = 1
        for codes in self.wanted.values():
            found *= len(codes)
        return found

    @property
    def path(self) -> str:
        if self.form:
            codes = {name: ",".join(some) for name, some in self.wanted.items()}
            here = f"/api/observatory/releases/{self.cube.release}/cubes/{self.cube.code}/data"
            return f"{here}?{urlencode({**codes, 'format': self.form})}"
        said = {"filas": self.rows, "columnas": self.columns or "-", **dict(self.fixed), "periodo": self.cube.release}
        if self.place != TOTAL:
            said["lugar"] = self.place
        return f"/observatorio/tablas/{self.cube.code}/?{urlencode(said)}"

    def is_right(self, body: str) -> bool:
        """Whether an answer has the figures that were published, each in its place."""
        return {"": self._is_page, "csv": self._is_csv, "jsonstat": self._is_jsonstat}[self.form](body)

    def _is_page(self, body: str) -> bool:
        wanted, held = self.wanted, self.cube.figures()
        names = list(wanted)
        due = [
            held.get(tuple({**{name: some[0] for name, some in wanted.items()}, **pair}[name] for name in names))
            for pair in self._pairs()
        ]  # fmt: skip
        drawn = body.partition('class="ay-table ay-numbers-table"')[2].partition("</table>")[0]
        said = [_number(one) for one in CELL.findall(drawn)]
        return said == due

    def _pairs(self) -> Iterator[dict[str, str]]:
        for row in self.wanted[self.rows]:
            for column in self.wanted[self.columns] if self.columns else [""]:
                yield {self.rows: row, **({self.columns: column} if self.columns else {})}

    def _due(self) -> dict[Key, int | None]:
        """All that was published of it."""
        wanted = [set(some) for some in self.wanted.values()]
        return {
            key: value for key, value in self.cube.figures().items()
            if all(code in some for code, some in zip(key, wanted, strict=True))
        }  # fmt: skip

    @property
    def is_published(self) -> bool:
        held = self.cube.figures()
        return any(key in held for key in product(*self.wanted.values()))

    def _is_csv(self, body: str) -> bool:
        names = list(self.wanted)
        rows = csv.DictReader(io.StringIO(body.removeprefix("\ufeff")))
        said = {tuple(row[name] for name in names): int(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in rows}
        return said == self._due()

    def _is_jsonstat(self, body: str) -> bool:
        told, due = json.loads(body), self._due()
        axes = [told["dimension"][name]["category"]["index"] for name in told["id"]]
        said: dict[Key, int | None] = {}
        for at, value in [*told["value"].items(), *((at, None) for at in told["status"])]:
            left, key = int(at), []
            for axis in reversed(axes):
                left, n = divmod(left, len(axis))
                key.append(axis[n])
            said[tuple(key[:0:-1])] = value
        return said == due


def _number(cell: str) -> int | None:
    digits = re.sub(r"\D", "", OLDER.sub("", cell))
    return int(digits) if digits else None


def questions(home: Path, many: int, seed: int, *, forms: Sequence[str] = ("", "csv", "jsonstat")) -> list[Question]:
    """So many, each another one: any table of any release, any rows and columns, some codes fixed, any place. What has
    more figures than a page may have is drawn again, and so is an answer of which nothing was published."""
    dice, held = random.Random(seed), cubes(home)  # noqa: S311 - no secret
    found: dict[str, Question] = {}
    while len(found) < many:
        one = _drawn(dice, dice.choice(held), dice.choice(forms))
        if one.many <= MOST and (not one.form or one.is_published):
            found[one.path] = one
    return list(found.values())


def _drawn(dice: random.Random, cube: Cube, form: str) -> Question:
    names = [one["code"] for one in cube.dimensions]
    rows, *rest = dice.sample(names, min(2, len(names)))
    columns = rest[0] if rest and dice.random() < 0.8 else ""
    place = TOTAL
    if cube.place and dice.random() < 0.7:
        place = dice.choice(_by_level(cube))
    fixed = tuple(
        (name, dice.choice(codes)) for name in names
        if name not in (rows, columns, cube.place) and dice.random() < 0.6
        if (codes := [one for one in cube.codes(name) if one != TOTAL])
    )  # fmt: skip
    return Question(cube, rows, columns, place, fixed, form)


def _by_level(cube: Cube) -> list[str]:
    """Of each level alike: there are eighty times as many districts as departments, and as many readers of either."""
    codes = cube.codes(cube.place)
    lengths = sorted({len(one) for one in codes if one != TOTAL})
    levels = [[one for one in codes if len(one) == length and one != TOTAL] for length in lengths]
    most = max(map(len, levels), default=0)
    return [one for level in levels for one in level * max(1, most // len(level))]
