"""The verbs of a person's file."""

from .characteristics import end_characteristic, record_characteristic
from .compartments import place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .drafts import Together, discard_draft, finish_draft, forget_drafts, save_draft, start_draft
from .editing import add_contact, add_document, correct_identity, end_contact, end_document, verify_document
from .families import add_relative, correct_relative, end_relative, identify_relative
from .households import (
    CannotMove,
    dissolve_household,
    form_household,
    join_household,
    leave_household,
    live_together,
    move_household,
    split_household,
)
from .indexing import index, index_rows, rebuild_index, unindex
from .keeping import check_may_keep
from .matching import match_list
from .nationalities import add_nationality, end_nationality
from .registering import register
from .searching import search, search_for
from .settling import move, record_situation

__all__ = [
    "CannotMove", "Together", "add_contact", "add_document", "add_nationality", "add_relative", "check_may_keep",
    "correct_identity", "correct_relative", "discard_draft", "dissolve_household", "end_characteristic",
    "end_contact", "end_document", "end_nationality", "end_relative", "finish_draft", "forget_drafts",
    "form_household", "give_consent", "identify_relative", "index", "index_rows", "join_household",
    "leave_household", "live_together", "load_consent_texts", "match_list", "move", "move_household",
    "place_compartment", "rebuild_index", "record_characteristic", "record_situation", "register", "save_draft",
    "search", "search_for", "split_household", "start_draft", "unindex", "verify_document", "withdraw_consent",
]  # fmt: skip
