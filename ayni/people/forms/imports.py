"""Forms of lists that come in. What a column may be is a field of the form for each column."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.codelists.queries import choices as listed
from ayni.design.fields import BaseForm
from ayni.lib.names import plain
from ayni.people.models import Basis
from ayni.people.queries import imports as queries
from ayni.people.queries.imports import LISTED, Proposal
from ayni.people.rules.imports.fields import FIELDS
from ayni.people.rules.imports.mapping import INEI, RENIEC, Plan
from ayni.people.rules.imports.values import DAY_FIRST, MONTH_FIRST
from ayni.people.uploads import MOST_BYTES

MOST_WORDS = 15
_WITH_WORDS = ("sex", "nationality", "document_type", "education", "status", "language")


class UploadForm(BaseForm, forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy("CSV, Excel (XLSX), or answers of ODK or Kobo (CSV, archive, XML). Up to 60 MB."),
    )
    form = forms.FileField(
        label=gettext_lazy("Form of the answers (XLSForm)"),
        required=False,
        help_text=gettext_lazy("Only for answers of ODK or Kobo: it says what the codes mean."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only if the spreadsheet has several: its name. Otherwise the first with a table."),
    )
    system = forms.CharField(
        label=gettext_lazy("Whose list is it?"),
        max_length=80,
        help_text=gettext_lazy("The institution and the list, such as “Municipalidad de SMP, feria”. Write it the same "
                               "way each time: its numbers are recognised by it."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=gettext_lazy("What are these people taken in for?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands beside the consent in each of their files."),
    )
    basis = forms.ChoiceField(label=gettext_lazy("On what does it rest?"), widget=forms.RadioSelect)
    grounds = forms.CharField(
        label=gettext_lazy("Agreement, norm or letter"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as “Convenio 12-2026”. Without one, the purpose stands there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = Basis.choices  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        return _not_too_large(self.cleaned_data["file"])

    def clean_form(self) -> Any:
        return _not_too_large(self.cleaned_data["form"]) if self.cleaned_data["form"] else None


def _not_too_large(file: Any) -> Any:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(
            _("The file is larger than 60 MB. Whoever runs this installation can import it with a command.")
        )
    return file


class ColumnsForm(BaseForm, forms.Form):
    """`c3`: what the fourth column is. `w3-0`: what the first unknown word in it means."""

    dates = forms.ChoiceField(
        label=gettext_lazy("In dates such as 03/04/1990, what comes first?"),
        widget=forms.RadioSelect,
        choices=((DAY_FIRST, gettext_lazy("The day")), (MONTH_FIRST, gettext_lazy("The month"))),
    )
    ubigeo = forms.ChoiceField(
        label=gettext_lazy("Whose codes do the districts have?"),
        widget=forms.RadioSelect,
        required=False,
        choices=((INEI, gettext_lazy("INEI, or names of districts")), (RENIEC, gettext_lazy("RENIEC"))),
    )
    save_as = forms.CharField(
        label=gettext_lazy("Keep these answers under a name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("They are offered again for lists with the same columns."),
    )
    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, proposal: Proposal, plan: Plan, **kwargs: Any) -> None:
        self.proposal, self.plan = proposal, plan
        super().__init__(*args, **kwargs)
        self.fields["dates"].initial, self.fields["ubigeo"].initial = plan.dates, plan.ubigeo
        self.codes = queries.codes()
        for place, header in enumerate(proposal.table.headers):
            self._add_column(place, header)

    def _add_column(self, place: int, header: str) -> None:
        samples = self.proposal.samples.get(header, [])
        name = f"c{place}"
        self.fields[name] = forms.ChoiceField(
            label=header,
            required=False,
            choices=[("", _("Leave it out")), *((f.code, f.label) for f in FIELDS.values())],
            initial=self.plan.columns.get(header, ""),
            help_text=" · ".join(text[:40] for text in samples[:4]) or _("This column is empty."),
        )
        chosen = str(self[name].value() or "")
        for number, word in enumerate(self._unknown(chosen, samples)):
            self.fields[f"w{place}-{number}"] = forms.ChoiceField(
                label=_("“%(word)s” in “%(column)s” means") % {"word": word[:60], "column": header},
                required=False,
                choices=[("", _("Nothing that is known: the rows are with an error")), *listed_for(chosen)],
                initial=self.plan.values.get(chosen, {}).get(plain(word), ""),
            )
            self.fields[f"w{place}-{number}"].word = (chosen, plain(word))  # type: ignore[attr-defined]

    def _unknown(self, field: str, samples: list[str]) -> list[str]:
        if field not in _WITH_WORDS:
            return []
        known: Mapping[str, str] = self.plan.values.get(field, {})
        words = {plain(text): text for text in samples if plain(text)}
        strange = [text for word, text in words.items() if self.codes.find(field, known.get(word, text)) is None]
        return [] if len(strange) > MOST_WORDS else [t for t in strange if field != "document_type" or not _cedula(t)]

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("c") and name[1:].isdigit()]

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("w")]

    @property
    def asks_anew(self) -> bool:
        """Whether there are words that were not on the page that was sent."""
        return any(name not in self.data for name in self.fields if name.startswith("w"))

    def chosen(self) -> Plan:
        columns = {h: self.cleaned_data[f"c{i}"] for i, h in enumerate(self.proposal.table.headers)}
        values = {field: dict(words) for field, words in self.plan.values.items()}
        for name, field in self.fields.items():
            if name.startswith("w") and self.cleaned_data.get(name):
                kind, word = field.word  # type: ignore[attr-defined]
                values.setdefault(kind, {})[word] = self.cleaned_data[name]
        return Plan(columns, self.cleaned_data["dates"], self.cleaned_data["ubigeo"], values)


def _cedula(text: str) -> bool:
    return plain(text).startswith(("cedula", "ci", "cc"))


def listed_for(field: str) -> list[tuple[str, str]]:
    rows = listed(LISTED[field])
    return [row for row in rows if field != "sex" or row[0].startswith("SEX-")]


class RowForm(BaseForm, forms.Form):
    """What a row says, field by field, as it was typed."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, typed: Mapping[str, str], fields: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, field in FIELDS.items():
            if code in fields or code in typed:
                hint = _("Such as: %(example)s") % {"example": field.example} if field.example else ""
                self.fields[code] = forms.CharField(
                    label=str(field.label), required=False, max_length=4000, initial=typed.get(code, ""), help_text=hint
                )
