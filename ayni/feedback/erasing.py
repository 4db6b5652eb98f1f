"""What becomes of the tables of feedback when a person is erased: only what was joined to a case leads to somebody."""

from django.utils.translation import gettext_lazy as _

from ayni.people.actions.erasers import deletes, empties, stays

TOLD = _("That somebody told the unit something, and how soon it was answered: what the unit owes must stay countable.")
CALLED = _("That somebody asked to be called, and how soon somebody called: what the unit owes must stay countable.")

ERASERS = [
    empties("feedback.Entry", "report__case__person", text="", keeps=TOLD),
    empties("feedback.Receipt", "report__case__person", name="", contact="", way="", keeps=TOLD),
    empties("feedback.Named", "report__case__person", why="", keeps=TOLD),
    stays("feedback.Concerned", "report__case__person", keeps=TOLD),
    empties("feedback.Report", "case__person", text="", voice=None, picture=None, fingerprint="", keeps=TOLD),
    deletes("feedback.Invitation", "person"),
    empties("feedback.CallAttempt", "call__person", note="", keeps=CALLED),
    stays("feedback.CallNamed", "call__person", keeps=CALLED),
    empties(
        "feedback.CallRequest", "person", phone="", phone_mark="", name="", say="", about="", note="", keeps=CALLED
    ),
    stays(
        "feedback.Publication", "reports__case__person", keeps=_("What was published is in general words, of nobody.")
    ),
]

NO_ERASER = {
    "feedback.Category": "what reports are sorted by, the same for everybody",
    "feedback.Draft": "what somebody is writing without an account; of nobody, and gone within a day",
    "feedback.Opinion": "what somebody said of how they were attended; by whom, nobody knows",
    "feedback.Consultation": "what people are asked about, the same for everybody",
    "feedback.Contribution": "what somebody said of a draft; by whom, nobody knows",
}
