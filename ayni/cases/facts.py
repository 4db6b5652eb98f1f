"""What may be counted of cases and of the steps of their protocols."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateTimeField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from ayni.access.models import Team
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier, HumanRight, LegalNorm, NeedSector, Profile, RiskLevel, ServiceCategory
from ayni.facts import vectors
from ayni.facts.periods import Timeliness, age_band, age_group, first_of_month, hours_between, month_of, timeliness
from ayni.facts.registry import CodeList, Column, FactTable, Follow, Following, Kind, of_choices, of_table, register
from ayni.facts.vectors import Array, vector_of
from ayni.governance.models import DeadlineKind, Protocol, ProtocolStep, Urgency
from ayni.people.facts import AGE_BANDS, COUNTRIES, DEPARTMENTS, OFFICES, ORGANISATIONS, SEX_GENDER
from ayni.people.models import Sensitivity

from .models import (
    Area,
    Case,
    Channel,
    Complaint,
    Denial,
    DenialOutcome,
    FollowUp,
    FollowUpState,
    Harm,
    Need,
    NeedState,
    Outcome,
    ServiceGiven,
    SkipReason,
    Stage,
    Status,
    Task,
    TaskState,
)

PROFILES = of_table("profile", Profile)
PROTOCOLS = of_table("protocol", Protocol, label="name")
STEPS = of_table("step", ProtocolStep, label="action_es")
SENSITIVITIES = of_choices("sensitivity", Sensitivity)
URGENCIES = of_choices("urgency", Urgency)
AREAS = of_choices("area", Area)


def _families() -> dict[str, str]:
    return {code: code for code in Profile.objects.order_by().values_list("family", flat=True).distinct()}


def _teams() -> dict[str, str]:
    return {str(pk): name for pk, name in Team.objects.values_list("pk", "name")}


FAMILIES = CodeList("family", _families)
TEAMS = CodeList("team", _teams)


def team_code(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def case_columns(case: str = "", *, main: str = "main") -> tuple[Column, ...]:
    """What every table about a case says of it. `case` is the path from the counted row to the case."""
    return (
        Column("person", Kind.PERSON, (f"{case}person_id",), "The person, keyed."),
        Column("office", Kind.CODE, (f"{case}office__code",), "Office that keeps the case.", OFFICES),
        Column("organisation", Kind.CODE, (f"{case}office__organisation__code",), "Whose office it is.", ORGANISATIONS),
        Column("department", Kind.CODE, (f"{case}office__department__code",), "Where the office is.", DEPARTMENTS),
        Column("team", Kind.CODE, (f"{case}team_id",), "Team that guards the case.", TEAMS, derive=team_code),
        Column("sensitivity", Kind.CODE, (f"{case}sensitivity",), "Who may see the case.", SENSITIVITIES),
        Column("profile", Kind.CODE, (f"{main}__profile__code",), "Main profile of the case.", PROFILES),
        Column("family", Kind.CODE, (f"{main}__profile__family",), "Family of the main profile.", FAMILIES),
        Column("stage", Kind.CODE, (f"{case}stage",), "Stage of the migration process.", of_choices("stage", Stage)),
    )


def main_profile(path: str = "") -> FilteredRelation:
    return FilteredRelation(f"{path}profiles", condition=Q(**{f"{path}profiles__is_main": True}))


def who_columns(case: str = "") -> tuple[Column, ...]:
    """Of whom a case is: so that what is counted of services is known by sex, age and nationality (R78, R79, R109)."""
    of_age = (f"{case}person__birth_date", f"{case}opened_at")
    return (
        Column("sex", Kind.CODE, (f"{case}person__sex__code",), "Sex of the person as registered.", SEX_GENDER),
        Column(
            "age_band",
            Kind.CODE,
            of_age,
            "Band of the age when the case was opened; empty when the birth date is not known.",
            AGE_BANDS,
            derive=age_band,
        ),
        Column("age_group", Kind.CODE, of_age, "Under 18, 18 to 59, or 60 and more.", AGE_BANDS, derive=age_group),
        Column("nationality", Kind.CODE, ("first__country__code",), "First nationality that was said.", COUNTRIES),
    )


def first_nationality(case: str = "") -> FilteredRelation:
    path = f"{case}person__nationalities"
    return FilteredRelation(path, condition=Q(**{f"{path}__order": 1, f"{path}__ended_at": None}))


OF_CASE = (Follow("cases.Case", ("id",), "case_id"), Follow("cases.CaseProfile", ("case",), "case_id"))
"""Whose rows say something of a row that belongs to a case."""


def of_whom(person: str) -> tuple[Follow, ...]:
    """Whose rows say of whom a case is; `person`: the path of the person's id."""
    return Follow("people.Person", ("id",), person), Follow("people.Nationality", ("person",), person)


def came(*columns: str) -> Callable[[datetime, datetime], Q]:
    """What enters a table because its moment comes, or has a deadline that passes: rows in one of these columns of
    which a moment lies between the two builds."""

    def moved(since: datetime, at: datetime) -> Q:
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__gte": since, f"{column}__lte": at})
        return found

    return moved


def as_of(at: datetime) -> Value:
    return Value(at, output_field=DateTimeField())


def _cases(at: datetime) -> Iterable[QuerySet[Any]]:
    cases = Case.objects.filter(opened_at__lte=at).order_by("pk")
    return [cases.annotate(main=main_profile(), first=first_nationality())]


register(
    FactTable(
        name="cases",
        about="One row per case, open or closed.",
        model="cases.Case",
        rows=_cases,
        following=Following((Follow("cases.CaseProfile", ("case",), "pk"), *of_whom("person_id")), came("opened_at")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The case, sealed."),
            *case_columns(),
            *who_columns(),
            Column("urgency", Kind.CODE, ("urgency",), "Urgency when the case was opened.", URGENCIES),
            Column("area", Kind.CODE, ("area",), "City, edge of a city or countryside.", AREAS),
            Column("status", Kind.CODE, ("status",), "Open or closed.", of_choices("case_status", Status)),
            Column(
                "outcome", Kind.CODE, ("outcome",), "How it ended; empty while open.", of_choices("outcome", Outcome)
            ),
            Column("opened_at", Kind.MOMENT, ("opened_at",), "When it was opened."),
            Column("closed_at", Kind.MOMENT, ("closed_at",), "When it was closed; empty while open."),
            Column("month_opened", Kind.MONTH, ("opened_at",), "Month of opening.", derive=month_of),
            Column("month_closed", Kind.MONTH, ("closed_at",), "Month of closing.", derive=month_of),
            Column(
                "hours_open",
                Kind.HOURS,
                ("opened_at", "closed_at"),
                "Hours from opening to closing; empty while open.",
                derive=hours_between,
            ),
        ),
    )
)


def _timeliness(at: datetime, due: datetime | None, done: datetime | None, state: str) -> str:
    return timeliness(at=at, due=due, done=done, dropped=state == TaskState.SKIPPED)


@vector_of(_timeliness)
def _timeliness_of_all(at: Array, due: Array, done: Array, state: Array) -> Array:
    return vectors.timeliness(at, due, done, vectors.equal(state, TaskState.SKIPPED))


def _steps(at: datetime) -> Iterable[QuerySet[Any]]:
    """Every task that stands for a step, and again for each further step that it covers."""
    tasks = Task.objects.filter(starts_at__lte=at).order_by("pk")
    tasks = tasks.annotate(main=main_profile("case__"), as_of=as_of(at))
    return [_of_step(tasks, "step"), _of_step(tasks, "covers")]


def _of_step(tasks: QuerySet[Any], step: str) -> QuerySet[Any]:
    counted: QuerySet[Any] = tasks.filter(**{f"{step}__isnull": False}).annotate(
        step_code=F(f"{step}__code"),
        step_order=F(f"{step}__order"),
        protocol_code=F(f"{step}__protocol__code"),
        protocol_version=F(f"{step}__protocol__version"),
    )
    return counted


register(
    FactTable(
        name="steps",
        about="One row per step of a protocol that a case was held to: what was due, and what came of it.",
        model="cases.Task",
        rows=_steps,
        following=Following((*OF_CASE, Follow("cases.Task_covers", ("task",), "pk")), came("starts_at", "due_at")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The task, sealed."),
            *case_columns("case__"),
            Column("protocol", Kind.CODE, ("protocol_code",), "The protocol.", PROTOCOLS),
            Column("protocol_version", Kind.COUNT, ("protocol_version",), "Version that the case is held to."),
            Column("step", Kind.CODE, ("step_code",), "The step of the protocol.", STEPS),
            Column("step_order", Kind.COUNT, ("step_order",), "Its place in the protocol."),
            Column("institution", Kind.CODE, ("organisation__code",), "Who must do it.", ORGANISATIONS),
            Column("urgency", Kind.CODE, ("case__urgency",), "Urgency of the case.", URGENCIES),
            Column(
                "deadline_kind",
                Kind.CODE,
                ("deadline_kind",),
                "Legal, of a protocol, clinical, or set by the unit for itself.",
                of_choices("deadline_kind", DeadlineKind),
            ),
            Column("state", Kind.CODE, ("state",), "State of the task.", of_choices("task_state", TaskState)),
            Column(
                "skip_reason", Kind.CODE, ("skip_reason",), "Why it was skipped.", of_choices("skip_reason", SkipReason)
            ),
            Column(
                "timeliness",
                Kind.CODE,
                ("as_of", "due_at", "finished_at", "state"),
                "Where the step stands at the moment of the build: one of six.",
                of_choices("timeliness", Timeliness),
                derive=_timeliness,
            ),
            Column(
                "month",
                Kind.MONTH,
                ("due_at", "starts_at"),
                "Month in which it is due; of its start, if it has no deadline.",
                derive=month_of,
            ),
            Column("due_at", Kind.MOMENT, ("due_at",), "When it is due."),
            Column("finished_at", Kind.MOMENT, ("finished_at",), "When it was done or skipped."),
        ),
    )
)


SECTORS = of_table("need_sector", NeedSector)
CATEGORIES = of_table("service_category", ServiceCategory)
RIGHTS = of_table("human_right", HumanRight)
AREA = Column("area", Kind.CODE, ("case__area",), "City, edge of a city or countryside.", AREAS)


def _as_hours(hours: Decimal | None) -> float | None:
    return None if hours is None else float(hours)


def _right() -> Coalesce:
    """The right that what was asked for makes real (R104), worked out by the database: it cannot be asked while it
    sends its rows."""
    bar = Value("|")
    rights = codelists.current(HumanRight).exclude(categories="").annotate(among=Concat(bar, "categories", bar))
    found = rights.filter(among__contains=Concat(bar, OuterRef("category__code"), bar)).order_by("order", "code")
    return Coalesce(Subquery(found.values("code")[:1]), Value(""), output_field=CharField())


def _of_case(row: str) -> tuple[Column, ...]:
    """What the tables of what a person needs, got and was denied say of their case."""
    return (Column("row", Kind.ROW, ("pk",), row), *case_columns("case__"), AREA)


def _of_cases(rows: QuerySet[Any]) -> Iterable[QuerySet[Any]]:
    return [rows.order_by("pk").annotate(main=main_profile("case__"))]


register(
    FactTable(
        name="needs",
        about="One row per need that a person stated, and what became of it.",
        model="cases.Need",
        rows=lambda at: _of_cases(Need.objects.filter(stated_at__lte=at)),
        following=Following(OF_CASE, came("stated_at")),
        columns=(
            *_of_case("The need, sealed."),
            Column("sector", Kind.CODE, ("sector__code",), "Sector of the need (R179).", SECTORS),
            Column("urgency", Kind.CODE, ("urgency",), "How soon help must begin.", URGENCIES),
            Column(
                "state",
                Kind.CODE,
                ("state",),
                "Met, partly met, open, withdrawn, or that no service can meet it (R90).",
                of_choices("need_state", NeedState),
            ),
            Column("month", Kind.MONTH, ("stated_at",), "Month in which it was stated.", derive=month_of),
            Column(
                "hours_to_change",
                Kind.HOURS,
                ("stated_at", "changed_at"),
                "Hours until its state last changed; empty while it is as it was stated.",
                derive=hours_between,
            ),
        ),
    )
)

register(
    FactTable(
        name="services",
        about="One row per service that was given to the person of a case.",
        model="cases.ServiceGiven",
        rows=lambda at: _of_cases(
            ServiceGiven.objects.filter(recorded_at__lte=at).annotate(
                first=first_nationality("case__"), of_right=_right()
            )
        ),
        following=Following((*OF_CASE, *of_whom("case__person_id")), came("recorded_at")),
        columns=(
            *_of_case("The service, sealed."),
            *who_columns("case__"),
            Column("category", Kind.CODE, ("category__code",), "What was done.", CATEGORIES),
            Column("right", Kind.CODE, ("of_right",), "Right that it makes real.", RIGHTS),
            Column("institution", Kind.CODE, ("organisation__code",), "Who did it.", ORGANISATIONS),
            Column("month", Kind.MONTH, ("given_on",), "Month in which it was given.", derive=first_of_month),
            Column("hours", Kind.HOURS, ("hours",), "Hours of it; empty if not counted.", derive=_as_hours),
        ),
    )
)

register(
    FactTable(
        name="denials",
        about="One row per service that was denied, or given too late. Never where exactly, or what was said.",
        model="cases.Denial",
        rows=lambda at: _of_cases(Denial.objects.filter(recorded_at__lte=at).annotate(of_right=_right())),
        following=Following(OF_CASE, came("recorded_at")),
        columns=(
            *_of_case("The denial, sealed."),
            Column("category", Kind.CODE, ("category__code",), "What was asked for.", CATEGORIES),
            Column("right", Kind.CODE, ("of_right",), "Right that was not made real.", RIGHTS),
            Column("barrier", Kind.CODE, ("barrier__code",), "Why it was denied.", of_table("barrier", Barrier)),
            Column("institution", Kind.CODE, ("organisation__code",), "Who denied it, if of the list.", ORGANISATIONS),
            Column("norm", Kind.CODE, ("norm__code",), "Norm that was not followed.", of_table("norm", LegalNorm)),
            Column("place", Kind.CODE, ("district__department_code",), "Department where it happened.", DEPARTMENTS),
            Column("late_only", Kind.FLAG, ("late_only",), "It was given, too late."),
            Column("harm", Kind.CODE, ("harm",), "What came of it for the person.", of_choices("harm", Harm)),
            Column(
                "complaint",
                Kind.CODE,
                ("complaint",),
                "Whether the person agreed to a complaint.",
                of_choices("complaint", Complaint),
            ),
            Column("outcome", Kind.CODE, ("outcome",), "What came of it.", of_choices("denial_outcome", DenialOutcome)),
            Column("month", Kind.MONTH, ("happened_on",), "Month in which it happened.", derive=first_of_month),
        ),
    )
)


def _follow_ups(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = FollowUp.objects.filter(planned_at__lte=at).order_by("pk")
    return [rows.annotate(main=main_profile("case__"), as_of=as_of(at))]


def _contact_timeliness(at: datetime, due: datetime | None, done: datetime | None, state: str) -> str:
    return timeliness(at=at, due=due, done=done, dropped=state == FollowUpState.DROPPED)


register(
    FactTable(
        name="follow_ups",
        about="One row per contact that the level of risk of a case asked for.",
        model="cases.FollowUp",
        rows=_follow_ups,
        following=Following(OF_CASE, came("planned_at", "due_at")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The follow-up, sealed."),
            *case_columns("case__"),
            Column(
                "risk", Kind.CODE, ("level__code",), "Level of risk that asked for it.", of_table("risk", RiskLevel)
            ),
            Column("channel", Kind.CODE, ("channel",), "How it was planned.", of_choices("channel", Channel)),
            Column(
                "state", Kind.CODE, ("state",), "To do, done or dropped.", of_choices("follow_up_state", FollowUpState)
            ),
            Column(
                "timeliness",
                Kind.CODE,
                ("as_of", "due_at", "done_at", "state"),
                "Where it stands at the moment of the build: one of six.",
                of_choices("timeliness", Timeliness),
                derive=_contact_timeliness,
            ),
            Column("month", Kind.MONTH, ("due_at",), "Month in which it is due.", derive=month_of),
        ),
    )
)
