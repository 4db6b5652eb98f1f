"""Reports as somebody asks for them and writes them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm

from .. import spans
from ..models import Framework, Period, Report
from ..reporting import Asked
from ..spans import span_of


class NewReportForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    period = forms.ChoiceField(label=pgettext_lazy("months", "Period"))
    framework = forms.ModelChoiceField(Framework.objects.none(), label=_("Framework"), to_field_name="code")
    department = forms.ChoiceField(label=_("Territory"), required=False)
    donor = forms.CharField(label=_("Prepared for"), max_length=120, required=False)

    def __init__(self, *args: Any, today: date, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = spans.offered(today, (Period.QUARTER, Period.YEAR))
        self.fields["period"].choices = [(span.code, span.label) for span in offered]  # type: ignore[attr-defined]
        frameworks = self.fields["framework"]
        frameworks.queryset = Framework.objects.order_by("order", "code")  # type: ignore[attr-defined]
        frameworks.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        self.fields["department"].choices = [("", _("The whole country")), *departments]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        said = self.cleaned_data
        span = span_of(said["period"])
        assert span is not None  # noqa: S101 - the choices are spans
        return Asked(span, said["framework"], said["department"])


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=6000, widget=forms.Textarea({"rows": 6}))


class NarrativeForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    donor = forms.CharField(label=_("Prepared for"), max_length=120, required=False)
    achievements = _words(_("Achievements"))
    difficulties = _words(_("Difficulties"))
    lessons = _words(_("Lessons"))
    next_steps = _words(_("Next steps"))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(report, name) for name in type(self).base_fields}
        super().__init__(*args, **kwargs)


class CorrectForm(BaseForm, forms.Form):
    reason = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("It is printed in the corrected report."),
    )  # fmt: skip
