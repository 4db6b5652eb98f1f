"""The verbs of referrals: send, answer, take back, remind, end; and the links for institutions without users."""

from .answering import accept, acknowledge, ask, decline, reply, report_outcome
from .clock import set_clock, strike_clock
from .drafting import discard_draft, save_draft
from .ending import close, expire_due, forget_drafts
from .feedback import answer_feedback, ask_the_person, note_feedback
from .joining import have_consent_confirmed
from .links import enter_code, open_link, read_through, send_code
from .sending import Ground, consent_withdrawn, print_letter, refer, send_again, withdraw
from .separating import rest_on_own_consent

__all__ = [
    "Ground", "accept", "acknowledge", "answer_feedback", "ask", "ask_the_person", "close", "consent_withdrawn",
    "decline", "discard_draft", "enter_code", "expire_due", "forget_drafts", "have_consent_confirmed",
    "note_feedback", "open_link", "print_letter", "read_through", "refer", "reply", "report_outcome",
    "rest_on_own_consent", "save_draft", "send_again", "send_code", "set_clock", "strike_clock", "withdraw",
]  # fmt: skip
