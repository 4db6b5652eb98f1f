"""The check digits of a zone: computed, compared. What the zone means is not asked here."""

from collections.abc import Sequence
from dataclasses import dataclass

from .fields import Check
from .layouts import Layout, Span
from .letters import ALPHABET, FILLER, check_digit

UNKNOWN = "?"


@dataclass(frozen=True)
class LongNumber:
    """A number of more than nine characters: its end, its check digit and what is left of the optional data."""

    number: str
    digit: Span
    rest: str


def long_number(layout: Layout, lines: Sequence[str]) -> LongNumber | None:
    """If the place of the check digit holds a filler, the number goes on in the optional data (9303-5, note j)."""
    optional = layout.fields["optional"]
    more, _filler, rest = optional.of(lines).partition(FILLER)
    if not layout.long_number or layout.digits["document_number"].of(lines) != FILLER or len(more) < 2:
        return None
    at = optional.start + len(more) - 1
    number = layout.fields["document_number"].of(lines) + more[:-1]
    return LongNumber(number, Span(optional.line, at, at), rest)


def checks_of(layout: Layout, lines: Sequence[str]) -> tuple[Check, ...]:
    """Every check digit of this layout, in the order of the standard, the composite last."""
    found = []
    for name, place in layout.digits.items():
        if name == "composite":
            covered = "".join(span.of(lines) for span in layout.composite)
        else:
            covered = layout.fields[name].of(lines)
        long = long_number(layout, lines) if name == "document_number" else None
        if long:
            place, covered = long.digit, long.number
        found.append(_check(name, place, lines, covered))
    return tuple(found)


def covered_by(layout: Layout, lines: Sequence[str], name: str) -> tuple[Span, ...]:
    """The places that a check answers for, its own digit included."""
    long = long_number(layout, lines) if name == "document_number" else None
    if long:
        optional = layout.fields["optional"]
        return layout.fields[name], Span(optional.line, optional.start, long.digit.end)
    body = layout.composite if name == "composite" else (layout.fields[name],)
    return *body, layout.digits[name]


def _check(name: str, place: Span, lines: Sequence[str], covered: str) -> Check:
    written = place.of(lines)
    computed = check_digit(covered) if all(c in ALPHABET for c in covered) else UNKNOWN
    if name == "optional" and written == FILLER and not covered.strip(FILLER):
        # Without optional data a filler may stand for the digit (9303-4).
        computed = FILLER
    return Check(name, place.line, place.start, written, computed)
