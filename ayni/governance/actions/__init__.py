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
from .loading import load_protocols, lock_reference, record_load
from .profiles import add_profile, change_profile, close_profile

__all__ = [
    "add_profile", "approve_draft", "change_profile", "close_profile", "compared", "describe_draft", "discard_draft",
    "load_protocols", "lock_reference", "move_step", "record_load", "remove_step", "return_draft", "start_draft",
    "start_new_draft", "submit_draft", "write_step",
]  # fmt: skip
