"""The code lists of a form, each read once: for its choices, and for the entry behind the code that was chosen."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.codelists.models import (
    Country,
    DocumentType,
    EducationLevel,
    Language,
    LegalNorm,
    MigratoryStatus,
    SexGender,
    Territory,
)
from ayni.codelists.queries import by_code, current, districts_like
from ayni.people.queries.words import territory
from ayni.people.rules.documents import Shape

Choices = list[tuple[Any, Any]]

FIRST_COUNTRIES = ("VEN", "COL", "ECU", "BOL", "HTI", "CUB", "PER", "XXX", "XXA", "XXB")
FIRST_DOCUMENTS = ("PAS", "CIE-VE", "CE", "CPP", "CSR", "DNI", "CIE-CO", "CIE-EC", "CIE-OT")
GROUPS_OF_STATUSES = ("situacion", "condicion", "permiso", "residente", "temporal")


class Lists:
    """One per form."""

    @cached_property
    def countries(self) -> dict[str, Country]:
        return {c.code: c for c in current(Country).order_by("label_es")}

    @cached_property
    def document_types(self) -> dict[str, DocumentType]:
        return {t.code: t for t in current(DocumentType).order_by("label_es")}

    @cached_property
    def statuses(self) -> dict[str, MigratoryStatus]:
        return {s.code: s for s in current(MigratoryStatus).order_by("label_es")}

    @cached_property
    def norms(self) -> dict[str, LegalNorm]:
        return {n.code: n for n in current(LegalNorm).order_by("label_es")}

    @cached_property
    def languages(self) -> dict[str, Language]:
        return {lang.code: lang for lang in current(Language).order_by("order", "label_es")}

    @cached_property
    def education(self) -> dict[str, EducationLevel]:
        return {e.code: e for e in current(EducationLevel).order_by("order")}

    @cached_property
    def sexes(self) -> dict[str, SexGender]:
        return {s.code: s for s in self._sex_and_gender if s.dimension == "sex"}

    @cached_property
    def genders(self) -> dict[str, SexGender]:
        return {s.code: s for s in self._sex_and_gender if s.dimension == "gender_identity"}

    @cached_property
    def _sex_and_gender(self) -> list[SexGender]:
        return list(current(SexGender).order_by("pk"))

    @property
    def shapes(self) -> list[Shape]:
        return [Shape(t.code, t.label_es, t.pattern, t.example) for t in self.document_types.values()]

    def country_choices(self) -> Choices:
        return _first_then_all(self.countries, FIRST_COUNTRIES, _("Most often"), _("All"))

    def document_choices(self, without: Iterable[str] = ()) -> Choices:
        types = {code: t for code, t in self.document_types.items() if code not in set(without)}
        return _first_then_all(types, FIRST_DOCUMENTS, _("Most often"), _("Others"))

    def status_choices(self) -> Choices:
        labels = {
            "situacion": _("Situation"),
            "condicion": _("Refuge"),
            "permiso": _("Temporary permits"),
            "residente": _("Resident"),
            "temporal": _("Temporary"),
        }
        groups: dict[str, Choices] = {group: [] for group in GROUPS_OF_STATUSES}
        for status in self.statuses.values():
            groups.setdefault(status.group, []).append((status.code, status.label_es))
        return [("", _("Choose"))] + [(labels.get(g, g), rows) for g, rows in groups.items() if rows]


def _first_then_all(entries: dict[str, Any], first: Iterable[str], often: str, rest: str) -> Choices:
    top = [(code, entries[code].label_es) for code in first if code in entries]
    known = {code for code, _label in top}
    others = [(code, entry.label_es) for code, entry in entries.items() if code not in known]
    return [("", _("Choose")), (often, top), (rest, others)]


def labelled(entries: dict[str, Any], empty: str | None = None) -> Choices:
    rows: Choices = [(code, entry.label_es) for code, entry in entries.items()]
    return rows if empty is None else [("", empty), *rows]


class ListField(forms.ChoiceField):
    """A choice from a code list. Gives the entry, not its code."""

    def __init__(self, entries: Callable[[], dict[str, Any]], choices: Choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)
        self.entries = entries

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        return self.entries().get(code) if code else None


def find_districts(text: str) -> list[tuple[str, str]]:
    return [(place.code, territory(place)) for place in districts_like(text)]


def district_label(code: str) -> str | None:
    if not (code.isdigit() and len(code) == 6):
        return None
    place = (
        current(Territory).select_related("parent__parent").filter(code=code, level=Territory.Level.DISTRICT).first()
    )
    return territory(place) if place else None


def district_of(code: str | None) -> Territory | None:
    return by_code(Territory, code) if code else None
