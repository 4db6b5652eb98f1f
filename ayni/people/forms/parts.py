"""The parts that registering and changing a file have in common. Field names may carry the number of their row."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Country
from ayni.design.fields import DayField, PartialDate, PartialDateField, SuggestField
from ayni.lib.errors import RuleBroken
from ayni.lib.names import tidy
from ayni.people.models import Birth, ContactPoint, Kind, Relationship
from ayni.people.rules import contacts, families
from ayni.people.rules.ages import born_about
from ayni.people.rules.characteristics import KINDS, NewCharacteristic
from ayni.people.rules.registering import check_name

from .lists import ListField, Lists, district_label, find_districts, labelled

Fields = dict[str, forms.Field]
LONGEST_NAME = 200

DATE, AGE, NOT_KNOWN = "date", "age", "unknown"
DISTRICT, TRANSIT, ABROAD = "district", "transit", "abroad"


class NameField(forms.CharField):
    """A name as it is written, whatever the script. Characters that nobody sees are taken out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


def name_fields() -> Fields:
    return {
        "given_name_1": NameField(label=_("First given name")),
        "given_name_2": NameField(label=_("Other given names"), required=False),
        "surname_1": NameField(label=_("First surname"), required=False),
        "surname_2": NameField(label=_("Second surname"), required=False),
        "known_as": NameField(label=_("Name the person goes by"), required=False),
    }


def birth_fields() -> Fields:
    known = [
        (DATE, _("The date, or part of it")),
        (AGE, _("Only about how old")),
        (NOT_KNOWN, _("Not known")),
    ]
    return {
        "birth_known": forms.ChoiceField(
            label=_("What is known of the birth date"), choices=known, widget=forms.RadioSelect
        ),
        "birth": PartialDateField(
            label=_("Birth date"),
            past=True,
            required=False,
            help_text=_("If you do not know the day or the month, leave it empty."),
        ),
        "age": forms.IntegerField(
            label=_("About how old"),
            min_value=0,
            max_value=120,
            required=False,
            help_text=_("In years. The file will show that it is an estimate."),
        ),
    }


def clean_name(form: forms.Form) -> None:
    """Adds an error where no word of the name could ever be searched for."""
    data = form.cleaned_data
    if not data.get("given_name_1"):
        return
    others = [data.get(name) or "" for name in ("given_name_2", "surname_1", "surname_2")]
    try:
        check_name(given_name_1=data["given_name_1"], others=others)
    except RuleBroken as broken:
        form.add_error("given_name_1", str(broken))


BIRTH_REVEALS = {DATE: ("birth",), AGE: ("age",)}


def clean_birth(form: forms.Form) -> tuple[date | None, str]:
    """(birth date, how well it is known). Adds an error where the answer that was promised is missing."""
    data = form.cleaned_data
    known, birth, age = data.get("birth_known"), data.get("birth"), data.get("age")
    if known == DATE:
        if birth is None and "birth" not in form.errors:
            form.add_error("birth", _("Type the date. If you do not know the day or the month, type the year."))
        return read_birth(birth)
    if known == AGE:
        if age is None and "age" not in form.errors:
            form.add_error("age", _("Type about how old the person is."))
        return (born_about(age, localdate()), Birth.ESTIMATED) if age is not None else (None, Birth.UNKNOWN)
    return None, Birth.UNKNOWN


def read_birth(birth: PartialDate | None) -> tuple[date | None, str]:
    precision = {"day": Birth.EXACT, "month": Birth.MONTH, "year": Birth.YEAR}
    return (birth.value, precision[birth.precision]) if birth else (None, Birth.UNKNOWN)


def sex_fields(lists: Lists) -> Fields:
    return {
        "sex": ListField(lambda: lists.sexes, labelled(lists.sexes), label=_("Sex"), widget=forms.RadioSelect),
        "gender": ListField(
            lambda: lists.genders,
            labelled(lists.genders, _("Not asked")),
            label=_("Gender"),
            required=False,
            help_text=_("Only if the person wishes to say."),
        ),
    }


def nationality_fields(lists: Lists, rows: int) -> Fields:
    choices = lists.country_choices()
    labels = [_("Nationality"), _("Another nationality"), _("Another nationality")]
    return {
        f"nationality_{n}": ListField(
            lambda: lists.countries,
            choices,
            label=labels[min(n, 3) - 1],
            required=n == 1,
            help_text=_("“Unknown” and “stateless” are answers.") if n == 1 else "",
        )
        for n in range(1, rows + 1)
    }


def clean_nationalities(form: forms.Form) -> tuple[Any, ...]:
    rows = [value for name, value in form.cleaned_data.items() if name.startswith("nationality_") and value]
    return tuple(dict.fromkeys(rows))


def document_fields(lists: Lists, row: str = "", *, required: bool = True) -> Fields:
    label = _("Kind of document")
    return {
        f"type{row}": ListField(
            lambda: lists.document_types,
            lists.document_choices(without=["SINDOC"] if row else []),
            label=f"{label} ({row.removeprefix('_')})" if row not in {"", "_1"} else label,
            required=required,
        ),
        f"number{row}": forms.CharField(label=_("Number"), max_length=60, required=False),
        f"issued_in{row}": ListField(
            lambda: lists.countries, lists.country_choices(), label=_("Country that issued it"), required=False
        ),
        f"expires_on{row}": DayField(label=_("Valid until"), required=False),
        f"is_verified{row}": forms.BooleanField(label=_("I saw the original"), required=False),
    }


def contact_fields(row: str = "", *, required: bool = True) -> Fields:
    kinds = [("", _("Choose")), *ContactPoint.Kind.choices]
    return {
        f"kind{row}": forms.ChoiceField(label=_("How to reach the person"), choices=kinds, required=required),
        f"value{row}": forms.CharField(
            label=_("Number, address or who"),
            max_length=200,
            required=False,
            help_text=_("For “through somebody”: who it is and how to reach them."),
        ),
        f"is_safe{row}": forms.BooleanField(
            label=_("The person says that it can be used without danger"), required=False
        ),
        f"may_call{row}": forms.BooleanField(label=_("We may call"), required=False),
        f"may_leave_content{row}": forms.BooleanField(
            label=_("A message may say what it is about"),
            required=False,
            help_text=_("If not, a message only asks to call back."),
        ),
        f"instructions{row}": forms.CharField(
            label=_("What to mind"), max_length=500, required=False, help_text=_("For instance: only in the afternoon.")
        ),
    }


def clean_contact(form: forms.Form, row: str = "") -> None:
    """Adds an error where the kind that was chosen can reach nobody with what was typed."""
    data = form.cleaned_data
    if not data.get(f"kind{row}") or f"value{row}" in form.errors:
        return
    try:
        contacts.check_contact(kind=data[f"kind{row}"], value=data.get(f"value{row}") or "")
    except RuleBroken as broken:
        form.add_error(f"value{row}", str(broken))


def telephone_warning(kind: str, value: str) -> str | None:
    """What is odd about a telephone number. Never a refusal."""
    if not contacts.looks_unusual(kind=kind, value=value):
        return None
    words = _("“%(number)s” does not look like a telephone number: it has letters, or too few or too many digits.")
    return words % {"number": value}


def shape_ok_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("I checked: the number is written like that"), required=False)


def situation_fields(lists: Lists) -> Fields:
    return {
        "status": ListField(lambda: lists.statuses, lists.status_choices(), label=_("Migratory situation")),
        "status_since": DayField(label=_("Since when"), required=False, past=True),
    }


def language_fields(lists: Lists) -> Fields:
    return {
        "language": ListField(
            lambda: lists.languages, labelled(lists.languages, _("Not asked")), label=_("Language"), required=False
        ),
        "needs_interpreter": forms.BooleanField(label=_("Needs an interpreter"), required=False),
        "education": ListField(
            lambda: lists.education, labelled(lists.education, _("Not asked")), label=_("Education"), required=False
        ),
    }


def place_fields() -> Fields:
    where = [(DISTRICT, _("In a district")), (TRANSIT, _("In transit")), (NOT_KNOWN, _("Not known"))]
    return {
        "where": forms.ChoiceField(label=_("Where the person lives now"), choices=where, widget=forms.RadioSelect),
        "district": SuggestField(
            label=_("District"),
            url=reverse_lazy("people:places"),
            search=find_districts,
            label_of=district_label,
            required=False,
            help_text=_("Type the name and choose. With the same name in several provinces, add the province."),
        ),
        "address": forms.CharField(label=_("Address or reference"), max_length=300, required=False),
    }


PLACE_REVEALS = {DISTRICT: ("district", "address")}


def clean_place(form: forms.Form) -> None:
    data = form.cleaned_data
    if data.get("where") == DISTRICT and not data.get("district") and "district" not in form.errors:
        form.add_error("district", _("Type the district."))


def relation_choices() -> list[Any]:
    """What a relative is to the person, in groups: family, care, the journey."""
    groups = {"kin": _("Family"), "care": _("Care and guardianship"), "journey": _("The journey")}
    found: dict[str, list[tuple[str, Any]]] = {sort: [] for sort in groups}
    for value, label in Relationship.Kind.choices:
        found[families.sort_of(value)].append((value, label))
    return [("", _("Choose")), *((groups[sort], rows) for sort, rows in found.items())]


JOURNEY = {
    "mobility": Kind.MOBILITY_PROFILE,
    "previous_country": Kind.PREVIOUS_COUNTRY,
    "entry": Kind.ENTRY,
    "occupation": Kind.OCCUPATION,
}
"""Fields of the short section of a registration, and what each becomes."""


def journey_fields(lists: Lists) -> Fields:
    """Where the person comes from: optional, and short."""
    fields: Fields = {}
    for name, kind in JOURNEY.items():
        of = KINDS[kind].codes
        choices = lists.country_choices() if of is Country else [("", _("Not asked")), *codelists.kept_choices(of)]
        fields[name] = forms.ChoiceField(label=str(Kind(kind).label), choices=choices, required=False)
    fields["entered_on"] = DayField(
        label=_("Day of the entry"), required=False, past=True, help_text=_("Empty: the day is not known.")
    )
    return fields


def clean_journey(form: forms.Form) -> None:
    if form.cleaned_data.get("entered_on") and not form.cleaned_data.get("entry"):
        form.add_error("entry", _("Say whether the entry was recorded. “Not known” is an answer."))


def journey(data: dict[str, Any]) -> tuple[NewCharacteristic, ...]:
    since = {"entry": data["entered_on"]}
    return tuple(
        NewCharacteristic(kind=kind, code=data[name], since=since.get(name))
        for name, kind in JOURNEY.items()
        if data[name]
    )


def relative_fields(row: str = "", *, required: bool = True) -> Fields:
    return {
        f"relation{row}": forms.ChoiceField(
            label=_("What the relative is to the person"), choices=relation_choices(), required=required
        ),
        f"relative_name{row}": NameField(label=_("Name"), required=False),
        f"birth_year{row}": forms.IntegerField(
            label=_("Year of birth"), min_value=1900, max_value=localdate().year, required=False
        ),
        f"born_in_peru{row}": forms.BooleanField(label=_("Born in Peru"), required=False),
        f"lives_together{row}": forms.BooleanField(label=_("Lives with the person"), required=False),
    }
