"""One question a page, for whoever is not used to forms. The names of the fields are those of a registration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office
from ayni.codelists.models import DocumentType, SexGender
from ayni.codelists.queries import current, kept_choices
from ayni.design.fields import BaseForm, PartialDate, PartialDateField
from ayni.design.widgets import DateParts
from ayni.files.fields import PAPERS, PictureForm, picture_field
from ayni.files.preparing import Kind
from ayni.lib.errors import RuleBroken
from ayni.lib.tongues import Tongue, spoken_now
from ayni.people.models import Birth, ContactPoint
from ayni.people.rules.asking import MOST_WORDS, Sought
from ayni.people.rules.contacts import check_contact
from ayni.people.rules.documents import NONE, compared, phone_tail
from ayni.people.rules.keys import name_words
from ayni.people.rules.registering import check_name

from .. import queries, rules
from ..models import Preregistration, Procedure
from ..queries.way import countries
from .applications import ProcedureField


class WhatForm(BaseForm, forms.Form):
    procedure = ProcedureField(
        Procedure.objects.none(), widget=forms.RadioSelect, label=_("What do you want to apply for?"), empty_label=None
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = queries.received_by_us(day)  # type: ignore[attr-defined]


class WhereForm(BaseForm, forms.Form):
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("To which office will you go?"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offices_to_go_to()  # type: ignore[attr-defined]


class _Asked(BaseForm, forms.Form):
    marks_optional = False

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class NameForm(_Asked):
    given_name_1 = forms.CharField(label=_("Your first name"), max_length=200)
    given_name_2 = forms.CharField(label=_("Your other names, if you have them"), max_length=200, required=False)
    surname_1 = forms.CharField(label=_("Your first surname"), max_length=200, required=False)
    surname_2 = forms.CharField(label=_("Your second surname, if you have one"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("given_name_1"):
            others = [said.get(name) or "" for name in ("given_name_2", "surname_1", "surname_2")]
            try:
                check_name(given_name_1=said["given_name_1"], others=others)
            except RuleBroken as broken:
                self.add_error("given_name_1", str(broken))
        return said


class BirthForm(_Asked):
    birth = PartialDateField(
        label=_("When were you born?"), past=True, required=False,
        help_text=_("If you do not know the day or the month, leave it empty. If you do not know the year, leave all of it empty."),  # noqa: E501
    )  # fmt: skip


_SEXES = {
    "SEX-M": pgettext_lazy("sex", "Male"),
    "SEX-F": pgettext_lazy("sex", "Female"),
    "SEX-I": pgettext_lazy("sex", "Intersex"),
    "SEX-U": pgettext_lazy("sex", "Not recorded"),
}
"""The list of the reference data is in Spanish; who fills this in may not be."""


class SexForm(_Asked):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sexes = [
            (one.code, _SEXES.get(one.code, one.label_es))
            for one in current(SexGender).filter(dimension="sex").order_by("pk")
        ]
        self.fields["sex"] = forms.ChoiceField(
            label=gettext("Sex, as your document says it"), choices=sexes, widget=forms.RadioSelect
        )


class CountryForm(_Asked):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Choose")), *countries(spoken_now()).items()]
        self.fields["nationality_1"] = forms.ChoiceField(label=gettext("What is your nationality?"), choices=choices)


class DocumentForm(_Asked):
    reveals: ClassVar = {"has_documents": {"yes": ("type_1", "number_1")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has = [("yes", gettext("Yes")), ("none", gettext("No, I have none"))]
        kinds = current(DocumentType).exclude(code=NONE) if spoken_now() == "en" else ()
        english = {one.code: one.label_en for one in kinds}
        types = [(code, english.get(code) or name) for code, name in kept_choices(DocumentType) if code != NONE]
        self.fields["has_documents"] = forms.ChoiceField(
            label=gettext("Do you have a document, or its number?"), choices=has, widget=forms.RadioSelect
        )
        self.fields["type_1"] = forms.ChoiceField(
            label=gettext("Kind of document"), choices=[("", gettext("Choose")), *types]
        )
        self.fields["number_1"] = forms.CharField(label=gettext("Number"), max_length=60, required=False)


class ContactForm(_Asked):
    kind_1 = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=[
            (kind.value, kind.label)
            for kind in (
                ContactPoint.Kind.SMS, ContactPoint.Kind.WHATSAPP, ContactPoint.Kind.EMAIL, ContactPoint.Kind.IN_PERSON
            )
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    value_1 = forms.CharField(label=_("Your number or address"), max_length=200, required=False)
    is_safe_1 = forms.BooleanField(label=_("Nobody who could harm me reads what arrives there"), required=False)
    may_leave_content_1 = forms.BooleanField(label=_("A message may say what it is about"), required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        try:
            check_contact(kind=said.get("kind_1", ""), value=said.get("value_1") or "")
        except RuleBroken as broken:
            self.add_error("value_1", str(broken))
        return said


@dataclass(frozen=True)
class Question:
    slug: str
    title: str | Promise
    form: Callable[..., Any]


QUESTIONS = (
    Question("tramite", _("What you apply for"), WhatForm),
    Question("oficina", _("Where"), WhereForm),
    Question("nombre", pgettext_lazy("own", "Name"), NameForm),
    Question("nacimiento", _("Birth"), BirthForm),
    Question("sexo", _("Sex"), SexForm),
    Question("nacionalidad", _("Nationality"), CountryForm),
    Question("documento", _("Document"), DocumentForm),
    Question("contacto", _("How to reach you"), ContactForm),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def form_of(question: Question, answers: dict[str, list[str]], day: date) -> Any:
    """The form of a question as it was answered; unbound, and empty, where it was not."""
    typed = as_typed(answers)
    form = question.form(day=day)
    return question.form(typed, day=day) if any(name in typed for name in _controls(form)) else form


def said_in(form: Any, post: QueryDict) -> dict[str, list[str]]:
    """What was typed into each control of a question, and nothing that came besides. Of a box that is not ticked: that
    nothing was."""
    return {name: post.getlist(name) for name in _controls(form)}


def _controls(form: Any) -> list[str]:
    """The names under which a form is sent."""
    names = []
    for field in form:
        widget = field.field.widget
        parts = [f"_{part}" for part in widget.names] if isinstance(widget, DateParts) else [""]
        names += [field.html_name + part for part in parts]
    return names


def as_typed(answers: dict[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in answers.items():
        typed.setlist(name, values)
    return typed


def sought(found: Preregistration) -> Sought:
    """The search that shows who this may already be."""
    said = found.answers
    names = [said.get(name, [""])[0] for name in ("given_name_1", "given_name_2", "surname_1", "surname_2")]
    born, precision = birth_said(found)
    number = said.get("number_1", [""])[0]
    tail = phone_tail(said.get("value_1", [""])[0])
    return Sought(
        words=tuple(word for word in name_words(*names) if len(word) > 1 or not word.isascii())[:MOST_WORDS],
        born=born,
        precision=precision,
        numbers=(number,) if len(compared(number)) > 3 else (),
        phones=(tail,) if tail else (),
    )


def birth_said(found: Preregistration) -> tuple[date | None, str]:
    """What was typed into the three boxes, as far as it is a day; a form judged it before it was kept."""
    typed = [found.answers.get(f"birth_{part}", [""])[0] for part in ("day", "month", "year")]
    known: PartialDate | None = PartialDateField(required=False).clean(typed)
    return (known.value, rules.PRECISION[known.precision]) if known else (None, Birth.UNKNOWN)


class StartForm(BaseForm, forms.Form):
    """Guarded against what fills in forms by itself."""

    website = forms.CharField(
        label=_("Leave this box empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("Leave that box empty: it is there for machines. Then send it again."))
        return ""


class CodeForm(BaseForm, forms.Form):
    code = forms.CharField(
        label=_("Your code"), max_length=20, help_text=_("Eight letters and digits, such as 7K3M-Q2X9.")
    )


class NumberAndCodeForm(CodeForm):
    number = forms.CharField(label=_("Your number"), max_length=20, help_text=_("It begins with P."))
    field_order = ("number", "code")


class OwnPaperForm(PictureForm):
    drawing = Kind.SCAN
    picture = picture_field(PAPERS, _("A photograph of it, or a PDF of up to 20 pages; up to 10 MB."))
    field_order = ("picture", "camera")


class InviteForm(BaseForm, forms.Form):
    email = forms.EmailField(label=_("E-mail of the person"), required=False)
    phone = forms.CharField(label=_("Or a telephone for an SMS"), required=False, max_length=30)
    language = forms.ChoiceField(label=_("Language of the message and of the page"), choices=Tongue.choices)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", gettext("Type an e-mail or a telephone."))
        return data


class StationForm(BaseForm, forms.Form):
    name = forms.CharField(label=_("Name of the kiosk"), max_length=60)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
