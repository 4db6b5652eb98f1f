"""What a gap rests on, as far as this user may know."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest

from django.utils.translation import gettext as _

from ayni.access.models import User

from .. import rules
from ..hooks import GAP_EVIDENCE, GAP_PIECES, EvidenceRow, Piece
from ..models import Gap

SHOWN = 50


@dataclass
class Tally:
    """How much evidence one gap has."""

    months: dict[date, Counter[str]] = field(default_factory=dict)
    """By month, the newest first: how much of each kind (its code)."""
    reserved: int = 0
    """Of restricted files of other teams, in whole blocks, of no kind and no month."""

    @property
    def kinds(self) -> Counter[str]:
        return sum(self.months.values(), Counter())

    @property
    def total(self) -> int:
        return self.kinds.total() + self.reserved


def tallies(gaps: Sequence[Gap], user: User) -> dict[int, Tally]:
    """Of each of these gaps, by its id. A place smaller than a department counts nothing of restricted files."""
    local = {gap.pk for gap in gaps if gap.is_local}
    found = {gap.pk: Tally() for gap in gaps}
    hidden: dict[int, list[Piece]] = {}
    for kind, piece in _pieces(list(found), user):
        if piece.hidden_person is None:
            found[piece.gap].months.setdefault(piece.month, Counter())[kind] += piece.number
        elif piece.gap not in local:
            hidden.setdefault(piece.gap, []).append(piece)
    for pk, pieces in hidden.items():
        found[pk].reserved = rules.in_blocks((p.month, p.hidden_person, p.number) for p in pieces)
    for tally in found.values():
        tally.months = dict(sorted(tally.months.items(), reverse=True))
    return found


def _pieces(gaps: Collection[int], user: User) -> Iterator[tuple[str, Piece]]:
    for count in GAP_PIECES.values():
        for kind, pieces in count(gaps, user).items():
            for piece in pieces:
                yield kind, piece


def evidence_shown(gap: Gap, user: User, tally: Tally | None = None) -> list[EvidenceRow]:
    """The newest rows that this user may open, of all kinds together. With a tally, kinds of which there is nothing
    are not asked."""
    kinds = [evidence for kind, evidence in GAP_EVIDENCE.items() if tally is None or tally.kinds[kind]]
    rows = (row for evidence in kinds for row in evidence.visible_to(gap, user))
    return nlargest(SHOWN, rows, key=lambda row: row.at)


def kinds_in_words() -> dict[str, str]:
    return {code: str(evidence.name) for code, evidence in GAP_EVIDENCE.items()}


def gap_choices(user: User) -> list[tuple[str, str]]:
    """The open gaps, for a form that links something to one: code, and code with title."""
    rows = Gap.objects.visible_to(user).open().order_by("-opened_at", "-pk").values_list("code", "title")
    return [("", _("None of these")), *((code, f"{code} · {title}") for code, title in rows)]
