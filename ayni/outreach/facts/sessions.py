"""What may be counted of sessions, of who came, of what was learned, and of commitments. Of nobody but by their key."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from ayni.access.models import Organisation
from ayni.codelists.models import NeedSector
from ayni.facts.periods import day_of, first_of_month, hours_between, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import AGE_BANDS, COUNTRIES, DEPARTMENTS, OFFICES, ORGANISATIONS, SEX_GENDER

from ..models import (
    Aim,
    Assistance,
    AssistanceState,
    Attendance,
    Audience,
    Change,
    Dimension,
    Headcount,
    Milestone,
    MilestoneState,
    Outcome,
    ProbeKind,
    Reply,
    Session,
    SignUp,
    SignUpState,
    State,
    Tongue,
    Topic,
    Way,
    with_came,
)
from ..models import Kind as SessionKind

KINDS = of_table("session_kind", SessionKind)
SECTORS = of_table("need_sector", NeedSector)
_SECTORS_OF_INSTITUTIONS = CodeList(
    "institution_sector",
    lambda: {one: one for one in Organisation.objects.order_by().values_list("sector", flat=True).distinct() if one},
)


def _sessions(at: datetime) -> Iterable[QuerySet[Any]]:
    return [with_came(Session.objects.filter(made_at__lte=at)).order_by("pk")]


def _sign_ups(at: datetime) -> Iterable[QuerySet[Any]]:
    return [SignUp.objects.filter(made_at__lte=at).order_by("pk")]


def _attendances(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Attendance.objects.filter(noted_at__lte=at).order_by("pk")]


def _headcounts(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Headcount.objects.filter(session__made_at__lte=at).order_by("pk")]


def _replies(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Reply.objects.filter(probe__made_at__lte=at).order_by("pk")]


def _assistances(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Assistance.objects.filter(made_at__lte=at).order_by("pk")]


def _milestones(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Milestone.objects.filter(assistance__made_at__lte=at).order_by("pk")]


def _none_if_empty(code: str) -> str | None:
    return code or None


def _tenths(value: Any) -> float | None:
    return None if value is None else float(value)


def _whole(value: Any) -> int | None:
    return None if value is None else round(value)


def _is_late(due: date, state: str, shown: datetime | None) -> bool | None:
    """Evidence came after its day; None while it is still waited for."""
    return None if shown is None or state == MilestoneState.PENDING else (day_of(shown) or due) > due


def _where(path: str) -> tuple[Column, ...]:
    return (
        Column("office", Kind.CODE, (f"{path}office__code",), "Office that answers for it.", OFFICES),
        Column(
            "organisation", Kind.CODE, (f"{path}office__organisation__code",), "Whose office it is.", ORGANISATIONS
        ),
        Column(
            "department", Kind.CODE, (f"{path}department__code",), "Where it is; empty: online.", DEPARTMENTS
        ),
        Column("kind", Kind.CODE, (f"{path}kind__code",), "Session, talk, training…", KINDS),
        Column("month", Kind.MONTH, (f"{path}starts_at",), "Month in which it is held.", derive=month_of),
    )  # fmt: skip


def _served(path: str) -> tuple[Column, ...]:
    return (
        _said("aim", f"{path}aim", "Objective of the unit.", of_choices("unit_objective", Aim)),
        _said(
            "outcome", f"{path}outcome", "Result of the unit that it adds to; empty: neither.",
            of_choices("unit_result", Outcome),
        ),
    )  # fmt: skip


def _sorted(path: str) -> tuple[Column, ...]:
    return (
        _said("audience", f"{path}audience_kind", "Whom it is for.", of_choices("audience", Audience)),
        _said("topic", f"{path}topic", "What it is about.", of_choices("session_topic", Topic)),
        *_served(path),
        Column("sector", Kind.CODE, (f"{path}sector__code",), "Sector of needs.", SECTORS),
        Column("institution", Kind.CODE, (f"{path}institution__code",), "To which it is given.", ORGANISATIONS),
    )


def _said(name: str, source: str, about: str, codes: CodeList) -> Column:
    """A code that may be empty."""
    return Column(name, Kind.CODE, (source,), about, codes, derive=_none_if_empty)


STATE = of_choices("session_state", State)
MILESTONES = of_choices("milestone", MilestoneState)

register(
    FactTable(
        name="sessions",
        about="One row per session: of what kind, for whom, where, when, what became of it, what it took.",
        model="outreach.Session",
        rows=_sessions,
        columns=(
            *_where(""),
            *_sorted(""),
            Column("state", Kind.CODE, ("state",), "Where it stands.", STATE),
            Column("language", Kind.CODE, ("language",), "Language it is held in.", of_choices("tongue", Tongue)),
            Column("seats", Kind.COUNT, ("seats",), "How many may come."),
            Column("is_online", Kind.FLAG, ("is_online",), "It is online."),
            Column("came", Kind.COUNT, ("came",), "How many came, noted one by one or counted in the room."),
            Column("lasts", Kind.HOURS, ("starts_at", "ends_at"), "How long it lasts.", derive=hours_between),
            Column(
                "staff_hours", Kind.HOURS, ("staff_hours",), "Hours of staff that it took; empty: not said.",
                derive=_tenths,
            ),
            Column("cost", Kind.COUNT, ("cost",), "Cost in whole soles; empty: not said.", derive=_whole),
        ),
    )
)  # fmt: skip

register(
    FactTable(
        name="session_sign_ups",
        about="One row per sign-up for a session: of nobody.",
        model="outreach.SignUp",
        rows=_sign_ups,
        columns=(
            *_where("session__"),
            Column("state", Kind.CODE, ("state",), "Seat, waiting, withdrawn.", of_choices("sign_up", SignUpState)),
        ),
    )
)

register(
    FactTable(
        name="session_attendances",
        about="One row per somebody who was noted as having come. Who has a file is keyed; who has none is nobody.",
        model="outreach.Attendance",
        rows=_attendances,
        columns=(
            Column("person", Kind.PERSON, ("person_id",), "The person, keyed; empty: without a file."),
            *_where("session__"),
            *_sorted("session__"),
            Column("way", Kind.CODE, ("way",), "How it was noted.", of_choices("attendance_way", Way)),
            _said("sex", "sex", "Sex, if it was said.", SEX_GENDER),
            _said("age_band", "age_band", "Band of the age on that day.", AGE_BANDS),
            _said("nationality", "nationality", "Nationality, if it was said.", COUNTRIES),
            Column("sent_by", Kind.CODE, ("organisation__code",), "Institution that sent them.", ORGANISATIONS),
        ),
    )
)

register(
    FactTable(
        name="session_headcounts",
        about="One row per number that was counted in a room. Sum one dimension alone: each counts the same people.",
        model="outreach.Headcount",
        rows=_headcounts,
        columns=(
            *_where("session__"),
            *_sorted("session__"),
            Column("dimension", Kind.CODE, ("dimension",), "By what.", of_choices("headcount_dimension", Dimension)),
            *(
                Column(
                    name, Kind.CODE, ("dimension", "code"), f"Of the dimension {side}; else empty.", codes,
                    derive=lambda dimension, code, side=side: code if dimension == side else None,
                )
                for name, side, codes in (
                    ("sex", "SEX", SEX_GENDER),
                    ("age_band", "AGE", AGE_BANDS),
                    ("nationality", "NATIONALITY", COUNTRIES),
                )
            ),
            Column("people", Kind.COUNT, ("people",), "How many."),
        ),
    )
)  # fmt: skip

register(
    FactTable(
        name="session_replies",
        about="One row per test or opinion that somebody filled in: of nobody.",
        model="outreach.Reply",
        rows=_replies,
        columns=(
            *_where("probe__session__"),
            Column("asked", Kind.CODE, ("probe__kind",), "Before, after, how it was.", of_choices("probe", ProbeKind)),
            Column("right_answers", Kind.COUNT, ("right",), "How many answers were right; empty: none are."),
            Column("questions", Kind.COUNT, ("asked",), "Of how many questions that have a right answer."),
            Column("language", Kind.CODE, ("language",), "Language of the form.", of_choices("tongue", Tongue)),
        ),
    )
)


def _of_assistance(path: str) -> tuple[Column, ...]:
    return (
        Column("office", Kind.CODE, (f"{path}office__code",), "Office that answers for it.", OFFICES),
        Column("department", Kind.CODE, (f"{path}territory__code",), "Where; empty: not of one place.", DEPARTMENTS),
        Column("institution", Kind.CODE, (f"{path}institution__code",), "Whose commitment it is.", ORGANISATIONS),
        *_served(path),
        _said(
            "institution_sector", f"{path}institution__sector", "Sector of the institution.", _SECTORS_OF_INSTITUTIONS
        ),
        Column("change", Kind.CODE, (f"{path}change",), "What will be different.", of_choices("change", Change)),
    )


register(
    FactTable(
        name="assistances",
        about="One row per commitment of an institution that the unit assists.",
        model="outreach.Assistance",
        rows=_assistances,
        columns=(
            *_of_assistance(""),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("assistance", AssistanceState)),
            Column("month", Kind.MONTH, ("made_at",), "Month in which it was written down.", derive=month_of),
            Column("agreed", Kind.MONTH, ("agreed_on",), "Month of the agreement.", derive=first_of_month),
            Column("ended", Kind.MONTH, ("ended_at",), "Month of its end.", derive=month_of),
        ),
    )
)

register(
    FactTable(
        name="milestones",
        about="One row per step of a commitment.",
        model="outreach.Milestone",
        rows=_milestones,
        columns=(
            *_of_assistance("assistance__"),
            Column("state", Kind.CODE, ("state",), "Waiting, shown, verified.", MILESTONES),
            Column("due", Kind.MONTH, ("due_on",), "Month by which it is due.", derive=first_of_month),
            Column("shown", Kind.MONTH, ("shown_at",), "Month of its evidence.", derive=month_of),
            Column("verified", Kind.MONTH, ("verified_at",), "Month of its verification.", derive=month_of),
            Column(
                "is_late", Kind.FLAG, ("due_on", "state", "shown_at"), "Its evidence came after its day.",
                derive=_is_late,
            ),
        ),
    )
)  # fmt: skip
