from .loading import load_kinds
from .sessions import Planned, cancel_session, change_session, hold_session, open_session, plan_session, read_list
from .signing import sign_up, withdraw

__all__ = [
    "Planned", "cancel_session", "change_session", "hold_session", "load_kinds", "open_session", "plan_session",
    "read_list", "sign_up", "withdraw",
]  # fmt: skip
