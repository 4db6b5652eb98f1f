"""A line of a results matrix, and what a stage of a project leaves behind, as somebody types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm

from ..actions.matrices import RowFields
from ..models import Definition, MatrixRow, Report, ReportState, WritingKind


class RowForm(BaseForm, forms.Form):
    statement = forms.CharField(
        max_length=500, widget=forms.Textarea({"rows": 2}), label=_("What is to become true"),
        help_text=_("Of an activity: what is done."),
    )  # fmt: skip
    indicator = forms.ChoiceField(
        required=False, label=_("Indicator that Ayni measures"),
        help_text=_("Its baseline, target and means of verification count where you write nothing."),
    )  # fmt: skip
    measured_by = forms.CharField(
        required=False, max_length=300, label=_("Or an indicator of the project's own, in words")
    )
    baseline = forms.CharField(required=False, max_length=120, label=_("Baseline"))
    target = forms.CharField(required=False, max_length=120, label=_("Target"))
    verification = forms.CharField(required=False, max_length=300, label=_("Means of verification"))
    assumptions = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea({"rows": 2}), label=_("Assumptions and risks"),
        help_text=_("What has to hold, and what puts it at risk."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: MatrixRow | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in RowFields.__dataclass_fields__} | {
                "indicator": row.indicator.code if row.indicator else ""
            }
        super().__init__(*args, **kwargs)
        said = Definition.objects.standing().select_related("indicator").order_by("indicator__code")
        choices = [(one.code, f"{one.code} {one.name}") for one in said]
        self.fields["indicator"].choices = [("", pgettext_lazy("indicators", "None of them")), *choices]  # type: ignore[attr-defined]

    def row_said(self) -> RowFields:
        return RowFields(**self.cleaned_data)


class WritingForm(BaseForm, forms.Form):
    report = forms.ModelChoiceField(
        Report.objects.none(), label=_("Approved report of results that it rests on"), empty_label=_("Choose one")
    )
    text = forms.CharField(max_length=6000, widget=forms.Textarea({"rows": 8}), label=pgettext_lazy("writing", "Text"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != WritingKind.REPORT:
            del self.fields["report"]
            return
        approved = Report.objects.filter(state=ReportState.APPROVED).order_by("-until", "number", "-revision")
        self.fields["report"].queryset = approved  # type: ignore[attr-defined]
        self.fields["report"].label_from_instance = lambda one: f"{one.number} r{one.revision}: {one.title}"  # type: ignore[attr-defined]
