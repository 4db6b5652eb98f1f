from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import AmountField, BaseForm, DayField

from ..gateways import Payment
from ..models import CallOutcome, StateService

_DIGITS = RegexValidator(r"^\d{3,20}$", _("Type it as it stands on the receipt: digits only."))


class ReceiptForm(BaseForm, forms.Form):
    """What stands on a receipt of the Banco de la Nación or of Págalo.pe."""

    code = forms.CharField(label=_("Payment code"), max_length=20, validators=[_DIGITS])
    number = forms.CharField(label=_("Number of the receipt (secuencia)"), max_length=20, validators=[_DIGITS])
    day = DayField(label=_("Day of the payment"), past=True)
    amount = AmountField(label=_("Amount in soles"), max_digits=8, decimal_places=2, min_value=0.01, localize=True)

    def receipt(self) -> Payment:
        return Payment(**{name: self.cleaned_data[name] for name in ("code", "number", "day", "amount")})


class LogForm(BaseForm, forms.Form):
    """Which questions to show."""

    service = forms.ChoiceField(
        label=_("Service of the State"), required=False, choices=[("", _("All")), *StateService.choices]
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("All")), *CallOutcome.choices])

    def chosen(self) -> dict[str, str]:
        """What was typed that is no choice is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("service", "outcome")}
