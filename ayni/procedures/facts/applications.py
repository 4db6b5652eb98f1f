"""What may be counted of regularisation: applications and their clock, their requirements, appointments, and what was
asked of the State. How sensitive a row is follows the person's strictest compartment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from ayni.cases.facts import SENSITIVITIES, TEAMS, as_of, came, team_code
from ayni.facts.periods import PERU, Timeliness, day_of, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Follow, Following, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS, OFFICES, ORGANISATIONS
from ayni.people.models import Compartment, Sensitivity

from ..models import (
    Application,
    Appointment,
    AppointmentState,
    CallOutcome,
    Channel,
    Group,
    Item,
    ItemState,
    Judgement,
    Origin,
    Procedure,
    Purpose,
    Requirement,
    RequirementKind,
    ServiceCall,
    State,
    StateService,
)

PROCEDURES = of_table("procedure", Procedure)
TIMELINESS = of_choices("timeliness", Timeliness)
ENDED_WITHOUT_DECISION = {State.WITHDRAWN, State.ABANDONED}
FAILED = {ItemState.OBSERVED, ItemState.REJECTED}


def _requirements() -> dict[str, str]:
    rows = Requirement.objects.order_by("pk").values_list("procedure__code", "order", "label_es")
    return {f"{procedure}-{order}": label for procedure, order, label in rows}


REQUIREMENTS = CodeList("requirement", _requirements)


def guards(person: str) -> Follow:
    """How sensitive a row is follows the compartments of the person at this path."""
    return Follow("people.Compartment", ("person",), person)


def guarded(rows: QuerySet[Any], person: str) -> QuerySet[Any]:
    """With `guard_kind` and `guard_team`: the strictest compartment of the person at this path. A row without a person
    is ordinary: it says nothing of anybody."""
    compartments = Compartment.objects.filter(person=OuterRef(person))
    restricted = compartments.filter(sensitivity=Sensitivity.RESTRICTED)
    found: QuerySet[Any] = rows.annotate(
        guard_kind=Case(
            When(Exists(restricted), then=Value(Sensitivity.RESTRICTED.value)),
            When(
                Exists(compartments.filter(sensitivity=Sensitivity.PROTECTED)), then=Value(Sensitivity.PROTECTED.value)
            ),
            default=Value(Sensitivity.ORDINARY.value),
            output_field=CharField(),
        ),
        guard_team=Subquery(restricted.order_by("pk").values("team_id")[:1]),
    )
    return found


def place_columns(office: str, person: str, *, about: str) -> tuple[Column, ...]:
    """What every table of the front desk says of where, and of how sensitive it is."""
    return (
        Column("person", Kind.PERSON, (person,), "The person, keyed."),
        Column("office", Kind.CODE, (f"{office}__code",), about, OFFICES),
        Column("organisation", Kind.CODE, (f"{office}__organisation__code",), "Whose office it is.", ORGANISATIONS),
        Column("department", Kind.CODE, (f"{office}__department__code",), "Where the office is.", DEPARTMENTS),
        Column("team", Kind.CODE, ("guard_team",), "Team that guards the person's case.", TEAMS, derive=team_code),
        Column("sensitivity", Kind.CODE, ("guard_kind",), "Who may see the person.", SENSITIVITIES),
    )


def decision(at: datetime, due: date | None, decided: datetime | None, state: str) -> str:
    """Where the statutory clock stands. It stands still while the person corrects; what the person gave up is owed
    nothing; what was not submitted has no clock yet."""
    if state in ENDED_WITHOUT_DECISION:
        return Timeliness.SKIPPED.value
    if state == State.OBSERVED:
        return Timeliness.NOT_YET_DUE.value
    if due is None or state == State.GATHERING:
        return Timeliness.NO_DEADLINE.value
    if decided is not None:
        return (Timeliness.ON_TIME if decided.astimezone(PERU).date() <= due else Timeliness.LATE).value
    return (Timeliness.OVERDUE if due < at.astimezone(PERU).date() else Timeliness.NOT_YET_DUE).value


def days_between(start: datetime | None, end: datetime | None) -> int | None:
    """Calendar days in Peru; 0: on the same day."""
    first, last = day_of(start), day_of(end)
    return None if first is None or last is None else (last - first).days


def _begun_or_due(since: datetime, at: datetime) -> Q:
    """A day is overdue from the next one on."""
    passed = Q(due_on__gte=since.astimezone(PERU).date(), due_on__lte=at.astimezone(PERU).date())
    return passed | came("begun_at")(since, at)


def _applications(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = Application.objects.filter(begun_at__lte=at).order_by("pk")
    return [guarded(rows, "person").annotate(as_of=as_of(at))]


register(
    FactTable(
        name="applications",
        about="One row per application: of what, where, how it stands, and whether it was decided in its time.",
        model="procedures.Application",
        rows=_applications,
        following=Following((guards("person_id"),), _begun_or_due),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The application, sealed."),
            *place_columns("office", "person_id", about="Office that evaluates it."),
            Column("procedure", Kind.CODE, ("procedure__code",), "What was applied for.", PROCEDURES),
            Column("channel", Kind.CODE, ("channel",), "How it came in.", of_choices("application_channel", Channel)),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("application_state", State)),
            Column(
                "decision",
                Kind.CODE,
                ("as_of", "due_on", "decided_at", "state"),
                "Where the decision stands against the statutory time, at the moment of the build.",
                TIMELINESS,
                derive=decision,
            ),
            Column(
                "month",
                Kind.MONTH,
                ("submitted_at", "begun_at"),
                "Month in which it was submitted; of its beginning, if it was not.",
                derive=month_of,
            ),
            Column("month_decided", Kind.MONTH, ("decided_at",), "Month of the decision.", derive=month_of),
            Column("submitted_on", Kind.DAY, ("submitted_at",), "Day of submission, in Peru.", derive=day_of),
            Column("due_on", Kind.DAY, ("due_on",), "Last day of the statutory time."),
            Column("decided_on", Kind.DAY, ("decided_at",), "Day of the decision, in Peru.", derive=day_of),
            Column(
                "days_to_decision",
                Kind.COUNT,
                ("submitted_at", "decided_at"),
                "Calendar days from submission to decision; empty while undecided.",
                derive=days_between,
            ),
        ),
    )
)


def _checklist(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = Item.objects.filter(application__submitted_at__lte=at).order_by("pk")
    failed = Judgement.objects.filter(item=OuterRef("pk"), verdict__in=FAILED, at__lte=at).order_by()
    times = failed.values("item").annotate(times=Count("pk")).values("times")
    return [guarded(rows, "application__person").annotate(times=Coalesce(Subquery(times), 0))]


def failures(times: int, state: str) -> int:
    """What was brought here without its history has failed at least once if it stands so."""
    return max(times, 1 if state in FAILED else 0)


register(
    FactTable(
        name="checklist",
        about="One row per requirement of an application that was submitted, and what became of it.",
        model="procedures.Item",
        rows=_checklist,
        following=Following(
            (
                guards("application__person_id"),
                Follow("procedures.Application", ("id",), "application_id"),
                Follow("procedures.Judgement", ("item",), "pk"),
            ),
            came("application__submitted_at", "judgements__at"),
        ),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The line of the checklist, sealed."),
            *place_columns("application__office", "application__person_id", about="Office that evaluates it."),
            Column("procedure", Kind.CODE, ("application__procedure__code",), "What was applied for.", PROCEDURES),
            Column(
                "requirement",
                Kind.CODE,
                ("requirement__procedure__code", "requirement__order"),
                "The requirement: procedure and place.",
                REQUIREMENTS,
                derive=lambda procedure, order: f"{procedure}-{order}",
            ),
            Column(
                "kind",
                Kind.CODE,
                ("requirement__kind",),
                "How it is met.",
                of_choices("requirement_kind", RequirementKind),
            ),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("item_state", ItemState)),
            Column(
                "failed",
                Kind.FLAG,
                ("times", "state"),
                "Observed or rejected at least once, also if it was corrected since.",
                derive=lambda times, state: failures(times, state) > 0,
            ),
            Column(
                "failures",
                Kind.COUNT,
                ("times", "state"),
                "How many times it was observed or rejected.",
                derive=failures,
            ),
            Column(
                "month",
                Kind.MONTH,
                ("application__submitted_at",),
                "Month in which the application was submitted.",
                derive=month_of,
            ),
        ),
    )
)


def _service_calls(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = ServiceCall.objects.filter(at__lte=at).order_by("pk")
    return [guarded(rows, "application__person")]


register(
    FactTable(
        name="service_calls",
        about="One row per question to a service of the State: which, what for, and whether it answered. Never what.",
        model="procedures.ServiceCall",
        rows=_service_calls,
        following=Following(
            (guards("application__person_id"), Follow("procedures.Application", ("id",), "application_id")), came("at")
        ),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The question, sealed."),
            *place_columns("application__office", "application__person_id", about="Office of the application."),
            Column("service", Kind.CODE, ("service",), "Which service.", of_choices("state_service", StateService)),
            Column("purpose", Kind.CODE, ("purpose",), "What for.", of_choices("service_purpose", Purpose)),
            Column("outcome", Kind.CODE, ("outcome",), "How it ended.", of_choices("service_outcome", CallOutcome)),
            Column("milliseconds", Kind.COUNT, ("milliseconds",), "How long it took; empty without an end."),
            Column("month", Kind.MONTH, ("at",), "Month in which it was asked.", derive=month_of),
        ),
    )
)


def _appointments(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = Appointment.objects.filter(booked_at__lte=at).order_by("pk")
    return [guarded(rows, "person")]


def _came(state: str) -> bool | None:
    """Whether somebody came; None while it is not known, or if it was cancelled or moved before."""
    if state == AppointmentState.NO_SHOW:
        return False
    return True if state in {AppointmentState.ARRIVED, AppointmentState.ATTENDED} else None


register(
    FactTable(
        name="appointments",
        about="One row per appointment: where, for what, who made it, and whether somebody came.",
        model="procedures.Appointment",
        rows=_appointments,
        following=Following((guards("person_id"),), came("booked_at")),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The appointment, sealed."),
            *place_columns("office", "person_id", about="Office of the appointment."),
            Column("procedure", Kind.CODE, ("procedure__code",), "What for.", PROCEDURES),
            Column(
                "group",
                Kind.CODE,
                ("group",),
                "Priority; empty: none, or no longer kept.",
                of_choices("appointment_group", Group),
            ),
            Column("origin", Kind.CODE, ("origin",), "Who made it.", of_choices("appointment_origin", Origin)),
            Column("state", Kind.CODE, ("state",), "How it stands.", of_choices("appointment_state", AppointmentState)),
            Column("came", Kind.FLAG, ("state",), "Whether somebody came; empty: not known.", derive=_came),
            Column(
                "days_ahead",
                Kind.COUNT,
                ("booked_at", "starts_at"),
                "Calendar days between booking and the day of the appointment.",
                derive=days_between,
            ),
            Column("month", Kind.MONTH, ("starts_at",), "Month of the appointment.", derive=month_of),
        ),
    )
)
