from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm, SuggestField

from ..models import PointKind
from ..queries.plain import LEADS_THERE
from .services import PlainForm


def districts(text: str) -> list[tuple[str, str]]:
    return [(place.code, place.full_name) for place in codelists.districts_like(text)]


def district_name(code: str) -> str | None:
    if not code.isdigit():
        return None
    found = codelists.current(Territory).filter(code=code, level=Territory.Level.DISTRICT)
    place = found.select_related("parent__parent").first()
    return place.full_name if place else None


class LocationForm(PlainForm):
    """A service point. Whoever may not know where a confidential one is gets the form without what leads there."""

    name = forms.CharField(max_length=200, label=_("Name of the point"))
    kind = forms.ChoiceField(choices=PointKind.choices, label=_("What it is"))
    is_confidential = forms.BooleanField(required=False, label=_("The address is confidential"))
    district = SuggestField(
        required=False,
        label=_("District"),
        url=reverse_lazy("directory:districts"),
        search=districts,
        label_of=district_name,
    )  # fmt: skip
    address = forms.CharField(required=False, max_length=300, label=_("Street and number"))
    reference = forms.CharField(required=False, max_length=300, label=_("Reference"))
    directions = forms.CharField(required=False, max_length=1000, widget=forms.Textarea, label=_("How to get there"))
    description = forms.CharField(required=False, max_length=1000, widget=forms.Textarea, label=_("Remarks"))
    latitude = forms.FloatField(required=False, min_value=-20, max_value=1, label=_("Latitude"))
    longitude = forms.FloatField(required=False, min_value=-82, max_value=-68, label=_("Longitude"))
    url = forms.URLField(required=False, max_length=300, assume_scheme="https", label=_("Web page"))
    is_closed = forms.BooleanField(required=False, label=_("This point is no more"))

    def __init__(self, *args: Any, leads_there: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads_there:
            for name in (*LEADS_THERE, "is_confidential"):
                del self.fields[name]

    def clean_district(self) -> str:
        return self.cleaned_data["district"] or ""


class PointForm(BaseForm, forms.Form):
    """Where a service is given, and where one goes in."""

    location = forms.ChoiceField(label=_("Service point"))
    is_intake = forms.BooleanField(required=False, label=_("One goes in here"))
    is_given_here = forms.BooleanField(required=False, initial=True, label=_("One is attended here"))


class InstitutionEntryForm(PlainForm):
    alternate_name = forms.CharField(required=False, max_length=200, label=_("Short name"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    website = forms.URLField(required=False, max_length=300, assume_scheme="https", label=_("Web page"))


class DecisionForm(BaseForm, forms.Form):
    """What becomes of a proposal."""

    reason = forms.CharField(required=False, max_length=500, label=_("Why not, if it is not accepted"))
