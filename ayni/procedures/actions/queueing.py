"""The verbs of the queue: who arrives, who is called, how a day ends."""

from .queue_arrivals import Comes, arrive, arrive_by_appointment
from .queue_calls import begin, call_again, call_next, finish, mark_absent, requeue, transfer
from .queue_ends import end_days, say_treatment
from .queue_windows import add_screen, end_screen, pause, resume, retire_series, set_series, sit_down, stand_up

__all__ = [
    "Comes", "add_screen", "arrive", "arrive_by_appointment", "begin", "call_again", "call_next", "end_days",
    "end_screen", "finish", "mark_absent", "pause", "requeue", "resume", "retire_series", "say_treatment", "set_series",
    "sit_down", "stand_up", "transfer",
]  # fmt: skip
