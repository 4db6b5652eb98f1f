"""Bulletins come by quarters. The figures of one are those of the last period published in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .published import Release

NAME = re.compile(r"(20\d\d)-T([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-T{self.number}"

    @property
    def words(self) -> str:
        return _("quarter %(number)s of %(year)s") % {"number": self.number, "year": self.year}

    @property
    def last_period(self) -> str:
        return f"{self.year}-{self.number * 3:02}"


def of_period(period: str) -> Quarter:
    year, _dash, month = period.partition("-")
    return Quarter(int(year), (int(month) + 2) // 3)


def parse(typed: str) -> Quarter | None:
    found = NAME.fullmatch(typed)
    return Quarter(int(found[1]), int(found[2])) if found and typed.isascii() else None


def issues(releases: Sequence[Release]) -> dict[Quarter, Release]:
    """Each quarter that is over, and the release that its bulletins are made of: newest first. A quarter is over once
    its last month is published, or anything after it. `releases`: newest first."""
    if not releases:
        return {}
    newest = releases[0].period
    found: dict[Quarter, Release] = {}
    for release in releases:
        quarter = of_period(release.period)
        if newest >= quarter.last_period:
            found.setdefault(quarter, release)
    return found
