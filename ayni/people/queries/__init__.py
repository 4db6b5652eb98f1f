"""Named questions about people."""

from .attachments import (
    Shown,
    attachments,
    by_document,
    current_photo,
    of_person,
    photo_of,
    reading_purpose,
    shown,
    with_earlier,
)
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
    family,
    gender_label,
    nationalities,
    recently_opened,
    residences,
    situations,
    whole,
)
from .sealed import SealedSearch, seal, unseal
from .search import Found, Hit, search, search_for, strong_matches

__all__ = [
    "Alert", "Found", "Hit", "Kin", "SealedSearch", "Shareable", "alerts", "contacts", "documents", "drafts_of",
    "effects_of_withdrawing", "family", "gender_label", "history", "nationalities", "recently_opened", "residences",
    "seal", "search", "search_for", "shareable", "situations", "standing", "standing_consent", "strong_matches",
    "text_in_force", "texts_in_force", "unseal", "whole",
    "Shown", "attachments", "by_document", "current_photo", "of_person", "photo_of",
    "reading_purpose", "shown", "with_earlier",
]  # fmt: skip
