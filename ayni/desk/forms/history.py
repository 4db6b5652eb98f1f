from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField


class DayForm(BaseForm, forms.Form):
    """The day that the history is asked about."""

    marks_optional = False

    dia = DayField(label=_("On which day"), past=True, help_text=_("For instance, the day of a decision: 14 3 2024."))

    @classmethod
    def is_asked_in(cls, data: Mapping[str, Any]) -> bool:
        return any(name.startswith("dia") for name in data)
