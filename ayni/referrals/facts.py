"""What may be counted of referrals and of how they were answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.cases.facts import PROTOCOLS, STEPS, URGENCIES, as_of, case_columns, main_profile
from ayni.directory.models import Service
from ayni.facts.periods import Timeliness, hours_between, month_of, timeliness
from ayni.facts.registry import Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import ORGANISATIONS
from ayni.people.models import Basis

from .models import Referral, Result, Status

TIMELINESS = of_choices("timeliness", Timeliness)


def _timeliness(at: datetime, due: datetime, done: datetime | None, status: str) -> str:
    """A referral that was withdrawn before it was answered is owed nothing any more."""
    return timeliness(at=at, due=due, done=done, dropped=done is None and status == Status.WITHDRAWN)


def _is_there(moment: datetime | None) -> bool:
    return moment is not None


def _referrals(at: datetime) -> Iterable[QuerySet[Any]]:
    sent = Referral.objects.filter(sent_at__lte=at).order_by("pk")
    return [sent.annotate(main=main_profile("case__"), as_of=as_of(at))]


register(
    FactTable(
        name="referrals",
        about="One row per referral: to whom, how soon it was acknowledged and answered, and how it ended.",
        model="referrals.Referral",
        rows=_referrals,
        columns=(
            Column("row", Kind.ROW, ("pk",), "The referral, sealed."),
            *case_columns("case__"),
            Column("protocol", Kind.CODE, ("task__step__protocol__code",), "Protocol of the step.", PROTOCOLS),
            Column("step", Kind.CODE, ("task__step__code",), "Step that it serves; may be empty.", STEPS),
            Column("institution", Kind.CODE, ("organisation__code",), "To whom it was addressed.", ORGANISATIONS),
            Column(
                "service", Kind.CODE, ("service__code",), "Service asked for.", of_table("service", Service, "name")
            ),
            Column("urgency", Kind.CODE, ("urgency",), "Urgency of the referral.", URGENCIES),
            Column("basis", Kind.CODE, ("basis",), "Why data could be shared.", of_choices("basis", Basis)),
            Column("status", Kind.CODE, ("status",), "Where it stands.", of_choices("referral_status", Status)),
            Column("result", Kind.CODE, ("result",), "What was reported.", of_choices("referral_result", Result)),
            Column(
                "receipt",
                Kind.CODE,
                ("as_of", "acknowledge_by", "acknowledged_at", "status"),
                "Where the acknowledgement stands at the moment of the build.",
                TIMELINESS,
                derive=_timeliness,
            ),
            Column(
                "answer",
                Kind.CODE,
                ("as_of", "answer_by", "answered_at", "status"),
                "Where the answer stands at the moment of the build.",
                TIMELINESS,
                derive=_timeliness,
            ),
            Column(
                "escalated", Kind.FLAG, ("escalated_at",), "It went to focal point and supervisor.", derive=_is_there
            ),
            Column("month", Kind.MONTH, ("sent_at",), "Month of sending.", derive=month_of),
            Column("sent_at", Kind.MOMENT, ("sent_at",), "When it was sent."),
            Column("acknowledge_by", Kind.MOMENT, ("acknowledge_by",), "When receipt was due."),
            Column("acknowledged_at", Kind.MOMENT, ("acknowledged_at",), "When it was received."),
            Column("answer_by", Kind.MOMENT, ("answer_by",), "When an answer was due."),
            Column("answered_at", Kind.MOMENT, ("answered_at",), "When it was accepted or declined."),
            Column("finished_at", Kind.MOMENT, ("finished_at",), "When the outcome was reported."),
            Column(
                "hours_to_acknowledge",
                Kind.HOURS,
                ("sent_at", "acknowledged_at"),
                "Hours from sending to receipt.",
                derive=hours_between,
            ),
            Column(
                "hours_to_answer",
                Kind.HOURS,
                ("sent_at", "answered_at"),
                "Hours from sending to the answer.",
                derive=hours_between,
            ),
        ),
    )
)
