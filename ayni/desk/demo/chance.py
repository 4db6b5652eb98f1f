"""Seeded chance: the same seed at the same moment makes the same world, ids included."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Generic, TypeVar
from uuid import UUID

from ayni.facts.periods import PERU
from ayni.lib.ids import public_number

from .numbering import Numbers

T = TypeVar("T")


class Chance(random.Random):
    def __init__(self, seed: int, part: str = "") -> None:
        """`part`: a piece of the world that is made apart, and comes out the same whatever is made beside it."""
        self.world = seed
        self.numbers: Numbers | None = None
        """Where other parts of the world are made beside this one."""
        super().__init__(f"{seed} {part}" if part else seed)

    def of(self, part: object) -> "Chance":
        return Chance(self.world, str(part))

    def uuid(self, moment: datetime) -> UUID:
        """A UUIDv7 born at that moment (RFC 9562): its other bits come from the seed."""
        milliseconds = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
        value = (milliseconds << 80) | self.getrandbits(80)
        value = (value & ~(0xF << 76)) | (0x7 << 76)
        return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))

    def public_number(self, prefix: str) -> str:
        return public_number(prefix, randbits=self.numbers.randbits if self.numbers else self.getrandbits)

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def digits(self, count: int) -> str:
        return f"{self.randrange(10**count):0{count}}"

    def between(self, start: datetime, end: datetime) -> datetime:
        return start + (end - start) * self.random()

    def hours(self, low: float, high: float) -> timedelta:
        return timedelta(hours=self.uniform(low, high))


class Weighted(Generic[T]):
    """A choice by weights, drawn often."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.values: Sequence[T] = list(weights)
        self.cumulative = list(accumulate(weights.values()))

    def draw(self, chance: random.Random) -> T:
        return chance.choices(self.values, cum_weights=self.cumulative)[0]


class Calendar:
    """When the unit receives people: working days, eight to five in Lima, a little more each month."""

    def __init__(self, *, at: datetime, months: int, holidays: frozenset[date]) -> None:
        today = at.astimezone(PERU).date()
        span = (today - timedelta(days=n) for n in range(1, months * 30))
        self.at = at
        self.days = sorted(day for day in span if day.weekday() < 5 and day not in holidays)
        self.weights = list(accumulate(1 + n / len(self.days) for n, _day in enumerate(self.days)))

    def moment(self, chance: Chance) -> datetime:
        day = chance.choices(self.days, cum_weights=self.weights)[0]
        return datetime(day.year, day.month, day.day, 8, tzinfo=PERU) + timedelta(seconds=chance.randrange(9 * 3600))

    def office_hours(self, moment: datetime) -> datetime:
        """The same moment, or the next morning if nobody is there then."""
        local = moment.astimezone(PERU)
        if local.hour >= 17:
            local = (local + timedelta(days=1)).replace(hour=8)
        elif local.hour < 8:
            local = local.replace(hour=8)
        while local.weekday() >= 5:
            local += timedelta(days=1)
        return local
