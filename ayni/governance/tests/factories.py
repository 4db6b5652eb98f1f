from datetime import date

import factory

from ayni.access.models import Organisation
from ayni.governance.models import ConsentRule, Protocol, ProtocolStep, Urgency


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
