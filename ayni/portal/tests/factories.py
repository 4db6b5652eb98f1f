"""Guides of the tests: small, and true to no source."""

from datetime import UTC, date, datetime

import factory

from ayni.codelists.models import LegalNorm

from ..models import (
    AcceptedPaper,
    Confidence,
    EmergencyLine,
    Guide,
    GuideVersion,
    HiringRule,
    PublishedFigure,
    Service,
    Tongue,
)

TEXT = {
    "title": "Sacar el carné",
    "summary": "Con este carné usted se identifica.",
    "share": "Guía para sacar el carné: {url}",
    "who": ["Personas adultas."],
    "need": ["Su pasaporte."],
    "cost": "Es gratis.",
    "time": "Tarda diez días.",
    "steps": [{"title": "Pida su cita", "text": "Pida su cita en la página."}],
    "where": ["En la sede de su ciudad."],
    "refused": ["Pida el rechazo por escrito."],
    "rights": [],
    "doubts": [],
}


def facts(service: Service = Service.DOCUMENTS, **other: object) -> dict[str, object]:
    return {
        "service": service.value, "order": 10, "first": False, "discreet": False, "procedures": [], "norms": [],
        "needs": [], "sources": ["procedures.csv"], **other,
    }  # fmt: skip


class GuideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"guia-{n}")


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuideVersion

    guide = factory.SubFactory(GuideFactory)
    language = Tongue.ES
    number = 1
    published_on = date(2026, 11, 1)
    made_at = datetime(2026, 11, 1, 15, tzinfo=UTC)
    text = factory.LazyFunction(lambda: dict(TEXT))
    facts = factory.LazyFunction(facts)
    digest = "d" * 64
    confidence = Confidence.HIGH
    checked_on = date(2026, 11, 1)
    checked_by = "Equipo de Ayni"
    check_by = date(2027, 5, 1)


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmergencyLine

    valid_from = date(2022, 1, 1)
    confidence = "high"
    order = 1


class NormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LegalNorm

    valid_from = date(2022, 1, 1)
    confidence = "high"
    kind = "ley"
    topic = "general"
    status = "in force"


class HiringRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HiringRule

    kind = "LIMIT"
    label_es = "Hasta una parte"
    label_en = "Up to a part"
    valid_from = date(2022, 1, 1)
    confidence = "high"


class AcceptedPaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AcceptedPaper

    service = "SCHOOL"
    holder = "CHILD"
    answer = "ENOUGH"
    valid_from = date(2022, 1, 1)
    confidence = "high"


class PublishedFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublishedFigure

    source = "INEI"
    reference_date = "2021"
    valid_from = date(2022, 1, 1)
    confidence = "high"
