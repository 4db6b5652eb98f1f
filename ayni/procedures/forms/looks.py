"""What is asked of somebody who wants to know how their application stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm, PartialDateField
from ayni.lib.ids import read_number

from .appointments import CodeForm as SentCodeForm

ELSEWHERE = {
    "P": gettext_lazy("That is the number of what you prepared before coming. Go on with it by the link below."),
    "K": gettext_lazy("That is the number of an appointment. See it at «My appointment», below."),
    "L": gettext_lazy("That is the number of an appointment. See it at «My appointment», below."),
}
"""By the letter with which our numbers begin: where else one is asked for."""


class LookForm(BaseForm, forms.Form):
    """Whether there is such an application is not said here, nor afterwards."""

    marks_optional = False
    number = forms.CharField(
        label=gettext_lazy("Number of your application"), max_length=30,
        help_text=gettext_lazy("It begins with T and stands on what the office gave you. Such as T-7K3M-Q2X9-H."),
    )  # fmt: skip
    birth = PartialDateField(
        label=gettext_lazy("Date of birth of whoever applied"), past=True,
        help_text=gettext_lazy("As the office wrote it down. Leave the day or the month empty if nobody knows it."),
    )  # fmt: skip
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if number := read_number("T", typed):
            return number
        other = next((said for letter, said in ELSEWHERE.items() if read_number(letter, typed)), None)
        raise forms.ValidationError(
            str(other) if other else _("That is no number of an application. Look at each letter, and type it again.")
        )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave that box empty: it is there for machines. Then send it again."))
        return ""

    @property
    def asked(self) -> dict[str, str]:
        birth = self.cleaned_data["birth"]
        return {
            "number": self.cleaned_data["number"], "birth": birth.value.isoformat(), "precision": birth.precision
        }  # fmt: skip


class LookCodeForm(SentCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six figures that we sent")
