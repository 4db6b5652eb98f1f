from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm, DayField

from .. import rules
from ..models import Rank, Service


class ReachForm(BaseForm, forms.Form):
    """Who somebody is, and how to reach them."""

    name = forms.CharField(max_length=120, label=_("Name of the function or office"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    phone = forms.CharField(required=False, max_length=30, label=_("Mobile telephone"))

    def clean_phone(self) -> str:
        try:
            return rules.phone_as_dialled(self.cleaned_data["phone"])
        except rules.CannotName as broken:
            raise forms.ValidationError(str(broken)) from broken


class AbsenceForm(BaseForm, forms.Form):
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(future=True, label=_("Last day away"))


class FocalPointForm(ReachForm):
    rank = forms.ChoiceField(
        required=False, choices=Rank.choices, initial=Rank.INSTITUTION, label=_("Place in the chain")
    )
    department = forms.ModelChoiceField(
        Territory._default_manager.none(), required=False, empty_label=_("The whole country"), label=_("Where")
    )
    office = forms.ModelChoiceField(
        Office._default_manager.none(), required=False, empty_label=_("No office of its own"), label=_("Zonal office")
    )
    service = forms.ModelChoiceField(
        Service._default_manager.none(),
        required=False,
        empty_label=_("No particular one"),
        label=_("Service, of a service point"),
    )

    field_order = ["rank", "department", "office", "service", "name", "email", "phone"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("department", codelists.departments().order_by("label_es")),
            ("office", organisation.offices.order_by("name")),
            ("service", organisation.services.order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = rows
