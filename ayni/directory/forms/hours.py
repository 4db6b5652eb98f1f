from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm

DAYS = ((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
        (5, _("Saturday")), (6, _("Sunday")))  # fmt: skip


class OfficeHoursForm(BaseForm, forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("Opens at"), help_text=_("For example, 8:30"), widget=forms.TextInput)
    closes = forms.TimeField(label=_("Closes at"), help_text=_("For example, 16:45"), widget=forms.TextInput)
