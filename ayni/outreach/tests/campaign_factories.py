"""Campaigns of the tests: on the radio of Lima, for whoever lives there."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.outreach import actions
from ayni.outreach.actions import Counted, Meant, Promise, Wanted
from ayni.outreach.models import (
    Campaign,
    CampaignAudience,
    CampaignChannel,
    CampaignKind,
    CampaignTheme,
    Commitment,
    CommunicationRequest,
    Strategy,
)


class _Term(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("code",)

    valid_from = date(2022, 1, 1)
    confidence = "high"


class CampaignKindFactory(_Term):
    class Meta:
        model = CampaignKind

    code = "CPD"
    label_es = "Comunicación para el desarrollo"


class AudienceFactory(_Term):
    class Meta:
        model = CampaignAudience

    code = "ACOGIDA"
    label_es = "Población de acogida"


class ChannelFactory(_Term):
    class Meta:
        model = CampaignChannel

    code = "RADIO"
    label_es = "Radio"


class ThemeFactory(_Term):
    class Meta:
        model = CampaignTheme

    code = "INTERCULT"
    label_es = "Interculturalidad"


class StrategyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Strategy
        django_get_or_create = ("code",)

    code = "OIM-2022-2026"
    title = "Estrategia de comunicaciones"
    owner = "OIM"
    first_year, last_year = 2022, 2026
    objectives = "Visibilidad\nPosicionamiento"
    source = "IOM Peru Country Strategy 2022-2026"
    made_at = factory.LazyFunction(timezone.now)


def meant(office: Any, **other: Any) -> Meant:
    said = {
        "kind": CampaignKindFactory(), "title": "Vivimos juntos", "objective": "Que la gente se conozca.",
        "audiences": [AudienceFactory()], "channels": [ChannelFactory()], "themes": [ThemeFactory()],
        "department": None, "begins_on": localdate(), "ends_on": localdate(), "office": office, "strategy": None,
        "request": None,
    }  # fmt: skip
    return Meant(**said | other)


def campaign_of(by: Any, **other: Any) -> Campaign:
    return actions.plan_campaign(meant=meant(by.office, **other), by=by, at=timezone.now())


def running(by: Any, **other: Any) -> Campaign:
    return actions.begin_campaign(campaign=campaign_of(by, **other), by=by, at=timezone.now())


def counted(people: int, **other: Any) -> Counted:
    said = {
        "channel": ChannelFactory(), "how": "MEASURED", "people": people, "counted_on": localdate(),
        "method": "Oyentes según la radio",
    }  # fmt: skip
    return Counted(**said | other)


def request_of(by: Any, asked_of: Any, **other: Any) -> CommunicationRequest:
    said = {
        "office": by.office, "asked_of": asked_of, "title": "Afiche de la jornada", "what_for": "Que vengan.",
        "audiences": [AudienceFactory()], "needed_by": localdate(),
    }  # fmt: skip
    return actions.ask_for(wanted=Wanted(**said | other), by=by, at=timezone.now())


def commitment_of(by: Any, **other: Any) -> Commitment:
    said = {
        "organisation": None, "name": "Panadería San Juan", "department": None, "words": "Contratar a diez personas.",
        "made_on": localdate(), "due_on": None,
    }  # fmt: skip
    return actions.write_commitment(promise=Promise(**said | other), by=by, at=timezone.now())
