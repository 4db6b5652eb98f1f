import factory
from django.utils.timezone import now

from ayni.directory.models import FocalPoint, Service
from ayni.governance.tests.factories import OrganisationFactory


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    code = factory.Sequence(lambda n: f"S-{n}")
    organisation = factory.SubFactory(OrganisationFactory, code="CEM")
    name = "Atención psicológica"


class FocalPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FocalPoint

    organisation = factory.SubFactory(OrganisationFactory, code="CEM")
    name = "Mesa de coordinación"
    email = "coordinacion@example.pe"
    phone = "+51900000001"
    confirmed_at = factory.LazyFunction(now)
