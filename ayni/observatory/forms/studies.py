"""What whoever keeps the library fills in."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm

from .. import series
from ..actions import WrittenStudy
from ..actions.studies import TEXTS
from ..models import Linked, StudyKind, StudyLanguage, StudyVersion
from ..published import Structure

_LINES = {"rows": 4}


class StudyForm(BaseForm, forms.Form):
    title_es = forms.CharField(max_length=300, label=_("Title in Spanish"))
    title_en = forms.CharField(
        max_length=300, label=_("Title in English"), help_text=_("If it has none, translate it."),
    )  # fmt: skip
    authors = forms.CharField(
        required=False, max_length=300, label=_("Who made it"),
        help_text=_("As it is cited: the institution, or who signs it. Empty: the document does not say."),
    )  # fmt: skip
    year = forms.IntegerField(
        required=False, label=_("Year in which it came out"),
        help_text=_("Four digits. Empty: the document does not say."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=StudyKind.choices, label=_("What it is"), widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    summary_es = forms.CharField(
        max_length=1500, label=_("What it says, in plain Spanish"), widget=forms.Textarea(_LINES),
        help_text=_("Two to five sentences for whoever has not studied the matter."),
    )  # fmt: skip
    summary_en = forms.CharField(
        max_length=1500, label=_("What it says, in plain English"), widget=forms.Textarea(_LINES)
    )
    address = forms.URLField(
        required=False, max_length=300, label=_("Where it can be read"), assume_scheme="https",
        help_text=_("The page or file of whoever published it. Open it first. Empty: nobody confirmed where."),
    )  # fmt: skip
    licence = forms.CharField(
        required=False, max_length=120, label=pgettext_lazy("study", "Licence"),
        help_text=_("As the document says it, such as CC BY 4.0. Empty: it does not say."),
    )  # fmt: skip
    language = forms.ChoiceField(
        required=False, label=_("Language of the document"),
        choices=[("", pgettext_lazy("language of a study", "Not known")), *StudyLanguage.choices],
    )  # fmt: skip
    figures = forms.CharField(
        required=False, max_length=2000, label=_("Figures of others that come from it"),
        widget=forms.Textarea({"rows": 2}), help_text=_("Their codes, separated by commas, such as FIG-116, FIG-118."),
    )  # fmt: skip
    tables = forms.MultipleChoiceField(
        required=False, label=_("Tables of the observatory that it uses"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        required=False, max_length=300, label=_("Why does it change?"),
        help_text=pgettext_lazy("study", "For the colleague who reads it over."),
    )  # fmt: skip

    marks_optional: ClassVar[bool] = True

    def __init__(
        self, *args: Any, held: Mapping[str, Structure], before: StudyVersion | None = None, **kwargs: Any
    ) -> None:
        """`held`: tables that are published. `before`: what is said of the study now."""
        super().__init__(*args, initial=_as_typed(before) if before else None, **kwargs)
        self.fields["themes"].choices = [(one.code, one.title_es) for one in series.themes()]  # type: ignore[attr-defined]
        gone = [code for code in (before.linked(Linked.TABLE) if before else []) if code not in held]
        offered = [(code, said.title["es"]) for code, said in sorted(held.items())]
        self.fields["tables"].choices = offered + [(code, code) for code in gone]  # type: ignore[attr-defined]
        if not self.fields["tables"].choices:  # type: ignore[attr-defined]
            del self.fields["tables"]
        if before is None:
            del self.fields["reason"]

    def clean_address(self) -> str:
        said = str(self.cleaned_data["address"])
        if said and not said.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Write the whole address, beginning with https://."))
        return said

    def clean_figures(self) -> list[str]:
        return [one.upper() for one in re.split(r"[\s,;]+", self.cleaned_data["figures"]) if one]

    def written(self) -> WrittenStudy:
        return WrittenStudy(**self.cleaned_data)


def _as_typed(one: StudyVersion) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in TEXTS}
    return said | {"figures": ", ".join(one.linked(Linked.FIGURE)), "tables": one.linked(Linked.TABLE)}


class ReturnForm(BaseForm, forms.Form):
    note = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 3}), label=_("What should change?"))


class WithdrawStudyForm(BaseForm, forms.Form):
    why = forms.CharField(
        max_length=300, label=_("Why is it withdrawn?"),
        help_text=_("Whoever comes with its address reads this sentence."),
    )  # fmt: skip
