"""The verbs of norms and protocols."""

from .drafting import (
    approve_draft,
    compared,
    describe_draft,
    discard_draft,
    move_step,
    remove_step,
    return_draft,
    start_draft,
    start_new_draft,
    submit_draft,
    write_step,
)
from .gaps import carry_on_gap, close_gap, describe_gap, hand_over_gap, open_gap, reopen_gap
from .instruments import (
    carry_on_instrument,
    describe_instrument,
    enter_norm,
    follow_instrument,
    register_instrument,
    review_norm,
)
from .loading import load_protocols, lock_reference, record_load
from .profiles import add_profile, change_profile, close_profile

__all__ = [
    "add_profile", "approve_draft", "carry_on_gap", "carry_on_instrument", "change_profile", "close_gap",
    "close_profile", "compared", "describe_draft", "describe_gap", "describe_instrument", "discard_draft",
    "enter_norm", "follow_instrument", "hand_over_gap", "load_protocols", "lock_reference", "move_step", "open_gap",
    "record_load", "register_instrument", "remove_step", "reopen_gap", "return_draft", "review_norm", "start_draft",
    "start_new_draft", "submit_draft", "write_step",
]  # fmt: skip
