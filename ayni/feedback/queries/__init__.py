"""Named questions of what people told us."""

from .drafts import draft_of_browser
from .reports import (
    ENDED_ORDER,
    QUEUE_ORDER,
    all_categories,
    board,
    case_of_number,
    categories,
    category_words,
    chosen,
    code_hash,
    colleagues_of,
    concerned_by,
    confidants,
    entries_of,
    fingerprint,
    late,
    numbers,
    office_for,
    offices_to_tell_of,
    on_board,
    receipt_of,
    to_name,
    told_before,
    told_to_the_person,
    who_sees_to,
    whole,
    works_in,
)

__all__ = [
    "ENDED_ORDER", "QUEUE_ORDER", "all_categories", "board", "case_of_number", "categories", "category_words",
    "chosen", "code_hash", "colleagues_of", "concerned_by", "confidants", "draft_of_browser", "entries_of",
    "fingerprint", "late", "numbers", "office_for", "offices_to_tell_of", "on_board", "receipt_of", "told_before",
    "to_name", "told_to_the_person", "who_sees_to", "whole", "works_in",
]  # fmt: skip
