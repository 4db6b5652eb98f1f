"""What may happen to a referral, when its clock strikes, and what a link lets through. No database, no clock."""

from .clock import (
    DEFAULT_CLOCK,
    ESCALATIONS,
    MIDDLE,
    Allowance,
    CannotSetClock,
    Strike,
    Timed,
    check_allowance,
    loudest,
    next_strike,
    strikes,
)
from .links import (
    CODE_LASTS,
    LINK_LASTS,
    MOST_CODES,
    MOST_WRONG_CODES,
    CannotSendCode,
    LinkClosed,
    WrongCode,
    check_may_send_code,
    new_code,
    wrong_code,
)
from .states import (
    BASES,
    CONSENTS,
    NEXT,
    CannotAnswer,
    CannotChangeStatus,
    CannotRefer,
    check_answer,
    check_may_refer,
    check_may_share,
    check_status_change,
    check_still_open,
)

__all__ = [
    "BASES", "CODE_LASTS", "CONSENTS", "DEFAULT_CLOCK", "ESCALATIONS", "LINK_LASTS", "MIDDLE", "MOST_CODES",
    "MOST_WRONG_CODES", "NEXT", "Allowance", "CannotAnswer", "CannotChangeStatus", "CannotRefer", "CannotSendCode",
    "CannotSetClock", "LinkClosed", "Strike", "Timed", "WrongCode", "check_allowance", "check_answer",
    "check_may_refer", "check_may_send_code", "check_may_share", "check_status_change", "check_still_open", "loudest",
    "new_code", "next_strike", "strikes", "wrong_code",
]  # fmt: skip
