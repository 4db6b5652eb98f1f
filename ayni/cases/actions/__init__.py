"""The verbs of case work: screen, open, plan, note, close."""

from .ages import tell_of_coming_of_age
from .approvals import approve, ask_approval, ask_closure, ask_plan, send_back, set_approval_rules, withdraw_approval
from .conferences import hold_conference
from .evidence import link_evidence, note_from_field, show_late_step
from .following import assess_risk, note_attempt, plan_follow_up
from .forms import Page, begin_form, complete_form, discard_form, save_form
from .glass import break_glass, mend_glass, review_glass
from .life import close, hand_over, open_case, reassign, reopen
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
from .tracing import (
    add_source,
    begin_tracing,
    end_tracing,
    found_elsewhere,
    hear_wish,
    note_match,
    rule_out,
    verify,
    weigh_risk,
)
from .transfers import accept_transfer, ask_transfer, decide_transfer, decline_transfer, withdraw_transfer

__all__ = [
    "NewDenial", "NewService", "Page", "accept_transfer", "add_source", "add_task", "answer", "approve", "ask_approval",
    "ask_closure", "ask_plan", "ask_transfer", "assess_risk", "begin_form", "begin_tracing", "break_glass",
    "change_goal", "change_need", "close", "complete_form", "decide", "decide_transfer", "decline_transfer",
    "discard_form", "end_tracing", "finish_task", "found_elsewhere", "hand_over", "hear_wish", "hold_conference",
    "link_evidence", "mark_referred", "mend_glass", "move_to_newest", "note_attempt", "note_denial",
    "note_effect_on_need", "note_from_field", "note_match", "open_case", "orient", "plan_follow_up", "print_plan",
    "reassign", "record_service", "referral_ended", "reopen", "review_glass", "rule_out", "save_draft", "save_form",
    "send_back", "set_approval_rules", "settle_denial", "show_gap", "show_late_step", "skip_form", "skip_task",
    "start_screening", "state_goal", "state_need", "take_back", "take_case", "tell_of_coming_of_age", "undo_taking",
    "verify", "weigh_risk", "withdraw_approval", "withdraw_transfer", "write_note",
]  # fmt: skip
