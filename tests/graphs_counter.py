"""What the front desk leaves with somebody, as deeds of the property test of merging: see `graphs.py`."""

from datetime import timedelta
from typing import Any

from ayni.people.models import Person
from ayni.people.tests.factories import attach
from ayni.procedures import actions as procedures
from ayni.procedures.actions import queueing
from ayni.procedures.models import OPEN_STATES, Application, Appointment, Card, Comparison, Device, Visit, Wait, What
from ayni.procedures.tests.card_factories import card_of
from ayni.procedures.tests.factories import NOON as OPENS
from ayni.procedures.tests.factories import (
    ApplicationFactory,
    AppointmentFactory,
    CampaignFactory,
    ItemFactory,
    ProcedureFactory,
    ResolutionFactory,
    WaitFactory,
)

APPLIES = (
    {},
    {"submitted": True},
    {"approved": True},
    {"state": "REJECTED", "submitted_at": OPENS, "decided_at": OPENS},
)


def _procedure(n: int) -> Any:
    return ProcedureFactory(code=f"PR-{n % 2}")


def _application(graph: Any, person: Person, other: Person, n: int) -> None:
    """For one of two things, so that both of two files may have begun it."""
    procedure = _procedure(n)
    if Application.objects.filter(person=person, procedure=procedure, state__in=OPEN_STATES).exists():
        return
    made = ApplicationFactory(
        person=person, procedure=procedure, office=graph.rosa.office, begun_by=graph.rosa, begun_at=graph.at(),
        **APPLIES[n],
    )  # fmt: skip
    ItemFactory(application=made, attachment=attach(person) if n == 1 else None)
    if n == 3:
        ResolutionFactory(application=made)


def _appointment(graph: Any, person: Person, other: Person, n: int) -> None:
    """Booked or arrived, for one of two things, at an hour of its own."""
    live = {"person": person, "procedure": _procedure(n), "state__in": ("BOOKED", "ARRIVED")}
    if not Appointment.objects.filter(**live).exists():
        arrived = n > 1
        AppointmentFactory(
            person=person, procedure=_procedure(n), office=graph.rosa.office, arrived=arrived,
            starts_at=OPENS + timedelta(days=14, minutes=30 * Appointment.objects.count()),
        )  # fmt: skip


def _wait(graph: Any, person: Person, other: Person, n: int) -> None:
    if not Wait.objects.filter(person=person, procedure=_procedure(n)).exists():
        WaitFactory(person=person, procedure=_procedure(n), office=graph.rosa.office)


def _visit(graph: Any, person: Person, other: Person, n: int) -> None:
    campaign = CampaignFactory(office=graph.rosa.office)
    Visit.objects.create(campaign=campaign, person=person, outcome="TOLD", written_by=graph.rosa, at=graph.at())


def _ticket(graph: Any, person: Person, other: Person, n: int) -> None:
    application = Application.objects.filter(person=person).order_by("pk").first()
    if application is not None:
        comes = queueing.Comes(application=application, procedure=application.procedure)
        queueing.arrive(office=graph.rosa.office, comes=comes, by=graph.rosa, at=graph.at())


def _card(graph: Any, person: Person, other: Person, n: int) -> None:
    if not Card.objects.filter(person=person).exists():
        card_of(person, graph.rosa)


def _enrolment(graph: Any, person: Person, other: Person, n: int) -> None:
    """Open, left, or with a print that was compared."""
    session = procedures.begin_enrolment(
        person=person, application=None, office=graph.rosa.office, by=graph.rosa, at=graph.at()
    )
    if n > 1:
        of_the_office = {"office": graph.rosa.office, "registered_by": graph.rosa, "registered_at": OPENS}
        device, _new = Device.objects.get_or_create(
            code="H-9", defaults={"kind": "AST-HUE", "name": "Huellero", **of_the_office}
        )
        taken = procedures.Taken(What.FINGER, b"planted-print", "ISO-19794-4", n, 80, device=device)
        procedures.take_capture(session=session, taken=taken, by=graph.rosa, at=graph.at())
        told = {"purpose": "prueba", "asked_by": graph.rosa, "asked_at": OPENS, "answered_at": OPENS}
        Comparison.objects.create(person=person, record=session.records.first(), device=device, same=True, **told)
    if n % 2:
        procedures.leave_enrolment(session=session, by=graph.rosa, at=graph.at())


COUNTER = {
    "application": _application, "appointment": _appointment, "wait": _wait, "visit": _visit, "ticket": _ticket,
    "card": _card, "enrolment": _enrolment,
}  # fmt: skip
