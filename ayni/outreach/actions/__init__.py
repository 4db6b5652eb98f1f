from .closing import Effort, close_session, count_heads, repeat_weekly, write_down
from .loading import load_kinds
from .sessions import Planned, cancel_session, change_session, hold_session, open_session, plan_session, read_list
from .signing import sign_up, withdraw

__all__ = [
    "Effort", "Planned", "cancel_session", "change_session", "close_session", "count_heads", "hold_session",
    "load_kinds", "open_session", "plan_session", "read_list", "repeat_weekly", "sign_up", "withdraw", "write_down",
]  # fmt: skip
