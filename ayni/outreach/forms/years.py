"""The filters of a year. They live in the address: a list can be kept and passed on."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.design.fields import BaseForm

from .. import queries
from ..models import Aim, Audience, Outcome, State, Topic

ALL = ("", _("All"))


class YearForm(BaseForm, forms.Form):
    marks_optional = False
    anio = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    q = forms.CharField(label=_("Words of the title or the place"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind of session"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *State.choices])
    department = forms.ChoiceField(label=_("Department"), required=False)
    audience_kind = forms.ChoiceField(label=_("Audience"), required=False, choices=[ALL, *Audience.choices])
    topic = forms.ChoiceField(label=_("What it is about"), required=False, choices=[ALL, *Topic.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    aim = forms.ChoiceField(label=_("Objective of the unit"), required=False, choices=[ALL, *Aim.choices])
    outcome = forms.ChoiceField(label=_("Result of the unit"), required=False, choices=[ALL, *Outcome.choices])
    office = forms.ChoiceField(label=_("Office"), required=False)

    def __init__(self, data: Any, *, user: User, year: int) -> None:
        super().__init__(data.copy() if data else {"anio": year})
        lists = {
            "kind": queries.kinds(localdate()).values_list("code", "label_es"),
            "department": codelists.kept_departments(),
            "sector": queries.sectors().values_list("code", "label_es"),
            "office": queries.offices_of(user).values_list("code", "name"),
        }
        for name, pairs in lists.items():
            self.fields[name].choices = [ALL, *pairs]  # type: ignore[attr-defined]
