"""What may become of an import and of each of its rows."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ayni.lib.errors import RuleBroken
from ayni.people.models import BatchState, RowState
from ayni.people.rules.duplicates import is_too_doubtful

NEXT: dict[str, frozenset[str]] = {
    BatchState.RECEIVED: frozenset({BatchState.STAGING, BatchState.REJECTED, BatchState.BROKEN}),
    BatchState.STAGING: frozenset({BatchState.STAGED, BatchState.REJECTED, BatchState.BROKEN}),
    BatchState.STAGED: frozenset({BatchState.ACCEPTING, BatchState.REJECTED, BatchState.UNDOING}),
    BatchState.ACCEPTING: frozenset({BatchState.STAGED, BatchState.ACCEPTED}),
    BatchState.ACCEPTED: frozenset({BatchState.UNDOING}),
    BatchState.UNDOING: frozenset({BatchState.UNDONE, BatchState.ACCEPTED}),
    BatchState.UNDONE: frozenset(),
    BatchState.REJECTED: frozenset(),
    BatchState.BROKEN: frozenset(),
}

ROW_NEXT: dict[str, frozenset[str]] = {
    RowState.NEW: frozenset({RowState.ACCEPTED, RowState.REJECTED, RowState.KNOWN, RowState.DOUBTFUL, RowState.HELD,
                             RowState.BROKEN}),
    RowState.KNOWN: frozenset({RowState.LINKED, RowState.ACCEPTED, RowState.REJECTED, RowState.HELD, RowState.BROKEN}),
    RowState.DOUBTFUL: frozenset({RowState.LINKED, RowState.ACCEPTED, RowState.REJECTED}),
    RowState.HELD: frozenset({RowState.LINKED, RowState.ACCEPTED, RowState.REJECTED}),
    RowState.BROKEN: frozenset({RowState.NEW, RowState.KNOWN, RowState.DOUBTFUL, RowState.HELD, RowState.REPEATED,
                                RowState.BROKEN, RowState.REJECTED}),
    RowState.REPEATED: frozenset({RowState.REJECTED}),
    RowState.ACCEPTED: frozenset({RowState.UNDONE}),
    RowState.LINKED: frozenset({RowState.UNDONE}),
    RowState.REJECTED: frozenset(),
    RowState.UNDONE: frozenset(),
}  # fmt: skip
WAITING = (RowState.NEW, RowState.KNOWN, RowState.DOUBTFUL, RowState.HELD, RowState.BROKEN)
"""Somebody has still to decide about them. A repeated row is settled by the one it repeats."""

AT_ONCE = (RowState.NEW, RowState.KNOWN)
"""What can be accepted without looking at each row."""

OF_ONE: dict[str, str | Promise] = {
    RowState.NEW: pgettext_lazy("one row", "new"),
    RowState.KNOWN: pgettext_lazy("one row", "known: already has a file"),
    RowState.DOUBTFUL: pgettext_lazy("one row", "doubtful: may be here already"),
    RowState.HELD: pgettext_lazy("one row", "call the focal point"),
    RowState.BROKEN: pgettext_lazy("one row", "with an error"),
    RowState.REPEATED: pgettext_lazy("one row", "repeated in the list"),
    RowState.ACCEPTED: pgettext_lazy("one row", "registered by this list"),
    RowState.LINKED: pgettext_lazy("one row", "linked to their file"),
    RowState.REJECTED: pgettext_lazy("one row", "rejected"),
    RowState.UNDONE: pgettext_lazy("one row", "undone"),
}
"""What a row is; the labels of `RowState` are of many."""

SURE_FROM = 0.97
NAMES_AGREE_FROM = 0.8
DOUBTFUL_FROM = 0.9


class CannotImport(RuleBroken):
    pass


class TooDoubtful(CannotImport):
    """So many rows may be people who are here that the list itself should be looked at first."""


class InTheWay(CannotImport):
    """Something was built on people whom the import brought in."""


FEWEST_ROWS = 10
"""Below that, each row is looked at anyway: whoever imports a short list sees all of it."""


def check_not_too_doubtful(*, doubtful: int, rows: int, confirmed: bool) -> None:
    if not confirmed and is_too_doubtful(doubtful, rows, FEWEST_ROWS):
        raise TooDoubtful(
            _("%(doubtful)s of %(rows)s rows may be people who have a file. Look at some of them first: perhaps the "
              "list was imported before, or a column is not what it seems. Then confirm, or reject the list.")
            % {"doubtful": doubtful, "rows": rows}
        )  # fmt: skip


def check_nothing_in_the_way(*, people: int, rest: bool) -> None:
    if people and not rest:
        raise InTheWay(
            _("Something was built on %(people)s people of this import since. Undo the rest without them, or leave it.")
            % {"people": people}
        )


def check_may_become(state: str, to: str) -> None:
    if to not in NEXT[state]:
        raise CannotImport(
            _("This import is in another state by now (%(state)s). Load the page again.")
            % {"state": BatchState(state).label}
        )


def check_row_may_become(state: str, to: str) -> None:
    if to not in ROW_NEXT[state]:
        raise CannotImport(
            _("This row was decided meanwhile (%(state)s). Load the page again.") % {"state": OF_ONE[state]}
        )


class Likely(NamedTuple):
    """Somebody who may be the person of a row. `names`: how well names and birth date agree, without any number.
    `has_number`: a document of theirs has the number of the row."""

    score: float
    is_strong: bool
    names: float
    is_visible: bool
    has_number: bool = False


def state_of(likely: Sequence[Likely]) -> str:
    """NEW, KNOWN, DOUBTFUL or HELD (somebody this user may not see), the best first."""
    near = [one for one in likely if one.is_strong or (one.score >= DOUBTFUL_FROM and one.is_visible)]
    if not near:
        return RowState.NEW
    if any(one.is_strong and not one.is_visible for one in near):
        return RowState.HELD
    best, *others = near
    sure = best.is_strong and best.score >= SURE_FROM and best.names >= NAMES_AGREE_FROM
    # Of namesakes, the one who has the number is meant.
    rivals = [other for other in others if other.has_number or not best.has_number]
    alone = not any(other.is_strong and other.score > best.score - 0.02 for other in rivals)
    return RowState.KNOWN if sure and alone else RowState.DOUBTFUL
