from datetime import date

import factory

from ayni.codelists.models import (
    Barrier,
    Country,
    Holiday,
    LegalNorm,
    NeedSector,
    Profile,
    RiskLevel,
    ServiceCategory,
    Territory,
)

SINCE = date(2022, 1, 1)


class ListedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    valid_from = SINCE
    confidence = "high"


class CountryFactory(ListedFactory):
    class Meta:
        model = Country

    code = "VEN"
    label_es = "Venezuela"


class TerritoryFactory(ListedFactory):
    class Meta:
        model = Territory

    code = "15"
    label_es = "Lima"
    level = Territory.Level.DEPARTMENT
    department_code = factory.LazyAttribute(lambda place: place.code[:2])


class ProfileFactory(ListedFactory):
    class Meta:
        model = Profile

    code = factory.Sequence(lambda n: f"VP-{n}")
    label_es = factory.Sequence(lambda n: f"Perfil {n}")
    family = "documents"
    default_urgency = "ORDINARY"
    sensitivity = "ORDINARY"


class NeedSectorFactory(ListedFactory):
    class Meta:
        model = NeedSector

    code = "HEA"
    label_es = "Salud"


class ServiceCategoryFactory(ListedFactory):
    class Meta:
        model = ServiceCategory

    code = factory.Sequence(lambda n: f"SV-{n}")
    label_es = "Regularización y documentos"


class LegalNormFactory(ListedFactory):
    class Meta:
        model = LegalNorm

    code = factory.Sequence(lambda n: f"L{n}")
    label_es = factory.Sequence(lambda n: f"Ley {n}")
    kind = "ley"
    number = factory.Sequence(lambda n: f"{n}")
    topic = "migracion"
    status = "in force"


class HolidayFactory(ListedFactory):
    class Meta:
        model = Holiday

    code = factory.LazyAttribute(lambda holiday: holiday.day.isoformat())
    day = date(2026, 7, 28)
    label_es = "Fiestas Patrias"
    kind = "national"


class BarrierFactory(ListedFactory):
    class Meta:
        model = Barrier

    code = "BAR-DENUN"
    label_es = "No poder denunciar sin carné"
    category = "documento"


class RiskLevelFactory(ListedFactory):
    class Meta:
        model = RiskLevel

    code = "RG-MEDIO"
    label_es = "Medio"
    every_days = 30
    channel = "CALL"
    attempts = 3
