"""Named questions about norms, protocols and gaps."""

from .drafting import (
    Side,
    digest_of,
    draft_changes,
    draft_of,
    finished_drafts,
    keeps_protocols,
    may_approve,
    missing,
    newest,
    open_drafts,
    side_by_side,
    valid_approvals,
    waiting_for,
    whole_drafts,
    with_people,
)
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
    names,
    profiles_by_family,
    protocols_for,
    roles_of,
    shown_list,
    to_come,
    unmatched,
    versions,
    years_with_holidays,
)

__all__ = [
    "LEADER", "LISTS", "Followed", "ShownList", "Side", "Tally", "changes_since", "closed", "digest_of",
    "draft_changes", "draft_of", "evidence_shown", "finished_drafts", "followers", "gap_choices", "holidays_of",
    "in_force", "keeps_protocols", "kinds_in_words", "may_approve", "may_edit", "missing", "names", "newest",
    "open_drafts", "profiles_by_family", "protocols_for", "roles_of", "shown_list", "side_by_side", "tallies",
    "to_come", "unmatched", "valid_approvals", "versions", "waiting_for", "whole_drafts", "with_people",
    "years_with_holidays",
]  # fmt: skip
