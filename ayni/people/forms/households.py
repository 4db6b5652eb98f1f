"""Forms of a household. Whoever can be marked is somebody whom the user may see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.design.fields import DayField
from ayni.people.models import HouseholdMember, Person
from ayni.people.queries import words

from . import parts
from .edit import PlaceForm
from .families import search_fields
from .register import FieldsOfItsOwn

SEARCH = "search"


def _named(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [(str(person.pk), f"{person.listed_name} · {words.birth(person)}") for person in people]


def _since(label: str) -> DayField:
    return DayField(label=label, required=False, past=True, help_text=_("Empty: since today."))


class JoinForm(FieldsOfItsOwn):
    """With whom somebody lives: a relative, or whoever is found."""

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"who": {SEARCH: ("has_file",)}}

    def __init__(self, data: Mapping[str, Any] | None = None, *, relatives: Sequence[Person]) -> None:
        self.relatives = relatives
        super().__init__(data)

    def make_fields(self) -> parts.Fields:
        who = [*_named(self.relatives), (SEARCH, _("Somebody else: I search for their file"))]
        roles = [("", _("Choose")), *HouseholdMember.Role.choices]
        found = search_fields()
        found["has_file"].label = _("Name, document or birth date")
        found["has_file"].help_text = _("You choose among those found.")
        return {
            "who": forms.ChoiceField(label=_("Who it is"), choices=who, widget=forms.RadioSelect),
            **found,
            "role": forms.ChoiceField(label=_("In the household, whoever joins it is"), choices=roles),
            "since": _since(_("Since when")),
        }

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("who") == SEARCH and not data.get("has_file"):
            self.add_error("has_file", _("Type who it is."))
        return data

    def relative(self) -> Person | None:
        return next((p for p in self.relatives if str(p.pk) == self.cleaned_data["who"]), None)

    def values(self) -> dict[str, Any]:
        return {"role": self.cleaned_data["role"], "since": self.cleaned_data["since"] or localdate()}


class _OfMembers(FieldsOfItsOwn):
    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Sequence[HouseholdMember]) -> None:
        self.members = members
        super().__init__(data)

    def _people_field(self, label: str) -> forms.MultipleChoiceField:
        choices = _named(member.person for member in self.members)
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)

    def chosen(self) -> list[HouseholdMember]:
        return [member for member in self.members if str(member.person_id) in self.cleaned_data["people"]]

    @property
    def people(self) -> list[Person]:
        return [member.person for member in self.chosen()]


class LeaveForm(_OfMembers):
    """Who no longer lives there, and whether they go on living together."""

    APART, TOGETHER = "apart", "together"

    def make_fields(self) -> parts.Fields:
        how = [
            (self.APART, _("Each goes their own way, or it is not known")),
            (self.TOGETHER, _("They go on together, as a household of their own")),
        ]
        return {
            "people": self._people_field(_("Who no longer lives here")),
            "how": forms.ChoiceField(label=_("Where they go"), choices=how, widget=forms.RadioSelect),
            "until": DayField(
                label=_("Since which day"), required=False, past=True, help_text=_("Empty: since today.")
            ),
        }

    @property
    def stay_together(self) -> bool:
        return bool(self.cleaned_data["how"] == self.TOGETHER)

    @property
    def day(self) -> Any:
        return self.cleaned_data["until"] or localdate()


class EndHouseholdForm(FieldsOfItsOwn):
    def make_fields(self) -> parts.Fields:
        return {"until": _since(_("Since which day they no longer live together"))}

    @property
    def day(self) -> Any:
        return self.cleaned_data["until"] or localdate()


class MoveForm(_OfMembers, PlaceForm):
    """Where those who are marked live now."""

    def make_fields(self) -> parts.Fields:
        return {"people": self._people_field(_("Who moves"))} | PlaceForm.make_fields(self)
