from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory
from ayni.design.fields import BaseForm


class ServiceForm(BaseForm, forms.Form):
    name = forms.CharField(max_length=200, label=_("What is offered"))
    category = forms.ModelChoiceField(ServiceCategory._default_manager.none(), label=_("Category"))
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea, label=_("For whom, when, what to bring")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ModelChoiceField)  # noqa: S101 - declared above
        category.queryset = codelists.current(ServiceCategory).order_by("code")
