"""The figures of a cube, one after another, as every format writes them."""

from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from ..published import Cube

TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
OF_A_FIGURE = ("OBS_STATUS", "CONF_STATUS", "WITHHELD")
"""What is said of each figure beside its value."""


class NotProtected(Exception):
    """A figure that no protected cube can hold. Nothing of such a cube leaves the house."""


class Row(NamedTuple):
    key: tuple[str, ...]
    """A code for each dimension of the cube, in its order."""
    period: str
    value: int | None
    rule: str

    @property
    def status(self) -> str:
        return "Q" if self.value is None else "A"

    @property
    def confidential(self) -> str:
        return "N" if self.value is None else "F"

    @property
    def written(self) -> str:
        """Nothing where there is no figure: never a nought."""
        return "" if self.value is None else str(self.value)


def rows(cube: Cube) -> Iterator[Row]:
    """Raises NotProtected for a 1 or a 2: the last door before the street."""
    keys = zip(*(texts(cube.rows[one.code]) for one in cube.structure.dimensions), strict=True)
    said = (texts(cube.rows["period"]), cube.rows["value"].to_pylist(), texts(cube.rows["rule"]))
    for key, period, value, rule in zip(keys, *said, strict=True):
        if value in (1, 2):
            raise NotProtected(cube.structure.code)
        yield Row(key, period, value, rule)


def texts(column: pa.ChunkedArray) -> list[str]:
    """As a list. Of a column that holds each text once and its place in every row, Arrow makes one slowly."""
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        return list(whole.to_pylist())
    said = whole.dictionary.to_pylist()
    return [said[n] for n in whole.indices.to_pylist()]


def periods(cube: Cube) -> list[str]:
    """Of which periods its figures are, the oldest first."""
    return sorted(set(cube.rows["period"].unique().to_pylist()))
