"""The verbs of referrals: send, answer, take back, remind; and the links for institutions without users."""

from .answering import accept, acknowledge, ask, decline, reply, report_outcome
from .clock import set_clock, strike_clock
from .joining import have_consent_confirmed
from .links import enter_code, open_link, read_through, send_code
from .sending import consent_withdrawn, print_letter, refer, send_again, withdraw
from .separating import rest_on_own_consent

__all__ = [
    "accept", "acknowledge", "ask", "consent_withdrawn", "decline", "enter_code", "have_consent_confirmed",
    "open_link", "print_letter", "read_through", "refer", "reply", "report_outcome", "rest_on_own_consent",
    "send_again", "send_code", "set_clock", "strike_clock", "withdraw",
]  # fmt: skip
