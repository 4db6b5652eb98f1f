from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.codelists.models import Approach, Family
from ayni.design.fields import BaseForm
from ayni.people.models import Sensitivity

from .. import queries
from ..models import Urgency
from ..rules import ProfileFields


class ProfileForm(BaseForm, forms.Form):
    """A profile, as whoever keeps the list writes it."""

    label_es = forms.CharField(max_length=300, label=_("Name of the profile"))
    label_en = forms.CharField(required=False, max_length=300, label=_("Name in English"))
    family = forms.ChoiceField(choices=Family.choices, label=_("Part of the screening that leads to it"))
    sensitivity = forms.ChoiceField(
        choices=Sensitivity.choices, widget=forms.RadioSelect, label=_("Who may see a case of this profile")
    )
    default_urgency = forms.ChoiceField(
        choices=Urgency.choices, widget=forms.RadioSelect, label=_("Urgency, if the answers say nothing else")
    )
    pathway_code = forms.ChoiceField(required=False, label=_("Protocol that a case of this profile takes"))
    approaches = forms.MultipleChoiceField(
        required=False,
        choices=Approach.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Differential approaches"),
    )
    lead_institution = forms.ChoiceField(required=False, label=_("Institution that leads"))
    mandatory_notification = forms.CharField(
        required=False, max_length=120, label=_("Does the law oblige to notify, and in which cases?")
    )
    source = forms.CharField(max_length=300, label=_("Where this comes from"))
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea, label=_("Note for colleagues"))

    option_hints: ClassVar[dict[str, dict[str, Any]]] = {
        "sensitivity": {
            Sensitivity.ORDINARY: _("The staff of the office, and supervisors of their territory."),
            Sensitivity.PROTECTED: _("Whoever has the case, its team, and the supervisors of the office."),
            Sensitivity.RESTRICTED: _("Only whoever has the case and its team. For others it does not exist."),
        }
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pathway, lead = self.fields["pathway_code"], self.fields["lead_institution"]
        assert isinstance(pathway, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(lead, forms.ChoiceField)  # noqa: S101
        pathway.choices = [("", _("The general protocol")), *queries.names()]
        names = Organisation.objects.order_by("name", "pk").values_list("code", "name")
        lead.choices = [("", _("None in particular")), *names]

    def written(self) -> ProfileFields:
        said = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        return ProfileFields(**said | {"approaches": "|".join(said["approaches"])})


class NewProfileForm(ProfileForm):
    code = forms.CharField(max_length=24, label=_("Short code"))
    field_order = ("label_es", "code")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper().replace(" ", "-")
        return code if code.startswith("VP-") else f"VP-{code}"
