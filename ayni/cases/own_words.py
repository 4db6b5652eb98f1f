"""What a copy of one's own data calls the tables of case work, and what of them it does not hand over."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import BrokenGlass, User
from ayni.cases.models import Case, CaseForm, Match, Screening, Verification
from ayni.cases.queries.forms import readable_answers
from ayni.instruments.models import AnswerSet, Reserve
from ayni.people.hooks import OwnData
from ayni.people.models import Person, Sensitivity


def _of_restricted(row: Any) -> str:
    """Words of staff in a restricted case may name others, or be part of an inquiry: somebody reads them first."""
    if row.case.sensitivity != Sensitivity.RESTRICTED:
        return ""
    return _("It is not handed over from here: it may speak of other people or of an inquiry. "
             "The supervisor of the team reads it with you and hands over what can be.")  # fmt: skip


def _of_restricted_attempt(attempt: Any) -> str:
    return _of_restricted(attempt.follow_up)


def _answer_sets(person: Person, user: User) -> QuerySet[Any]:
    screenings = Screening.objects.visible_to(user).filter(person=person).order_by().values("pk")
    forms = CaseForm.objects.visible_to(user).filter(case__person=person).order_by().values("pk")
    rows = AnswerSet.objects.filter(Q(about__in=screenings) | Q(about__in=forms))
    return rows.annotate(**readable_answers(user)).prefetch_related("instrument__questions")


RESERVED = {
    Reserve.PROTECTED: "reads_protected",
    Reserve.RESTRICTED: "reads_restricted",
    Reserve.TEAM: "reads_team",
}
"""By which annotation of the row it is known that whoever makes the copy reads answers of this level."""


def _said(answers: AnswerSet) -> list[tuple[str, str]]:
    """What was answered. What whoever makes the copy does not read is said to be with the team of the case."""
    told = []
    for question in answers.instrument.questions.all():
        if question.sensitivity and not getattr(answers, RESERVED[Reserve(question.sensitivity)]):
            told.append((question.text_es, _("The team of the case tells you, if it was asked")))
        elif question.key in answers.answers:
            value = answers.answers[question.key]
            values = value if isinstance(value, list) else [value]
            told.append((question.text_es, ", ".join(question.words_of(str(each)) for each in values)))
    return told


SAFETY = gettext_lazy("It may name other people, or put somebody in danger. Whoever attends to you reads it with you.")


def _verifications(person: Person, user: User) -> QuerySet[Any]:
    return Verification.objects.filter(tracing__case__in=_cases(person, user))


def _matches(person: Person, user: User) -> QuerySet[Any]:
    """Of the person's own searches. That somebody else looks for them is told by nobody's copy."""
    return Match.objects.filter(tracing__case__in=_cases(person, user))


def _glasses(person: Person, user: User) -> QuerySet[Any]:
    return BrokenGlass.objects.filter(reason__in=_cases(person, user))


def _cases(person: Person, user: User) -> QuerySet[Any]:
    return Case.objects.visible_to(user).filter(person=person).order_by().values("pk")


TABLES_OF_SERVICES = (
    OwnData(
        "cases.Goal",
        gettext_lazy("What you want to reach"),
        labels={
            "words": gettext_lazy("In your words"),
            "first_step": gettext_lazy("What you do yourself"),
            "state": gettext_lazy("State"),
            "stated_at": gettext_lazy("When"),
        },
    ),
    OwnData(
        "cases.ServiceGiven",
        gettext_lazy("What was done for you"),
        labels={
            "category": gettext_lazy("Service"),
            "organisation": gettext_lazy("Who does it"),
            "given_on": gettext_lazy("When"),
            "hours": gettext_lazy("Hours"),
            "amount": gettext_lazy("Amount in soles"),
            "remark": gettext_lazy("Remark"),
        },
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.Denial",
        gettext_lazy("Services that were denied to you"),
        labels={
            "category": gettext_lazy("Service"),
            "organisation": gettext_lazy("Institution"),
            "place": gettext_lazy("Where"),
            "district": gettext_lazy("District"),
            "happened_on": gettext_lazy("When"),
            "barrier": gettext_lazy("Barrier"),
            "norm": gettext_lazy("Norm"),
            "words": gettext_lazy("What happened"),
            "harm": gettext_lazy("Consequence"),
            "consequences": gettext_lazy("What came of it"),
            "done": gettext_lazy("What we did"),
            "complaint": gettext_lazy("Do you agree to a complaint?"),
            "outcome": gettext_lazy("How it ended"),
        },
    ),
    OwnData(
        "cases.RiskAssessment",
        gettext_lazy("Levels of risk"),
        labels={
            "level": gettext_lazy("Level"),
            "reason": gettext_lazy("Why"),
            "assessed_at": gettext_lazy("When"),
        },
        withheld_if=_of_restricted,
    ),
    OwnData("cases.FollowUp", gettext_lazy("Contacts that were planned"), labels={"due_at": gettext_lazy("By when")}),
    OwnData(
        "cases.Attempt",
        gettext_lazy("When we looked for you"),
        labels={
            "channel": gettext_lazy("How"),
            "result": gettext_lazy("Result"),
            "note": gettext_lazy("Note"),
            "made_at": gettext_lazy("When"),
        },
        withheld_if=_of_restricted_attempt,
    ),
    OwnData(
        "cases.CaseForm",
        gettext_lazy("Forms"),
        labels={"started_at": gettext_lazy("When"), "state": gettext_lazy("State")},
    ),
)

TABLES = (
    OwnData(
        "cases.Case",
        gettext_lazy("Cases of the person"),
        labels={
            "number": gettext_lazy("Number"),
            "office": gettext_lazy("Office"),
            "opened_at": gettext_lazy("Opened"),
            "wishes": gettext_lazy("What you want"),
            "status": gettext_lazy("State"),
            "closed_at": gettext_lazy("Closed"),
            "outcome": gettext_lazy("How it ended"),
            "closing_note": gettext_lazy("What was noted at its end"),
        },
    ),
    OwnData("cases.CaseProfile", gettext_lazy("Profiles of the cases"), labels={"profile": gettext_lazy("Profile")}),
    OwnData(
        "cases.CaseProtocol",
        gettext_lazy("Protocols of the cases"),
        labels={"protocol": gettext_lazy("Protocol")},
        told={"protocol": lambda row: [(row.protocol.code, row.protocol.name)]},
    ),
    OwnData(
        "cases.Task",
        gettext_lazy("Tasks of the cases"),
        labels={
            "step": gettext_lazy("Step"),
            "own_title": gettext_lazy("What"),
            "organisation": gettext_lazy("Who does it"),
            "due_at": gettext_lazy("By when"),
            "state": gettext_lazy("State"),
            "finished_at": gettext_lazy("Finished"),
            "remark": gettext_lazy("Remark"),
        },
        told={"step": lambda row: [(row.step.code, row.step.action_es)] if row.step else []},
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.Need",
        gettext_lazy("What you need"),
        labels={
            "sector": gettext_lazy("Sector"),
            "words": gettext_lazy("In your words"),
            "state": gettext_lazy("State"),
            "stated_at": gettext_lazy("When"),
        },
    ),
    OwnData(
        "cases.Note",
        gettext_lazy("Notes of the cases"),
        labels={
            "text": gettext_lazy("Note"),
            "written_by": gettext_lazy("Written in"),
            "written_at": gettext_lazy("When"),
        },
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.NoteDraft",
        gettext_lazy("Notes that nobody finished"),
        withheld={"*": gettext_lazy("It is not part of the file until whoever writes it keeps it.")},
    ),
    OwnData(
        "cases.GapEvidence",
        gettext_lazy("What showed that a rule or an institution fails"),
        labels={
            "kind": gettext_lazy("What"),
            "text": gettext_lazy("Note"),
            "noted_by": gettext_lazy("Written in"),
            "noted_at": gettext_lazy("When"),
        },
        withheld={
            "gap": gettext_lazy("It is about the rule, and not about the person."),
        },
    ),
    OwnData(
        "cases.Approval",
        gettext_lazy("Approvals in the cases"),
        labels={
            "kind": gettext_lazy("What"),
            "asked_at": gettext_lazy("When"),
            "state": gettext_lazy("State"),
            "what": gettext_lazy("In these words"),
            "remark": gettext_lazy("Remark"),
        },
        told={"what": lambda row: [(key, str(value)) for key, value in row.what.items() if value]},
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.Transfer",
        gettext_lazy("Transfers of the cases"),
        labels={
            "sender": gettext_lazy("From"),
            "to_office": gettext_lazy("To"),
            "asked_at": gettext_lazy("When"),
            "state": gettext_lazy("State"),
            "reason": gettext_lazy("Why"),
            "summary": gettext_lazy("What the other office was told"),
            "answer": gettext_lazy("What it answered"),
        },
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.ProtocolMove",
        gettext_lazy("Changes of the protocol that a case is held to"),
        labels={
            "before": gettext_lazy("Version before"),
            "after": gettext_lazy("Version after"),
            "reason": gettext_lazy("Why"),
            "at": gettext_lazy("When"),
        },
        told={
            "before": lambda row: [(row.before.code, str(row.before.version))],
            "after": lambda row: [(row.after.code, str(row.after.version))],
        },
        withheld_if=_of_restricted,
    ),
    OwnData(
        "cases.Conference",
        gettext_lazy("Conferences about the cases"),
        labels={
            "held_at": gettext_lazy("When"),
            "guests": gettext_lazy("Others who were there"),
            "minutes": gettext_lazy("What was said and decided"),
        },
        withheld_if=_of_restricted,
    ),
    OwnData("cases.ComingOfAge", gettext_lazy("Notices before turning 18"), labels={"on": gettext_lazy("Birthday")}),
    OwnData(
        "cases.Tracing",
        gettext_lazy("Searches for relatives"),
        labels={
            "sought_as": gettext_lazy("Who is looked for"),
            "begun_at": gettext_lazy("When"),
            "known": gettext_lazy("What is known of them"),
            "wish_words": gettext_lazy("What you want"),
            "state": gettext_lazy("State"),
            "outcome": gettext_lazy("How it ended"),
        },
        told={"known": lambda row: [(key, str(value)) for key, value in row.known.items()]},
        withheld=dict.fromkeys(("safety", "risk_words", "outcome_words"), SAFETY),
    ),
    OwnData(
        "cases.Verification",
        gettext_lazy("What sources say of the relatives"),
        rows=_verifications,
        labels={"source": gettext_lazy("Which source"), "recorded_at": gettext_lazy("When")},
        withheld={"said": SAFETY},
    ),  # fmt: skip
    OwnData("cases.Match", gettext_lazy("Files of possible relatives"), rows=_matches, withheld={"*": SAFETY}),
    OwnData(
        "access.BrokenGlass",
        gettext_lazy("Emergency access to the cases"),
        rows=_glasses,
        labels={
            "opened_at": gettext_lazy("When"),
            "why": gettext_lazy("Why"),
            "verdict": gettext_lazy("What its team says of it"),
            "review": gettext_lazy("Review"),
        },
    ),
    OwnData("cases.PlanPrint", gettext_lazy("Plans that were printed"), labels={"printed_at": gettext_lazy("When")}),
    *TABLES_OF_SERVICES,
    OwnData(
        "cases.Screening",
        gettext_lazy("First conversations"),
        labels={
            "office": gettext_lazy("Office"),
            "started_at": gettext_lazy("When"),
            "decided_urgency": gettext_lazy("Urgency"),
            "orientation": gettext_lazy("What you were told"),
            "departure_reason": gettext_lazy("Why it was decided otherwise than the answers suggested"),
        },
    ),
    OwnData(
        "cases.ScreeningProfile",
        gettext_lazy("What the answers suggested"),
        labels={"profile": gettext_lazy("Profile"), "chosen": gettext_lazy("Was it chosen?")},
    ),
    OwnData(
        "instruments.AnswerSet",
        gettext_lazy("Answers of the screening and of forms"),
        rows=_answer_sets,
        labels={"answered_at": gettext_lazy("When"), "answers": gettext_lazy("Answers")},
        told={"answers": _said, "instrument": lambda row: [(row.instrument.code, row.instrument.title_es)]},
    ),
)
