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
    gender_label,
    nationalities,
    recently_opened,
    residences,
    situations,
    whole,
)
from .households import (
    Home,
    current_membership,
    home_of,
    shown_members,
)
from .sealed import SealedSearch, seal, unseal
from .search import Found, Hit, search, search_for, strong_matches

__all__ = [
    "Alert", "Found", "Hit", "Home", "Kin", "SealedSearch", "Shareable", "accompaniment", "alerts", "alerts_of_family",
    "contacts", "current_membership", "documents", "drafts_of", "effects_of_withdrawing", "family", "gender_label",
    "has_peruvian_born_child", "history", "home_of", "mothers_of_peruvian_born_children",
    "nationalities", "recently_opened", "residences", "seal", "search", "search_for", "shareable", "shown_members",
    "shown_relationship", "situations", "standing", "standing_consent", "strong_matches", "text_in_force",
    "texts_in_force", "typed_for_relative", "unseal", "whole",
]  # fmt: skip
