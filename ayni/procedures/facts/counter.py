"""What may be counted of the counter: tickets of the queue and cards, which leave without their numbers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from ayni.cases.facts import as_of, came
from ayni.facts.periods import day_of, first_of_month, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Follow, Following, Kind, of_choices, of_table, register

from ..models import Card, CardSeries, Group, Lane, Place, Series, Ticket, TicketState, Window
from .applications import PROCEDURES, days_between, guarded, guards, place_columns


def _numbered(name: str, model: type[Series] | type[Window]) -> CodeList:
    """Rows of an office as bare numbers: their names are what somebody typed, and who attends where is no fact."""
    return CodeList(
        name, lambda: {str(pk): str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True)}
    )


def as_code(number: int | None) -> str | None:
    return None if number is None else str(number)


def in_minutes(seconds: float | None) -> int | None:
    """Whole minutes, the nearest."""
    return None if seconds is None else int(seconds + 30) // 60


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else in_minutes((end - start).total_seconds())


def _tickets(at: datetime) -> Iterable[QuerySet[Any]]:
    """A ticket says not whose it is: its application or its appointment does, where there is one."""
    rows = Ticket.objects.filter(arrived_at__lte=at).order_by("pk")
    holder = Coalesce("application__person_id", "appointment__person_id", "appointment__application__person_id")
    return [guarded(rows.annotate(holder=holder), "holder")]


_OF_TICKET = (
    guards("application__person_id"),
    guards("appointment__person_id"),
    guards("appointment__application__person_id"),
    Follow("procedures.Application", ("id",), "application_id"),
    Follow("procedures.Application", ("id",), "appointment__application_id"),
    Follow("procedures.Appointment", ("id",), "appointment_id"),
    Follow("procedures.QueueDay", ("id",), "day_id"),
)

register(
    FactTable(
        name="tickets",
        about="One row per ticket of a queue: where, in which line, how it ended, its waiting. Never its number.",
        model="procedures.Ticket",
        rows=_tickets,
        following=Following(_OF_TICKET, came("arrived_at")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The ticket, sealed."),
            *place_columns("day__office", "holder", about="Office of the queue."),
            Column("procedure", Kind.CODE, ("procedure__code",), "What for; empty: not said.", PROCEDURES),
            Column(
                "series",
                Kind.CODE,
                ("series_id",),
                "Series of the tickets, as a bare number.",
                _numbered("queue_series", Series),
                derive=as_code,
            ),
            Column(
                "window",
                Kind.CODE,
                ("window_id",),
                "Window that called it last, as a bare number.",
                _numbered("queue_window", Window),
                derive=as_code,
            ),
            Column("lane", Kind.CODE, ("lane",), "In which line.", of_choices("queue_lane", Lane), derive=as_code),
            Column(
                "group",
                Kind.CODE,
                ("group",),
                "Priority; empty: none, or no longer kept.",
                of_choices("appointment_group", Group),
            ),
            Column("state", Kind.CODE, ("state",), "How it stands.", of_choices("ticket_state", TicketState)),
            Column("day", Kind.DAY, ("day__day",), "Day of the queue."),
            Column("month", Kind.MONTH, ("day__day",), "Month of the queue.", derive=first_of_month),
            Column(
                "minutes_waiting",
                Kind.COUNT,
                ("arrived_at", "first_called_at"),
                "Whole minutes from arrival to the first call; empty: not called.",
                derive=minutes_between,
            ),
            Column(
                "minutes_attended",
                Kind.COUNT,
                ("attention_seconds",),
                "Whole minutes of attention, at all windows together; empty: not measured.",
                derive=in_minutes,
            ),
        ),
    )
)


class CardAge(TextChoices):
    """How long a card that counts and that nobody has waits for its holder."""

    ELSEWHERE = "ELSEWHERE", pgettext_lazy("card age", "Not at its office")
    TO_30 = "TO_30", pgettext_lazy("card age", "0 to 30 days")
    TO_60 = "TO_60", pgettext_lazy("card age", "31 to 60 days")
    TO_90 = "TO_90", pgettext_lazy("card age", "61 to 90 days")
    OVER_90 = "OVER_90", pgettext_lazy("card age", "More than 90 days")


def card_age(
    at: datetime, place: str, since: datetime, revoked: datetime | None, handed_over: datetime | None
) -> str | None:
    """Nothing for what was handed over, what does not count any more, and what is nowhere."""
    if revoked is not None or handed_over is not None or place in {Place.LOST, Place.DESTROYED, Place.NEVER_MADE}:
        return None
    if place != Place.READY:
        return CardAge.ELSEWHERE.value
    days = days_between(since, at) or 0
    ends = ((30, CardAge.TO_30), (60, CardAge.TO_60), (90, CardAge.TO_90))
    return next((age for end, age in ends if days <= end), CardAge.OVER_90).value


def _cards(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = Card.objects.filter(batch__made_at__lte=at).order_by("pk")
    return [guarded(rows, "person").annotate(as_of=as_of(at))]


_OF_CARD = (
    guards("person_id"),
    Follow("procedures.Application", ("id",), "application_id"),
    Follow("procedures.Batch", ("id",), "batch_id"),
    Follow("procedures.HandOver", ("card",), "pk"),
)


def _card_moved(since: datetime, at: datetime) -> Q:
    """Every card is a day older every day."""
    if day_of(since) != day_of(at):
        return Q(pk__isnull=False)
    return came("batch__made_at")(since, at)


register(
    FactTable(
        name="cards",
        about="One row per card or certificate: of which series, where it is, since when, and when it was handed over. "
        "Never its number.",
        model="procedures.Card",
        rows=_cards,
        following=Following(_OF_CARD, _card_moved),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The card, sealed."),
            *place_columns("office", "person_id", about="Office where it is handed over."),
            Column("procedure", Kind.CODE, ("application__procedure__code",), "What was applied for.", PROCEDURES),
            Column(
                "series", Kind.CODE, ("series__code",), "Kind of card.", of_table("card_series", CardSeries, "title")
            ),
            Column("place", Kind.CODE, ("place",), "Where it is in its life.", of_choices("card_place", Place)),
            Column(
                "age",
                Kind.CODE,
                ("as_of", "place", "since", "revoked_at", "hand_over__at"),
                "How long it waits at its office; empty: it was handed over, or does not count any more.",
                of_choices("card_age", CardAge),
                derive=card_age,
            ),
            Column(
                "days_there",
                Kind.COUNT,
                ("since", "as_of"),
                "Calendar days since it came to where it is: of what is ready, how long it waits.",
                derive=days_between,
            ),
            Column(
                "month",
                Kind.MONTH,
                ("hand_over__at", "batch__made_at"),
                "Month in which it was handed over; in which it was made, while it was not.",
                derive=month_of,
            ),
            Column("made_on", Kind.DAY, ("batch__made_at",), "Day on which it got its number, in Peru.", derive=day_of),
            Column("handed_over_on", Kind.DAY, ("hand_over__at",), "Day of the hand-over, in Peru.", derive=day_of),
            Column("is_revoked", Kind.FLAG, ("revoked_at",), "It does not count any more.", derive=bool),
        ),
    )
)
