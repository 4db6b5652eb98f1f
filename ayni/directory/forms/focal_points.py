from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm

from .. import rules


class FocalPointForm(BaseForm, forms.Form):
    department = forms.ModelChoiceField(
        Territory._default_manager.none(), required=False, empty_label=_("The whole country"), label=_("Where")
    )
    name = forms.CharField(max_length=120, label=_("Name of the function or office"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    phone = forms.CharField(required=False, max_length=30, label=_("Mobile telephone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 - declared above
        department.queryset = codelists.departments().order_by("label_es")

    def clean_phone(self) -> str:
        try:
            return rules.phone_as_dialled(self.cleaned_data["phone"])
        except rules.CannotName as broken:
            raise forms.ValidationError(str(broken)) from broken
