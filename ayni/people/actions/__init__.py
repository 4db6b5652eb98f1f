"""The verbs of a person's file."""

from .attachments import attach, erase_attachments, remove_attachment, settle_attachments
from .compartments import place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .drafts import discard_draft, finish_draft, forget_drafts, save_draft, start_draft
from .editing import (
    add_contact,
    add_document,
    add_relative,
    check_may_keep,
    correct_identity,
    end_contact,
    end_document,
    end_relative,
    move,
    record_situation,
    verify_document,
)
from .indexing import index, index_rows, rebuild_index, unindex
from .registering import register
from .searching import search, search_for

__all__ = [
    "add_contact", "add_document", "add_relative", "check_may_keep", "correct_identity", "discard_draft",
    "end_contact", "end_document", "end_relative", "finish_draft", "forget_drafts", "give_consent", "index",
    "index_rows", "load_consent_texts", "move", "place_compartment", "rebuild_index", "record_situation", "register",
    "save_draft", "search", "search_for", "start_draft", "unindex", "verify_document", "withdraw_consent",
    "attach", "erase_attachments", "remove_attachment", "settle_attachments",
]  # fmt: skip
