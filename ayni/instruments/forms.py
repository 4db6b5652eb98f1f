"""One Django form for any instrument."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.design.fields import BaseForm

from . import rules
from .models import DECLINED, NO, NOT_ASKED, YES, Question

DECLINED_SUFFIX = "_declined"
LONGEST_TEXT = 4000


class AnswerForm(BaseForm, forms.Form):
    """The questions that are on the screen. None is compulsory: what is left open says that it was not asked."""

    marks_optional = False

    def __init__(
        self, questions: Iterable[Question], *args: Any, given: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.questions = list(questions)
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields.update(_fields(question))
            if given and question.key in given:
                self.initial.update(_initial(question, given[question.key]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            several = cleaned.get(question.key)
            if isinstance(several, list) and len(several) > 1 and rules.UNANSWERED & set(several):
                self.add_error(question.key, _("Either mark answers, or mark that there is none."))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by the key of the question, as it is stored."""
        return {question.key: _answer(question, self.cleaned_data) for question in self.questions}


def _fields(question: Question) -> dict[str, forms.Field]:
    said: dict[str, Any] = {"label": question.text_es, "help_text": question.hint_es, "required": False}
    open_ends = [(DECLINED, _("Prefers not to answer")), (NOT_ASKED, _("Was not asked"))]
    if question.kind == Question.Kind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return {
            question.key: forms.CharField(widget=area, max_length=LONGEST_TEXT, **said),
            question.key + DECLINED_SUFFIX: forms.BooleanField(required=False, label=_("Prefers not to answer")),
        }
    if question.kind == Question.Kind.YES_NO:
        choices = [(YES, _("Yes")), (NO, _("No")), *open_ends]
    else:
        choices = [*((value, label) for value, label in question.choices), *open_ends]
    if question.kind == Question.Kind.MANY:
        return {question.key: forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)}
    return {question.key: forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)}


def _initial(question: Question, value: Any) -> dict[str, Any]:
    """A stored answer, as the form shows it."""
    if question.kind == Question.Kind.TEXT and value in rules.UNANSWERED:
        return {question.key + DECLINED_SUFFIX: value == DECLINED}
    if question.kind == Question.Kind.MANY and not isinstance(value, list):
        return {question.key: [value]}
    return {question.key: value}


def _answer(question: Question, cleaned: Mapping[str, Any]) -> Any:
    value = cleaned.get(question.key)
    if question.kind == Question.Kind.MANY:
        none = next((v for v in value or [] if v in rules.UNANSWERED), None)
        return none or value or NOT_ASKED
    if question.kind == Question.Kind.TEXT and not value:
        return DECLINED if cleaned.get(question.key + DECLINED_SUFFIX) else NOT_ASKED
    return value or NOT_ASKED
