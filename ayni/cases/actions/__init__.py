"""The verbs of case work: screen, open, plan, note, close."""

from .evidence import link_evidence, note_from_field, show_late_step
from .life import close, open_case, reassign, reopen
from .moving import move_to_newest
from .notes import save_draft, write_note
from .plan import add_task, finish_task, mark_referred, print_plan, referral_ended, skip_task, take_back
from .screening import answer, decide, orient, skip_form, start_screening
from .taking import take_case, undo_taking

__all__ = [
    "add_task", "answer", "close", "decide", "finish_task", "link_evidence", "mark_referred", "move_to_newest",
    "note_from_field", "open_case", "orient", "print_plan", "reassign", "referral_ended", "reopen", "save_draft",
    "show_late_step", "skip_form", "skip_task", "start_screening", "take_back", "take_case", "undo_taking",
    "write_note",
]  # fmt: skip
