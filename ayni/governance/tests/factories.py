from datetime import UTC, date, datetime

import factory

from ayni.access.models import Organisation
from ayni.access.tests.factories import UserFactory
from ayni.governance.models import ConsentRule, Gap, GapKind, Protocol, ProtocolStep, Urgency


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = "UIM"
    name = factory.LazyAttribute(lambda it: f"Institución {it.code}")
    kind = "state"
    sector = "Interior"
    level = "national"


class ProtocolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Protocol
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"PW-{n}")
    valid_from = date(2022, 1, 1)
    name = factory.Sequence(lambda n: f"Protocolo {n}")

    @factory.post_generation
    def profiles(self, create, extracted, **kwargs):
        if extracted:
            self.profiles.set(extracted)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProtocolStep

    protocol = factory.SubFactory(ProtocolFactory)
    code = factory.LazyAttribute(lambda step: f"{step.protocol.code}-{step.order}")
    order = factory.Sequence(lambda n: n + 1)
    actor = factory.SubFactory(OrganisationFactory)
    action_es = "Orientar"
    urgency = Urgency.ORDINARY
    consent_rule = ConsentRule.REQUIRED


class GapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Gap

    code = factory.Sequence(lambda n: f"BR-2025-{n + 1:04d}")
    title = "El seguro integral de salud no afilia sin carné"
    kind = GapKind.NORM_CONTRADICTS
    what_fails = "La norma pide carné de extranjería, y quien espera el suyo queda sin atención."
    owner = factory.SubFactory(UserFactory)
    opened_by = factory.SelfAttribute("owner")
    opened_at = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
