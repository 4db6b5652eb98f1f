"""What the apps above know about gaps. An app that records something which shows a gap (a late step, a denied service)
holds the key to `governance.Gap` itself, and in its `ready()` says two things here: how much there is, of all its kinds
at once, in pieces from which no restricted file can be inferred; and, of each kind, which rows this user may open. The
gap page adds up the pieces (`queries.evidence.tallies`) and lists the rows.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from ayni.access.models import User

from .models import Gap


@dataclass(frozen=True)
class Piece:
    """So much evidence of one kind for one gap, in one month."""

    gap: int
    month: date
    """Its first day."""
    number: int = 1
    hidden_person: Hashable = None
    """Of a restricted file that this user may not see: any key of the person, and then `number` counts that person's
    rows only. None for everything else, however many rows or people. Such pieces are counted in blocks of ten people
    or not at all (docs/decisions/0012), and the page never says of which kind or month they are."""


@dataclass(frozen=True)
class EvidenceRow:
    """One row that this user may open."""

    at: datetime
    words: str
    """What it is, without the name of a person: "Step 3 of PW-TRATA, 4 days late"."""
    url: str


@dataclass(frozen=True)
class GapEvidence:
    """A kind of evidence, whichever app records it."""

    name: str | Promise
    """In the plural, as the heading of its column: "Denials of service"."""
    visible_to: Callable[[Gap, User], Iterable[EvidenceRow]]
    """The rows of this gap that pass through the app's own `visible_to(user)`, newest first, fifty at most."""


GAP_EVIDENCE: dict[str, GapEvidence] = {}
"""By the code of the kind: LATE_STEP and FIELD_NOTE of `cases`; denials and unmet needs join in the same way."""

Pieces = Callable[[Collection[int], User], Mapping[str, Iterable[Piece]]]

GAP_PIECES: dict[str, Pieces] = {}
"""By the name of the app: with ids of gaps, for one user, its pieces by the code of the kind, in one statement, however
many kinds and gaps. Rows of ordinary and protected files are counted whether or not the user may open them, as in
*Cumplimiento*; rows of restricted files that the user may not see carry `hidden_person`."""
