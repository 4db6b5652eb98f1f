"""Which profile to see, which two to compare, and an answer as somebody types it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm, DayField

from .. import spans
from ..actions import Answer
from ..models import InPlace, Period
from ..spans import Span, span_of
from ..territories import Territory
from .viewing import _ViewForm

YEAR = pgettext_lazy("months", "Year")


def _years(today: date) -> list[tuple[str, str]]:
    return [(span.code, span.label) for span in spans.offered(today, (Period.YEAR,))]


def _year(said: object, today: date) -> Span:
    """The year that was chosen; the one that is running if none was."""
    return span_of(str(said or "")) or spans.holding(Period.YEAR, today)


class ProfileForm(_ViewForm):
    year = forms.ChoiceField(label=YEAR, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._offer("year", _years(today))
        self.is_valid()

    @property
    def span(self) -> Span:
        return _year(self.cleaned_data.get("year"), self.today)


class FindForm(_ViewForm):
    q = forms.CharField(
        label=_("Find a district or a province"), required=False, max_length=80,
        help_text=_("Such as “miraflores arequipa”."),
    )  # fmt: skip


class CompareForm(_ViewForm):
    one = forms.ChoiceField(label=_("First territory"), required=False)
    one_year = forms.ChoiceField(label=_("Its year"), required=False)
    other = forms.ChoiceField(label=_("Second territory"), required=False)
    other_year = forms.ChoiceField(label=_("Year of the second"), required=False)

    def __init__(self, *args: Any, today: date, places: list[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.places = today, {place.slug: place for place in places}
        for side in ("one", "other"):
            self._offer(side, [(place.slug, place.name) for place in places])
            self._offer(f"{side}_year", _years(today))
        self.is_valid()

    def side(self, name: str) -> tuple[Territory, Span]:
        """The country, and the running year, where nothing was chosen."""
        place = self.places.get(str(self.cleaned_data.get(name) or ""))
        year = _year(self.cleaned_data.get(f"{name}_year"), self.today)
        return place or next(iter(self.places.values())), year


class AnswerForm(BaseForm, forms.Form):
    state = forms.ChoiceField(label=_("What is in place?"), choices=InPlace.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day was it so?"), past=True)
    found = forms.CharField(
        label=pgettext_lazy("value", "What shows it"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("What there is, for whom, since when. If it could not be found out: why. No names of people."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where it can be read"), max_length=300, help_text=_("Document, number and date, or an address.")
    )
    potential = forms.CharField(
        label=_("Area of potential: what could be done next"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}), help_text=_("Needed if it exists only in part, or does not exist."),
    )  # fmt: skip

    def answer(self) -> Answer:
        return Answer(**self.cleaned_data)
