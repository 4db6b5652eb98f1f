"""When two files are asked about, and what may be decided of them."""

from collections.abc import Set
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models.duplicates import PairStatus

DOUBTFUL_SHARE = 0.2
FEWEST_ROWS = 50
SHARED_BY = 3
"""A number that more people have than this tells nobody apart: a family's telephone, an institution's document."""
ASKED_FROM = 0.85
"""Likeness from which two files are asked about, also where nothing strong speaks for it: more than a number with one
difference gives by itself."""
LONGEST_PROMISE = timedelta(days=92)

NEXT: dict[str, Set[str]] = {
    PairStatus.OPEN: {PairStatus.DIFFERENT, PairStatus.UNSURE},
    PairStatus.UNSURE: {PairStatus.DIFFERENT, PairStatus.UNSURE},
    PairStatus.DIFFERENT: {PairStatus.OPEN},
}
"""Merging ends a pair that is open or that somebody is finding out about: then there is one file."""


CHANGES = frozenset(
    {
        "person.registered", "person.imported", "person.linked", "person.corrected", "person.merged",
        "person.unmerged", "document.added", "document.ended", "contact.added", "contact.ended",
    }
)  # fmt: skip
"""What the nightly review looks at again: the verbs that write what two files are compared by."""


class TooDoubtful(RuleBroken):
    """So many rows of a batch look like somebody known that something is wrong with the batch."""


class CannotDecide(RuleBroken):
    pass


def is_too_doubtful(doubtful: int, rows: int, fewest: int = FEWEST_ROWS) -> bool:
    """Whether so many rows look like somebody known that the batch itself is in doubt. Below `fewest` each is looked at
    anyway."""
    return rows >= fewest and doubtful > DOUBTFUL_SHARE * rows


def check_not_too_doubtful(doubtful: int, rows: int) -> None:
    """The circuit breaker of a batch: over a fifth of at least fifty rows may be somebody known."""
    if is_too_doubtful(doubtful, rows):
        raise TooDoubtful(
            _("Over a fifth of these rows look like somebody who has a file. Look at some of them, "
              "and then let it go on or discard it.")
        )  # fmt: skip


def check_may_decide(*, status: str, to: str) -> None:
    if to not in NEXT[status]:
        raise CannotDecide(_("A colleague decided about these two files before you. Look at what was decided."))


def check_may_merge_pair(*, status: str) -> None:
    if status == PairStatus.DIFFERENT:
        raise CannotDecide(
            _("A colleague decided before you that these are two people. If you know better, have the two files "
              "compared again from one of them.")
        )  # fmt: skip


def gone() -> str:
    return _("A colleague merged these two files before you: there is one file now.")


def check_is_stopped(*, is_stopped: bool) -> None:
    if not is_stopped:
        raise CannotDecide(_("A colleague decided about this review before you. There is nothing left to do."))


def check_promise(*, due_on: date, today: date) -> None:
    if due_on <= today:
        raise CannotDecide(_("Choose a day to come: by then it has to be found out."))
    if due_on > today + LONGEST_PROMISE:
        raise CannotDecide(_("That is more than three months away. Choose an earlier day."))


def check_two_files(*, one: UUID, other: UUID) -> None:
    if one == other:
        raise CannotDecide(_("That is the same file. Choose another one to compare it with."))


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """As a pair is kept."""
    return (one, other) if one < other else (other, one)


def percent(score: float) -> int:
    return max(0, min(100, round(100 * score)))


def is_asked_about(*, score: float, is_strong: bool) -> bool:
    return is_strong or score >= ASKED_FROM


def status_after_noting(status: str, *, seen: str, now: str) -> str:
    """What was decided holds, unless something that was compared has changed."""
    return PairStatus.OPEN if status == PairStatus.DIFFERENT and seen != now else status
