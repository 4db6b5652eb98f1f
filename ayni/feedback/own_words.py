"""What a copy of one's own data calls the tables of feedback, and what of them it does not hand over."""

from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import OwnData

SEEN_TO = _("It says which colleague saw to it, and nothing about you.")
OF_OTHERS = _("Others may have told the same: it says how they may be reached.")

OWN_CODE = _("You read it with your number and your code: it may be about whoever hands you this copy.")
DISCREET = _("Where and when one may call you without danger stands on no paper: ask whoever called you.")

TABLES = (
    OwnData("feedback.Report", _("What you told the unit"), withheld={"*": OWN_CODE}),
    OwnData("feedback.Entry", _("What became of what you told the unit"), withheld={"*": OWN_CODE}),
    OwnData("feedback.Receipt", _("Receipts of what was told"), withheld={"*": OF_OTHERS}),
    OwnData("feedback.Named", _("Who saw to what you told"), withheld={"*": SEEN_TO}),
    OwnData("feedback.Concerned", _("Whom what you told is about"), withheld={"*": SEEN_TO}),
    OwnData("feedback.CallRequest", _("Calls that you asked for"), withheld={"*": DISCREET}),
    OwnData("feedback.CallAttempt", _("Attempts to call you"), withheld={"*": DISCREET}),
    OwnData("feedback.CallNamed", _("Who could call you"), withheld={"*": SEEN_TO}),
    OwnData(
        "feedback.Invitation",
        _("Questions about how you were attended"),
        labels={"asked_at": _("When")},
        withheld={"token_hash": _("It opened a page once, and says nothing about you.")},
    ),
)
