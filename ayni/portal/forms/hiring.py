"""What whoever employs, enrols or attends types. Nothing of it is kept: it stands in the address, and says nothing of
anybody."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm
from ayni.lib.errors import RuleBroken

from ..hooks import WorkPaper
from ..models import AcceptedPaper
from ..rules.hiring import Said, pay_of, people_of

UNKNOWN = "otro"
"""A document that is not in the list."""
CHOOSE = {"required": _("Choose a document."), "invalid_choice": _("Choose a document of the list.")}
ANSWER = {"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")}
ANSWERS = (
    (Said.YES.value, pgettext_lazy("answer", "Yes")),
    (Said.NO.value, pgettext_lazy("answer", "No")),
    (Said.UNSURE.value, pgettext_lazy("answer", "I do not know")),
)


def _question(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=ANSWERS, widget=forms.RadioSelect, error_messages=ANSWER)


class _NamesOfPapers(forms.Select):
    """They are called so in Peru, in whichever language the page is: read aloud in Spanish."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] not in {"", UNKNOWN}:
            option["attrs"]["lang"] = "es"
        return option


class WorkPaperForm(BaseForm, forms.Form):
    """Which document it is."""

    marks_optional = False
    documento = forms.ChoiceField(
        label=_("Which document does the person have?"), error_messages=CHOOSE, widget=_NamesOfPapers
    )

    def __init__(self, *args: Any, papers: Iterable[WorkPaper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose…")), *((one.code, one.label) for one in papers)]
        self.fields["documento"].choices = [*offered, (UNKNOWN, _("Another one, or none"))]  # type: ignore[attr-defined]


class QuestionsForm(BaseForm, forms.Form):
    """What matters of that document, and no more."""

    marks_optional = False

    def __init__(self, *args: Any, paper: WorkPaper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if paper.answer != "NO" and paper.when_expired:
            self.fields["vigente"] = _question(_("Is it still valid today? Look at the date on it."))
        if paper.answer != "NO" and paper.question:
            self.fields["condicion"] = _question(paper.question)

    def said(self, name: str) -> Said | None:
        typed = self.cleaned_data.get(name)
        return Said(typed) if typed else None


class AcceptedPaperForm(BaseForm, forms.Form):
    """What for, and what is brought."""

    marks_optional = False
    documento = forms.ChoiceField(label=_("For what, and which document do they bring?"), error_messages=CHOOSE)

    def __init__(self, *args: Any, papers: Iterable[AcceptedPaper], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in papers:
            name = str(one.get_service_display())
            if one.holder != AcceptedPaper.Holder.ANY:
                name = f"{name}: {one.get_holder_display()}"
            groups.setdefault(name, []).append((one.code, one.label(language)))
        self.fields["documento"].choices = [("", _("Choose…")), *groups.items()]  # type: ignore[attr-defined]


class TypedField(forms.CharField):
    """A text that a rule reads."""

    def __init__(self, *, read: Callable[[str], Any], label: Any, hint: Any, must: bool) -> None:
        needed = {"required": _("Type a number here."), "max_length": _("That is too long for a number.")}
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            label=label, help_text=hint, required=must, max_length=24, error_messages=needed, widget=widget
        )
        self.read = read

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return self.read(typed)
        except RuleBroken as broken:
            raise ValidationError(str(broken), code="invalid") from broken


class LimitForm(BaseForm, forms.Form):
    """What a company counts."""

    marks_optional = False
    names: ClassVar = ("personas", "extranjeras", "no_cuentan", "pagos", "pagos_extranjeras")

    personas = TypedField(
        read=people_of, must=True, label=_("People who work for you, all together"), hint=_("Peruvian and foreign."),
    )  # fmt: skip
    extranjeras = TypedField(read=people_of, must=True, label=_("How many of them are foreign"), hint="")
    no_cuentan = TypedField(
        read=people_of, must=False, label=_("How many of the foreign ones do not count"),
        hint=_("If you do not know, leave it empty."),
    )  # fmt: skip
    pagos = TypedField(
        read=pay_of, must=False, label=_("What you pay to all in a month, in soles"),
        hint=_("Only if you also want to see the share of pay."),
    )  # fmt: skip
    pagos_extranjeras = TypedField(
        read=pay_of, must=False, label=_("What you pay of it to the foreign people, in soles"),
        hint=_("Without those who do not count."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        foreign, exempt = data.get("extranjeras"), data.get("no_cuentan")
        if exempt is not None and foreign is not None and exempt > foreign:
            self.add_error("no_cuentan", _("These cannot be more than the foreign people."))
        pay, foreign_pay = data.get("pagos"), data.get("pagos_extranjeras")
        if not self.errors and (pay is None) != (foreign_pay is None):
            lacking = "pagos" if pay is None else "pagos_extranjeras"
            self.add_error(lacking, _("To reckon the share of pay, both amounts are needed."))
        return data

    @property
    def foreign(self) -> int:
        """Who counts for the limit."""
        return int(self.cleaned_data["extranjeras"]) - int(self.cleaned_data.get("no_cuentan") or 0)

    @property
    def pay(self) -> tuple[Decimal, Decimal] | None:
        pay, foreign = self.cleaned_data.get("pagos"), self.cleaned_data.get("pagos_extranjeras")
        return None if pay is None or foreign is None else (pay, foreign)
