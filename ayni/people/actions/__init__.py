"""The verbs of a person's file."""

from .attachments import attach, erase_attachments, remove_attachment, settle_attachments
from .breaches import (
    assess_breach,
    close_breach,
    contain_breach,
    record_breach,
    remind_of_breaches,
    tell_authority,
    tell_people,
)
from .characteristics import end_characteristic, record_characteristic
from .compartments import lift_compartment, place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .drafts import Together, discard_draft, finish_draft, save_draft, start_draft
from .duplicates import asked_about, compare_files, decide_different, decide_unsure, note_duplicates
from .editing import add_contact, add_document, correct_identity, end_contact, end_document, verify_document
from .erasing import check_may_erase, erase, lift_hold, place_hold
from .erasing import plan as plan_of_erasing
from .families import add_relative, correct_relative, end_relative, identify_relative
from .handing import hand_over, print_readers, record_download
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
from .merging import merge
from .nationalities import add_nationality, end_nationality
from .registering import register
from .retention import foresee, load_retention_rules, run_retention
from .searching import search, search_for
from .settling import move, record_situation
from .sweeping import discard_sweep, find_duplicates, release_sweep
from .unmerging import unmerge

__all__ = [
    "assess_breach", "close_breach", "contain_breach", "record_breach", "remind_of_breaches", "tell_authority",
    "tell_people",
    "CannotMove", "Together", "add_contact", "add_document", "add_nationality", "add_relative", "asked_about",
    "attach", "check_may_erase", "check_may_keep", "compare_files", "correct_identity", "correct_relative",
    "decide_different", "decide_unsure", "discard_draft", "discard_sweep", "dissolve_household",
    "end_characteristic", "end_contact", "end_document", "end_nationality", "end_relative", "erase",
    "erase_attachments", "find_duplicates", "finish_draft", "foresee", "form_household", "give_consent",
    "hand_over", "identify_relative", "index", "index_rows", "join_household", "leave_household",
    "lift_compartment", "lift_hold",
    "live_together", "load_consent_texts", "load_retention_rules", "match_list", "merge", "move", "move_household",
    "note_duplicates", "place_compartment", "place_hold", "plan_of_erasing", "print_readers", "rebuild_index",
    "record_characteristic", "record_download", "record_situation", "register", "release_sweep",
    "remove_attachment", "run_retention", "save_draft", "search", "search_for", "settle_attachments",
    "split_household", "start_draft", "unindex", "unmerge", "verify_document", "withdraw_consent",
]  # fmt: skip
