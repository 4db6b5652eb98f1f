from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm


class HabitForm(BaseForm, forms.Form):
    is_daily = forms.TypedChoiceField(
        label=_("When to be told by e-mail"),
        choices=[("no", _("At once, one e-mail each")), ("yes", _("Once a day, all together"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    hour = forms.IntegerField(label=_("At what hour of the day (0 to 23)"), min_value=0, max_value=23, initial=8)
