from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory, Territory
from ayni.design.fields import BaseForm

from . import queries, rules
from .models import Level


class FilterForm(BaseForm, forms.Form):
    """What the list of institutions is narrowed to. It lives in the address."""

    marks_optional = False

    q = forms.CharField(required=False, max_length=100, label=_("Name, code or role"))
    sector = forms.ChoiceField(required=False, label=_("Sector"))
    level = forms.ChoiceField(required=False, choices=[("", _("All")), *Level.choices], label=_("Level"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector = self.fields["sector"]
        assert isinstance(sector, forms.ChoiceField)  # noqa: S101 - declared above
        sector.choices = [("", _("All")), *((name, name) for name in queries.sectors())]


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
