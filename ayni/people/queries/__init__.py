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
from .duplicates import (
    digest_of,
    files_of,
    later_merge,
    liken,
    merges_of,
    now_in,
    pair_of,
    promised,
    sees_all_of,
    sought_of,
    stopped_sweep,
    swept_upto,
    to_decide,
    with_files,
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
from .identities import also_registered_as
from .present import Present, present_of
from .present import present as characteristics_now
from .sealed import SealedSearch, seal, unseal
from .search import Found, Hit, search, search_for

__all__ = [
    "Alert", "Found", "Hit", "Kin", "Line", "Present", "SealedSearch", "Shareable", "Shown", "alerts",
    "also_registered_as", "as_of", "attachments", "by_document", "characteristics_now", "contacts", "current_photo",
    "digest_of", "documents", "drafts_of", "effects_of_withdrawing", "expiring_in_office", "expiry_alerts",
    "family", "files_of", "gender_label", "history", "holding", "later_merge", "liken", "lines", "merges_of",
    "nationalities", "now_in", "of_person", "pair_of", "photo_of", "present_of", "promised", "reading_purpose",
    "recently_opened", "residences", "says", "seal", "search", "search_for", "sees_all_of", "shareable", "shown",
    "situations", "sought_of", "standing", "standing_consent", "stopped_sweep", "swept_upto", "text_in_force",
    "texts_in_force", "to_decide", "unseal", "whole", "with_earlier", "with_files",
]  # fmt: skip
