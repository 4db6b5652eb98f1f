"""What the pages of a screening show beside its questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.cases import queries as cases
from ayni.cases.models import Screening
from ayni.cases.queries import Step
from ayni.cases.rules.screening import Suggestion, Weighed
from ayni.codelists.models import Profile
from ayni.governance import queries as governance
from ayni.governance.models import Protocol
from ayni.instruments import queries as instruments
from ayni.instruments.models import YES, Question
from ayni.people import queries as people
from ayni.people.models import Person
from ayni.people.rules.accompaniment import Accompaniment

ADULT, OLDER = 18, 60
"""Ley 30490: a person is older from the day they turn sixty."""


def guidance(at: datetime) -> list[str]:
    """How to make the room safe, before the first question. It is shown, never asked."""
    first = instruments.in_force(cases.SERIES, localdate(at)).filter(opened_by="").order_by("order", "code").first()
    return first.guidance if first else []


_COMPANY = {
    Accompaniment.SEPARATED: "relative",
    Accompaniment.UNACCOMPANIED: "alone",
    Accompaniment.ACCOMPANIED: "guardian",
}
"""Who the child is with, in the answers of the form about children."""


def known_beforehand(screening: Screening, step: Step, user: User) -> dict[str, str]:
    """Answers that the file already gives, as this user may see it, filled in to be confirmed: the age, whether there
    is a child born in Peru, with whom a child is."""
    person, on = screening.person, localdate(screening.started_at)
    if not step.form.opened_by:
        return {"age": age_group(person, on)} if person.birth_date else {}
    asked = {question.key for question in step.form.questions.all()}
    if not asked & {"company", "child"}:
        return {}
    kin, known = people.family(person, user), {}
    if "child" in asked and people.has_peruvian_born_child(kin):
        known["child"] = YES
    company = people.accompaniment(person, kin, on) if "company" in asked else None
    if company and company.with_parent:
        known["company"] = "parents"
    elif company and company.state in _COMPANY:
        known["company"] = _COMPANY[company.state]
    return known


def age_group(person: Person, on: date) -> str:
    born = person.birth_date or on
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "child" if years < ADULT else "older" if years >= OLDER else "adult"


def asked(step: Step, keys: Iterable[str]) -> list[Question]:
    """The questions that were on the screen, whatever the answers have opened or closed since."""
    wanted = set(keys)
    return [question for question in step.form.questions.all() if question.key in wanted]


@dataclass(frozen=True)
class Reason:
    """An answer that speaks for a profile."""

    question: str
    answer: str


@dataclass(frozen=True)
class Suggested:
    profile: Profile
    weighed: Weighed
    reasons: list[Reason]

    @property
    def words(self) -> str:
        return " · ".join(f"{reason.question} {reason.answer}" for reason in self.reasons)


def suggested(steps: Sequence[Step], suggestion: Suggestion, profiles: Sequence[Profile]) -> list[Suggested]:
    """The profiles that the answers speak for, the strongest first, with the answers."""
    questions = {(step.form.code, q.key): q for step in steps for q in step.form.questions.all()}
    known = {profile.code: profile for profile in profiles}
    return [Suggested(known[w.code], w, _reasons(w, questions)) for w in suggestion.profiles]


def _reasons(weighed: Weighed, questions: dict[tuple[str, str], Question]) -> list[Reason]:
    return [
        Reason(question.text_es, question.words_of(signal.answer))
        for signal in weighed.because
        if (question := questions.get((signal.instrument, signal.key))) is not None
    ]


def protocols_ahead(profiles: Sequence[Profile], at: datetime) -> list[Protocol]:
    """What the plan will follow, before it is laid out."""
    return governance.protocols_for(profiles, on=localdate(at))


@dataclass(frozen=True)
class Chosen:
    """The decision of a screening, as the case will take it."""

    profiles: list[Profile]
    main: Profile


def chosen(screening: Screening) -> Chosen | None:
    """None as long as nothing was decided."""
    rows = screening.profiles.filter(chosen=True).select_related("profile").order_by("-is_main", "pk")
    profiles = [row.profile for row in rows]
    return Chosen(profiles, profiles[0]) if profiles else None
