"""The verbs of a person's file."""

from .compartments import place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .drafts import discard_draft, finish_draft, save_draft, start_draft
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
from .erasing import check_may_erase, erase, lift_hold, place_hold
from .erasing import plan as plan_of_erasing
from .handing import hand_over, print_readers, record_download
from .indexing import index, index_rows, rebuild_index, unindex
from .registering import register
from .retention import foresee, load_retention_rules, run_retention
from .searching import search, search_for

__all__ = [
    "add_contact", "add_document", "add_relative", "check_may_erase", "check_may_keep", "correct_identity",
    "discard_draft", "end_contact", "end_document", "end_relative", "erase", "finish_draft", "foresee", "give_consent",
    "hand_over", "index", "index_rows", "lift_hold", "load_consent_texts", "load_retention_rules", "move",
    "place_compartment", "place_hold", "plan_of_erasing", "print_readers", "rebuild_index", "record_download",
    "record_situation", "register", "run_retention", "save_draft", "search", "search_for", "start_draft", "unindex",
    "verify_document", "withdraw_consent",
]  # fmt: skip
