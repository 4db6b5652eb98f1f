"""Named questions about norms, protocols and gaps."""

from .evidence import Tally, evidence_shown, gap_choices, kinds_in_words, tallies
from .protocols import (
    LEADER,
    LISTS,
    Followed,
    ShownList,
    changes_since,
    closed,
    followers,
    holidays_of,
    in_force,
    may_edit,
    profiles_by_family,
    protocols_for,
    roles_of,
    shown_list,
    unmatched,
    versions,
    years_with_holidays,
)

__all__ = [
    "LEADER", "LISTS", "Followed", "ShownList", "Tally", "changes_since", "closed", "evidence_shown", "followers",
    "gap_choices", "holidays_of", "in_force", "kinds_in_words", "may_edit", "profiles_by_family", "protocols_for",
    "roles_of",
    "shown_list", "tallies", "unmatched", "versions", "years_with_holidays",
]  # fmt: skip
