"""Named questions about norms, protocols and gaps."""

from .drafting import (
    Side,
    approvers_of,
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
from .gaps import (
    GAPS_OPENED,
    CameOfIt,
    GapFilters,
    came_of,
    follow_ups_of,
    gaps,
    is_mended_by_a_norm,
    is_mended_by_a_version,
    may_own,
    whole_gaps,
)
from .guides import CASEWORKER, PlainGuide, plain_guide, told_steps
from .instruments import (
    REGISTERED,
    InstrumentFilters,
    happened,
    instruments,
    instruments_about,
    kinds_of_norm,
    norms,
    steps_resting_on,
    topics,
    versions_from,
    whole_instruments,
)
from .plans import Plan, Region, regions_and_their_plans
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
    "CASEWORKER", "GAPS_OPENED", "LEADER", "LISTS", "REGISTERED", "CameOfIt", "Followed", "GapFilters",
    "InstrumentFilters", "PlainGuide", "Plan", "Region", "ShownList", "regions_and_their_plans", "Side", "Tally",
    "approvers_of", "came_of", "changes_since", "closed", "digest_of", "draft_changes", "draft_of", "evidence_shown",
    "finished_drafts", "follow_ups_of", "followers", "gap_choices", "gaps", "happened", "holidays_of", "in_force",
    "instruments", "instruments_about", "is_mended_by_a_norm", "is_mended_by_a_version", "keeps_protocols",
    "kinds_in_words", "kinds_of_norm", "may_approve", "may_edit", "may_own", "missing", "names", "newest", "norms",
    "open_drafts", "plain_guide", "profiles_by_family", "protocols_for", "roles_of", "shown_list", "side_by_side",
    "steps_resting_on", "tallies", "to_come", "told_steps", "topics", "unmatched", "valid_approvals", "versions",
    "versions_from", "waiting_for", "whole_drafts", "whole_gaps", "whole_instruments", "with_people",
    "years_with_holidays",
]  # fmt: skip
