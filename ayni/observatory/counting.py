"""Reads the facts as rows of the closed list: who is counted, at which place, under which codes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .listed import OTHERS, UNKNOWN, Condition, Listed, Population, Test, Variable, words
from .noise.cells import ONE, Axis, Rows, key_of_rows
from .noise.memory import Lines, lines, mixed, number_of
from .published import TOTAL, Code, Dimension, Level, Words

Array: TypeAlias = "np.ndarray[Any, Any]"
Lists = Mapping[str, Mapping[str, Words]]
"""The words of each code of each code list; `place` are the ubigeos of departments, provinces and districts."""
DIGITS = {Level.NATIONAL: 0, Level.DEPARTMENT: 2, Level.PROVINCE: 4, Level.DISTRICT: 6}
COUNTRY = words("Perú", "Peru")


class Facts(Protocol):
    """What is counted: `facts.builds.Build` is one, and `Tables`."""

    def read(self, table: str) -> pa.Table: ...


@dataclass(frozen=True)
class Tables:
    """Tables of Arrow as facts, without a database: `people` needs `person` (uint64), `month`, what its cubes read."""

    held: Mapping[str, pa.Table] = field(repr=False)

    def read(self, table: str) -> pa.Table:
        return self.held[table]

    @classmethod
    def of_directory(cls, path: Path) -> "Tables":
        return cls({each.stem: pq.read_table(each) for each in sorted(path.glob("*.parquet"))})


def level_of(place: str) -> Level:
    if place == TOTAL:
        return Level.NATIONAL
    return next(level for level, digits in DIGITS.items() if digits == len(place))


def places(known: Mapping[str, Words], level: Level) -> Dimension:
    """The nested places down to a level: after each those inside it."""
    codes = [code for code in sorted(known) if len(code) <= DIGITS[level]]
    return Dimension(
        "REF_AREA", words("Lugar", "Place"),
        (Code(TOTAL, COUNTRY), *(Code(code, known[code], code[:-2] or TOTAL) for code in codes)), is_place=True,
    )  # fmt: skip


def dimension(variable: Variable, lists: Lists) -> Dimension:
    """The codes of a variable: its own, or those of its code list, before its others."""
    known = lists.get(variable.code_list, {})
    made = dict.fromkeys(variable.recode(code) for code in known)
    of_list = [
        Code(code, known.get(code) or next(known[each] for each in known if variable.recode(each) == code), TOTAL)
        for code in made
        if code not in {"", OTHERS}
    ]
    total = Code(TOTAL, words("Total", "Total"))
    return Dimension(variable.code, variable.title, (total, *of_list, *variable.codes))


def axis(said: Dimension) -> tuple[Axis, dict[str, int]]:
    """The axis of a dimension, and the finest value of each code that has no parts. The last one is: not known."""
    at = {code.code: place for place, code in enumerate(said.codes)}
    parents = np.array([-1 if not place else at[code.parent or TOTAL] for place, code in enumerate(said.codes)])
    has_parts = np.zeros(len(parents), bool)
    has_parts[parents[1:]] = True
    finest = {code.code: n for n, code in enumerate(each for each in said.codes[1:] if not has_parts[at[each.code]])}
    starts, ends = np.zeros(len(parents), np.int64), np.zeros(len(parents), np.int64)
    begun = 0
    for place, code in enumerate(said.codes):
        starts[place] = begun
        if code.code in finest:
            begun += 1
            ends[place] = begun
    for place in range(len(parents) - 1, 0, -1):
        ends[parents[place]] = max(ends[parents[place]], ends[place])
    ends[0] = len(finest) + 1
    return Axis(starts, ends, parents, len(finest) + 1), finest


def kept(table: pa.Table, conditions: Sequence[Condition], period: str) -> pa.Table:
    """The rows of a month's release."""
    year, month = map(int, period.split("-"))
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    asks: dict[Test, Callable[[Any, str], Any]] = {
        Test.UNTIL: lambda column, _value: pc.less(column, after),
        Test.IN: lambda column, _value: pc.and_(pc.greater_equal(column, first), pc.less(column, after)),
        Test.STANDS: lambda column, _value: pc.or_kleene(pc.is_null(column), pc.greater_equal(column, after)),
        Test.IS: lambda column, value: pc.equal(column.cast(pa.string()), value),
        Test.KNOWN: lambda column, _value: pc.is_valid(column),
        Test.TRUE: lambda column, _value: column,
    }
    for one in conditions:
        table = table.filter(pc.fill_null(asks[one.test](table[one.column], one.value), False))
    return table


@dataclass
class Counting:
    """The rows of one population in one release; each column is read once for all its cubes."""

    population: Population
    table: pa.Table
    lists: Lists
    _read: dict[tuple[str, str], Array] = field(default_factory=dict)

    @cached_property
    def row_keys(self) -> Array:
        if self.population.unit == "PERSONS":
            return self.people
        return key_of_rows(self.table[self.population.row])

    @cached_property
    def people(self) -> Array:
        """The key of the person of each row; of a row without one, the row's own."""
        person = self.table["person"]
        keys: Array = pc.fill_null(person, 0).to_numpy().astype(np.uint64)
        if person.null_count:
            keys = np.where(person.is_null().to_numpy(), self.row_keys, keys)
        return keys

    @cached_property
    def is_once(self) -> bool:
        ordered = np.sort(self.people)
        return not bool((ordered[1:] == ordered[:-1]).any())

    def values(self, variable: Variable, column: str) -> tuple[Axis, Array]:
        """The axis of a variable, and the finest value of each row."""
        made, finest = axis(dimension(variable, self.lists))
        others = finest.get(OTHERS)
        if (variable.code, column) not in self._read:

            def place(code: str | None) -> int:
                if code is None or not (recoded := variable.recode(code)):
                    return finest.get(UNKNOWN, made.finest - 1 if others is None else others)
                return finest.get(recoded, finest.get(UNKNOWN, made.finest - 1) if others is None else others)

            self._read[variable.code, column] = by_code(self.table[column], place)
        return made, self._read[variable.code, column]

    def place_values(self, level: Level) -> tuple[Axis, Array]:
        if level is Level.NATIONAL or not self.population.place:
            return ONE, np.zeros(len(self.table), np.int64)
        made, finest = axis(places(self.lists["place"], level))
        digits, unknown = DIGITS[level], made.finest - 1
        column = self.population.place
        key = (f"place/{level}", column)
        if key not in self._read:
            self._read[key] = by_code(
                self.table[column], lambda code: unknown if code is None else finest.get(code[:digits], unknown)
            )
        return made, self._read[key]

    def rows(self, cube: Listed) -> tuple[tuple[Axis, ...], Rows]:
        of_place = self.place_values(cube.level)
        read = [of_place, *(self.values(variable, column) for variable, column in cube.variables)]
        counts_people = self.population.unit == "PERSONS"
        values = tuple(values for _axis, values in read)
        found = Rows(values, self.row_keys, self.people, self.is_once, counts_people)
        return tuple(each for each, _values in read), found

    def lines(self, cubes: Sequence[Listed], level: Level) -> Lines:
        """Who is in which place of a level, and a digest of all that the cubes of the population say of them."""
        digests = np.zeros(len(self.table), np.uint64)
        if self.population.unit != "PERSONS":
            digests = mixed(self.row_keys)
        pairs = {(variable.code, column): variable for cube in cubes for variable, column in cube.variables}
        for (_code, column), variable in sorted(pairs.items()):
            _axis, values = self.values(variable, column)
            of_value = hashed(variable, dimension(variable, self.lists))
            digests = mixed(digests ^ of_value[values])
        digits, numbers = DIGITS[level], np.zeros(len(self.table), np.int64)
        if level is not Level.NATIONAL:
            place_of = self.table[self.population.place]
            numbers = by_code(place_of, lambda code: -1 if code is None else number_of(code[:digits]))
        inside = numbers >= 0
        asked = int.from_bytes(blake2b(repr(sorted(pairs)).encode(), digest_size=8).digest(), "big")
        return lines(self.people[inside], numbers[inside], digests[inside], asked)

    def unknown(self, cubes: Sequence[Listed]) -> Iterator[tuple[str, str, float]]:
        """Of each variable the share of rows that do not say it, in whole hundredths."""
        for variable, column in {pair for cube in cubes for pair in cube.variables}:
            missing = self.table[column].null_count / max(len(self.table), 1)
            yield variable.code, column, round(missing, 2)


def hashed(variable: Variable, said: Dimension) -> Array:
    """64 bits for each finest value, by its code: the same when the list grows."""
    _axis, finest = axis(said)
    names = [*finest, ""]
    digests = [blake2b(f"{variable.code}:{code}".encode(), digest_size=8).digest() for code in names]
    return np.array([int.from_bytes(each, "big") for each in digests], np.uint64)


def by_code(column: pa.ChunkedArray, place: Callable[[str | None], int]) -> Array:
    """A number for each row of a column of codes; each code is asked about once."""
    coded = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.cast(pa.string()).dictionary_encode()
    codes = [place(code) for code in coded.dictionary.to_pylist()]
    numbers = np.array([*codes, place(None)], np.int64)
    at = pc.fill_null(coded.indices, len(codes)).to_numpy()
    found: Array = numbers[at]
    return found
