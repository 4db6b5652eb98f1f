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
    expires_at,
    loudest,
    next_strike,
    strikes,
)
from .coverage import BEYOND_AGREEMENTS, Agreed, check_covered, check_sections
from .feedback import (
    FEEDBACK_LASTS,
    CannotAskThePerson,
    check_feedback,
    check_is_safe_to_write,
    check_may_ask_the_person,
    is_open_to_feedback,
    may_ask_the_person,
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
    EFFECT_ON_NEED,
    NEXT,
    CannotAnswer,
    CannotChangeStatus,
    CannotRefer,
    check_answer,
    check_appointment,
    check_may_draft,
    check_may_refer,
    check_may_share,
    check_status_change,
    check_still_open,
)

__all__ = [
    "BASES", "BEYOND_AGREEMENTS", "CODE_LASTS", "CONSENTS", "DEFAULT_CLOCK", "EFFECT_ON_NEED", "ESCALATIONS",
    "FEEDBACK_LASTS", "LINK_LASTS", "MIDDLE", "MOST_CODES", "MOST_WRONG_CODES", "NEXT", "Agreed", "Allowance",
    "CannotAnswer", "CannotAskThePerson", "CannotChangeStatus", "CannotRefer", "CannotSendCode", "CannotSetClock",
    "LinkClosed", "Strike", "Timed", "WrongCode", "check_allowance", "check_answer", "check_appointment",
    "check_covered", "check_feedback", "check_is_safe_to_write", "check_may_ask_the_person", "check_may_draft",
    "check_may_refer", "check_may_send_code", "check_may_share", "check_sections", "check_status_change",
    "check_still_open", "expires_at", "is_open_to_feedback", "loudest", "may_ask_the_person", "new_code", "next_strike",
    "strikes", "wrong_code",
]  # fmt: skip
