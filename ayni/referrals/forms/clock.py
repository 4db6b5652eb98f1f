from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm
from ayni.governance.models import DeadlineUnit, Urgency

from .. import rules


class ClockForm(BaseForm, forms.Form):
    """The times of one urgency."""

    acknowledge_amount = forms.IntegerField(label=_("Confirm receipt within"), min_value=1, max_value=999)
    acknowledge_unit = forms.ChoiceField(label=_("Unit of receipt"), choices=DeadlineUnit.choices)
    answer_amount = forms.IntegerField(label=_("Answer within"), min_value=1, max_value=999)
    answer_unit = forms.ChoiceField(label=_("Unit of the answer"), choices=DeadlineUnit.choices)

    expire_days = forms.IntegerField(
        label=_("Days until it ends of itself"), min_value=1, max_value=365,
        help_text=_("Counted from when the answer was due, if nobody answers."),
    )  # fmt: skip

    def __init__(self, urgency: str, allowance: rules.Allowance, data: QueryDict | None = None) -> None:
        self.urgency = Urgency(urgency)
        self.seen = rules.mark_of_allowance(allowance)
        (acknowledge, acknowledge_unit), (answer, answer_unit) = allowance.acknowledge, allowance.answer
        initial = {
            "acknowledge_amount": acknowledge,
            "acknowledge_unit": acknowledge_unit,
            "answer_amount": answer,
            "answer_unit": answer_unit,
            "expire_days": allowance.expire_days,
        }
        super().__init__(data, prefix=urgency.lower(), initial=initial)

    def allowance(self) -> rules.Allowance:
        data = self.cleaned_data
        return rules.Allowance(
            (data["acknowledge_amount"], data["acknowledge_unit"]),
            (data["answer_amount"], data["answer_unit"]),
            data["expire_days"],
        )
