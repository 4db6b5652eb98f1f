from typing import Any

from django import forms

LONGEST = 4000


def text_field(label: Any, *, required: bool = True, rows: int = 5, hint: Any = "") -> forms.CharField:
    """Words of somebody, in a box of so many rows."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
