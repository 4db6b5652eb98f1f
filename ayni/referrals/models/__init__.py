"""The tables of referrals: the referral, its life, what was said about it, its clock, the links for who has no
account."""

from .alerts import (
    REMOTE,
    WAITING_ALERTS,
    Alert,
    AlertLink,
    AlertQuerySet,
    AlertState,
    Channel,
    RejectReason,
    SenderKind,
    Topic,
)
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
    "NOT_READABLE", "REMOTE", "UNANSWERED", "WAITING", "WAITING_ALERTS", "AccessLink", "Alert", "AlertLink",
    "AlertQuerySet", "AlertState", "Attended", "Change", "Channel", "ClockEvent", "ClockSetting", "DeclineReason",
    "Draft", "Feedback", "FeedbackLink", "LinkOpening", "Message", "MessageKind", "Reached", "Referral",
    "ReferralQuerySet", "RejectReason", "Result", "SenderKind", "Side", "Status", "Topic",
]  # fmt: skip
