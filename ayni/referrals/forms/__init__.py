"""The forms of referrals."""

from .alerts import (
    AlertFilterForm,
    AlertForm,
    AlertLinkForm,
    FindForm,
    OpenAlertForm,
    OrientForm,
    ReceiptForm,
    RejectForm,
    SendOnForm,
    WordsForm,
)
from .answering import ByPhoneForm, CodeForm, FeedbackForm, SayForm
from .clock import ClockForm
from .sending import LANGUAGES, ReferForm

__all__ = [
    "LANGUAGES", "AlertFilterForm", "AlertForm", "AlertLinkForm", "ByPhoneForm", "ClockForm", "CodeForm",
    "FeedbackForm", "FindForm", "OpenAlertForm", "OrientForm", "ReceiptForm", "ReferForm", "RejectForm", "SayForm",
    "SendOnForm", "WordsForm",
]  # fmt: skip
