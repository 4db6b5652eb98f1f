"""Where each field stands, in each of the five formats. Lines and places count from 1, as in the standard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        return lines[self.line - 1][self.start - 1 : self.end]

    @property
    def length(self) -> int:
        return self.end - self.start + 1


@dataclass(frozen=True)
class Layout:
    name: str
    lines: int
    width: int
    first_letters: str
    """What the code of the document may begin with."""
    fields: Mapping[str, Span]
    digits: Mapping[str, Span]
    """Where the check digit of a field stands."""
    composite: tuple[Span, ...] = ()
    """What the composite check digit covers; nothing: there is none."""
    long_number: bool = False
    """Whether a number of more than nine characters goes on in the optional data."""


def _two_lines(width: int, optional: Span) -> dict[str, Span]:
    return {
        "document_code": Span(1, 1, 2),
        "issuer": Span(1, 3, 5),
        "name": Span(1, 6, width),
        "document_number": Span(2, 1, 9),
        "nationality": Span(2, 11, 13),
        "birth": Span(2, 14, 19),
        "sex": Span(2, 21, 21),
        "expiry": Span(2, 22, 27),
        "optional": optional,
    }


_TWO_LINES = {"document_number": Span(2, 10, 10), "birth": Span(2, 20, 20), "expiry": Span(2, 28, 28)}

TD1 = Layout(
    name="TD1",
    lines=3,
    width=30,
    first_letters="ACI",
    fields={
        "document_code": Span(1, 1, 2),
        "issuer": Span(1, 3, 5),
        "document_number": Span(1, 6, 14),
        "optional": Span(1, 16, 30),
        "birth": Span(2, 1, 6),
        "sex": Span(2, 8, 8),
        "expiry": Span(2, 9, 14),
        "nationality": Span(2, 16, 18),
        "optional_2": Span(2, 19, 29),
        "name": Span(3, 1, 30),
    },
    digits={
        "document_number": Span(1, 15, 15),
        "birth": Span(2, 7, 7),
        "expiry": Span(2, 15, 15),
        "composite": Span(2, 30, 30),
    },
    composite=(Span(1, 6, 30), Span(2, 1, 7), Span(2, 9, 15), Span(2, 19, 29)),
    long_number=True,
)
TD2 = Layout(
    name="TD2",
    lines=2,
    width=36,
    first_letters="ACI",
    fields=_two_lines(36, Span(2, 29, 35)),
    digits={**_TWO_LINES, "composite": Span(2, 36, 36)},
    composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 35)),
    long_number=True,
)
TD3 = Layout(
    name="TD3",
    lines=2,
    width=44,
    first_letters="P",
    fields=_two_lines(44, Span(2, 29, 42)),
    digits={**_TWO_LINES, "optional": Span(2, 43, 43), "composite": Span(2, 44, 44)},
    composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 43)),
)
MRVA = Layout(
    name="MRV-A", lines=2, width=44, first_letters="V", fields=_two_lines(44, Span(2, 29, 44)), digits=_TWO_LINES
)
MRVB = Layout(
    name="MRV-B", lines=2, width=36, first_letters="V", fields=_two_lines(36, Span(2, 29, 36)), digits=_TWO_LINES
)

LAYOUTS = {layout.name: layout for layout in (TD1, TD2, TD3, MRVA, MRVB)}
