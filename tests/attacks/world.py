"""A country, an engine that published it month after month, what was published, and what is true: what attacks get."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from . import country, plants
from .country import Country
from .public import Edition, editions
from .truth import Counted, Kinds, Truth


class Engine(Protocol):
    kinds: Kinds
    counted: Counted
    secret: bytes

    def release(self, home: Path, month: int) -> None: ...


@dataclass(frozen=True, eq=False)
class World:
    country: Country
    home: Path
    editions: Sequence[Edition]
    truth: Truth
    log: str = ""
    secret: bytes = b""
    """Only for looking where it is not."""

    @property
    def last(self) -> Edition:
        return self.editions[-1]


@dataclass(frozen=True)
class Verdict:
    """Whether the design holds against an attack, and in numbers why."""

    holds: bool
    said: str
    numbers: dict[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.holds


def made(home: Path, people: int, months: Sequence[int], engine: Callable[[Country], Engine]) -> World:
    whole = plants.planted(country.made(people, max(months) + 1))
    used = engine(whole)
    for month in months:
        used.release(home, month)
    return World(whole, home, editions(home), Truth(whole, used.kinds, max(months) + 1, used.counted),
                 secret=used.secret)  # fmt: skip
