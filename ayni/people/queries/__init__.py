"""Named questions about people."""

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
from .files import (
    Alert,
    Kin,
    alerts,
    contacts,
    documents,
    drafts_of,
    expiring_in_office,
    expiry_alerts,
    family,
    gender_label,
    nationalities,
    recently_opened,
    residences,
    situations,
    whole,
)
from .histories import Line, as_of, holding, lines, says
from .present import Present, present_of
from .present import present as characteristics_now
from .sealed import SealedSearch, seal, unseal
from .search import Found, Hit, search, search_for, strong_matches

__all__ = [
    "Alert", "Found", "Hit", "Kin", "Line", "SealedSearch", "Shareable", "Present", "alerts", "as_of",
    "characteristics_now", "contacts", "documents", "drafts_of", "effects_of_withdrawing", "expiring_in_office",
    "expiry_alerts", "family", "gender_label", "history", "holding", "lines", "nationalities", "recently_opened",
    "residences", "says", "seal", "search", "search_for", "shareable", "situations", "standing",
    "standing_consent", "present_of", "strong_matches", "text_in_force", "texts_in_force", "unseal", "whole",
]  # fmt: skip
