"""What the public site is told by apps that know people, and that it must not import: never more than these shapes
hold. `config` joins both."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class Cost:
    """Of a procedure, for somebody."""

    amount: Decimal
    whom: str
    """In words; empty: everybody."""
    is_sure: bool


@dataclass(frozen=True)
class Paper:
    label: str
    whom: str
    is_sure: bool
    is_mandatory: bool


@dataclass(frozen=True)
class Offer:
    """What the catalogue says of a procedure on a day."""

    label: str
    costs: tuple[Cost, ...]
    """Empty: nobody has confirmed what it costs, which is not the same as free."""
    days: int
    """Working days to decide."""
    days_are_sure: bool
    papers: tuple[Paper, ...]


class Catalogue(Protocol):
    def __call__(self, code: str, on: date) -> Offer | None:
        """None: there is no such procedure that day."""


CATALOGUE: list[Catalogue] = []
"""The one catalogue of this installation."""


@dataclass(frozen=True)
class WorkPaper:
    """A document, and whether it allows work."""

    code: str
    label: str
    answer: str
    """YES, CONDITIONAL or NO."""
    condition: str
    question: str
    """The condition as whoever employs is asked it; may be empty."""
    when_expired: str
    """NO, ASK; empty: its date does not matter for this."""
    legal_basis: str
    source: str
    confidence: str
    since: date


class WorkPapers(Protocol):
    def __call__(self, on: date) -> list[WorkPaper]:
        """In the order of the list."""


WORK_PAPERS: list[WorkPapers] = []
"""The one list of this installation."""


@dataclass(frozen=True)
class Redrawn:
    """An upload, drawn anew as a light WebP: nothing of what came in but how it looks."""

    content: bytes
    width: int
    height: int


class Redraw(Protocol):
    def __call__(self, content: bytes, size: int) -> Redrawn:
        """`size` is what was sent: of what is too large the content is not kept. Raises RuleBroken with a sentence."""


REDRAW: list[Redraw] = []
"""How this installation makes an upload harmless."""


class PagesBeside(Protocol):
    def __call__(self, at: datetime) -> list[dict[str, str]]:
        """Of pages that anybody may find: language → address, one row for each page."""


PAGES_BESIDE: list[PagesBeside] = []
"""Pages of other apps that stand in the map of the site."""
