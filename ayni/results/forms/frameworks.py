"""A review of a framework as somebody types it: a line for each node that changes."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField

from ..actions import Review
from ..models import Level


def _text(label: Any, hint: Any) -> forms.CharField:
    area = forms.Textarea({"rows": 4, "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=4000, widget=area, help_text=hint)


class ReviewForm(BaseForm, forms.Form):
    valid_from = DayField(label=_("In force from"))
    is_review = forms.BooleanField(label=_("It is the mid-term review"), required=False)
    reason = forms.CharField(label=_("Why it changes"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    dropped = _text(_("What falls away"), _("One code a line. Its indicators move with an arrow: “1.1.4 -> 1.1.2”."))
    reworded = _text(_("What is worded anew"), _("Code, colon, new wording: “1.1.1: Necesidades visibles”."))
    added = _text(_("What is new"), _("Code | code above | level | wording: “1.1.6 | 1.1 | effect | Nuevo efecto”."))

    def clean_dropped(self) -> dict[str, str]:
        found = {}
        for line in self._typed("dropped"):
            code, _arrow, to = (part.strip() for part in line.partition("->"))
            found[code] = to
        return found

    def clean_reworded(self) -> dict[str, str]:
        found = {}
        for line in self._typed("reworded"):
            code, colon, wording = (part.strip() for part in line.partition(":"))
            if not colon or not wording:
                raise ValidationError(_g("“%(line)s” lacks a colon and the new wording.") % {"line": line})
            found[code] = wording[:300]
        return found

    def clean_added(self) -> list[dict[str, str]]:
        found = []
        for line in self._typed("added"):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 4 or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,23}", parts[0]) or not parts[3]:
                raise ValidationError(
                    _g("“%(line)s” needs four parts: code | code above | level | wording.") % {"line": line}
                )
            if parts[2] not in Level.values:
                raise ValidationError(
                    _g("“%(level)s” is no level. There are: %(levels)s.")
                    % {"level": parts[2], "levels": ", ".join(Level.values)}
                )
            found.append(dict(zip(("code", "parent_code", "level", "label_es"), parts, strict=True)))
        return found

    def _typed(self, name: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]

    def review(self) -> Review:
        return Review(**self.cleaned_data)


class DescribeForm(BaseForm, forms.Form):
    vision = forms.CharField(
        label=_("Vision"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("What is to have come true at its end."),
    )  # fmt: skip
    context = forms.CharField(
        label=_("Challenges of the context"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line."),
    )  # fmt: skip


class AlignForm(BaseForm, forms.Form):
    one = forms.CharField(label=_("Code in this framework"), max_length=24)
    other = forms.CharField(label=_("Code in another framework"), max_length=24)
