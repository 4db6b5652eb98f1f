from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access import queries as access
from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile
from ayni.design.fields import BaseForm, DayField
from ayni.people.models import Section

from .. import queries
from ..actions import Terms
from ..models import Service


class AgreementForm(BaseForm, forms.Form):
    """What the signed paper says."""

    code = forms.CharField(max_length=40, label=_("Code or number of the agreement"))
    name = forms.CharField(max_length=200, label=_("Name of the agreement"))
    purpose = forms.CharField(max_length=4000, label=_("Its object"), widget=forms.Textarea(attrs={"rows": 3}))
    sections = forms.MultipleChoiceField(
        choices=Section.choices, widget=forms.CheckboxSelectMultiple, label=_("Parts of the file that may be shared")
    )
    profiles = forms.ModelMultipleChoiceField(
        Profile._default_manager.none(), required=False, widget=forms.CheckboxSelectMultiple,
        label=_("Profiles of the people it is about"), help_text=_("None ticked: people of every profile."),
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        label=_("Services that it is about"), help_text=_("None ticked: every service of the institution."),
    )  # fmt: skip
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(label=_("Last day"), required=False)
    document = forms.CharField(
        max_length=300, label=_("Where the signed paper is"),
        help_text=_("The number of the resolution, or the address of the document."),
    )  # fmt: skip
    watched_by = forms.ModelChoiceField(User.objects.none(), label=_("Who watches that it does not run out"))
    alert_days = forms.IntegerField(min_value=1, max_value=365, initial=60, label=_("Days before its end to be told"))

    def __init__(self, *args: Any, ours: Organisation, theirs: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profiles"].queryset = codelists.current(Profile).order_by("code")  # type: ignore[attr-defined]
        self.fields["services"].queryset = queries.services_of(theirs)  # type: ignore[attr-defined]
        staff = access.keepers_of(ours)
        self.fields["watched_by"].queryset = staff  # type: ignore[attr-defined]
        self.fields["watched_by"].label_from_instance = lambda user: user.display_name  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(**{name: value for name, value in said.items() if name != "watched_by"})


class RenewForm(BaseForm, forms.Form):
    until = DayField(label=_("New last day"))
    document = forms.CharField(max_length=300, required=False, label=_("Where the signed addendum is"))
