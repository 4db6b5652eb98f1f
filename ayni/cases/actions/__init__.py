"""The verbs of case work: screen, open, plan, note, close."""

from .ages import tell_of_coming_of_age
from .approvals import approve, ask_approval, ask_closure, ask_plan, send_back, set_approval_rules, withdraw_approval
from .conferences import hold_conference
from .glass import break_glass, mend_glass, review_glass
from .life import close, hand_over, open_case, reassign, reopen
from .notes import save_draft, write_note
from .plan import add_task, finish_task, mark_referred, print_plan, referral_ended, skip_task, take_back
from .screening import answer, decide, orient, skip_form, start_screening
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
    "add_source", "begin_tracing", "break_glass", "end_tracing", "found_elsewhere", "hear_wish", "mend_glass",
    "note_match", "review_glass", "rule_out", "verify", "weigh_risk",
    "accept_transfer", "approve", "ask_approval", "ask_closure", "ask_plan", "ask_transfer", "decide_transfer",
    "decline_transfer", "hand_over", "hold_conference", "send_back", "set_approval_rules", "tell_of_coming_of_age",
    "withdraw_approval", "withdraw_transfer",
    "add_task", "answer", "close", "decide", "finish_task", "mark_referred", "open_case", "orient", "print_plan",
    "reassign", "referral_ended", "reopen", "save_draft", "skip_form", "skip_task", "start_screening", "take_back",
    "take_case", "undo_taking", "write_note",
]  # fmt: skip
