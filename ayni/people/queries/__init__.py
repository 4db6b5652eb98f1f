"""Named questions about people."""

from .children import mothers_of_peruvian_born_children
from .consents import (
    Shareable,
    effects_of_withdrawing,
    history,
    shareable,
    standing,
    standing_consent,
    text_in_force,
    texts_in_force,
)
from .families import (
    Kin,
    accompaniment,
    alerts_of_family,
    family,
    has_peruvian_born_child,
    shown_relationship,
    typed_for_relative,
)
from .files import (
    Alert,
    alerts,
    contacts,
    documents,
    drafts_of,
    expiring_in_office,
    expiry_alerts,
    gender_label,
    nationalities,
    recently_opened,
    residences,
    situations,
    whole,
)
from .histories import Line, as_of, holding, lines, says
from .households import Home, current_membership, home_of, shown_members
from .present import Present, present_of
from .present import present as characteristics_now
from .sealed import SealedSearch, seal, unseal
from .search import Found, Hit, search, search_for, strong_matches

__all__ = [
    "Alert", "Found", "Hit", "Home", "Kin", "Line", "Present", "SealedSearch", "Shareable", "accompaniment",
    "alerts", "alerts_of_family", "as_of", "characteristics_now", "contacts", "current_membership", "documents",
    "drafts_of", "effects_of_withdrawing", "expiring_in_office", "expiry_alerts", "family", "gender_label",
    "has_peruvian_born_child", "history", "holding", "home_of", "lines", "mothers_of_peruvian_born_children",
    "nationalities", "present_of", "recently_opened", "residences", "says", "seal", "search", "search_for",
    "shareable", "shown_members", "shown_relationship", "situations", "standing", "standing_consent",
    "strong_matches", "text_in_force", "texts_in_force", "typed_for_relative", "unseal", "whole",
]  # fmt: skip
