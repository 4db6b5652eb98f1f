from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.design.fields import BaseForm, DayField

from .. import queries
from ..models import DataKind, DataSharing
from ..rules.sharing import SharingTerms

ASKED = (
    "code", "purpose", "we_give", "they_give", "norm", "document", "theirs", "valid_from", "valid_to", "is_open",
)  # fmt: skip


class SharingForm(BaseForm, forms.Form):
    """What the signed paper says. No person is asked for."""

    code = forms.CharField(max_length=40, label=_("Code or number of the agreement"))
    theirs = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, to_field_name="code",
        label=_("Municipality or regional government of the directory"),
        empty_label=_("It is not in the directory yet"),
        help_text=_("Those that the directory holds one by one. Of any other, the territory says who it is."),
    )  # fmt: skip
    purpose = forms.CharField(
        max_length=1000, label=_("Its object"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it is for. Offices, and no names of people."),
    )  # fmt: skip
    we_give = forms.MultipleChoiceField(
        choices=DataKind.choices, required=False, widget=forms.CheckboxSelectMultiple, label=_("What we give")
    )
    they_give = forms.MultipleChoiceField(
        choices=DataKind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        label=_("What the local government gives"),
    )  # fmt: skip
    norm = forms.ModelChoiceField(
        LegalNorm._default_manager.none(), required=False, to_field_name="code",
        label=pgettext_lazy("agreement on data", "Under which norm"),
        empty_label=_("None of the list"),
    )  # fmt: skip
    document = forms.CharField(
        max_length=300, label=_("Where the signed paper is"),
        help_text=_("The number of the resolution, or the address of the document."),
    )  # fmt: skip
    valid_from = DayField(label=_("First day"), kept=True)
    valid_to = DayField(label=_("Last day"), required=False, kept=True)
    is_open = forms.BooleanField(
        required=False, label=_("Anybody may read in the observatory that there is this agreement"),
        help_text=_("Its territory, object, data, norm and days. Never who wrote it down, nor the paper."),
    )  # fmt: skip

    def __init__(self, *args: Any, before: DataSharing | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(before) if before else None, **kwargs)
        offered = queries.local_organisations()
        if before and before.theirs_id:
            offered |= Organisation.objects.filter(pk=before.theirs_id)
        self.fields["theirs"].queryset = offered  # type: ignore[attr-defined]
        norms = codelists.current(LegalNorm).order_by("code")
        self.fields["norm"].queryset = norms  # type: ignore[attr-defined]
        self.fields["norm"].label_from_instance = lambda row: f"{row.code} · {row.label_es}"  # type: ignore[attr-defined]

    def terms(self) -> SharingTerms:
        return SharingTerms(**self.cleaned_data)


def _as_typed(row: DataSharing) -> dict[str, Any]:
    """As the boxes hold it: an institution and a norm by their codes."""
    said = {name: getattr(row, name) for name in ASKED}
    return said | {"theirs": row.theirs.code if row.theirs else "", "norm": row.norm.code if row.norm else ""}
