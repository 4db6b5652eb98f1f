"""The pages of referrals: to send, to answer, to answer through a link, to prove."""

from .inbox import clock, inbox, referral
from .links import answered, link, link_referral
from .proof import letter, proof
from .sending import refer, sent

__all__ = ["answered", "clock", "inbox", "letter", "link", "link_referral", "proof", "refer", "referral", "sent"]
