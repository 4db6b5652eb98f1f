"""Machine-readable zones of travel documents and visas (ICAO Doc 9303, parts 3 to 7): read and written. No models.

`read` never guesses: what does not fit is named, and what it may have been is a suggestion that says which check
digit then fits. `write` refuses what the standard has no place for.
"""

from .dates import PartialDate
from .fields import Check, Fields, Problem, Sex, Suggestion, Zone
from .layouts import LAYOUTS, MRVA, MRVB, TD1, TD2, TD3, Layout, Span
from .letters import NoSpelling, check_digit, same_to_the_check, spelled, spellings
from .reading import CannotRead, Unreadable, read
from .writing import CannotWrite, Unwritable, write

__all__ = [
    "LAYOUTS", "MRVA", "MRVB", "TD1", "TD2", "TD3", "CannotRead", "CannotWrite", "Check", "Fields", "Layout",
    "NoSpelling", "PartialDate", "Problem", "Sex", "Span", "Suggestion", "Unreadable", "Unwritable", "Zone",
    "check_digit", "read", "same_to_the_check", "spelled", "spellings", "write",
]  # fmt: skip
