"""What a zone says, and what was found wrong with it: plain values."""

from dataclasses import dataclass, field
from enum import StrEnum

from .dates import PartialDate
from .layouts import Layout


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"
    """In the zone a filler; X only on the face of the document."""


@dataclass(frozen=True)
class Fields:
    """What is written, and what is read."""

    document_code: str
    issuer: str
    document_number: str
    nationality: str
    surnames: str
    given_names: str = ""
    birth: PartialDate = field(default_factory=PartialDate)
    sex: Sex = Sex.UNSPECIFIED
    expiry: PartialDate = field(default_factory=PartialDate)
    optional: str = ""
    optional_2: str = ""
    is_truncated: bool = False
    """The name fills its place to the last character: there may be more of it than is written."""


@dataclass(frozen=True)
class Check:
    """One check digit: what stands there, and what would fit."""

    name: str
    """Of the field that it covers, or `composite`."""
    line: int
    place: int
    written: str
    computed: str

    @property
    def fits(self) -> bool:
        return self.written == self.computed


@dataclass(frozen=True)
class Problem:
    """What is wrong beside check digits: `field` holds something that the standard does not allow there."""

    field: str
    line: int
    places: tuple[int, ...]
    """Of the characters that do not belong there."""


@dataclass(frozen=True)
class Suggestion:
    """What may have been meant. Never applied by us: whoever has the document in hand looks."""

    field: str
    line: int
    place: int
    written: str
    proposed: str
    then_fit: tuple[str, ...]
    """The checks that failed and would then fit. Empty: no check digit covers it, only the kind of character speaks
    for it."""


@dataclass(frozen=True)
class Zone:
    layout: Layout
    lines: tuple[str, ...]
    fields: Fields
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def is_valid(self) -> bool:
        return not self.problems and all(check.fits for check in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(check.name for check in self.checks if not check.fits)

    def raw(self, name: str) -> str:
        return self.layout.fields[name].of(self.lines)
