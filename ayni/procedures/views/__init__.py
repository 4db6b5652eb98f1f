from . import devices, enrolment, taking
from .appeals import appeal_note, decide_appeal, file_appeal
from .applications import (
    application,
    applications,
    begin_application,
    expiries,
    hand_in,
    name_evaluator,
    paper,
    present_item,
    withdraw_application,
)
from .evaluating import decide, end_evaluation, evaluate, take, take_next
from .front import front
from .preregistration import (
    own_check,
    own_kiosk,
    own_leave,
    own_link,
    own_paper,
    own_question,
    own_return,
    own_sent,
    own_start,
    own_waiting_room,
)
from .preregistrations import (
    invite,
    preregistration,
    preregistration_paper,
    preregistrations,
    stations,
)
from .queue_board import queue_board, queue_setup
from .queue_counter import queue, queue_ticket
from .queue_public import kiosk, kiosk_ticket, turn
from .queue_screens import screen, screen_live, screen_state
from .queue_window import queue_window
from .resolutions import hand_over, notify, resolution, resolution_proof
from .services import check_payment, service_log, state_questions

__all__ = [
    "appeal_note", "application", "applications", "begin_application", "check_payment", "decide", "decide_appeal",
    "devices", "end_evaluation", "enrolment", "evaluate", "expiries", "file_appeal", "front", "hand_in",
    "hand_over", "invite", "kiosk", "kiosk_ticket", "name_evaluator", "notify", "own_check", "own_kiosk",
    "own_leave", "own_link", "own_paper", "own_question", "own_return", "own_sent", "own_start", "own_waiting_room",
    "paper", "preregistration", "preregistration_paper", "preregistrations", "present_item", "queue", "queue_board",
    "queue_setup", "queue_ticket", "queue_window", "resolution", "resolution_proof", "screen", "screen_live",
    "screen_state", "service_log", "state_questions", "stations", "take", "take_next", "taking", "turn",
    "withdraw_application",
]  # fmt: skip
