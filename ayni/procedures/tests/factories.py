from datetime import UTC, date, datetime, timedelta

import factory

from ayni.access.tests.factories import OfficeFactory, OrganisationFactory
from ayni.lib.ids import public_number
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.models import (
    Application,
    Appointment,
    Calendar,
    Campaign,
    Fee,
    Item,
    Outcome,
    Procedure,
    Regime,
    Requirement,
    Resolution,
    Screen,
    Seat,
    Series,
    Slot,
    State,
    Wait,
    Window,
)
from ayni.procedures.rules.slips import new_secret

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Noon in Lima, on a Friday."""


class _Listed(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("code", "version")

    version = 1
    valid_from = date(2022, 1, 1)
    confidence = "high"


class RegimeFactory(_Listed):
    class Meta:
        model = Regime

    code = "REG-RES"
    label_es = "Residencia"


class ProcedureFactory(_Listed):
    """By default the change of migratory status to special resident: open, decided by MIGRACIONES."""

    class Meta:
        model = Procedure

    code = "PR-CCM-ESP"
    label_es = "Cambio de calidad migratoria: Especial Residente"
    regime = factory.SubFactory(RegimeFactory)
    authority = factory.SubFactory(OrganisationFactory, code="MIGRACIONES")
    result = "CE"
    validity_days = 365
    statutory_days = 30


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement

    procedure = factory.SubFactory(ProcedureFactory)
    order = factory.Sequence(lambda n: n + 1)
    label_es = factory.LazyAttribute(lambda it: f"Requisito {it.order}")
    document_type = "PAS"
    confidence = "high"


class FeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fee

    procedure = factory.SubFactory(ProcedureFactory)
    amount = "40.60"
    as_of = "2025-09"
    payment_code = "07568"


class ApplicationFactory(factory.django.DjangoModelFactory):
    """One that is being put together; `submitted=True`: that was submitted, and waits for an evaluator."""

    class Meta:
        model = Application

    class Params:
        submitted = factory.Trait(state=State.SUBMITTED, submitted_at=NOON, due_on=date(2027, 1, 8))
        approved = factory.Trait(
            state=State.APPROVED, submitted_at=NOON, decided_at=NOON, expires_on=date(2027, 11, 20)
        )

    number = factory.LazyFunction(lambda: public_number("T"))
    procedure = factory.SubFactory(ProcedureFactory)
    person = factory.SubFactory(PersonFactory)
    office = factory.LazyAttribute(lambda it: it.person.office)
    begun_at = NOON


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Item

    application = factory.SubFactory(ApplicationFactory)
    requirement = factory.SubFactory(RequirementFactory, procedure=factory.SelfAttribute("..application.procedure"))


class ResolutionFactory(factory.django.DjangoModelFactory):
    """Sealed by nobody's key: for pages, not for proofs."""

    class Meta:
        model = Resolution

    application = factory.SubFactory(ApplicationFactory)
    office = factory.LazyAttribute(lambda it: it.application.office)
    year = 2026
    # Far from the numbers that the verb gives out, which begin with one.
    sequence = factory.Sequence(lambda n: n + 500_001)
    number = factory.LazyAttribute(lambda it: f"{it.sequence:06d}-{it.year}-{it.office.code}")
    outcome = Outcome.DENIED
    made_at = NOON
    sealed = factory.LazyAttribute(
        lambda it: {
            "number": it.number, "outcome": it.outcome, "office": it.office.name, "application": it.application.number,
            "submitted_on": None, "procedure": {"code": "PR", "version": 1, "label": "Trámite"}, "legal_basis": "",
            "person": it.application.person.full_name, "documents": [], "grounds": "Falta.", "decided_by": "Alguien",
            "decided_on": "2026-11-20", "valid_until": None,
        }
    )  # fmt: skip
    digest = "0" * 64
    signature = "0" * 128
    proof = factory.Sequence(lambda n: f"prueba{n:020d}")


class WindowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Window

    office = factory.SubFactory(OfficeFactory)
    number = factory.Sequence(lambda n: n + 1)


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Jornada {n}")
    day = date(2026, 12, 12)
    begins = "09:00"
    ends = "13:00"
    place = "Parque zonal Huiracocha"


class CalendarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Calendar

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Calendario {n}")


class SlotFactory(factory.django.DjangoModelFactory):
    """Two weeks after `NOON`, open to everybody."""

    class Meta:
        model = Slot

    calendar = factory.SubFactory(CalendarFactory)
    starts_at = factory.Sequence(lambda n: NOON + timedelta(days=14, minutes=30 * n))
    opens_at = NOON - timedelta(days=1)
    returns_at = factory.LazyAttribute(lambda it: it.starts_at - timedelta(hours=48))


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    slot = factory.SubFactory(SlotFactory)
    number = factory.Sequence(lambda n: n + 1)


class AppointmentFactory(factory.django.DjangoModelFactory):
    """Somebody is expected, two weeks after `NOON` unless `starts_at` says when; `office`: where."""

    class Meta:
        model = Appointment

    class Params:
        arrived = factory.Trait(state="ARRIVED", arrived_at=factory.SelfAttribute("starts_at"))

    number = factory.LazyFunction(lambda: public_number("K"))
    secret = factory.LazyFunction(new_secret)
    procedure = factory.SubFactory(ProcedureFactory)
    office = factory.SubFactory(OfficeFactory)
    starts_at = factory.Sequence(lambda n: NOON + timedelta(days=14, minutes=30 * n))
    seat = factory.SubFactory(
        SeatFactory,
        is_free=False,
        slot__calendar__office=factory.SelfAttribute("....office"),
        slot__starts_at=factory.SelfAttribute("...starts_at"),
    )
    who = factory.Sequence(lambda n: f"{n:064}")
    contact = factory.LazyFunction(lambda: {"name": "", "email": "alguien@example.pe", "phone": ""})
    booked_at = NOON


class WaitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wait

    number = factory.LazyFunction(lambda: public_number("L"))
    secret = factory.LazyFunction(new_secret)
    procedure = factory.SubFactory(ProcedureFactory)
    office = factory.SubFactory(OfficeFactory)
    who = factory.Sequence(lambda n: f"{n:064}")
    contact = factory.LazyFunction(lambda: {"name": "", "email": "alguien@example.pe", "phone": ""})
    since = NOON


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series
        django_get_or_create = ("office", "letter")

    office = factory.SubFactory(OfficeFactory)
    letter = "A"
    name = "Atención"


class ScreenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Screen

    office = factory.SubFactory(OfficeFactory)
    kind = "TV"
    name = "Sala de espera"
    made_at = NOON


__all__ = [
    "NOON", "ApplicationFactory", "AppointmentFactory", "CalendarFactory", "CampaignFactory", "FeeFactory",
    "ItemFactory", "OfficeFactory", "ProcedureFactory", "RegimeFactory", "RequirementFactory", "ResolutionFactory",
    "ScreenFactory", "SeatFactory", "SeriesFactory", "SlotFactory", "WaitFactory", "WindowFactory",
]  # fmt: skip
