"""Forms of family links."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm, PartialDate, PartialDateField
from ayni.people.models import HowKnown, Person, Relationship
from ayni.people.models.families import CHOSEN_REASONS
from ayni.people.rules.registering import NewRelative

from . import parts
from .register import FieldsOfItsOwn
from .told import TellingForm, source_fields


def read_day(day: PartialDate | None) -> tuple[date | None, str]:
    return (day.value, day.precision) if day else (None, HowKnown.DAY.value)


def search_fields() -> parts.Fields:
    return {
        "has_file": forms.CharField(
            label=_("If this relative has a file: name, document or birth date"),
            required=False,
            max_length=200,
            help_text=_("You choose among those found. Leave it empty if there is no file."),
        ),
        "file": forms.UUIDField(required=False, widget=forms.HiddenInput),
    }


def sure_field() -> parts.Fields:
    """Shown once there is a doubt."""
    return {"sure": forms.BooleanField(label=_("I checked it: it is so"), required=False)}


class _Asking(FieldsOfItsOwn):
    """A form whose verb may ask whether something is really so."""

    has_doubt = False

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self.top_fields if field.name != "sure" or self.has_doubt]

    @property
    def is_sure(self) -> bool:
        return bool(self.cleaned_data.get("sure"))


class CorrectRelativeForm(_Asking, TellingForm):
    """What is known of a link and of the relative, without their file."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: Relationship | None = None) -> None:
        self.row = row
        super().__init__(data, initial=self._now() if row else None)

    def make_fields(self) -> parts.Fields:
        since = PartialDateField(
            label=_("Since when"),
            past=True,
            required=False,
            help_text=_("If you do not know the day or the month, leave it empty."),
        )
        return parts.relative_fields() | {"since": since} | source_fields() | sure_field()

    def _now(self) -> dict[str, Any]:
        row = self.row
        if row is None:
            return {}
        now = {"relation": row.kind, "relative_name": row.name, "birth_year": row.birth_year}
        now |= {"born_in_peru": row.born_in_peru, "lives_together": row.lives_together}
        now |= {"since": PartialDate(row.since, row.since_known) if row.since else None}
        return now | {"source": row.source, "confidence": row.confidence, "reference": row.reference}

    def relative(self, file: Person | None = None) -> NewRelative:
        data = self.cleaned_data
        since, since_known = read_day(data["since"])
        return NewRelative(
            kind=data["relation"],
            name=data["relative_name"],
            birth_year=data["birth_year"],
            born_in_peru=data["born_in_peru"],
            lives_together=data["lives_together"],
            relative=file,
            since=since,
            since_known=since_known,
            source=self.told().provenance,
        )


class RelativeForm(CorrectRelativeForm):
    """Somebody of the family, with or without a file of their own."""

    def make_fields(self) -> parts.Fields:
        fields = super().make_fields()
        asked_first = {"relation": fields.pop("relation")}
        return asked_first | search_fields() | fields


class IdentifyForm(_Asking):
    """Which file somebody has who was only mentioned."""

    def make_fields(self) -> parts.Fields:
        fields = search_fields()
        fields["has_file"] = forms.CharField(label=_("Name, document or birth date"), max_length=200)
        return fields | sure_field()


class EndRelativeForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it no longer stands"), choices=CHOSEN_REASONS, widget=forms.RadioSelect
    )
    until = PartialDateField(
        label=gettext_lazy("Until when"),
        past=True,
        required=False,
        help_text=gettext_lazy("If you do not know the day or the month, leave it empty."),
    )

    def values(self) -> dict[str, Any]:
        until, until_known = read_day(self.cleaned_data["until"])
        return {"reason": self.cleaned_data["reason"], "until": until, "until_known": until_known}


class FamilyForm(BaseForm, forms.Form):
    """Whom to register next, of the family of somebody who is registered."""

    marks_optional: ClassVar[bool] = False

    relation = forms.ChoiceField(label=gettext_lazy("What the next person is to this one"))
    given_names = parts.NameField(label=gettext_lazy("Given names"))
    surname_1 = parts.NameField(label=gettext_lazy("First surname"), required=False)
    surname_2 = parts.NameField(label=gettext_lazy("Second surname"), required=False)
    same_household = forms.BooleanField(label=gettext_lazy("They live together"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: Person) -> None:
        super().__init__(data, initial={"surname_1": person.surname_1, "surname_2": person.surname_2})
        self.fields["relation"].choices = parts.relation_choices()  # type: ignore[attr-defined]

    @property
    def searched(self) -> str:
        data = self.cleaned_data
        return " ".join(filter(None, (data["given_names"], data["surname_1"], data["surname_2"])))

    def typed(self) -> dict[str, list[str]]:
        """What the registration begins with, as if it had been typed there."""
        data = self.cleaned_data
        first, *others = data["given_names"].split()
        typed = {"given_name_1": first, "given_name_2": " ".join(others)}
        typed |= {"surname_1": data["surname_1"], "surname_2": data["surname_2"]}
        return {name: [text] for name, text in typed.items() if text}
