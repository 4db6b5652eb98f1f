"""What may be counted of projects: their markers as they stand (R105, R108). Nobody is in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from ayni.facts.periods import first_of_month
from ayni.facts.registry import Column, FactTable, Kind, of_choices, register

from .models import Activity, Marking, Project


class MarkerCode(TextChoices):
    """`Marker`, as a code: codes of facts are words."""

    M0 = "M0", _("0: not targeted")
    M1 = "M1", _("1: important")
    M2 = "M2", _("2: main aim")


def _code(step: int) -> str:
    return f"M{step}"


def _newest(name: str, at: datetime, **of: Any) -> Subquery:
    rows = Marking.objects.filter(marked_at__lte=at, **of).order_by("-marked_at", "-pk")
    return Subquery(rows.values(name)[:1])


def _projects(at: datetime) -> Iterable[QuerySet[Any]]:
    of = {"project": OuterRef("pk"), "activity__isnull": True}
    rows = Project.objects.filter(made_at__lte=at).annotate(
        gender=_newest("gender", at, **of), rights_mark=_newest("rights", at, **of), is_over=_flag("ended_on")
    )
    return [rows.order_by("pk")]


def _activities(at: datetime) -> Iterable[QuerySet[Any]]:
    of = {"activity": OuterRef("pk")}
    rows = Activity.objects.filter(made_at__lte=at).annotate(
        gender=_newest("gender", at, **of), rights_mark=_newest("rights", at, **of), is_over=_flag("done_on")
    )
    return [rows.order_by("pk")]


def _flag(name: str) -> Case:
    return Case(When(**{f"{name}__isnull": False}, then=Value(True)), default=Value(False), output_field=BooleanField())


def _columns(begins: str) -> tuple[Column, ...]:
    marks = of_choices("marker", MarkerCode)
    return (
        Column("gender_marker", Kind.CODE, ("gender",), "How far it is done for gender equality.", marks, derive=_code),
        Column(
            "rights_marker",
            Kind.CODE,
            ("rights_mark",),
            "How far it is done for the rights of migrants.",
            marks,
            derive=_code,
        ),
        Column("is_over", Kind.FLAG, ("is_over",), "It has ended."),
        Column("month", Kind.MONTH, (begins,), "Month in which it begins.", derive=first_of_month),
    )


register(
    FactTable(
        name="projects",
        about="One row per project, with its markers of gender and rights as they stand.",
        model="results.Project",
        rows=_projects,
        columns=_columns("starts_on"),
    )
)
register(
    FactTable(
        name="project_activities",
        about="One row per activity of a project, with its markers of gender and rights as they stand.",
        model="results.Activity",
        rows=_activities,
        columns=_columns("starts_on"),
    )
)
