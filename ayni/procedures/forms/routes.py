"""The questions of the route finder. Nothing of what is answered is kept."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Country, Profile
from ayni.design.fields import BaseForm, PartialDate, PartialDateField
from ayni.lib.errors import RuleBroken

from ..questionnaire import SOURCE, questionnaire
from ..rules import questions, way_code
from ..rules.questions import NONE, QUESTIONS, Answers
from ..rules.way import UNSAID, Kind, Question, Said, Today, answers_of
from .way import as_typed, checked

ONE = ("situation", "age", "alone", "nationality", "entry", "months")
MANY = ("documents", "family", "profiles", "wants", "events")
DAY_BOXES = ("entered_day", "entered_month", "entered_year")


def _radios(name: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect, label=QUESTIONS[name])


def _boxes(name: str, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False, choices=choices, widget=forms.CheckboxSelectMultiple, label=QUESTIONS[name]
    )


def _further(question: Question) -> forms.MultipleChoiceField:
    say = questionnaire().say
    codes = [*question.choices, *([NONE] if question.kind == Kind.MANY else [])]
    return forms.MultipleChoiceField(
        required=False, choices=[(code, say(f"{question.code}.{code}", SOURCE).text) for code in codes],
        widget=forms.CheckboxSelectMultiple, label=say(question.code, SOURCE).text,
    )  # fmt: skip


class RouteForm(BaseForm, forms.Form):
    situation = forms.ChoiceField(
        choices=questions.Situation.choices, widget=forms.RadioSelect, label=QUESTIONS["situation"]
    )
    age = forms.IntegerField(required=False, min_value=0, max_value=questions.OLDEST, label=QUESTIONS["age"])
    alone = _radios("alone", [("yes", _("Yes, alone")), ("no", _("No, with somebody who answers for them"))])
    nationality = forms.ChoiceField(required=False, label=QUESTIONS["nationality"])
    entry = _radios("entry", questions.Entry.choices)
    entered = PartialDateField(required=False, past=True, label=QUESTIONS["entered"])
    months = forms.IntegerField(required=False, min_value=0, max_value=1200, label=QUESTIONS["months"])
    wants = _boxes("wants", questions.Wish.choices)
    documents = _boxes("documents", questions.Held.choices)
    family = _boxes("family", questions.Family.choices)
    events = _boxes("events", questions.Event.choices)
    profiles = _boxes("profiles")
    unsaid = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    """Vulnerabilities that a person who answered alone left open: they count neither as yes nor as no."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [("", _("Not known")), *codelists.kept_choices(Country)]
        profiles = [*codelists.kept_choices(Profile), (NONE, _("None of these situations"))]
        self.fields["nationality"].choices = countries  # type: ignore[attr-defined]
        self.fields["profiles"].choices = profiles  # type: ignore[attr-defined]
        for one in questionnaire().further:
            self.fields[one.code] = _further(one)

    @property
    def further(self) -> list[forms.BoundField]:
        """Questions that only the data knows."""
        return [self[one.code] for one in questionnaire().further]

    def answers(self, today: date) -> Answers:
        said = self.cleaned_data
        one: dict[str, Any] = {name: said[name] for name in ONE}
        many: dict[str, Any] = {name: frozenset(said[name]) for name in MANY}
        more = {field.field: frozenset(said[field.code]) for field in questionnaire().further}
        unsaid = frozenset(said["unsaid"].split()) - many["profiles"]
        return Answers(
            today=today, entered=_latest(said["entered"], today), unsaid=unsaid, more=more, **one, **many
        )  # fmt: skip


class CodeForm(BaseForm, forms.Form):
    """What somebody who answered alone brings along: their answers."""

    code = forms.CharField(max_length=400, label=_("Code of the person"))

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_code(self) -> dict[str, str]:
        asked = questionnaire().questions
        countries = {code for code, _label in codelists.kept_choices(Country)}
        try:
            return checked(way_code.read(asked, self.cleaned_data["code"]), asked, Today(self.today, countries))
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from broken


def filled(said: Said, today: date) -> RouteForm:
    """The questions as staff see them, with what a person answered alone."""
    asked = questionnaire().questions
    given = answers_of(asked, said, today)
    data: dict[str, Any] = {name: str(value) for name in ONE if (value := getattr(given, name)) not in {None, ""}}
    data |= {name: list(getattr(given, name)) for name in MANY}
    data |= {one.code: list(given.to(one.field)) for one in questionnaire().further}
    entered = next((one for one in asked if one.field == "entered" and one.kind == Kind.DAY), None)
    if entered is not None and said.get(entered.code, UNSAID) != UNSAID:
        data |= dict(zip(DAY_BOXES, as_typed(entered, said[entered.code]), strict=True))
    return RouteForm(data | {"unsaid": " ".join(sorted(given.unsaid))})


def _latest(known: PartialDate | None, today: date) -> date | None:
    """Of a month or a year, its last day: nobody is told that they came in time because a day is not known."""
    if known is None:
        return None
    ends = {"day": known.value, "year": date(known.value.year, 12, 31)}
    last = ends.get(known.precision) or _month_end(known.value)
    return min(last, today)


def _month_end(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
