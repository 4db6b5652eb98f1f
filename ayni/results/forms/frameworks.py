"""A review of a framework as somebody types it: a line for each node that changes."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField

from ..actions import NewFramework, Review
from ..models import Level

NODE = r"[A-Za-z0-9][A-Za-z0-9.-]{0,23}"
LINE_OF_A_NODE = _(
    "One a line, typed or copied from a sheet: code | code above | level | wording. "
    "“1.1.6 | 1.1 | effect | New effect”."
)


def _text(label: Any, hint: Any) -> forms.CharField:
    area = forms.Textarea({"rows": 4, "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=40_000, widget=area, help_text=hint)


def _lines(typed: str) -> list[str]:
    return [line.strip(" ") for line in typed.splitlines() if line.strip()]


def _nodes(typed: str) -> list[dict[str, str]]:
    """A node a line, as it is typed or as it comes from a sheet."""
    found = []
    for line in _lines(typed):
        parts = [part.strip() for part in re.split(r"[|\t]", line)]
        if len(parts) != 4 or not re.fullmatch(NODE, parts[0]) or not parts[3]:
            raise ValidationError(
                _g("“%(line)s” needs four parts: code | code above | level | wording.") % {"line": line}
            )
        found.append({"code": parts[0], "parent_code": parts[1], "level": _level(parts[2]), "label_es": parts[3][:300]})
    return found


def _level(typed: str) -> str:
    """By its word or by its code."""
    for level in Level:
        if typed.casefold() in {level.value, str(level.label).casefold()}:
            return level.value
    words = ", ".join(str(level.label) for level in Level)
    raise ValidationError(_g("“%(level)s” is no level. There are: %(levels)s.") % {"level": typed, "levels": words})


class NewFrameworkForm(BaseForm, forms.Form):
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,11}$", label=_("Code"), max_length=12, strip=True,
        help_text=_("Two to twelve capitals, digits or hyphens: “ERAS”."),
        error_messages={"invalid": _("Only capitals, digits and hyphens, two to twelve: “ERAS”.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=200)
    source = forms.CharField(
        label=_("Where it is written"),
        max_length=300,
        help_text=_("The document and its year, so that anybody finds it."),
    )
    valid_from = DayField(label=_("In force from"))
    vision = forms.CharField(
        label=_("Vision"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("What is to have come true at its end."),
    )  # fmt: skip
    nodes = _text(_("Its parts"), LINE_OF_A_NODE)

    def clean_nodes(self) -> list[dict[str, str]]:
        return _nodes(self.cleaned_data["nodes"])

    def said(self) -> NewFramework:
        return NewFramework(**self.cleaned_data)


class ReviewForm(BaseForm, forms.Form):
    valid_from = DayField(label=_("In force from"))
    is_review = forms.BooleanField(label=_("It is the mid-term review"), required=False)
    reason = forms.CharField(label=_("Why it changes"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    dropped = _text(_("What falls away"), _("One code a line. Its indicators move with an arrow: “1.1.4 -> 1.1.2”."))
    reworded = _text(_("What is worded anew"), _("Code, colon, new wording: “1.1.1: Necesidades visibles”."))
    added = _text(_("What is new"), LINE_OF_A_NODE)

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
        return _nodes(self.cleaned_data["added"])

    def _typed(self, name: str) -> list[str]:
        return _lines(self.cleaned_data[name])

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
