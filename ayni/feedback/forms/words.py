from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules import LONGEST

NUMBER_HINT = _("It begins with V.")


def text_field(label: Any, *, required: bool = True, rows: int = 5, hint: Any = "") -> forms.CharField:
    """Words of somebody, in a box of so many rows."""
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip
