"""The pages of referrals: to send, to follow, to answer, to answer through a link, to prove."""

from .feedback import feedback, feedback_thanks
from .following import sent
from .inbox import clock, inbox, referral
from .links import answered, link, link_referral
from .proof import letter, proof
from .sending import refer

__all__ = [
    "answered", "clock", "feedback", "feedback_thanks", "inbox", "letter", "link", "link_referral", "proof", "refer",
    "referral", "sent",
]  # fmt: skip
