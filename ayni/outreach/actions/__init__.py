from .campaigns import (
    Asked,
    Counted,
    Meant,
    Spread,
    add_material,
    add_spreading,
    begin_campaign,
    cancel_campaign,
    change_campaign,
    count_reach,
    end_campaign,
    plan_campaign,
    record_perception,
)
from .closing import Effort, close_session, count_heads, repeat_weekly, write_down
from .commitments import Promise, hide_commitment, show_commitment, verify_commitment, write_commitment
from .loading import load_kinds, load_strategies
from .requests import Wanted, accept_request, ask_for, decline_request, deliver_request
from .sessions import Planned, cancel_session, change_session, hold_session, open_session, plan_session, read_list
from .signing import sign_up, withdraw
from .strategies import Said, change_strategy, write_strategy

__all__ = [
    "Asked", "Counted", "Effort", "Meant", "Planned", "Promise", "Said", "Spread", "Wanted", "accept_request",
    "add_material", "add_spreading", "ask_for", "begin_campaign", "cancel_campaign", "cancel_session",
    "change_campaign", "change_session", "change_strategy", "close_session", "count_heads", "count_reach",
    "decline_request", "deliver_request", "end_campaign", "hide_commitment", "hold_session", "load_kinds",
    "load_strategies", "open_session", "plan_campaign", "plan_session", "read_list", "record_perception",
    "repeat_weekly", "show_commitment", "sign_up", "verify_commitment", "withdraw", "write_commitment",
    "write_down", "write_strategy",
]  # fmt: skip
