"""Named questions about people."""

from .attachments import (
    Shown,
    attachments_of,
    by_document,
    current_attachments,
    current_photo,
    of_person,
    photo_of,
    reading_purpose,
    shown,
)
from .calling import whom_to_call
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
    texts_to_read,
    that_stands,
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
    openable,
    papers,
    recently_opened,
    residences,
    tongue_of,
    whole,
)
from .histories import Line, as_of, holding, lines, says
from .households import Home, current_membership, home_of, shown_members
from .identities import also_registered_as, registered_as
from .present import Present, present_of
from .present import present as characteristics_now
from .sealed import SealedSearch, seal, seal_shown, unseal, unseal_shown
from .search import Found, Hit, search, search_for

__all__ = [
    "Alert", "Found", "Hit", "Home", "Kin", "Line", "Present", "SealedSearch", "Shareable", "Shown", "accompaniment",
    "alerts", "alerts_of_family", "also_registered_as", "as_of", "attachments_of", "by_document",
    "characteristics_now", "contacts", "current_attachments", "current_membership", "current_photo", "digest_of",
    "documents", "drafts_of", "effects_of_withdrawing", "expiring_in_office", "expiry_alerts", "family", "files_of",
    "gender_label", "has_peruvian_born_child", "history", "holding", "home_of", "later_merge", "liken", "lines",
    "merges_of", "mothers_of_peruvian_born_children", "nationalities", "now_in", "of_person", "openable", "pair_of",
    "papers", "photo_of", "present_of", "promised", "reading_purpose", "recently_opened", "registered_as", "residences",
    "says", "seal", "seal_shown", "search", "search_for", "sees_all_of", "shareable", "shown", "shown_members",
    "shown_relationship", "sought_of", "standing", "standing_consent", "stopped_sweep", "swept_upto",
    "text_in_force", "texts_in_force", "texts_to_read", "that_stands", "to_decide",
    "tongue_of", "typed_for_relative", "unseal", "unseal_shown", "whole", "whom_to_call", "with_files",
]  # fmt: skip
