"""The tables of referrals: the referral, its life, what was said about it, its clock, the links for who has no
account."""

from .clock import ClockEvent, ClockSetting
from .life import Attended, Change, Draft, Feedback, FeedbackLink, Side
from .links import AccessLink, LinkOpening
from .referrals import (
    NOT_READABLE,
    UNANSWERED,
    WAITING,
    DeclineReason,
    Message,
    MessageKind,
    Reached,
    Referral,
    ReferralQuerySet,
    Result,
    Status,
)

__all__ = [
    "NOT_READABLE", "UNANSWERED", "WAITING", "AccessLink", "Attended", "Change", "ClockEvent", "ClockSetting",
    "DeclineReason", "Draft", "Feedback", "FeedbackLink", "LinkOpening", "Message", "MessageKind", "Reached",
    "Referral", "ReferralQuerySet", "Result", "Side", "Status",
]  # fmt: skip
