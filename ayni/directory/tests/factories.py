from datetime import timedelta

import factory
from django.utils.timezone import localdate, now

from ayni.access.tests.factories import UserFactory
from ayni.directory.models import Absence, Agreement, FocalPoint, Service
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


class AgreementFactory(factory.django.DjangoModelFactory):
    """In force since a year ago, for half a year more; of identity and documents."""

    class Meta:
        model = Agreement

    code = factory.Sequence(lambda n: f"CONV-{n}")
    name = "Convenio marco de atención"
    ours = factory.SubFactory(OrganisationFactory, code="UIM")
    theirs = factory.SubFactory(OrganisationFactory, code="CEM")
    purpose = "Atención de personas migrantes"
    sections = ("IDENTITY", "DOCUMENTS")
    valid_from = factory.LazyFunction(lambda: localdate() - timedelta(days=365))
    valid_to = factory.LazyFunction(lambda: localdate() + timedelta(days=180))
    document = "RS 000123-2026"
    watched_by = factory.SubFactory(UserFactory)
    written_by = factory.SelfAttribute("watched_by")
    written_at = factory.LazyFunction(now)
