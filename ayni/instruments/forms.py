"""One Django form for any instrument."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.design.fields import BaseForm, DayField

from . import rules
from .models import DECLINED, NO, NOT_ASKED, SPANISH, YES, Question

DECLINED_SUFFIX = "_declined"
LONGEST_TEXT, LONGEST = 4000, 20_000
HIGHEST = 1_000_000_000

K = Question.Kind


@dataclass
class Item:
    """What stands on the page for one question: a text to read, or a field and the box for not saying."""

    question: Question
    note: str = ""
    field: forms.BoundField | None = None
    declined: forms.BoundField | None = None


@dataclass
class Section:
    title: str
    items: list[Item] = field(default_factory=list)


class AnswerForm(BaseForm, forms.Form):
    """The questions that are on the screen. None is compulsory: what is left open says that it was not asked."""

    marks_optional = False

    def __init__(
        self,
        questions: Iterable[Question],
        *args: Any,
        given: Mapping[str, Any] | None = None,
        language: str = SPANISH,
        is_public: bool = False,
        **kwargs: Any,
    ) -> None:
        """`is_public`: whoever answers fills it in alone. Nobody asks them, so that nothing "was not asked"."""
        self.questions, self.language = list(questions), language
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields.update(_alone(question, language) if is_public else _fields(question, language))
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
        return {q.key: _answer(q, self.cleaned_data) for q in self.questions if not q.is_note}

    @property
    def sound_answers(self) -> dict[str, Any]:
        """Those without the ones that the form found fault with: what saves itself keeps all that can be kept."""
        self.is_valid()
        return {key: value for key, value in self.answers.items() if key not in self.errors}

    @property
    def sections(self) -> list[Section]:
        """The questions in their order, under the headings that they stand under."""
        found: list[Section] = []
        for question in self.questions:
            title = question.section(self.language)
            if not found or title:
                found.append(Section(title))
            found[-1].items.append(self._item(question))
        return found

    def _item(self, question: Question) -> Item:
        if question.is_note:
            return Item(question, note=question.text(self.language))
        declined = question.key + DECLINED_SUFFIX
        return Item(question, field=self[question.key], declined=self[declined] if declined in self.fields else None)


def _open_ends() -> list[tuple[str, str]]:
    return [(DECLINED, _("Prefers not to answer")), (NOT_ASKED, _("Was not asked"))]


def _with_box(make: Callable[..., forms.Field], **more: Any) -> Callable[[Question, str, dict[str, Any]], forms.Field]:
    """A field that is typed into. Beside it stands a box for preferring not to say; empty, it was not asked."""
    return lambda question, language, said: make(**more, **said)


def _area(rows: int, most: int) -> Callable[[Question, str, dict[str, Any]], forms.Field]:
    return lambda question, language, said: forms.CharField(
        widget=forms.Textarea(attrs={"rows": rows}), max_length=most, **said
    )


def _radios(question: Question, language: str, said: dict[str, Any]) -> forms.Field:
    own = [(YES, _("Yes")), (NO, _("No"))] if question.kind == K.YES_NO else question.options(language)
    return forms.ChoiceField(choices=[*own, *_open_ends()], widget=forms.RadioSelect, **said)


def _boxes(question: Question, language: str, said: dict[str, Any]) -> forms.Field:
    choices = [*question.options(language), *_open_ends()]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)


def _select(question: Question, language: str, said: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose one")), *_open_ends(), *question.options(language)], **said)


TYPED = frozenset({K.TEXT, K.LONGTEXT, K.DATE, K.WHOLE, K.NUMBER})
FIELDS: dict[str, Callable[[Question, str, dict[str, Any]], forms.Field]] = {
    K.YES_NO: _radios,
    K.ONE: _radios,
    K.MANY: _boxes,
    K.CODE: _select,
    K.TEXT: _area(3, LONGEST_TEXT),
    K.LONGTEXT: _area(8, LONGEST),
    K.DATE: _with_box(DayField),
    K.WHOLE: _with_box(forms.IntegerField, min_value=0, max_value=HIGHEST),
    K.NUMBER: _with_box(forms.DecimalField, min_value=0, max_value=HIGHEST, decimal_places=2),
}


def _fields(question: Question, language: str) -> dict[str, forms.Field]:
    if question.is_note:
        return {}
    said: dict[str, Any] = {"label": question.text(language), "help_text": question.hint(language), "required": False}
    if language != SPANISH and said["label"] != question.text_es:
        # Whoever asks goes on reading Spanish while the person reads along.
        said["help_text"] = " · ".join(filter(None, [said["help_text"], question.text_es]))
    # "Yes", "no" and what stands beside them are in the language of the question, or in Spanish.
    with override(language):
        made = {question.key: FIELDS[question.kind](question, language, said)}
        if question.kind in TYPED:
            made[question.key + DECLINED_SUFFIX] = forms.BooleanField(required=False, label=_("Prefers not to answer"))
    return made


def _alone(question: Question, language: str) -> dict[str, forms.Field]:
    """The same without what whoever asks would say. To leave it open is enough for not answering."""
    made = _fields(question, language)
    made.pop(question.key + DECLINED_SUFFIX, None)
    for one in made.values():
        one.help_text = question.hint(language)
        if isinstance(one, forms.ChoiceField):
            shown: Any = one.choices
            one.choices = [pair for pair in shown if pair[0] not in rules.UNANSWERED]
    return made


def _initial(question: Question, value: Any) -> dict[str, Any]:
    """A stored answer, as the form shows it."""
    if question.kind in TYPED and value in rules.UNANSWERED:
        return {question.key + DECLINED_SUFFIX: value == DECLINED}
    if question.kind == K.MANY and not isinstance(value, list):
        return {question.key: [value]}
    if question.kind == K.DATE:
        return {question.key: date.fromisoformat(value)}
    return {question.key: value}


def _answer(question: Question, cleaned: Mapping[str, Any]) -> Any:
    value = cleaned.get(question.key)
    if question.kind == K.MANY:
        none = next((v for v in value or [] if v in rules.UNANSWERED), None)
        return none or value or NOT_ASKED
    if question.kind in TYPED and value in (None, ""):
        return DECLINED if cleaned.get(question.key + DECLINED_SUFFIX) else NOT_ASKED
    return _plain(value) if value not in (None, "") else NOT_ASKED


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
