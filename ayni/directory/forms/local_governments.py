from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.design.fields import BaseForm, DayField
from ayni.governance.models import Instrument

from ..models import EngagementKind, Stage
from ..rules.local_governments import EngagementFields

_WORDS = {"rows": 3}


class EngagementForm(BaseForm, forms.Form):
    stage = forms.ChoiceField(choices=Stage.choices, widget=forms.RadioSelect, label=_("In which part of the work?"))
    kind = forms.ChoiceField(choices=EngagementKind.choices, widget=forms.RadioSelect, label=_("What happened?"))
    on = DayField(past=True, label=_("On which day?"))
    with_whom = forms.CharField(
        max_length=200, label=_("With which office of the local government?"),
        help_text=_("The office or the post, such as “Gerencia de Desarrollo Social”. No names."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, to_field_name="code", label=_("Municipality of the directory"),
        empty_label=_("It is not in the directory yet"),
    )  # fmt: skip
    what = forms.CharField(max_length=500, widget=forms.Textarea(attrs=_WORDS), label=_("What was it about?"))
    result = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs=_WORDS),
        label=pgettext_lazy("engagement", "What came of it?"),
    )  # fmt: skip
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(), required=False, to_field_name="code", label=_("Plan, ordinance or space"),
        empty_label=_("None that is registered"),
    )  # fmt: skip
    next_on = DayField(required=False, label=_("When to go on?"))

    def __init__(self, *args: Any, municipalities: Any, instruments: list[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = municipalities  # type: ignore[attr-defined]
        chosen = self.fields["instrument"]
        chosen.queryset = Instrument.objects.filter(pk__in=[one.pk for one in instruments])  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda row: f"{row.code} · {row.title}"  # type: ignore[attr-defined]

    def said(self) -> EngagementFields:
        return EngagementFields(**self.cleaned_data)
