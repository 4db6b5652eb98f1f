"""What may be counted of enrolment: that somebody was enrolled, where, and how much was missing. No print, no face."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ayni.cases.facts import came
from ayni.facts.periods import month_of
from ayni.facts.registry import Column, FactTable, Follow, Following, Kind, of_choices, register

from ..models import Capture, EnrolmentSession, EnrolmentState
from .applications import PROCEDURES, guarded, guards, place_columns
from .counter import minutes_between


def _enrolments(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = EnrolmentSession.objects.filter(begun_at__lte=at).order_by("pk")
    captures = Capture.objects.filter(session=OuterRef("pk")).exclude(missing="").order_by()
    missing = captures.values("session").annotate(times=Count("pk")).values("times")
    return [guarded(rows, "person").annotate(missing=Coalesce(Subquery(missing), 0))]


def _moved(since: datetime, at: datetime) -> Q:
    return came("begun_at")(since, at)


register(
    FactTable(
        name="enrolments",
        about="One row per enrolment of a person: where, how it ended, how long it took. Nothing of what was taken.",
        model="procedures.EnrolmentSession",
        rows=_enrolments,
        following=Following(
            (
                guards("person_id"),
                Follow("procedures.Application", ("id",), "application_id"),
                Follow("procedures.Capture", ("session",), "pk"),
            ),
            _moved,
        ),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The enrolment, sealed."),
            *place_columns("office", "person_id", about="Office of the station."),
            Column("procedure", Kind.CODE, ("application__procedure__code",), "For what; may be empty.", PROCEDURES),
            Column("state", Kind.CODE, ("state",), "How it stands.", of_choices("enrolment_state", EnrolmentState)),
            Column("missing", Kind.COUNT, ("missing",), "How many things could not be taken."),
            Column(
                "minutes",
                Kind.COUNT,
                ("begun_at", "ended_at"),
                "Whole minutes from its beginning to its end; empty while it lasts.",
                derive=minutes_between,
            ),
            Column("month", Kind.MONTH, ("begun_at",), "Month in which it was begun.", derive=month_of),
        ),
    )
)
