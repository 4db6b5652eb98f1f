"""What a reader may leave: an address for the next bulletin, and what they used figures for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.base_form import BaseForm

from ..models import PurposeKind


class SubscribeForm(BaseForm, forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=120,
        help_text=_("For this bulletin and nothing else. Each letter has a link that ends it."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Type your e-mail, such as ana@example.org."),
            "invalid": _("Type your e-mail, such as ana@example.org."),
            "max_length": _("That is too long: 120 letters at most."),
        },
    )  # fmt: skip


class PurposeForm(BaseForm, forms.Form):
    marks_optional = False
    kind = forms.ChoiceField(
        label=_("What did you use it for?"), choices=PurposeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you used it for.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Where can it be seen, or what came of it? (you may leave it empty)"), required=False, max_length=400,
        help_text=_("A title, a link, a sentence. Please name nobody."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": _("That is too long: 400 letters at most.")},
    )  # fmt: skip
    # People leave it empty, because they do not see it; programs that fill in every form do not.
    website = forms.CharField(label=pgettext_lazy("trap", "Leave this empty"), required=False, max_length=200)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def told(self) -> dict[str, Any]:
        return {"kind": self.cleaned_data["kind"], "text": self.cleaned_data["text"]}
