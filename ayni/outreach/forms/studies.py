"""Studies: the spreadsheet that comes in, and what was found."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.codelists.models import Barrier, NeedSector, Territory
from ayni.design.fields import BaseForm, DayField
from ayni.governance.models import Gap
from ayni.instruments.xlsform.reading import MOST_BYTES

from .. import queries
from ..actions.studies import Found, Planned
from ..models import Population, StudyKind
from ..queries import studies
from ..rules.answers import MOST_BYTES as MOST_BYTES_OF_ANSWERS
from .sessions import departments, row


class ImportForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(label=_("Kind of study"), choices=[("", _("Choose")), *StudyKind.choices])
    xlsform_file = forms.FileField(
        label=_("Form (XLSForm)"), help_text=_("XLSX, up to 5 MB. What is not known here is said by row and column."),
        widget=forms.FileInput({"accept": ".xlsx"}), allow_empty_file=True, required=False,
    )  # fmt: skip
    title = forms.CharField(
        label=_("Or its title, if it was made without a form of ours"), max_length=200, required=False,
        help_text=_("A report, a meeting with a community: what it found is noted afterwards."),
    )  # fmt: skip
    done_on = DayField(label=_("Day on which it was made"), required=False, past=True)
    office = row(Office, _("Office"), required=True)
    territory = row(Territory, _("Department"))
    consultation = forms.URLField(
        label=_("Link of the consultation or the document that it goes with"), max_length=400, required=False,
        assume_scheme="https",
    )  # fmt: skip
    again_on = DayField(label=_("Day on which it is due again"), required=False, future=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offices_of(user)  # type: ignore[attr-defined]
        self.fields["territory"].queryset = departments()  # type: ignore[attr-defined]
        self.initial = {"office": user.office_id, **self.initial}

    def clean_xlsform_file(self) -> bytes:
        file = self.cleaned_data["xlsform_file"]
        if file is None:
            return b""
        if file.size > MOST_BYTES:
            raise ValidationError(_g("The form is larger than 5 MB."))
        content: bytes = file.read()
        if not content:
            raise ValidationError(_g("The file is empty. Look whether it was saved, and choose it again."))
        return content

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not (said.get("xlsform_file") or said.get("title")):
            self.add_error("xlsform_file", _g("Choose the form; or type the title, if there is none."))
        return said

    def planned(self) -> Planned:
        return Planned(**{name: self.cleaned_data[name] for name in Planned.__dataclass_fields__})


class AnswersForm(BaseForm, forms.Form):
    marks_optional = False
    answers_file = forms.FileField(
        label=_("File of answers"), help_text=_("CSV or Excel (XLSX), up to 10 MB and 10 000 rows."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}), allow_empty_file=True,
    )  # fmt: skip

    def clean_answers_file(self) -> bytes:
        file = self.cleaned_data["answers_file"]
        if file.size > MOST_BYTES_OF_ANSWERS:
            raise ValidationError(_g("The file is larger than 10 MB. Save it without pictures, or part it in two."))
        content: bytes = file.read()
        if not content:
            raise ValidationError(_g("The file is empty. Look whether it was saved, and choose it again."))
        return content


class FindingForm(BaseForm, forms.Form):
    words = forms.CharField(label=_("What was found"), max_length=600, widget=forms.Textarea({"rows": 2}))
    population = forms.ChoiceField(label=_("Whom it concerns"), choices=Population.choices, widget=forms.RadioSelect)
    sector = row(NeedSector, _("Need, by sector"))
    barrier = row(Barrier, _("Or barrier"))
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=0, max_value=40_000_000)
    gap = row(Gap, _("Gap of the norms that it shows"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"sector": queries.sectors(), "barrier": studies.barriers(), "gap": studies.gaps(user)}
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not (said.get("sector") or said.get("barrier")):
            self.add_error("sector", _g("Choose the sector of the need, or the barrier."))
        return said

    def found(self) -> Found:
        return Found(**self.cleaned_data)
