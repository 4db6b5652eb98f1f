"""What whoever writes the next version of a regime or a procedure fills in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Confidence, DocumentType, LegalNorm, MigratoryStatus, Profile
from ayni.design.fields import AmountField, BaseForm, DayField

from ..models import Applies, CatalogueDraft, Effect, Regime, RequirementKind, Silence
from ..queries.catalogue import procedures_to_lead_to
from ..queries.catalogue_drafts import plain
from ..rules.conditions import FIELDS
from ..rules.questions import CHOICES, QUESTIONS, Held

Kind = CatalogueDraft.Kind
NOBODY = [("", _("Choose one"))]


def confidence_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        label=_("How well is it known?"),
        help_text=_("What is not high is shown as to be confirmed."),
    )


def _source() -> forms.CharField:
    return forms.CharField(max_length=300, label=_("Where does it stand?"))


class NewDraftForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.RadioSelect, label=_("What is new?"))
    label_es = forms.CharField(max_length=300, label=pgettext_lazy("catalogue", "Name"))
    code = forms.CharField(
        max_length=24,
        label=_("Short code"),
        help_text=_("REG- or PR- and capital letters or digits, such as PR-CPP26. It never changes afterwards."),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper().replace(" ", "-")


class _DescribeForm(BaseForm, forms.Form):
    label_es = forms.CharField(max_length=300, label=pgettext_lazy("catalogue", "Name"))
    legal_basis = forms.CharField(
        max_length=300, label=_("Legal basis"), help_text=_("The norm and its number, such as DS 003-2023-IN.")
    )
    norms = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Norms of the list"))
    opens_on = DayField(required=False, label=_("First day"), help_text=_("Leave it empty if no source gives a day."))
    closes_on = DayField(required=False, label=_("Last day on which it is received"))
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=pgettext_lazy("catalogue", "Note"),
    )
    source = _source()
    confidence = confidence_field()
    reason = forms.CharField(required=False, max_length=500, label=_("Why does it change?"))

    marks_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = codelists.current(LegalNorm).order_by("topic", "number")
        norms = [(row.code, f"{row.number}, {row.label_es}") for row in rows]
        self.fields["norms"].choices = norms  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        """The verb's content, reason and first day."""
        said = {name: plain(value) for name, value in self.cleaned_data.items()}
        reason, first = said.pop("reason"), self.cleaned_data.get("valid_from")
        said.pop("valid_from", None)
        return {"content": said, "reason": reason, "valid_from": first}


class RegimeForm(_DescribeForm):
    leads_to = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Once it is closed, where do people go?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leads_to"].choices = procedures_to_lead_to()  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        said = super().written()
        said["content"]["leads_to"] = "|".join(said["content"]["leads_to"])
        return said


class ProcedureForm(_DescribeForm):
    regime = forms.ChoiceField(label=_("Regime"))
    authority = forms.ChoiceField(label=_("Who decides"))
    is_open = forms.TypedChoiceField(
        choices=[("yes", pgettext_lazy("procedure", "Open")), ("no", pgettext_lazy("procedure", "Closed"))],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        label=_("Is it received?"),
    )
    channel = forms.CharField(required=False, max_length=60, label=_("Where to apply"))
    result = forms.ChoiceField(required=False, label=_("What the person holds at the end"))
    validity_days = forms.IntegerField(
        required=False, min_value=1, max_value=32767, label=_("For how many days it is valid")
    )
    grants_status = forms.ChoiceField(required=False, label=_("Migratory status that it gives"))
    statutory_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=365,
        label=_("Working days to decide"),
        help_text=_("Only if a norm says so. Empty: the general rule of 30 working days, to be confirmed."),
    )
    silence = forms.ChoiceField(
        choices=Silence.choices, widget=forms.RadioSelect, label=_("If the time passes without a decision")
    )
    payment_code = forms.CharField(required=False, max_length=20, label=_("Payment code"))
    steps = forms.CharField(
        required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 5}), label=_("Steps, one on each line")
    )
    valid_from = DayField(
        required=False, future=True, label=_("In force from"), help_text=_("Empty: from the day of the approval.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.order_by("name", "pk").values_list("code", "name")
        regimes = Regime.objects.current().order_by("label_es", "code").values_list("code", "label_es")
        none = [("", pgettext_lazy("catalogue", "None"))]
        choices: dict[str, list[Any]] = {
            "regime": [*NOBODY, *regimes],
            "authority": [*NOBODY, *organisations],
            "result": [*none, *self._with_own("result", codelists.kept_choices(DocumentType))],
            "grants_status": [*none, *codelists.kept_choices(MigratoryStatus)],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def _with_own(self, name: str, known: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """A word of the source that no list holds stays a choice."""
        own = (self.initial or {}).get(name)
        return known if not own or own in dict(known) else [*known, (own, own)]

    def written(self) -> dict[str, Any]:
        said = super().written()
        said["content"]["steps"] = [line.strip() for line in said["content"]["steps"].splitlines() if line.strip()]
        return said


class RequirementForm(BaseForm, forms.Form):
    label_es = forms.CharField(max_length=300, label=_("What it asks for"))
    kind = forms.ChoiceField(choices=RequirementKind.choices, widget=forms.RadioSelect, label=_("How it is met"))
    applies = forms.ChoiceField(choices=Applies.choices, widget=forms.RadioSelect, label=_("Of whom"))
    mandatory = forms.TypedChoiceField(
        choices=[("yes", _("Always")), ("no", _("Only if there is one"))],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        label=_("Must it be there?"),
    )
    document_type = forms.ChoiceField(required=False, label=_("Document of the list"))
    accepts = forms.MultipleChoiceField(
        required=False,
        choices=[choice for choice in Held.choices if choice[0] != "NONE"],
        widget=forms.CheckboxSelectMultiple,
        label=_("What serves instead"),
    )
    exception_es = forms.CharField(required=False, max_length=300, label=_("What vulnerability exempts from"))
    source = _source()
    confidence = confidence_field()

    marks_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", pgettext_lazy("catalogue", "None")), *codelists.kept_choices(DocumentType)]
        self.fields["document_type"].choices = known  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        return self.cleaned_data | {"accepts": "|".join(self.cleaned_data["accepts"]), "applies_text": ""}


class FeeForm(BaseForm, forms.Form):
    applies = forms.ChoiceField(choices=Applies.choices, widget=forms.RadioSelect, label=_("Of whom"))
    amount = AmountField(max_digits=8, decimal_places=2, min_value=0, label=_("Amount in soles"))
    as_of = forms.CharField(
        required=False,
        max_length=10,
        label=_("As of"),
        help_text=_("The year, the month or the day, such as 2025-09."),
    )
    payment_code = forms.CharField(required=False, max_length=20, label=_("Payment code"))
    confidence = confidence_field()

    marks_optional: ClassVar[bool] = True

    def written(self) -> dict[str, Any]:
        return {name: plain(value) for name, value in self.cleaned_data.items()}


class RuleForm(BaseForm, forms.Form):
    says = forms.CharField(max_length=300, label=_("What the person is told"))
    effect = forms.ChoiceField(
        choices=[choice for choice in Effect.choices if choice[0] != Effect.ADVICE],
        widget=forms.RadioSelect,
        label=_("What follows"),
    )
    when = forms.CharField(
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("When does it hold?"),
        help_text=_("Conditions separated by ; such as: situation in OVERSTAY|NO_CONTROL; entered <= 2026-06-30"),
    )
    exempts = forms.CharField(
        required=False,
        max_length=24,
        label=_("Places of the requirements that are not asked for, such as 2|5; FEE is the fee, FINE the fine"),
    )
    legal_basis = forms.CharField(required=False, max_length=300, label=_("Legal basis"))
    source = _source()
    confidence = confidence_field()

    marks_optional: ClassVar[bool] = True

    def written(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @property
    def vocabulary(self) -> list[tuple[str, str]]:
        """What conditions may name, with its words, for the page."""
        return [
            (f"{name} {' '.join(sorted(field.signs))}", f"{QUESTIONS[name]} {self._codes(name)}")
            for name, field in FIELDS.items()
        ]

    def _codes(self, name: str) -> str:
        codes = codelists.kept_choices(Profile) if name == "profiles" else CHOICES.get(name, ())
        return "; ".join(f"{code} = {label}" for code, label in codes)


class ReturnForm(BaseForm, forms.Form):
    note = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What should be changed before it is approved?"),
    )


PART_FORMS: dict[str, type[RequirementForm | FeeForm | RuleForm]] = {
    "requirements": RequirementForm,
    "fees": FeeForm,
    "rules": RuleForm,
}
DESCRIBE_FORMS: dict[str, type[RegimeForm | ProcedureForm]] = {
    Kind.REGIME: RegimeForm,
    Kind.PROCEDURE: ProcedureForm,
}
