"""What becomes of the tables of case work when a person is erased, and what keeps them from being erased."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.cases.models import CaseForm, Screening
from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.models import Person

COUNTED = gettext_lazy(
    "What was done and when, without a word of what was said: the work of the unit must stay countable."
)


def _answers(person: Person) -> Q:
    screenings = Screening.objects.filter(person=person).order_by().values("pk")
    forms = CaseForm.objects.filter(case__person=person).order_by().values("pk")
    return Q(about__in=screenings) | Q(about__in=forms)


ERASERS = [
    deletes("instruments.AnswerSet", _answers),
    deletes("cases.ScreeningProfile", "screening__person"),
    empties("cases.Screening", "person", departure_reason="", orientation="", keeps=COUNTED),
    deletes("cases.Note", "case__person"),
    deletes("cases.NoteDraft", "case__person"),
    deletes("cases.PlanPrint", "case__person"),
    stays("cases.CaseForm", "case__person", keeps=COUNTED),
    empties("cases.Need", "case__person", words="", keeps=COUNTED),
    empties("cases.Goal", "case__person", words="", first_step="", keeps=COUNTED),
    empties("cases.ServiceGiven", "case__person", remark="", keeps=COUNTED),
    empties("cases.RiskAssessment", "case__person", reason="", keeps=COUNTED),
    stays("cases.FollowUp", "case__person", keeps=COUNTED),
    empties("cases.Attempt", "follow_up__case__person", note="", contact=None, keeps=COUNTED),
    empties(
        "cases.Denial",
        "case__person",
        place="",
        words="",
        consequences="",
        done="",
        district=None,
        keeps=gettext_lazy(
            "Which service was denied, by whom and why, without a word of what happened: gaps rest on it."
        ),
    ),
    empties("cases.GapEvidence", "case__person", text="", keeps=COUNTED),
    empties("cases.ProtocolMove", "case__person", reason="", keeps=COUNTED),
    empties("cases.Task", "case__person", own_title="", remark="", keeps=COUNTED),
    empties("cases.Case", "person", wishes="", closing_note="", keeps=COUNTED),
    stays(
        "cases.CaseProfile",
        "case__person",
        keeps=gettext_lazy("Which need was attended to: the statistics by profile must not change afterwards."),
    ),
    stays(
        "cases.CaseProtocol",
        "case__person",
        keeps=gettext_lazy("Which protocol the case was held to: compliance with it must stay countable."),
    ),
]


def open_cases(person: Person) -> list[str]:
    """No case stays open without its person. Cases that whoever erases may not see are told of in the same words."""
    if person.cases.open().exists():
        return [_("Somebody is still working with this person. Whoever attends to them has to end that first.")]
    return []
