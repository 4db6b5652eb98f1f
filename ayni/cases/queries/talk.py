"""A screening as a conversation: which forms are asked, in which order, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from ayni.instruments import queries as instruments
from ayni.instruments import rules as asking
from ayni.instruments.models import NOT_ASKED, AnswerSet, Instrument, Question

from ..models import Screening

SERIES = "SCREENING"


@dataclass(frozen=True)
class Step:
    """One form of the conversation, and what was answered to it, if anything."""

    form: Instrument
    given: AnswerSet | None

    @property
    def is_done(self) -> bool:
        return self.given is not None

    @property
    def is_skipped(self) -> bool:
        return self.given is not None and not self.given.answers

    @property
    def questions(self) -> list[Question]:
        """Those that the answers so far call for."""
        return asking.visible(self.form.questions.all(), self.given.answers if self.given else {})


def steps(screening: Screening) -> list[Step]:
    """The forms that are asked, in their order. A form that was answered keeps the version that was answered."""
    given = instruments.answer_sets(screening.pk)
    forms = {form.code: form for form in instruments.in_force(SERIES, localdate(screening.started_at))}
    return _asked(forms | {code: answers.instrument for code, answers in given.items()}, given)


def answered(screening: Screening) -> list[Step]:
    """Only the forms that were answered or skipped, for whoever reads them later."""
    given = instruments.answer_sets(screening.pk)
    return _asked({code: answers.instrument for code, answers in given.items()}, given)


def _asked(forms: Mapping[str, Instrument], given: Mapping[str, AnswerSet]) -> list[Step]:
    ordered = sorted(forms.values(), key=lambda form: (form.order, form.code))
    said: dict[str, object] = {}
    for form in ordered:
        if not form.opened_by and form.code in given:
            said.update(given[form.code].answers)
    return [Step(form, given.get(form.code)) for form in ordered if asking.holds(form.opened_by, said)]


def step_of(conversation: Sequence[Step], code: str) -> Step | None:
    return next((step for step in conversation if step.form.code == code), None)


def next_step(conversation: Sequence[Step], after: str = "") -> Step | None:
    """The next form that was not answered yet: first behind `after`, then from the beginning."""
    codes = [step.form.code for step in conversation]
    start = codes.index(after) + 1 if after in codes else 0
    turned = [*conversation[start:], *conversation[:start]]
    return next((step for step in turned if not step.is_done), None)


@dataclass(frozen=True)
class Said:
    """A question and what was answered to it."""

    question: Question
    values: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return [self.question.words_of(value) for value in self.values]


def said(step: Step) -> list[Said]:
    """What was answered to a form, for whoever reads it later."""
    if step.given is None:
        return []
    answers = step.given.answers
    return [Said(q, _values(answers.get(q.key, NOT_ASKED))) for q in step.questions if step.given.answers]


def _values(answer: object) -> tuple[str, ...]:
    return tuple(str(a) for a in answer) if isinstance(answer, list) else (str(answer),)
