from datetime import UTC, date, datetime
from typing import Any

import factory

from ayni.codelists.models import (
    Country,
    DocumentType,
    EducationLevel,
    Language,
    MigratoryStatus,
    SexGender,
    Territory,
)
from ayni.files.tests.factories import drawn
from ayni.lib.ids import uuid7
from ayni.people import actions
from ayni.people.models import Basis, Birth, Consent, ConsentText, Person, Purpose
from ayni.people.rules.attachments import NewAttachment
from ayni.people.rules.registering import NewConsent, NewPerson, Searched

SINCE = date(2022, 1, 1)
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Noon in Lima, on a Friday."""


class _Listed(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("code", "version")

    version = 1
    valid_from = SINCE
    confidence = "high"


class SexFactory(_Listed):
    class Meta:
        model = SexGender

    code = "SEX-F"
    label_es = "Mujer"
    dimension = "sex"
    public = True


class GenderFactory(_Listed):
    class Meta:
        model = SexGender

    code = "GEN-TW"
    label_es = "Mujer trans"
    dimension = "gender_identity"


class CountryFactory(_Listed):
    class Meta:
        model = Country

    code = "VEN"
    label_es = "Venezuela"


class DocumentTypeFactory(_Listed):
    class Meta:
        model = DocumentType

    code = "PAS"
    label_es = "Pasaporte"
    pattern = "^[A-Z0-9]{5,15}$"
    example = "AB123456"


class NoDocumentFactory(DocumentTypeFactory):
    code = "SINDOC"
    label_es = "Sin documento"
    pattern = ""


class CedulaFactory(DocumentTypeFactory):
    code = "CIE-VE"
    label_es = "Cédula de identidad de Venezuela"
    pattern = r"^[VE]-?\d{5,9}$"
    example = "V-12345678"


class StatusFactory(_Listed):
    class Meta:
        model = MigratoryStatus

    code = "S-IRRV"
    label_es = "Situación irregular: plazo vencido"
    group = "situacion"
    regularity = "irregular"


class LanguageFactory(_Listed):
    class Meta:
        model = Language

    code = "spa"
    label_es = "español"


class EducationFactory(_Listed):
    class Meta:
        model = EducationLevel

    code = "EDU-SEC"
    label_es = "Secundaria"
    order = 4


class DistrictFactory(_Listed):
    """San Martín de Porres, Lima, Lima."""

    class Meta:
        model = Territory

    code = "150135"
    label_es = "San Martín de Porres"
    level = Territory.Level.DISTRICT
    department_code = factory.LazyAttribute(lambda place: place.code[:2])
    parent = factory.SubFactory(
        "ayni.people.tests.factories.PlaceFactory",
        code="1501",
        level=Territory.Level.PROVINCE,
        parent=factory.SubFactory("ayni.people.tests.factories.PlaceFactory", code="15"),
    )


class PlaceFactory(_Listed):
    class Meta:
        model = Territory

    code = "15"
    label_es = "Lima"
    level = Territory.Level.DEPARTMENT
    department_code = factory.LazyAttribute(lambda place: place.code[:2])


class ConsentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConsentText
        django_get_or_create = ("purpose", "language", "version")

    purpose = Purpose.REGISTER
    language = "es"
    version = 1
    text = factory.LazyAttribute(lambda text: f"Texto leído en voz alta: {text.purpose}.")
    valid_from = SINCE


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody with a file, found by search, who consented to it. Ask for `registered_by`; the office is theirs."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    given_name_1 = "Yusleidy"
    given_name_2 = "Carolina"
    surname_1 = "González"
    surname_2 = "Rondón"
    birth_date = date(1990, 3, 12)
    birth_precision = Birth.EXACT
    sex = factory.SubFactory(SexFactory)
    office = factory.SelfAttribute("registered_by.office")
    registered_at = NOON

    @factory.post_generation
    def nationality(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.nationalities.create(country=CountryFactory(**({"code": extracted} if extracted else {})))

    @factory.post_generation
    def document(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.documents.create(type=DocumentTypeFactory(**kwargs), number=extracted)

    @factory.post_generation
    def phone(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.contacts.create(kind="PHONE", value=extracted, is_safe=True, since=NOON)

    @factory.post_generation
    def kept(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not False:
            ConsentFactory(person=self, taken_by=self.registered_by)

    @factory.post_generation
    def indexed(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not False:
            actions.index([self])


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    purpose = Purpose.REGISTER
    basis = Basis.CONSENT
    text = factory.SubFactory(ConsentTextFactory, purpose=factory.SelfAttribute("..purpose"))
    given_at = NOON


def new_person(**kwargs: Any) -> NewPerson:
    """Somebody to register."""
    kwargs.setdefault("given_name_1", "Wilmer")
    kwargs.setdefault("surname_1", "Quintero")
    if "sex" not in kwargs:
        kwargs["sex"] = SexFactory(code="SEX-M", label_es="Hombre")
    if "nationalities" not in kwargs:
        kwargs["nationalities"] = (CountryFactory(),)
    if "consents" not in kwargs:
        kwargs["consents"] = (NewConsent(text=ConsentTextFactory()),)
    return NewPerson(**kwargs)


def register(by: Any, at: datetime = NOON, dismissed: frozenset = frozenset(), **kwargs: Any) -> Person:
    """Through the verb, after a search."""
    searched = Searched(by=by.pk, at=at, dismissed=dismissed)
    return actions.register(person=new_person(**kwargs), searched=searched, by=by, at=at)


def place(person: Person, sensitivity: str, by: Any, *, team: Any = None, assignee: Any = None) -> Any:
    """A compartment, as `cases` places it."""
    return actions.place_compartment(
        person=person,
        reason=uuid7(),
        sensitivity=sensitivity,
        office=by.office,
        team=team,
        assignee=assignee,
        by=by,
        at=NOON,
    )


def attach(person: Person, by: Any = None, at: datetime = NOON, **kwargs: Any) -> Any:
    """A photo unless something else is asked for, through the verb. `shade` makes it another picture."""
    kwargs.setdefault("kind", "DOCUMENT_SCAN" if kwargs.get("document") else "PHOTO")
    kwargs.setdefault("drawn", drawn(kwargs.pop("shade", 90)))
    new = NewAttachment(**kwargs)
    return actions.attach(person=person, new=new, by=by or person.registered_by, at=at)
