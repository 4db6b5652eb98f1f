from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Language, NeedSector, Profile, Territory
from ayni.design.fields import BaseForm, DayField, SuggestField

from .. import queries, rules
from ..models import MarkKind, PointKind, Population, Strengthening
from ..queries.search import Wanted
from .locations import district_name, districts

_ANY = ("", _("Any"))


class SearchForm(BaseForm, forms.Form):
    """What service is looked for. It lives in the address, and names no person."""

    marks_optional = False

    q = forms.CharField(required=False, max_length=100, label=_("Words"))
    need = forms.ChoiceField(required=False, label=_("Need"))
    profile = forms.ChoiceField(required=False, label=_("Profile"))
    department = forms.ChoiceField(required=False, label=_("Department"))
    district = SuggestField(
        required=False, label=_("Near the district"), url="", search=districts, label_of=district_name
    )
    point = forms.ChoiceField(required=False, choices=[_ANY, *PointKind.choices], label=_("Kind of place"))
    population = forms.ChoiceField(required=False, choices=[_ANY, *Population.choices], label=_("For whom"))
    age = forms.IntegerField(required=False, min_value=0, max_value=130, label=_("Age"))
    has = forms.ChoiceField(
        required=False, label=_("What the person has"),
        choices=[_ANY, ("none", _("No document")), ("document", _("A document of any kind")),
                 ("regular", _("A regular migratory situation"))],
    )  # fmt: skip
    language = forms.ChoiceField(required=False, label=_("Language"))
    open_now = forms.BooleanField(required=False, label=_("Open now"))
    no_appointment = forms.BooleanField(required=False, label=_("Without an appointment"))
    accessible = forms.BooleanField(required=False, label=_("Prepared for a disability"))

    def __init__(self, *args: Any, districts_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].widget.url = districts_url
        for name, choices in (
            ("need", codelists.kept_choices(NeedSector)),
            ("profile", codelists.kept_choices(Profile)),
            ("language", codelists.kept_choices(Language)),
            ("department", codelists.kept_departments()),
        ):
            self.fields[name].choices = [_ANY, *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            text=said["q"], need=said["need"], profile=said["profile"], department=said["department"],
            district=said["district"] or "", point=said["point"], population=said["population"], age=said["age"],
            admits=said["has"],
            language=said["language"], open_now=said["open_now"], no_appointment=said["no_appointment"],
            accessible=said["accessible"],
        )  # fmt: skip


class PlaceForm(BaseForm, forms.Form):
    """Something about a territory: a district, or a whole department."""

    place = SuggestField(required=False, label=_("District"), url="", search=districts, label_of=district_name)
    department = forms.ChoiceField(required=False, label=_("Or a whole department"))

    def __init__(self, *args: Any, districts_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.url = districts_url
        self.fields["department"].choices = [("", _("No particular one")), *codelists.kept_departments()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        code = said.pop("place", None) or said.pop("department", "")
        said.pop("department", None)
        if not code and "place" not in self.errors:
            self.add_error("place", _("Choose a district or a department."))
        found = codelists.current(Territory).filter(code=code).first() if code else None
        return {**said, "territory": found}


class MarkForm(PlaceForm):
    kind = forms.ChoiceField(choices=MarkKind.choices, label=_("Mark"))
    note = forms.CharField(required=False, max_length=500, label=_("Why"))
    source = forms.CharField(max_length=300, label=_("Source"))


class CountForm(PlaceForm):
    persons = forms.IntegerField(min_value=0, max_value=50_000_000, label=_("Migrants who live there"))
    counted_on = DayField(past=True, label=_("Counted on"))
    source = forms.CharField(max_length=300, label=_("Source"))

    def clean_counted_on(self) -> date:
        day: date = self.cleaned_data["counted_on"]
        return day

    def say_what_stands(self) -> str:
        """Of the same place and day, beside what was typed; its mark, for whoever saves once more."""
        self.current = queries.count_of(self.cleaned_data["territory"], self.cleaned_data["counted_on"])
        return rules.mark_of_count(self.current)

    @property
    def stands(self) -> list[tuple[str, str]]:
        if not self.is_overwritten or self.current is None:
            return []
        said = {"persons": str(self.current.persons), "source": self.current.source}
        return [(str(self[name].label), words) for name, words in said.items()]


class StrengtheningForm(BaseForm, forms.Form):
    what = forms.CharField(max_length=300, label=_("What is done"))
    progress = forms.ChoiceField(choices=Strengthening.Progress.choices, label=_("How far it is"))
    result = forms.CharField(required=False, max_length=500, label=_("Result"))
    source = forms.CharField(required=False, max_length=300, label=_("Source"))
