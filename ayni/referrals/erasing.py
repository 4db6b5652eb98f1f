"""What becomes of the tables of referrals when a person is erased, and what keeps them from being erased."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.cases.models import Case
from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.models import Person
from ayni.referrals.models import Referral

ASKED = gettext_lazy("That an institution was asked, and how soon it answered: what it owes must stay countable.")


def _notices(person: Person) -> Q:
    referrals = Referral.objects.filter(case__person=person).order_by().values("pk")
    return Q(about__in=referrals) | Q(about__in=Case.objects.filter(person=person).order_by().values("pk"))


ERASERS = [
    deletes("notices.Message", _notices),
    empties("referrals.Referral", "case__person", reason="", shared=[], grounds="", keeps=ASKED),
    empties("referrals.Message", "referral__case__person", text="", signature="", keeps=ASKED),
    stays("referrals.Change", "referral__case__person", keeps=ASKED),
    empties(
        "referrals.Alert",
        "person",
        sender_name="",
        sender_contact="",
        who="",
        text="",
        safety="",
        question="",
        reply="",
        note="",
        topic="",
        keeps=gettext_lazy("That somebody told the unit, by which way and how soon it was seen to."),
    ),
    deletes("referrals.Draft", "case__person"),
    deletes("referrals.Feedback", "referral__case__person"),
    deletes("referrals.FeedbackLink", "referral__case__person"),
    stays("referrals.ClockEvent", "referral__case__person", keeps=ASKED),
    empties(
        "referrals.AccessLink",
        "referral__case__person",
        code_hash="",
        session_hash="",
        keeps=gettext_lazy("That the institution was sent a link: it opens nothing any more."),
    ),
    deletes("referrals.LinkOpening", "link__referral__case__person"),
]

NO_ERASER = {
    "referrals.AlertLink": "lets an institution in, and names nobody",
    "referrals.ClockSetting": "times to answer, the same for everybody",
}


def waiting_referrals(person: Person) -> list[str]:
    if Referral.objects.filter(case__person=person).waiting().exists():
        return [_("A referral of this person waits for an answer or for its outcome. Settle or withdraw it first.")]
    return []
