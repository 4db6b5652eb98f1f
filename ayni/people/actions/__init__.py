"""The verbs of a person's file."""

from .compartments import place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .drafts import Together, discard_draft, finish_draft, forget_drafts, save_draft, start_draft
from .editing import (
    add_contact,
    add_document,
    check_may_keep,
    correct_identity,
    end_contact,
    end_document,
    move,
    record_situation,
    verify_document,
)
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
from .indexing import index, rebuild_index
from .registering import register
from .searching import search, search_for

__all__ = [
    "CannotMove", "Together", "add_contact", "add_document", "add_relative", "check_may_keep", "correct_identity",
    "correct_relative", "discard_draft", "dissolve_household", "end_contact", "end_document", "end_relative",
    "finish_draft", "forget_drafts", "form_household", "give_consent", "identify_relative", "index", "join_household",
    "leave_household", "live_together", "load_consent_texts", "move", "move_household", "place_compartment",
    "rebuild_index", "record_situation", "register", "save_draft", "search", "search_for", "split_household",
    "start_draft", "verify_document", "withdraw_consent",
]  # fmt: skip
