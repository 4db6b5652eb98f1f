"""What is filled in by whoever works on releases."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm, DayField

from .. import rules

MONTHS = 14


class PlanForm(BaseForm, forms.Form):
    period = forms.ChoiceField(label=_("Figures of"))
    day = DayField(
        label=_("Day of publication"), future=True,
        help_text=_("From midnight in Lima on. It may be put off later, and not brought forward."),
    )  # fmt: skip

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [rules.month_of(rules.today(at)), *rules.last_months(at, MONTHS)]
        self.fields["period"].choices = rules.in_words(months)  # type: ignore[attr-defined]


class PrepareForm(BaseForm, forms.Form):
    period = forms.ChoiceField(label=_("Figures of"))
    reason_es = forms.CharField(
        label=_("What changes and why, in Spanish"), required=False, max_length=1000,
        help_text=_("Only for a month that was published before. Readers read it."),
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    reason_en = forms.CharField(
        label=_("What changes and why, in English"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = rules.last_months(at, MONTHS)
        self.fields["period"].choices = rules.in_words(months)  # type: ignore[attr-defined]


class WithdrawForm(BaseForm, forms.Form):
    why = forms.CharField(
        label=pgettext_lazy("observatory", "Why"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
