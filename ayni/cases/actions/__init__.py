"""The verbs of case work: screen, open, plan, note, close."""

from .following import assess_risk, note_attempt, plan_follow_up
from .forms import begin_form, complete_form, discard_form, save_form
from .life import close, open_case, reassign, reopen
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
    "add_task", "answer", "change_need", "close", "decide", "finish_task", "mark_referred", "note_effect_on_need",
    "open_case", "orient", "print_plan", "reassign", "referral_ended", "reopen", "save_draft", "skip_form", "skip_task",
    "start_screening", "state_need", "take_back", "take_case", "undo_taking", "write_note",
    "NewDenial", "NewService", "assess_risk", "begin_form", "change_goal", "complete_form", "discard_form",
    "note_attempt", "note_denial", "plan_follow_up", "record_service", "save_form", "settle_denial", "show_gap",
    "state_goal",
]  # fmt: skip
