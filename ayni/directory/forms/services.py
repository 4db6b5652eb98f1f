from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Language, NeedSector, Profile, ServiceCategory
from ayni.design.fields import BaseForm, DayField

from ..models import Admits, NationalityVariable, Population, Standing
from ..words import DAYS, RECORDS

_MANY = forms.CheckboxSelectMultiple
_OPTIONAL_TEXT: dict[str, Any] = {"required": False, "max_length": 2000, "widget": forms.Textarea}


class ServiceForm(BaseForm, forms.Form):
    name = forms.CharField(max_length=200, label=_("What is offered"))
    category = forms.ModelChoiceField(ServiceCategory._default_manager.none(), label=_("Category"))
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea, label=_("For whom, when, what to bring")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ModelChoiceField)  # noqa: S101 - declared above
        category.queryset = codelists.current(ServiceCategory).order_by("code")


class PlainForm(BaseForm, forms.Form):
    """A form whose answers are the plain values of an entry (`queries.plain`)."""

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "proposal_note"}


class ServiceEntryForm(PlainForm):
    """All that a service says of itself."""

    name = forms.CharField(max_length=200, label=_("What is offered"))
    category = forms.ChoiceField(required=False, label=_("Category"))
    status = forms.ChoiceField(choices=Standing.choices, label=_("Whether it is given now"))
    note = forms.CharField(**_OPTIONAL_TEXT, label=_("What it is"))
    alert = forms.CharField(required=False, max_length=500, label=_("Notice for the next days"))
    needs = forms.MultipleChoiceField(required=False, widget=_MANY, label=_("Needs that it attends to"))
    profiles = forms.MultipleChoiceField(required=False, widget=_MANY, label=_("Profiles that it is prepared for"))
    suits = forms.MultipleChoiceField(required=False, widget=_MANY, choices=Population.choices, label=_("Suitable for"))
    not_for = forms.MultipleChoiceField(
        required=False, widget=_MANY, choices=Population.choices, label=_("Not suitable for")
    )
    admits = forms.ChoiceField(choices=Admits.choices, label=_("Documents or status that it asks for"))
    minimum_age = forms.IntegerField(required=False, min_value=0, max_value=150, label=_("Youngest age"))
    maximum_age = forms.IntegerField(required=False, min_value=0, max_value=150, label=_("Oldest age"))
    eligibility_description = forms.CharField(**_OPTIONAL_TEXT, label=_("Who is attended"))
    ineligibility = forms.CharField(**_OPTIONAL_TEXT, label=_("Who is not attended"))
    by_appointment = forms.BooleanField(required=False, label=_("By appointment only"))
    application_process = forms.CharField(**_OPTIONAL_TEXT, label=_("How to be attended, step by step"))
    fees_description = forms.CharField(**_OPTIONAL_TEXT, label=_("What it costs"))
    interpretation_services = forms.CharField(**_OPTIONAL_TEXT, label=_("Interpretation"))
    url = forms.URLField(required=False, max_length=300, assume_scheme="https", label=_("Web page"))
    email = forms.EmailField(required=False, label=_("E-mail of the service"))
    nationality_variable = forms.ChoiceField(choices=NationalityVariable.choices, label=_("Nationality in its records"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "category", [("", _("No particular one")), *codelists.kept_choices(ServiceCategory)])
        _choices(self, "needs", codelists.kept_choices(NeedSector))
        _choices(self, "profiles", codelists.kept_choices(Profile))


class NoteForm(BaseForm, forms.Form):
    proposal_note = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea, label=_("How you know it, for whoever decides")
    )


class ElseForm(BaseForm, forms.Form):
    """What an institution says of its entry that no other field asks."""

    proposal_note = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Hours, telephones, languages, or anything else that is wrong"),
        help_text=_("Write it as it should say: we write it down for you."),
    )  # fmt: skip


class HoursForm(BaseForm, forms.Form):
    """Hours on days of the week, or days of closure."""

    is_closure = forms.ChoiceField(
        choices=[("no", _("It is open at these hours")), ("yes", _("It is closed on these days"))],
        widget=forms.RadioSelect, initial="no", label=_("What to write down"),
    )  # fmt: skip
    days = forms.MultipleChoiceField(required=False, choices=DAYS, widget=_MANY, label=_("Days"))
    opens_at = forms.TimeField(required=False, label=_("Opens at"))
    closes_at = forms.TimeField(required=False, label=_("Closes at"))
    on_holidays = forms.BooleanField(required=False, label=_("Also on public holidays"))
    valid_from = DayField(required=False, label=_("From this day on"))
    valid_to = DayField(required=False, label=_("Until"))
    description = forms.CharField(required=False, max_length=500, label=_("In words"))

    reveals: ClassVar = {"is_closure": {"no": ("days", "opens_at", "closes_at", "on_holidays")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].error_messages["invalid"] = _("Type the hour as 08:30 or 17:00.")

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_closure": self.cleaned_data["is_closure"] == "yes"}


class LanguageForm(BaseForm, forms.Form):
    code = forms.ChoiceField(label=_("Language"))
    note = forms.CharField(required=False, max_length=300, label=_("Note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = dict(codelists.kept_choices(Language))
        _choices(self, "code", list(self.names.items()))

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "name": self.names[self.cleaned_data["code"]]}


class PhoneForm(BaseForm, forms.Form):
    number = forms.CharField(max_length=60, label=_("Telephone"))
    extension = forms.IntegerField(required=False, min_value=0, label=_("Extension"))
    type = forms.ChoiceField(
        required=False, label=_("Kind"),
        choices=[("voice", _("Voice")), ("cell", _("Mobile")), ("text", _("SMS or WhatsApp")), ("fax", _("Fax"))],
    )  # fmt: skip
    description = forms.CharField(required=False, max_length=300, label=_("What for"))


class ContactForm(BaseForm, forms.Form):
    title = forms.CharField(max_length=120, label=_("Function"))
    department = forms.CharField(required=False, max_length=120, label=_("Area"))
    name = forms.CharField(required=False, max_length=120, label=_("Name, for colleagues only"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    x_published = forms.BooleanField(required=False, label=_("Publish function, area and e-mail (never the name)"))


class DocumentForm(BaseForm, forms.Form):
    document = forms.CharField(max_length=300, label=_("What to bring"))
    uri = forms.URLField(required=False, max_length=300, assume_scheme="https", label=_("Web page about it"))


class CostForm(BaseForm, forms.Form):
    option = forms.CharField(max_length=200, label=_("For whom or for what"))
    amount = forms.FloatField(required=False, min_value=0, label=_("Amount"))
    currency = forms.CharField(required=False, max_length=3, initial="PEN", label=_("Currency"))
    amount_description = forms.CharField(required=False, max_length=200, label=_("Remarks"))


class AccessibilityForm(BaseForm, forms.Form):
    description = forms.CharField(max_length=300, label=_("What there is for people with a disability"))
    details = forms.CharField(required=False, max_length=1000, widget=forms.Textarea, label=_("Details"))


class AreaForm(BaseForm, forms.Form):
    name = forms.CharField(max_length=200, label=_("Territory that it serves"))
    description = forms.CharField(required=False, max_length=500, label=_("Remarks"))


_FORMS: dict[str, type[forms.Form]] = {
    "phone": PhoneForm,
    "contact": ContactForm,
    "language": LanguageForm,
    "required_document": DocumentForm,
    "cost_option": CostForm,
    "accessibility": AccessibilityForm,
    "service_area": AreaForm,
}
RECORD_FORMS = {table: (name, _FORMS[table]) for table, name in RECORDS.items()}
"""Table of HSDS → what it is called, and the form that asks for a row."""


def record_data(form: forms.Form) -> dict[str, Any]:
    return form.said() if isinstance(form, LanguageForm) else form.cleaned_data


def _choices(form: Any, name: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[name].choices = choices
