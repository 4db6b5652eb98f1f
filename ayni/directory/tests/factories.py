import factory
from django.utils.timezone import localdate, now

from ayni.directory.models import Absence, FocalPoint, Service
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


class SubstituteFactory(FocalPointFactory):
    """Stands in for `stands_in_for`, in the same place."""

    organisation = factory.SelfAttribute("stands_in_for.organisation")
    rank = factory.SelfAttribute("stands_in_for.rank")
    department = factory.SelfAttribute("stands_in_for.department")
    office = factory.SelfAttribute("stands_in_for.office")
    service = factory.SelfAttribute("stands_in_for.service")
    name = "Mesa suplente"
    email = "suplente@example.pe"
    phone = "+51900000002"


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Absence

    focal_point = factory.SubFactory(FocalPointFactory)
    starts_on = factory.LazyFunction(localdate)
    ends_on = factory.LazyFunction(localdate)
