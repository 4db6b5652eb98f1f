"""Indicators, targets and values as somebody types them."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm
from ayni.files.fields import PAPERS, PictureForm, picture_field
from ayni.files.preparing import Kind

from ..actions import Aimed, Given
from ..formula import Tables
from ..models import Counts, Definition, DefinitionDraft, Measure, Origin, Period, Unit


class MonthField(forms.CharField):
    """A month as 2026-03. Gives its first day."""

    def clean(self, value: Any) -> date | None:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        found = re.fullmatch(r"(20\d\d)-(0?[1-9]|1[0-2])", typed)
        if not found:
            raise ValidationError(_g("Type the month as 2026-03: year, hyphen, month."), code="invalid")
        return date(int(found[1]), int(found[2]), 1)


class AmountField(forms.FloatField):
    """A number with point or comma; of a share, 80 % or 0.8."""

    default_error_messages: ClassVar = {"invalid": _("Type a number, such as 0.85, 85 % or 1200.")}

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        percent, typed = typed.endswith("%"), typed.rstrip("%").replace(",", ".")
        number: float | None = super().to_python(typed)
        return number / 100 if percent and number is not None else number


def _lines(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=1000, widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=hint,
    )  # fmt: skip


def _months(*, required: bool = True) -> tuple[MonthField, MonthField]:
    return (
        MonthField(label=_("First month"), required=required, help_text=_("Such as 2026-01.")),
        MonthField(label=_("Last month"), required=required, help_text=_("Such as 2026-12.")),
    )


COUNTED = (
    "table",
    "month",
    "counts",
    "column",
    "filter",
    "numerator",
    "denominator",
    "denominator_table",
    "dimensions",
)


class IndicatorForm(BaseForm, forms.Form):
    """A definition. What is counted from facts says from which table, and how."""

    reveals: ClassVar = {"origin": {Origin.FACTS: COUNTED}}

    code = forms.RegexField(
        r"^[A-Z][A-Z0-9-]{1,23}$", label=_("Code"), max_length=24,
        help_text=_("Capital letters, digits and hyphens, such as DER-15."),
        error_messages={"invalid": _("Use capital letters, digits and hyphens, and begin with a letter.")},
    )  # fmt: skip
    name = forms.CharField(label=pgettext_lazy("indicator", "Name"), max_length=200)
    definition = forms.CharField(label=_("Definition"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    measure = forms.ChoiceField(label=_("What is computed"), choices=Measure.choices)
    origin = forms.ChoiceField(label=_("Where its values come from"), choices=Origin.choices, widget=forms.RadioSelect)
    table = forms.ChoiceField(label=_("Table of facts"))
    month = forms.CharField(
        label=_("Column of the month"), max_length=40, required=False,
        help_text=_("Such as month. Empty: what stands today."),
    )  # fmt: skip
    counts = forms.ChoiceField(label=_("What counts"), choices=Counts.choices)
    column = forms.CharField(
        label=_("Column of numbers"), max_length=40, required=False, help_text=_("Only of a sum or a median.")
    )
    filter = _lines(
        pgettext_lazy("indicator", "Filter"),
        _("One condition a line: “status: SENT, ACCEPTED”, “state: not SKIPPED”, “days: at most 5”."),
    )
    numerator = _lines(_("Numerator"), _("Of a share: what counts of the denominator."))
    denominator = _lines(_("Denominator"))
    denominator_table = forms.ChoiceField(label=_("Table of the denominator, if it is another"), required=False)
    dimensions = forms.CharField(
        label=_("Broken down by"), max_length=300, required=False, help_text=_("Columns, separated by commas.")
    )
    period = forms.ChoiceField(label=pgettext_lazy("indicator", "Period"), choices=Period.choices)
    baseline = AmountField(label=_("Baseline"), required=False, help_text=_("A share as 0.45 or 45 %."))
    baseline_month = MonthField(label=_("Month of the baseline"), required=False, help_text=_("Such as 2025-12."))
    verification = forms.CharField(label=_("Means of verification"), max_length=300, required=False)
    responsible = forms.CharField(label=_("Responsible"), max_length=120, required=False)
    nodes = forms.CharField(
        label=_("Contributes to"), max_length=600,
        help_text=_("Codes of nodes of the frameworks, separated by commas: 1.1.2, SDG-10.7, ACT-4."),
    )  # fmt: skip
    why = forms.CharField(label=_("Why it changes"), max_length=300, required=False)

    def __init__(
        self, *args: Any, tables: Tables, said: Definition | None = None, nodes: list[str] | None = None,
        draft: DefinitionDraft | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        if draft is not None:
            typed = as_typed(draft.definition(), draft.nodes)
            kwargs["initial"] = typed | {"code": draft.code, "why": draft.said.get("why", "")}
        elif said is not None:
            kwargs["initial"] = as_typed(said, nodes or [])
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in sorted(tables)]
        gone = {n for n in (said.table, said.denominator_table) if n and n not in tables} if said else set()
        names += [(name, name) for name in sorted(gone)]
        self.fields["table"].choices = names  # type: ignore[attr-defined]
        self.fields["denominator_table"].choices = [("", _("The same table")), *names]  # type: ignore[attr-defined]
        if said is not None:
            del self.fields["code"]
            self.fields["why"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("baseline") is not None and not cleaned.get("baseline_month"):
            self.add_error("baseline_month", _g("A baseline says of which month it is. Type it, such as 2025-12."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """The fields of a definition."""
        fields = {name: value for name, value in self.cleaned_data.items() if name not in {"code", "nodes"}}
        if fields["origin"] != Origin.FACTS:
            fields |= {name: "" for name in COUNTED if name != "counts"} | {"counts": Counts.EVENTS}
        fields["dimensions"] = "|".join(_listed(fields["dimensions"]))
        return fields

    def node_codes(self) -> list[str]:
        return list(dict.fromkeys(_listed(self.cleaned_data["nodes"])))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,|\n]", text) if part.strip()]


def as_typed(said: Definition, nodes: list[str]) -> dict[str, Any]:
    """A definition as whoever writes it would type it."""
    names = [name for name in IndicatorForm.base_fields if hasattr(said, name) and name not in {"code", "why"}]
    typed = {name: getattr(said, name) for name in names}
    return typed | {
        "dimensions": ", ".join(said.dimension_list), "nodes": ", ".join(nodes),
        "baseline_month": f"{said.baseline_month:%Y-%m}" if said.baseline_month else "",
    }  # fmt: skip


class TargetForm(BaseForm, forms.Form):
    since, until = _months()
    value = AmountField(label=pgettext_lazy("target", "To be reached"), help_text=_("A share as 0.85 or 85 %."))
    department = forms.ChoiceField(label=_("Where"), required=False)
    dimension = forms.ChoiceField(label=_("Only of a part: by"), required=False)
    category = forms.CharField(label=_("Code of the category"), max_length=24, required=False)

    def __init__(
        self, *args: Any, dimensions: list[tuple[str, str]], departments: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("The whole country")), *departments]  # type: ignore[attr-defined]
        self.fields["dimension"].choices = [("", _("The whole")), *dimensions]  # type: ignore[attr-defined]

    def aimed(self) -> Aimed:
        return Aimed(**self.cleaned_data)


class ValueForm(PictureForm):
    drawing = Kind.SCAN
    needs_file = False
    marks_optional = True

    since, until = _months()
    department = forms.ChoiceField(label=_("Where"), required=False)
    numerator = AmountField(label=_("Value, or numerator of a share"), min_value=0)
    denominator = AmountField(label=_("Denominator"), required=False, min_value=0)
    evidence = forms.CharField(
        label=pgettext_lazy("value", "What shows it"), max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=_("Document, number and date, or an address. No names of people."),
    )  # fmt: skip
    picture = picture_field(
        PAPERS,
        _("The document that shows it, without data of people: PDF of up to 20 pages, or a picture; up to 10 MB."),
    )

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It is found among files, not photographed on the way.
        del self.fields["camera"]
        self.fields["department"].choices = [("", _("The whole country")), *departments]  # type: ignore[attr-defined]

    def given(self) -> Given:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "picture"}
        return Given(**typed, drawn=self.drawn)


class DecideForm(BaseForm, forms.Form):
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
