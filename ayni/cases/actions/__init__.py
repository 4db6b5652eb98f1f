"""The verbs of case work: screen, open, plan, note, close."""

from .evidence import link_evidence, note_from_field, show_late_step
from .following import assess_risk, note_attempt, plan_follow_up
from .forms import begin_form, complete_form, discard_form, save_form
from .life import close, open_case, reassign, reopen
from .moving import move_to_newest
from .needs import change_need, note_effect_on_need, state_need
from .notes import save_draft, write_note
from .plan import add_task, finish_task, mark_referred, print_plan, referral_ended, skip_task, take_back
from .screening import answer, decide, orient, skip_form, start_screening
from .services import (
    NewDenial,
    NewService,
    change_goal,
    note_denial,
    record_service,
    settle_denial,
    show_gap,
    state_goal,
)
from .taking import take_case, undo_taking

__all__ = [
    "NewDenial", "NewService", "add_task", "answer", "assess_risk", "begin_form", "change_goal", "change_need",
    "close", "complete_form", "decide", "discard_form", "finish_task", "link_evidence", "mark_referred",
    "move_to_newest", "note_attempt", "note_denial", "note_effect_on_need", "note_from_field", "open_case",
    "orient", "plan_follow_up", "print_plan", "reassign", "record_service", "referral_ended", "reopen",
    "save_draft", "save_form", "settle_denial", "show_gap", "show_late_step", "skip_form", "skip_task",
    "start_screening", "state_goal", "state_need", "take_back", "take_case", "undo_taking", "write_note",
]  # fmt: skip
