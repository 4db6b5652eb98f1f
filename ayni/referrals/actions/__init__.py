"""The verbs of referrals: send, answer, take back, remind, end; and the links for institutions without users."""

from .alerts import Sender, Told, make_alert_link, receive_alert, receive_by_link, reply_to_alert, strike_alerts
from .answering import accept, acknowledge, ask, decline, reply, report_outcome
from .clock import set_clock, strike_clock
from .drafting import discard_draft, save_draft
from .ending import close, expire_due, forget_drafts
from .feedback import answer_feedback, ask_the_person, note_feedback
from .joining import have_consent_confirmed
from .links import enter_code, open_link, read_through, send_code
from .renewing import ask_for_another_link
from .sending import Ground, consent_withdrawn, print_letter, refer, send_again, withdraw
from .separating import rest_on_own_consent
from .triage import (
    ask_back,
    forget_alerts,
    give_back_alert,
    match_alert,
    orient_alert,
    reject_alert,
    screen_alert,
    send_alert_on,
    take_alert,
)

__all__ = [
    "Ground", "Sender", "Told", "accept", "acknowledge", "answer_feedback", "ask", "ask_back", "ask_for_another_link",
    "ask_the_person", "close", "consent_withdrawn", "decline", "discard_draft", "enter_code", "expire_due",
    "forget_alerts", "forget_drafts", "give_back_alert", "have_consent_confirmed", "make_alert_link", "match_alert",
    "note_feedback", "open_link", "orient_alert", "print_letter", "read_through", "receive_alert", "receive_by_link",
    "refer", "reject_alert", "reply", "reply_to_alert", "report_outcome", "rest_on_own_consent", "save_draft",
    "screen_alert", "send_again", "send_alert_on", "send_code", "set_clock", "strike_alerts", "strike_clock",
    "take_alert", "withdraw",
]  # fmt: skip
