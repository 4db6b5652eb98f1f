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
from .search import Found, Hit, search, search_for, strong_matches

__all__ = [
    "Found", "Hit", "Shareable", "effects_of_withdrawing", "history", "search", "search_for", "shareable", "standing",
    "standing_consent", "strong_matches", "text_in_force", "texts_in_force",
]  # fmt: skip
