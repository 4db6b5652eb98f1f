"""What becomes of the tables of case work when a person is erased, and what keeps them from being erased."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.cases.models import Case, CaseForm, Screening
from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.models import Person

COUNTED = gettext_lazy(
    "What was done and when, without a word of what was said: the work of the unit must stay countable."
)


def _answers(person: Person) -> Q:
    screenings = Screening.objects.filter(person=person).order_by().values("pk")
    forms = CaseForm.objects.filter(case__person=person).order_by().values("pk")
    return Q(about__in=screenings) | Q(about__in=forms)


def _matches(person: Person) -> Q:
    """Of their own searches, and their file in the searches of others."""
    return Q(tracing__case__person=person) | Q(person=person)


def _glasses(person: Person) -> Q:
    return Q(reason__in=Case.objects.filter(person=person).order_by().values("pk"))


ERASERS = [
    deletes("instruments.AnswerSet", _answers),
    deletes("cases.ScreeningProfile", "screening__person"),
    empties("cases.Screening", "person", departure_reason="", orientation="", keeps=COUNTED),
    deletes("cases.Note", "case__person"),
    deletes("cases.NoteDraft", "case__person"),
    deletes("cases.Agreement", "conference__case__person"),
    deletes("cases.Conference", "case__person"),
    deletes("cases.ComingOfAge", "case__person"),
    deletes("cases.Verification", "tracing__case__person"),
    deletes("cases.Match", _matches),
    empties(
        "cases.Tracing",
        "case__person",
        known={},
        wish_words="",
        safety="",
        risk_words="",
        outcome_words="",
        keeps=COUNTED,
    ),  # fmt: skip
    empties("cases.Approval", "case__person", what={}, remark="", keeps=COUNTED),
    empties("cases.Transfer", "case__person", reason="", summary="", answer="", keeps=COUNTED),
    empties(
        "access.BrokenGlass",
        _glasses,
        why="",
        review="",
        keeps=gettext_lazy("Who opened the case without a role for it, and when: that must not be forgotten."),
    ),  # fmt: skip
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
