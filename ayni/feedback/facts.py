"""What may be counted of what people tell us, and of how they say they were attended.

What went to named people is in no fact: a number of one would tell that it is there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localtime

from ayni.cases.facts import as_of, came
from ayni.facts.periods import hours_between, month_of, timeliness
from ayni.facts.registry import Column, FactTable, Follow, Following, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS, OFFICES, ORGANISATIONS
from ayni.procedures.facts.applications import guarded, guards, place_columns
from ayni.referrals.facts import TIMELINESS

from .models import (
    Attention,
    CallOutcome,
    CallRequest,
    Category,
    Language,
    Mark,
    Opinion,
    Report,
    Route,
    Satisfied,
    State,
)
from .models import Kind as Told

CATEGORIES = of_table("feedback_category", Category)


def _reports(at: datetime) -> Iterable[QuerySet[Any]]:
    told = Report.objects.filter(received_at__lte=at).exclude(route=Route.NAMED).order_by("pk")
    return [guarded(told.annotate(as_of=as_of(at)), "case__person")]


def _in_time(at: datetime, due: datetime, done: datetime | None, state: str) -> str:
    """What was set aside is owed nothing."""
    return timeliness(at=at, due=due, done=done, dropped=done is None and state == State.DISCARDED)


def _closed(at: datetime, due: datetime, ended: datetime | None, state: str) -> str:
    return timeliness(at=at, due=due, done=ended if state == State.CLOSED else None, dropped=state == State.DISCARDED)


def _is_there(moment: datetime | None) -> bool:
    return moment is not None


def _some(times: int) -> bool:
    return times > 0


register(
    FactTable(
        name="feedback",
        about="One row per report of what people tell the unit, but for those of named people: about what, how soon it "
        "was answered and closed, and whether the answer was good.",
        model="feedback.Report",
        rows=_reports,
        following=Following(
            (guards("case__person_id"), Follow("cases.Case", ("id",), "case_id")),
            came("received_at", "answer_by", "close_by"),
        ),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The report, sealed."),
            *place_columns("office", "case__person_id", about="Office where it is counted."),
            Column(
                "about_office", Kind.CODE, ("about_office__code",), "Office that it is about; may be empty.", OFFICES
            ),
            Column("kind", Kind.CODE, ("kind",), "Complaint, suggestion, thanks…", of_choices("feedback_kind", Told)),
            Column("category", Kind.CODE, ("category__code",), "Theme.", CATEGORIES),
            Column(
                "language",
                Kind.CODE,
                ("language",),
                "Language it was told in.",
                of_choices("feedback_language", Language),
            ),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("feedback_state", State)),
            Column("times", Kind.COUNT, ("times",), "How many told it in the same words."),
            Column(
                "answer",
                Kind.CODE,
                ("as_of", "answer_by", "first_answered_at", "state"),
                "Where the first answer stands at the moment of the build.",
                TIMELINESS,
                derive=_in_time,
            ),
            Column(
                "closing",
                Kind.CODE,
                ("as_of", "close_by", "ended_at", "state"),
                "Where the closing stands at the moment of the build.",
                TIMELINESS,
                derive=_closed,
            ),
            Column(
                "satisfied",
                Kind.CODE,
                ("satisfied",),
                "Whether whoever told it said that the answer is good; empty: nobody said.",
                of_choices("feedback_satisfied", Satisfied),
            ),
            Column("was_reopened", Kind.FLAG, ("reopened",), "The answer was not good once.", derive=_some),
            Column("to_ombudsman", Kind.FLAG, ("ombudsman_at",), "It was taken to the ombudsman.", derive=_is_there),
            Column("month", Kind.MONTH, ("received_at",), "Month in which it was told.", derive=month_of),
            Column("received_at", Kind.MOMENT, ("received_at",), "When it was told."),
            Column("answered_at", Kind.MOMENT, ("first_answered_at",), "When it was answered first."),
            Column("ended_at", Kind.MOMENT, ("ended_at",), "When it was closed or set aside."),
            Column(
                "hours_to_answer",
                Kind.HOURS,
                ("received_at", "first_answered_at"),
                "Hours from being told to the first answer.",
                derive=hours_between,
            ),
            Column(
                "hours_to_close",
                Kind.HOURS,
                ("received_at", "ended_at"),
                "Hours from being told to its end.",
                derive=hours_between,
            ),
        ),
    )
)


FEWEST = 10
"""Of requests for a call a month says nothing until there are so many, and then in tens."""


def _calls(at: datetime) -> Iterable[QuerySet[Any]]:
    """One row per month that is over: how many, and no more than that. Neither where, nor about what, nor whose."""
    first = localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    by_month = CallRequest.objects.filter(asked_at__lt=first).annotate(month=TruncMonth("asked_at")).values("month")
    counted = by_month.annotate(
        asked=Count("pk"), in_time=Count("pk", filter=Q(was_in_time=True)), spoken=Count("pk", filter=_SPOKE)
    )
    return [counted.filter(asked__gte=FEWEST).order_by("month")]


_SPOKE = Q(outcome__in=[CallOutcome.ADVISED, CallOutcome.ACCOMPANIED, CallOutcome.DECLINED])


def _tens(number: int) -> int:
    return number // FEWEST * FEWEST


register(
    FactTable(
        name="calls_asked",
        about="One row per month that is over in which ten people or more asked to be called: how many, in tens.",
        model="feedback.CallRequest",
        rows=_calls,
        columns=(
            Column("month", Kind.MONTH, ("month",), "Month in which it was asked.", derive=month_of),
            Column("asked", Kind.COUNT, ("asked",), "How many asked, in tens.", derive=_tens),
            Column("in_time", Kind.COUNT, ("in_time",), "How many were called in time, in tens.", derive=_tens),
            Column("spoken", Kind.COUNT, ("spoken",), "With how many somebody spoke, in tens.", derive=_tens),
        ),
    )
)


def _opinions(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Opinion.objects.filter(month__lte=at.date()).order_by("pk")]


register(
    FactTable(
        name="opinions",
        about="One row per answer to the one question after an attention: where and in which month, of nobody.",
        model="feedback.Opinion",
        rows=_opinions,
        columns=(
            Column("office", Kind.CODE, ("office__code",), "Office of the attention.", OFFICES),
            Column("organisation", Kind.CODE, ("office__organisation__code",), "Whose office it is.", ORGANISATIONS),
            Column("department", Kind.CODE, ("office__department__code",), "Where the office is.", DEPARTMENTS),
            Column(
                "attention", Kind.CODE, ("attention",), "After what it was asked.", of_choices("attention", Attention)
            ),
            Column("mark", Kind.CODE, ("mark",), "What was answered.", of_choices("opinion", Mark)),
            Column("month", Kind.MONTH, ("month",), "Month of the answer."),
        ),
    )
)
