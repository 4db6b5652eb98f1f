"""Forms that change one part of a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm, DayField, PartialDate
from ayni.people.models import Birth, Person, ReadingPurpose
from ayni.people.rules.registering import NewContact, NewDocument

from . import parts
from .lists import ListField, Lists, district_of, labelled
from .register import shape_warning
from .told import TellingForm, source_fields


class IdentityForm(TellingForm):
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"birth_known": parts.BIRTH_REVEALS}

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: Person) -> None:
        self.lists, self.person = Lists(), person
        standing = person.nationalities.filter(ended_at=None).select_related("country")
        self.countries = [n.country.code for n in standing]
        super().__init__(data, initial=self._now())

    def make_fields(self) -> parts.Fields:
        fields = parts.name_fields() | parts.birth_fields() | parts.sex_fields(self.lists)
        fields |= parts.nationality_fields(self.lists, max(3, len(self.countries)))
        return fields | parts.language_fields(self.lists) | source_fields()

    @property
    def nationality_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("nationality_")]

    def _now(self) -> dict[str, Any]:
        p = self.person
        now: dict[str, Any] = {name: getattr(p, name) for name in ("given_name_1", "given_name_2", "surname_1")}
        now |= {"surname_2": p.surname_2, "known_as": p.known_as, "sex": p.sex.code, "gender": p.gender}
        now |= {"language": p.language.code if p.language else "", "needs_interpreter": p.needs_interpreter}
        now |= {"education": p.education.code if p.education else ""}
        now |= {f"nationality_{n}": code for n, code in enumerate(self.countries, 1)}
        return now | _birth_now(p.birth_date, p.birth_precision)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        parts.clean_name(self)
        data["birth_date"], data["birth_precision"] = parts.clean_birth(self)
        return data

    def values(self) -> dict[str, Any]:
        """The verb's parameters."""
        data = self.cleaned_data
        names = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision")
        kept = {name: data[name] for name in (*names, "sex", "language", "needs_interpreter", "education")}
        gender = data["gender"].code if data["gender"] else ""
        return kept | {"gender": gender, "nationalities": parts.clean_nationalities(self)}


def _birth_now(born: date | None, precision: str) -> dict[str, Any]:
    if born is None:
        return {"birth_known": parts.NOT_KNOWN}
    if precision == Birth.ESTIMATED:
        return {"birth_known": parts.AGE, "age": localdate().year - born.year}
    known = {Birth.EXACT: "day", Birth.MONTH: "month", Birth.YEAR: "year"}[Birth(precision)]
    return {"birth_known": parts.DATE, "birth": PartialDate(born, known)}


class DocumentForm(TellingForm):
    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.lists = Lists()
        self.warning: str | None = None
        super().__init__(data)

    def make_fields(self) -> parts.Fields:
        fields = parts.document_fields(self.lists)
        fields["issued_on"] = DayField(label=_("Issued on"), required=False, past=True)
        return fields | {"shape_ok": parts.shape_ok_field()} | source_fields()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("type"):
            self.warning = shape_warning(self.document(), self.lists)
            if self.warning and not data.get("shape_ok"):
                self.add_error("number", self.warning)
        return data

    def document(self) -> NewDocument:
        data = self.cleaned_data
        return NewDocument(
            type=data["type"],
            number=data.get("number") or "",
            issued_in=data.get("issued_in"),
            expires_on=data.get("expires_on"),
            is_verified=data.get("is_verified", False),
            issued_on=data.get("issued_on"),
        )


def instead_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("What the file says now was a mistake: it was never so"), required=False)


class SituationForm(TellingForm):
    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.lists = Lists()
        super().__init__(data)

    def make_fields(self) -> parts.Fields:
        norm = ListField(
            lambda: self.lists.norms,
            labelled(self.lists.norms, _("Not said")),
            label=_("Under which norm"),
            required=False,
            help_text=_("Only if the person was regularised or recognised under a norm of its own."),
        )
        return parts.situation_fields(self.lists) | {"norm": norm, "instead": instead_field()} | source_fields()


class ContactForm(TellingForm):
    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.warning: str | None = None
        super().__init__(data)

    def make_fields(self) -> parts.Fields:
        return parts.contact_fields() | {"shape_ok": parts.shape_ok_field()} | source_fields()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        parts.clean_contact(self)
        if not self.errors:
            self.warning = parts.telephone_warning(data["kind"], data["value"])
            if self.warning and not data["shape_ok"]:
                self.add_error("value", self.warning)
        return data

    def contact(self) -> NewContact:
        return NewContact(**{name: value for name, value in self.values().items() if name != "shape_ok"})


class PlaceForm(TellingForm):
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "where": {**parts.PLACE_REVEALS, parts.ABROAD: ("abroad_in",)}
    }

    def make_fields(self) -> parts.Fields:
        since = DayField(label=_("Since when"), required=False, past=True, help_text=_("Empty: since today."))
        lists = Lists()
        fields = parts.place_fields()
        where = fields["where"].choices  # type: ignore[attr-defined]
        fields["where"].choices = [*where[:-1], (parts.ABROAD, _("Left the country")), where[-1]]  # type: ignore[attr-defined]
        fields["abroad_in"] = ListField(
            lambda: lists.countries, lists.country_choices(), label=_("Which country"), required=False
        )
        return fields | {"since": since, "instead": instead_field()} | source_fields()

    def clean(self) -> dict[str, Any]:
        parts.clean_place(self)
        if self.cleaned_data.get("where") == parts.ABROAD and not self.cleaned_data.get("abroad_in"):
            self.add_error("abroad_in", _("Choose the country. “Unknown” is an answer."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "district": district_of(data["district"]),
            "in_transit": data["where"] == parts.TRANSIT,
            "address": data["address"],
            "abroad_in": data["abroad_in"],
            "since": data["since"] or localdate(),
            "instead": data["instead"],
        }


class ReadingForm(BaseForm, forms.Form):
    """Why the file is open."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Why you are reading this file"), choices=ReadingPurpose.choices, widget=forms.RadioSelect
    )
