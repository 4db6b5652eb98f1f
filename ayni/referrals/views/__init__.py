"""The pages of referrals: to send, to follow, to answer, to answer through a link, to prove."""

from .alerts import alert_by_link, alert_state, my_alert, my_alerts, send_alert, tell
from .appointments import appointment, link_appointment, sent_appointment
from .feedback import feedback, feedback_thanks
from .following import sent
from .inbox import clock, inbox, referral
from .links import answered, asked_again, link, link_referral
from .proof import letter, proof
from .sending import refer
from .triage import alert, alerts, make_alert_link

__all__ = [
    "alert", "alert_by_link", "alert_state", "alerts", "answered", "appointment", "asked_again", "clock",
    "feedback", "link_appointment", "feedback_thanks", "inbox", "letter", "link", "link_referral", "make_alert_link",
    "my_alert",
    "my_alerts", "proof", "refer", "referral", "send_alert", "sent", "sent_appointment", "tell",
]  # fmt: skip
