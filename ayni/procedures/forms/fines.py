"""What a fine is reckoned from, and what a receipt says."""

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import AmountField, BaseForm, DayField

from ..actions import Waived
from ..models import FineKind, FineRule
from ..queries import fines as queries

KINDS = [FineKind.OVERSTAY, FineKind.LATE_UPDATE]
WHO = [FineRule.Who.MINOR, FineRule.Who.ASYLUM, FineRule.Who.VULNERABLE]


class ReckonForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        initial=FineKind.OVERSTAY,
        label=_("What is the fine for?"),
    )
    after = DayField(
        past=True,
        label=_("Last day that was in time"),
        help_text=_("Of a stay, the last day that was granted. Of data, the last day to say that they changed."),
    )
    on = DayField(
        required=False,
        label=_("Reckoned until"),
        help_text=_("Leave it empty for today. The UIT of that year counts."),
    )

    def span(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"kind": said["kind"], "after": said["after"], "on": said["on"] or localdate()}


class ReckonAloneForm(ReckonForm):
    """Without a person: who it is about is a choice, not a name."""

    who = forms.MultipleChoiceField(
        required=False,
        choices=[(who.value, who.label) for who in WHO],
        widget=forms.CheckboxSelectMultiple,
        label=_("Is any of this so?"),
    )


class RecordFineForm(ReckonForm):
    """On an application, by whoever evaluates it."""

    waiver = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=pgettext_lazy("fine", "Exemption"))
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Why is it not charged?"),
        help_text=_("Only who sees this application reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [rule for rule in queries.fine_rules(localdate()) if rule.kind == FineKind.WAIVER]
        choices = [("", _("None: the fine is charged")), *((rule.code, rule.label) for rule in rules)]
        self.fields["waiver"].choices = choices  # type: ignore[attr-defined]
        self.reveals = {"waiver": {rule.code: ("reason",) for rule in rules}}  # type: ignore[misc]

    def waived(self) -> Waived:
        return Waived(self.cleaned_data["waiver"], self.cleaned_data.get("reason") or "")


class ReceiptForm(BaseForm, forms.Form):
    number = forms.CharField(max_length=40, label=_("Number of the receipt"))
    paid_on = DayField(past=True, label=_("Day of the payment"))
    amount = AmountField(max_digits=8, decimal_places=2, min_value=0, label=_("Amount in soles"))
    payment_code = forms.CharField(
        max_length=20, label=_("Payment code"), help_text=_("As the procedure says it, such as 07568.")
    )

    marks_optional: ClassVar[bool] = False
