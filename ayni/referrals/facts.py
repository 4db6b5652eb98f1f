"""What may be counted of referrals and alerts, and of how soon they were answered."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.cases.facts import (
    CATEGORIES,
    OF_CASE,
    PROTOCOLS,
    SENSITIVITIES,
    STEPS,
    TEAMS,
    URGENCIES,
    as_of,
    came,
    case_columns,
    first_nationality,
    main_profile,
    of_whom,
    team_code,
    who_columns,
)
from ayni.directory.models import Level, Service
from ayni.facts import vectors
from ayni.facts.periods import Timeliness, hours_between, month_of, timeliness
from ayni.facts.registry import Column, FactTable, Follow, Following, Kind, of_choices, of_table, register
from ayni.facts.vectors import Array, vector_of
from ayni.people.facts import DEPARTMENTS, OFFICES, ORGANISATIONS
from ayni.people.models import Basis

from .models import (
    Alert,
    AlertState,
    Channel,
    DeclineReason,
    Referral,
    RejectReason,
    Result,
    SenderKind,
    Status,
    Topic,
)

TIMELINESS = of_choices("timeliness", Timeliness)


def _timeliness(at: datetime, due: datetime, done: datetime | None, status: str, asked: datetime | None) -> str:
    """A referral that was withdrawn before it was answered is owed nothing any more. One that ended of itself was
    never answered. While an institution waits for what it asked, its time stands still."""
    dropped = done is None and status == Status.WITHDRAWN
    return timeliness(at=min(at, asked or at), due=due, done=done, dropped=dropped)


@vector_of(_timeliness)
def _timeliness_of_all(at: Array, due: Array, done: Array, status: Array, asked: Array) -> Array:
    dropped = vectors.both(vectors.empty(done), vectors.equal(status, Status.WITHDRAWN))
    return vectors.timeliness(vectors.earlier(at, asked), due, done, dropped)


def _is_there(moment: datetime | None) -> bool:
    return moment is not None


def _is(wanted: str) -> Callable[[str], bool]:
    return lambda value: value == wanted


def _referrals(at: datetime) -> Iterable[QuerySet[Any]]:
    sent = Referral.objects.filter(sent_at__lte=at).order_by("pk")
    return [sent.annotate(main=main_profile("case__"), first=first_nationality("case__"), as_of=as_of(at))]


register(
    FactTable(
        name="referrals",
        about="One row per referral: to whom, how soon it was acknowledged and answered, and how it ended.",
        model="referrals.Referral",
        rows=_referrals,
        following=Following(
            (*OF_CASE, *of_whom("case__person_id"), Follow("cases.Task", ("id",), "task_id")),
            came("sent_at", "acknowledge_by", "answer_by"),
        ),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The referral, sealed."),
            *case_columns("case__"),
            *who_columns("case__"),
            Column("protocol", Kind.CODE, ("task__step__protocol__code",), "Protocol of the step.", PROTOCOLS),
            Column("step", Kind.CODE, ("task__step__code",), "Step that it serves; may be empty.", STEPS),
            Column("institution", Kind.CODE, ("organisation__code",), "To whom it was addressed.", ORGANISATIONS),
            Column(
                "service", Kind.CODE, ("service__code",), "Service asked for.", of_table("service", Service, "name")
            ),
            Column("category", Kind.CODE, ("service__category__code",), "Kind of service asked for.", CATEGORIES),
            Column("urgency", Kind.CODE, ("urgency",), "Urgency of the referral.", URGENCIES),
            Column("basis", Kind.CODE, ("basis",), "Why data could be shared.", of_choices("basis", Basis)),
            Column("status", Kind.CODE, ("status",), "Where it stands.", of_choices("referral_status", Status)),
            Column("result", Kind.CODE, ("result",), "What was reported.", of_choices("referral_result", Result)),
            Column("is_partial", Kind.FLAG, ("result",), "The person was served in part.", derive=_is(Result.PARTLY)),
            Column("is_no_show", Kind.FLAG, ("result",), "The person did not come.", derive=_is(Result.NO_SHOW)),
            Column(
                "decline_reason",
                Kind.CODE,
                ("decline_reason",),
                "Why it was declined; that no service exists is counted here.",
                of_choices("decline_reason", DeclineReason),
            ),
            Column(
                "level",
                Kind.CODE,
                ("organisation__level",),
                "How far the institution reaches: local, regional, national.",
                of_choices("level", Level),
            ),
            Column(
                "receipt",
                Kind.CODE,
                ("as_of", "acknowledge_by", "acknowledged_at", "status", "asked_at"),
                "Where the acknowledgement stands at the moment of the build.",
                TIMELINESS,
                derive=_timeliness,
            ),
            Column(
                "answer",
                Kind.CODE,
                ("as_of", "answer_by", "answered_at", "status", "asked_at"),
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


def _alerts(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Alert.objects.filter(received_at__lte=at).order_by("pk").annotate(as_of=as_of(at))]


def _triage(at: datetime, due: datetime, taken: datetime | None, ended: datetime | None) -> str:
    """One that was sent on waits again, with the time that it had. One may be closed without being taken."""
    return timeliness(at=at, due=due, done=taken or ended, dropped=False)


register(
    FactTable(
        name="alerts",
        about="One row per alert that came in: by which way, what about, how soon it was taken, and how it ended.",
        model="referrals.Alert",
        rows=_alerts,
        following=Following(moved=came("received_at", "triage_by")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The alert, sealed."),
            Column("office", Kind.CODE, ("office__code",), "Office that sees to it.", OFFICES),
            Column("organisation", Kind.CODE, ("office__organisation__code",), "Whose office it is.", ORGANISATIONS),
            Column("department", Kind.CODE, ("office__department__code",), "Where the office is.", DEPARTMENTS),
            Column("team", Kind.CODE, ("team_id",), "Team that guards it.", TEAMS, derive=team_code),
            Column("sensitivity", Kind.CODE, ("sensitivity",), "Who may see it.", SENSITIVITIES),
            Column("place", Kind.CODE, ("department__code",), "Where it happens; may be empty.", DEPARTMENTS),
            Column("channel", Kind.CODE, ("channel",), "How it reached us.", of_choices("alert_channel", Channel)),
            Column("sender", Kind.CODE, ("sender_kind",), "Who told it.", of_choices("alert_sender", SenderKind)),
            Column(
                "institution", Kind.CODE, ("sender_organisation__code",), "Which told it, if one did.", ORGANISATIONS
            ),
            Column(
                "topic",
                Kind.CODE,
                ("topic",),
                "What it is about; empty once the person was erased.",
                of_choices("alert_topic", Topic),
            ),
            Column("urgency", Kind.CODE, ("urgency",), "How soon help must begin.", URGENCIES),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("alert_state", AlertState)),
            Column(
                "reject_reason",
                Kind.CODE,
                ("reject_reason",),
                "Why it was closed.",
                of_choices("alert_reject_reason", RejectReason),
            ),
            Column(
                "triage",
                Kind.CODE,
                ("as_of", "triage_by", "taken_at", "ended_at"),
                "Whether somebody took it in time, at the moment of the build.",
                TIMELINESS,
                derive=_triage,
            ),
            Column("escalated", Kind.FLAG, ("escalated_at",), "Nobody took it in time.", derive=_is_there),
            Column("month", Kind.MONTH, ("received_at",), "Month in which it came.", derive=month_of),
            Column("received_at", Kind.MOMENT, ("received_at",), "When it came."),
            Column("triage_by", Kind.MOMENT, ("triage_by",), "When somebody had to have taken it."),
            Column("taken_at", Kind.MOMENT, ("taken_at",), "When somebody took it."),
            Column("ended_at", Kind.MOMENT, ("ended_at",), "When it was attended, sent on or closed."),
            Column(
                "hours_to_take",
                Kind.HOURS,
                ("received_at", "taken_at"),
                "Hours from coming in to being taken.",
                derive=hours_between,
            ),
        ),
    )
)
