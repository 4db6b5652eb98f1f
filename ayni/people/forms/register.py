"""The form of a registration: one page in sections, with as many rows as somebody asks for."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from ayni.design.fields import BaseForm, PartialDate
from ayni.lib.names import words
from ayni.people.models import Birth
from ayni.people.rules import documents, families
from ayni.people.rules.asking import Sought
from ayni.people.rules.families import Born
from ayni.people.rules.registering import NewConsent, NewContact, NewDocument, NewPerson, NewRelative

from . import parts
from .lists import Lists, district_of

MOST_ROWS = 8
ROWS = ("nationalities", "documents", "contacts", "relatives")
HAS, NONE, UNSAID = "yes", "none", "unsaid"
_SECTIONS = {
    "documents": ("type", "number", "issued_in", "expires_on", "is_verified"),
    "contacts": ("kind", "value", "is_safe", "may_call", "may_leave_content", "instructions"),
    "relatives": ("relation", "relative_name", "birth_year", "born_in_peru", "lives_together"),
}


class _Made(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(self.make_fields())

    def make_fields(self) -> parts.Fields:
        raise NotImplementedError


class FieldsOfItsOwn(BaseForm, _Made):
    """A form whose fields depend on what was typed. Only the answers that are needed are asked for again."""

    marks_optional = False


class RegisterForm(FieldsOfItsOwn):
    def __init__(self, data: Mapping[str, Any] | None = None, *, rows: Mapping[str, int] | None = None) -> None:
        self.lists = Lists()
        self.rows = {name: min(max((rows or {}).get(name, 1), 1), MOST_ROWS) for name in ROWS}
        document_fields = tuple(f"{name}{row}" for row in self._rows("documents") for name in _SECTIONS["documents"])
        self.reveals = {  # type: ignore[misc]
            "birth_known": parts.BIRTH_REVEALS,
            "where": parts.PLACE_REVEALS,
            "has_documents": {HAS: document_fields},
        }
        super().__init__(data)

    def make_fields(self) -> parts.Fields:
        has = [
            (HAS, _("Has a document, or its number")),
            (NONE, _("Has no document")),
            (UNSAID, _("Prefers not to say now")),
        ]
        fields = parts.name_fields() | parts.birth_fields() | parts.sex_fields(self.lists)
        fields |= parts.nationality_fields(self.lists, self.rows["nationalities"])
        fields["has_documents"] = forms.ChoiceField(label=_("Documents"), choices=has, widget=forms.RadioSelect)
        for row in self._rows("documents"):
            fields |= parts.document_fields(self.lists, row, required=False)
        fields |= parts.situation_fields(self.lists)
        for row in self._rows("contacts"):
            fields |= parts.contact_fields(row, required=False)
        fields |= parts.language_fields(self.lists) | parts.place_fields() | parts.journey_fields(self.lists)
        for row in self._rows("relatives"):
            fields |= parts.relative_fields(row, required=False)
        return fields

    def _rows(self, section: str) -> list[str]:
        return [f"_{n}" for n in range(1, self.rows[section] + 1)]

    def section(self, section: str) -> Iterator[list[BoundField]]:
        """The fields of each row of a section, for the page."""
        for row in self._rows(section):
            yield [self[f"{name}{row}"] for name in _SECTIONS[section]]

    @property
    def contact_rows(self) -> Iterator[list[BoundField]]:
        return self.section("contacts")

    @property
    def relative_rows(self) -> Iterator[list[BoundField]]:
        return self.section("relatives")

    @property
    def nationality_rows(self) -> list[BoundField]:
        return [self[f"nationality_{n}"] for n in range(1, self.rows["nationalities"] + 1)]

    @property
    def journey_fields(self) -> list[BoundField]:
        return [self[name] for name in (*parts.JOURNEY, "entered_on")]

    @property
    def journey_is_open(self) -> bool:
        """Whether something stands in the short section, so that nobody overlooks it."""
        return any(field.errors or field.value() not in {None, ""} for field in self.journey_fields[:-1])

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Show what was typed before, without judging it."""
        for name, field in self.fields.items():
            if not field.widget.value_omitted_from_data(typed, {}, name):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def fill_from_search(self, sought: Sought, text: str) -> None:
        """What was searched for, as a start: four words are two given names and two surnames."""
        names = [word for word in text.split() if set(words(word)) & set(sought.words)]
        given = max(1, len(names) - 2) if len(names) > 2 else 1
        self.initial["given_name_1"] = " ".join(names[:1])
        self.initial["given_name_2"] = " ".join(names[1:given])
        self.initial["surname_1"] = " ".join(names[given : given + 1])
        self.initial["surname_2"] = " ".join(names[given + 1 :])
        if sought.born:
            birth = PartialDate(sought.born, _PRECISION[sought.precision])
            self.initial["birth_known"], self.initial["birth"] = parts.DATE, birth
        if sought.numbers:
            self.initial["has_documents"], self.initial["number_1"] = HAS, sought.numbers[0]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        parts.clean_name(self)
        data["birth_date"], data["birth_precision"] = parts.clean_birth(self)
        parts.clean_place(self)
        parts.clean_journey(self)
        self._clean_documents()
        for row in self._rows("contacts"):
            parts.clean_contact(self, row)
            if not data.get(f"kind{row}") and (data.get(f"value{row}") or data.get(f"instructions{row}")):
                self.add_error(f"kind{row}", _("Say what this is: a telephone, an e-mail, somebody …"))
        for row in self._rows("relatives"):
            if not data.get(f"relation{row}") and (data.get(f"relative_name{row}") or data.get(f"birth_year{row}")):
                self.add_error(f"relation{row}", _("Say who this is to the person."))
        return data

    def _clean_documents(self) -> None:
        data, rows = self.cleaned_data, self._rows("documents")
        if data.get("has_documents") != HAS:
            return
        if not any(data.get(f"type{row}") for row in rows) and not any(f"type{row}" in self.errors for row in rows):
            self.add_error("type_1", _("Choose the kind of document, or say that there is none."))
        for row in rows[1:]:
            if data.get(f"number{row}") and not data.get(f"type{row}"):
                self.add_error(f"type{row}", _("Choose the kind of document."))
        again = _("You already typed this document. Take one of the two away, or correct its number.")
        filled = [row for row in rows if data.get(f"type{row}") and data.get(f"number{row}")]
        for place in documents.repeated((data[f"type{row}"].code, data[f"number{row}"]) for row in filled):
            self.add_error(f"number{filled[place]}", again)

    @property
    def unusual(self) -> list[str]:
        """Warnings about numbers that do not look like their type, each once. Asked of a valid form."""
        papers = [shape_warning(document, self.lists) for document in self._documents()]
        telephones = [parts.telephone_warning(contact.kind, contact.value) for contact in self._contacts()]
        return list(dict.fromkeys(warning for warning in (*papers, *telephones) if warning is not None))

    @property
    def doubts(self) -> list[str]:
        """What does not go together in the family, each once: looked at again before registering. Of a valid form."""
        born = Born(self.cleaned_data["birth_date"], self.cleaned_data["birth_precision"])
        found = [
            families.doubt_about_ages(kind=one.kind, person=born, relative=Born.in_year(one.birth_year))
            for one in self._relatives()
        ]
        return list(dict.fromkeys(filter(None, found)))

    def person(self, consents: tuple[NewConsent, ...] = ()) -> NewPerson:
        """What the verb takes. Asked of a valid form."""
        data = self.cleaned_data
        return NewPerson(
            given_name_1=data["given_name_1"],
            given_name_2=data["given_name_2"],
            surname_1=data["surname_1"],
            surname_2=data["surname_2"],
            known_as=data["known_as"],
            birth_date=data["birth_date"],
            birth_precision=data["birth_precision"],
            sex=data["sex"],
            gender=data["gender"].code if data["gender"] else "",
            nationalities=parts.clean_nationalities(self),
            documents=self._documents(),
            status=data["status"],
            status_since=data["status_since"],
            contacts=self._contacts(),
            language=data["language"],
            needs_interpreter=data["needs_interpreter"],
            education=data["education"],
            district=district_of(data["district"]),
            in_transit=data["where"] == parts.TRANSIT,
            address=data["address"],
            relatives=self._relatives(),
            characteristics=parts.journey(data),
            consents=consents,
        )

    def _documents(self) -> tuple[NewDocument, ...]:
        answer = self.cleaned_data["has_documents"]
        if answer == NONE:
            return (NewDocument(type=self.lists.document_types[documents.NONE]),)
        if answer == UNSAID:
            return ()
        return tuple(NewDocument(**row) for row in self._filled("documents") if row["type"])

    def _contacts(self) -> tuple[NewContact, ...]:
        return tuple(NewContact(**row) for row in self._filled("contacts") if row["kind"])

    def _relatives(self) -> tuple[NewRelative, ...]:
        return tuple(
            NewRelative(kind=row.pop("relation"), name=row.pop("relative_name"), **row)
            for row in self._filled("relatives")
            if row["relation"]
        )

    def _filled(self, section: str) -> Iterator[dict[str, Any]]:
        for row in self._rows(section):
            yield {name: self.cleaned_data[f"{name}{row}"] for name in _SECTIONS[section]}


_PRECISION: dict[str, str] = {Birth.EXACT: "day", Birth.MONTH: "month", Birth.YEAR: "year"}


def shape_warning(document: NewDocument, lists: Lists) -> str | None:
    """What is odd about a number, and what it may be instead. Never a refusal."""
    if not documents.looks_unusual(document.number, document.type.pattern):
        return None
    example = document.type.example
    text = _("The number %(number)s does not look like: %(type)s.") % {
        "number": documents.written(document.number),
        "type": document.type.label_es,
    }
    if example:
        text += " " + _("Usual shape: %(example)s.") % {"example": example}
    others = [s.label for s in documents.looks_like(document.number, lists.shapes) if s.code not in {"OTRO", "RUC"}]
    if others:
        text += " " + _("It looks like: %(types)s.") % {"types": ", ".join(others[:3])}
    return text
