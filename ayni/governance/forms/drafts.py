"""What whoever writes the next version of a protocol fills in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Approach, LegalNorm, Profile
from ayni.design.fields import BaseForm, DayField

from ..models import ConsentRule, DeadlineKind, DeadlineUnit, Gap, Instrument, Urgency
from ..rules.drafting import DraftFields, StepFields


class NewDraftForm(BaseForm, forms.Form):
    name = forms.CharField(max_length=200, label=_("Name of the protocol"))
    code = forms.CharField(
        max_length=16,
        label=_("Short code"),
        help_text=_("PW- and up to 8 letters or digits, such as PW-RETORNO. It never changes afterwards."),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper().replace(" ", "-")
        return code if code.startswith("PW-") else f"PW-{code}"


class DescribeForm(BaseForm, forms.Form):
    name = forms.CharField(max_length=200, label=_("Name of the protocol"))
    profiles = forms.ModelMultipleChoiceField(
        Profile._default_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Profiles that it is for"),
    )
    approaches = forms.MultipleChoiceField(
        required=False,
        choices=Approach.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Differential approaches"),
    )
    legal_basis = forms.CharField(
        max_length=500,
        label=_("Legal basis of the protocol"),
        help_text=_("The norm or directive that it rests on, with its number and article."),
    )
    reason = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), label=_("Why does it change?")
    )
    valid_from = DayField(
        required=False,
        future=True,
        label=_("In force from"),
        help_text=_("Leave it empty for the day of the second approval. The version before ends on that day."),
    )
    gap = forms.ModelChoiceField(
        Gap.objects.none(),
        required=False,
        to_field_name="code",
        label=_("Gap that it mends"),
        empty_label=_("None of these"),
    )
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(),
        required=False,
        to_field_name="code",
        label=_("Norm of the register that it follows from"),
        empty_label=_("None of these"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled = {
            "profiles": (codelists.current(Profile).order_by("label_es", "code"), lambda row: row.label_es),
            "gap": (Gap.objects.visible_to(user).order_by("-opened_at", "-pk"), _titled),
            "instrument": (Instrument.objects.visible_to(user).order_by("-registered_at", "-pk"), _titled),
        }
        for name, (rows, say) in labelled.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = say  # type: ignore[attr-defined]

    def written(self) -> DraftFields:
        return DraftFields(**self.cleaned_data | {"approaches": "|".join(self.cleaned_data["approaches"])})


def _titled(row: Gap | Instrument) -> str:
    return f"{row.code} · {row.title}"


class StepForm(BaseForm, forms.Form):
    action_es = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}), label=_("What is done"))
    plain_es = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("The same, said to the person"),
        help_text=_("For the guide in plain words: “Le acompañamos a…”. Leave it empty if the step is not told."),
    )
    action_en = forms.CharField(required=False, max_length=300, label=_("The same in English"))
    actor = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "pk"),
        to_field_name="code",
        label=_("Who does it"),
        empty_label=_("Choose one"),
    )
    deadline_kind = forms.ChoiceField(
        choices=DeadlineKind.choices, widget=forms.RadioSelect, label=_("What kind of deadline does it have?")
    )
    deadline_amount = forms.IntegerField(
        required=False, min_value=0, label=_("Number"), help_text=_("0 means at once: within the hour.")
    )
    deadline_unit = forms.ChoiceField(
        required=False, choices=[("", _("No unit")), *DeadlineUnit.choices], label=_("Unit")
    )
    deadline_text = forms.CharField(
        required=False,
        max_length=120,
        label=_("The deadline in words"),
        help_text=_("As the norm says it, if it says it otherwise than a number and a unit."),
    )
    urgency = forms.ChoiceField(choices=Urgency.choices, widget=forms.RadioSelect, label=_("Urgency"))
    consent_rule = forms.ChoiceField(
        choices=ConsentRule.choices, widget=forms.RadioSelect, label=_("Consent before data leave the unit")
    )
    legal_basis = forms.CharField(
        required=False,
        max_length=300,
        label=_("What it rests on"),
        help_text=_("A directive, an agreement, a practice: what is not in the list of norms. Or choose norms below."),
    )
    norms = forms.ModelMultipleChoiceField(
        LegalNorm._default_manager.none(),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        label=_("Norms"),
    )

    marks_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        norms = self.fields["norms"]
        norms.queryset = codelists.current(LegalNorm).order_by("topic", "number")  # type: ignore[attr-defined]
        norms.label_from_instance = lambda norm: f"{norm.number}, {norm.label_es}"  # type: ignore[attr-defined]

    def written(self) -> StepFields:
        return StepFields(**self.cleaned_data)


class ReturnForm(BaseForm, forms.Form):
    note = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What should be changed before it is approved?"),
    )
