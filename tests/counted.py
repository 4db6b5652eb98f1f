"""Tickets and cards as they stand after a day at the counter, without the day."""

from datetime import date, datetime, timedelta
from itertools import count

from ayni.access.models import User
from ayni.lib.ids import public_number
from ayni.people.models import Person
from ayni.procedures.actions import cards
from ayni.procedures.models import Batch, Card, HandOver, QueueDay, Ticket
from ayni.procedures.tests.card_factories import SeriesFactory as CardSeriesFactory
from ayni.procedures.tests.factories import ApplicationFactory, ProcedureFactory, SeriesFactory, WindowFactory

NUMBERS = count(1)


def ticket(by: User, arrived: datetime, *, waited=None, attended=None, person: Person | None = None) -> Ticket:
    """`waited` and `attended` in seconds; who was not called did not stay."""
    day, _new = QueueDay.objects.get_or_create(office=by.office, day=date(arrived.year, arrived.month, arrived.day))
    application = ApplicationFactory(person=person, begun_at=arrived, office=by.office) if person else None
    called = None if waited is None else arrived + timedelta(seconds=waited)
    return Ticket.objects.create(
        day=day, series=SeriesFactory(office=by.office), number=next(NUMBERS), application=application, place=arrived,
        procedure=application.procedure if application else ProcedureFactory(), arrived_at=arrived,
        first_called_at=called, state="LEFT" if called is None else "DONE", ended_at=arrived + timedelta(hours=4),
        attention_seconds=attended, window=WindowFactory(office=by.office) if called else None,
    )  # fmt: skip


def card(person: Person, by: User, place: str, *, made: datetime, since: datetime, revoked_for: str = "") -> Card:
    """`since`: when it came to where it is; of what is HANDED_OVER, of the hand-over."""
    application = ApplicationFactory(person=person, approved=True, begun_at=made, office=by.office)
    batch = Batch.objects.create(
        number=public_number("L"), series=CardSeriesFactory(), office=by.office, size=1, first="1", last="1",
        made_by=by, made_at=made,
    )  # fmt: skip
    one = Card.objects.create(
        series=batch.series, number=str(next(NUMBERS) + 90_000), proof=public_number("P"), place=place, since=since,
        application=application, person=person, batch=batch, office=by.office, valid_from=made.date(),
        key=cards.signing_key(by=by, at=made), revoked_for=revoked_for, revoked_at=since if revoked_for else None,
    )  # fmt: skip
    if place == "HANDED_OVER":
        HandOver.objects.create(card=one, office=by.office, check_kind="DOCUMENT", signed=True, by=by, at=since)
    return one
