"""The forms of referrals."""

from .answering import ByPhoneForm, CodeForm, FeedbackForm, SayForm
from .clock import ClockForm
from .sending import LANGUAGES, ReferForm

__all__ = ["LANGUAGES", "ByPhoneForm", "ClockForm", "CodeForm", "FeedbackForm", "ReferForm", "SayForm"]
