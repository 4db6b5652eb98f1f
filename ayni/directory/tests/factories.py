from datetime import time

import factory
from django.utils.timezone import localdate, now

from ayni.access.tests.factories import DepartmentFactory
from ayni.directory.models import (
    Absence,
    FocalPoint,
    Location,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    TerritoryMark,
)
from ayni.governance.tests.factories import OrganisationFactory
from ayni.lib.ids import uuid7


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


class LocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Location

    organisation = factory.SubFactory(OrganisationFactory, code="CEM")
    name = factory.Sequence(lambda n: f"Sede {n}")
    addresses = factory.LazyFunction(
        lambda: [
            {
                "id": str(uuid7()), "address_1": "Av. Perú 123", "city": "Lima", "state_province": "Lima",
                "postal_code": "15001", "country": "PE", "address_type": "physical",
            }
        ]
    )  # fmt: skip


class PointFactory(factory.django.DjangoModelFactory):
    """A service at a point."""

    class Meta:
        model = ServiceAtLocation

    service = factory.SubFactory(ServiceFactory)
    location = factory.SubFactory(LocationFactory)


class ScheduleFactory(factory.django.DjangoModelFactory):
    """Weekdays from eight to five, unless said otherwise."""

    class Meta:
        model = Schedule

    freq = "WEEKLY"
    byday = "MO,TU,WE,TH,FR"
    opens_at = time(8)
    closes_at = time(17)


class RecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Record

    table = "phone"
    data = factory.LazyFunction(lambda: {"number": "+51900000009"})


class TerritoryMarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TerritoryMark

    territory = factory.SubFactory(DepartmentFactory)
    kind = "PRIORITY"
    source = "OIM"
    since = factory.LazyFunction(localdate)
