from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm

from ..words import DAYS


class OfficeHoursForm(BaseForm, forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=[(day, name) for day, (_code, name) in enumerate(DAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=_("Opens at"), help_text=_("For example, 8:30"), widget=forms.TextInput)
    closes = forms.TimeField(label=_("Closes at"), help_text=_("For example, 16:45"), widget=forms.TextInput)
