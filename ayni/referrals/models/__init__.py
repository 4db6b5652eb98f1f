"""The tables of referrals: the referral, what was said about it, its clock, the links for who has no account."""

from .clock import ClockEvent, ClockSetting
from .links import AccessLink, LinkOpening
from .referrals import Message, MessageKind, Reached, Referral, ReferralQuerySet, Result, Status

__all__ = [
    "AccessLink", "ClockEvent", "ClockSetting", "LinkOpening", "Message", "MessageKind", "Reached", "Referral",
    "ReferralQuerySet", "Result", "Status",
]  # fmt: skip
