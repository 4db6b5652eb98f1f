"""Sheets, invitations, materials, tests, certificates, repetitions: what each asks."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.design.fields import BaseForm
from ayni.files.fields import PAPERS, PictureForm, picture_field
from ayni.files.preparing import Drawn, Kind
from ayni.instruments.models import NO, YES, Instrument, Question
from ayni.lib.ids import is_uuid, uuid7

from .. import queries
from ..models import ProbeKind
from ..queries import probes
from ..rules.around import MOST_ADDRESSES
from ..rules.sessions import MOST_REPEATS
from ..rules.sheets import MOST_BYTES

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+")


class SheetForm(BaseForm, forms.Form):
    marks_optional = False
    sheet_file = forms.FileField(
        label=_("Sheet of who came"), help_text=_("Excel (XLSX) or CSV, up to 10 MB and 5 000 lines."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}), allow_empty_file=True,
    )  # fmt: skip

    def clean_sheet_file(self) -> bytes:
        file = self.cleaned_data["sheet_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_g("The file is larger than 10 MB. Save it without pictures, or part it in two."))
        content: bytes = file.read()
        if not content:
            raise ValidationError(_g("The file is empty. Look whether it was saved, and choose it again."))
        return content


class InviteForm(BaseForm, forms.Form):
    marks_optional = False
    institutions = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Institutions"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever answers for them in the directory is written to."),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Other e-mails"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, or with commas. A list can be pasted."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institutions"].queryset = queries.institutions()  # type: ignore[attr-defined]

    def clean_addresses(self) -> list[str]:
        parts = [part for part in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if part]
        found = [part.strip("<>") for part in parts if "@" in part]
        if wrong := [one for one in found if not ADDRESS.fullmatch(one)]:
            raise ValidationError(_g("This is no e-mail: %(wrong)s. Mend it or take it out.") % {"wrong": wrong[0]})
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_g("At most %(most)d addresses at once.") % {"most": MOST_ADDRESSES})
        return found


class MaterialForm(PictureForm):
    drawing = Kind.SCAN
    needs_file = False
    title = forms.CharField(label=_("Title"), max_length=160)
    link = forms.URLField(label=_("Link"), max_length=400, required=False, assume_scheme="https")
    picture = picture_field(PAPERS, _("Or a file: PDF of up to 20 pages, or a picture; up to 10 MB."))
    is_public = forms.BooleanField(label=_("Show it on the page of the session"), required=False)
    field_order = ("title", "link", "picture", "is_public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["camera"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data.get("link")) == (self.drawn is not None):
            self.add_error("link", _g("Give a link or a file: one of the two."))
        return data

    def content(self) -> str | Drawn:
        return self.drawn if self.drawn is not None else str(self.cleaned_data["link"])


class RepeatForm(BaseForm, forms.Form):
    marks_optional = False
    times = forms.IntegerField(label=_("For how many weeks more"), min_value=1, max_value=MOST_REPEATS, initial=3)


class AskForm(BaseForm, forms.Form):
    """Which form is asked of whoever comes."""

    marks_optional = False
    kind = forms.ChoiceField(label=_("When"), choices=ProbeKind.choices, widget=forms.RadioSelect)
    instrument = forms.ModelChoiceField(Instrument.objects.none(), label=_("Form"), empty_label=_("Choose"))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_of_them = probes.forms(ProbeKind.PRE, today) | probes.forms(ProbeKind.VIEW, today)
        self.fields["instrument"].queryset = all_of_them  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        form = said.get("instrument")
        if form and said.get("kind") and form.series != probes.SERIES[ProbeKind(said["kind"])]:
            self.add_error("instrument", _g("That form is for another moment. Choose one that fits."))
        return said


class RightForm(BaseForm, forms.Form):
    """Which answers of a test are right."""

    marks_optional = False

    def __init__(self, *args: Any, questions: Iterable[Question], right: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            if question.kind in probes.WITH_CHOICES:
                own = [(YES, _("Yes")), (NO, _("No"))] if question.kind == Question.Kind.YES_NO else question.choices
                self.fields[question.key] = forms.ChoiceField(
                    label=question.text_es, choices=[*own, ("", _("It has no right answer"))],
                    widget=forms.RadioSelect, required=False, initial=right.get(question.key, ""),
                )  # fmt: skip

    def right(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if value}


class WordForm(BaseForm, forms.Form):
    """What goes with the answers of somebody without an account."""

    marks_optional = False
    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    word = forms.CharField(
        label=_("A word of your own, such as sol14 (you may leave it empty)"), max_length=40, required=False,
        help_text=_("Write the same one in the test before and in the one after. It is not your name."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, asks_word: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["submission"] = uuid7()
        if not asks_word:
            del self.fields["word"]

    def clean_submission(self) -> UUID:
        typed = str(self.cleaned_data.get("submission", ""))
        return UUID(typed) if is_uuid(typed) else uuid7()


class NameForm(BaseForm, forms.Form):
    marks_optional = False
    name = forms.CharField(
        label=_("Name on the certificate"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )


class EmptyForm(BaseForm, forms.Form):
    """Carries the sentence of a verb that was refused."""

    marks_optional: ClassVar = False
