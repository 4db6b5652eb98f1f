"""Forms of looking for a relative."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ayni.cases.actions.tracing import Sought
from ayni.cases.models import Risk, TracingOutcome, Verification, Wish
from ayni.cases.rules.transfers import AGREED
from ayni.design.fields import BaseForm
from ayni.governance.models import Urgency
from ayni.people.models import Basis, Consent, Relationship

from .cases import LONGEST
from .supervision import area

KINDS = ("MOTHER", "FATHER", "PARENT", "SIBLING", "CHILD", "GRANDPARENT", "AUNT_UNCLE", "PARTNER", "GUARDIAN",
         "CAREGIVER", "OTHER")  # fmt: skip
"""Whom people look for, of the kinds of relatives."""


class TracingForm(BaseForm, forms.Form):
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "basis": dict.fromkeys(sorted(AGREED), ("consent",))
    }

    sought_as = forms.ChoiceField(
        label=_("Who is looked for?"), choices=[(kind, Relationship.Kind(kind).label) for kind in KINDS]
    )
    name = forms.CharField(label=_("By which name are they known?"), max_length=200)
    birth_year = forms.IntegerField(label=_("Year of birth, about"), required=False, min_value=1900)
    last_seen = forms.CharField(
        label=_("Where and when were they together for the last time?"), widget=area(2), max_length=1000, required=False
    )
    also_known = forms.CharField(
        label=_("What else helps to find them"), widget=area(2), max_length=2000, required=False,
        help_text=_("Telephone, where they were going, who may know of them."),
    )  # fmt: skip
    wish = forms.ChoiceField(label=_("What does the person want?"), choices=Wish.choices, widget=forms.RadioSelect)
    wish_words = forms.CharField(label=_("In their own words"), widget=area(2), max_length=LONGEST, required=False)
    basis = forms.ChoiceField(label=_("On which ground"), choices=Basis.choices, widget=forms.RadioSelect)
    consent = forms.ModelChoiceField(
        Consent.objects.none(), label=_("Which consent"), required=False, empty_label=_("Choose one")
    )
    safety = forms.CharField(
        label=_("Who must not learn of it?"), widget=area(2), max_length=LONGEST, required=False,
        help_text=_("Looking for a family can lead somebody dangerous to the child."),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)

    def __init__(self, *args: Any, consents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].queryset = consents  # type: ignore[attr-defined]
        self.fields["consent"].label_from_instance = lambda c: f"{c.get_purpose_display()} · {c.organisation or ''}"  # type: ignore[attr-defined]
        self.fields["birth_year"].max_value = localdate().year  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        data = self.cleaned_data
        known = {key: data[key] for key in ("name", "birth_year", "last_seen", "also_known") if data.get(key)}
        return Sought(
            sought_as=data["sought_as"], known=known, wish=data["wish"], wish_words=data["wish_words"],
            basis=data["basis"], consent=data.get("consent"), safety=data["safety"], urgency=data["urgency"],
        )  # fmt: skip


class WishForm(BaseForm, forms.Form):
    wish = forms.ChoiceField(label=_("What does the person want?"), choices=Wish.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In their own words"), widget=area(3), max_length=LONGEST, required=False)


class SourceForm(BaseForm, forms.Form):
    source = forms.ChoiceField(label=_("Which source"), choices=Verification.Source.choices)
    agrees = forms.TypedChoiceField(
        label=_("Does it say that they are family?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    said = forms.CharField(label=_("What it says"), widget=area(3), max_length=LONGEST)


class RiskForm(BaseForm, forms.Form):
    risk = forms.ChoiceField(label=_("Risk of bringing them together"), choices=Risk.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What speaks for and against"), widget=area(4), max_length=LONGEST)


class OutcomeForm(BaseForm, forms.Form):
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=TracingOutcome.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What should be known afterwards?"), widget=area(4), max_length=LONGEST)


class LookForForm(BaseForm, forms.Form):
    text = forms.CharField(
        label=_("Name, document, telephone or birth date"), max_length=200,
        help_text=_("Only files that you may open are shown."),
    )  # fmt: skip


class ConfirmMatchForm(BaseForm, forms.Form):
    match = forms.TypedChoiceField(
        label=_("Which file do they have?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, matches: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["match"].choices = [("", _("None here")), *matches]  # type: ignore[attr-defined]
