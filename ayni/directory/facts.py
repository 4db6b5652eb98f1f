"""What may be counted of the directory: services and places, and how fresh they are. Nobody is in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists.models import ServiceCategory, Territory
from ayni.facts.periods import first_of_month, month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS

from .models import (
    Engagement,
    EngagementKind,
    EntryKind,
    FreshnessLimit,
    How,
    InstitutionEntry,
    Level,
    Location,
    Service,
    Stage,
)
from .rules import USUAL_DAYS, is_stale


class Freshness(TextChoices):
    """Whether what the directory says of somebody was verified lately enough to be believed."""

    FRESH = "FRESH", pgettext_lazy("directory", "Verified in time")
    STALE = "STALE", pgettext_lazy("directory", "Verified too long ago")
    NEVER = "NEVER", pgettext_lazy("directory", "Never verified")


def freshness(at: datetime, verified: datetime | None, days: int) -> str:
    if verified is None:
        return Freshness.NEVER.value
    stale = is_stale(verified, days=days, at=at)
    return (Freshness.STALE if stale else Freshness.FRESH).value


def _described(rows: QuerySet[Any], kind: str, at: datetime, **more: Any) -> QuerySet[Any]:
    """Rows with their kind and for how many days what they say is believed."""
    limit = FreshnessLimit.objects.filter(kind=kind).order_by("pk").values("days")[:1]
    days = Coalesce(Subquery(limit), Value(USUAL_DAYS[kind]), output_field=IntegerField())
    described: QuerySet[Any] = rows.annotate(
        of_kind=_text(kind), as_of=Value(at, output_field=DateTimeField()), believed=days, **more
    )
    return described.order_by("pk")


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _entries(at: datetime) -> Iterable[QuerySet[Any]]:
    none, places = _text(""), Location.objects.filter(is_closed=False)
    return [
        _described(Service.objects.all(), EntryKind.SERVICE, at, about=F("category__code"), place=none),
        _described(places, EntryKind.LOCATION, at, about=none, place=F("district__department_code")),
        _described(InstitutionEntry.objects.all(), EntryKind.INSTITUTION, at, about=none, place=none),
    ]


register(
    FactTable(
        name="directory_entries",
        about="One row per service, open service point and institution that describes itself, and how fresh it is.",
        model="directory.Service",
        rows=_entries,
        columns=(
            Column("kind", Kind.CODE, ("of_kind",), "What is described.", of_choices("directory_entry", EntryKind)),
            Column(
                "institution",
                Kind.CODE,
                ("organisation__code",),
                "Whose it is.",
                of_table("organisation", Organisation, label="name"),
            ),
            Column(
                "level", Kind.CODE, ("organisation__level",), "How far that institution reaches.",
                of_choices("level", Level),
            ),
            Column(
                "category", Kind.CODE, ("about",), "Of a service: what it is.",
                of_table("service_category", ServiceCategory),
            ),
            Column("department", Kind.CODE, ("place",), "Of a service point: where it is.", DEPARTMENTS),
            Column(
                "freshness", Kind.CODE, ("as_of", "verified_at", "believed"),
                "Whether it is to be believed at the moment of the build.", of_choices("freshness", Freshness),
                derive=freshness,
            ),
            Column("verified_how", Kind.CODE, ("verified_how",), "Who verified it last.", of_choices("verified", How)),
            Column(
                "month_verified", Kind.MONTH, ("verified_at",), "Month of the last verification.", derive=month_of
            ),
        ),
    )
)  # fmt: skip


register(
    FactTable(
        name="local_engagements",
        about="One row per thing done with the local government of a district or a province (R153).",
        model="directory.Engagement",
        rows=lambda at: [Engagement.objects.filter(written_at__lte=at).order_by("pk")],
        columns=(
            Column("department", Kind.CODE, ("territory__department_code",), "Where.", DEPARTMENTS),
            Column("place", Kind.CODE, ("territory__code",), "Of which place.", of_table("place", Territory)),
            Column("stage", Kind.CODE, ("stage",), "Part of the work.", of_choices("work_stage", Stage)),
            Column("kind", Kind.CODE, ("kind",), "What was done.", of_choices("engagement", EngagementKind)),
            Column("month", Kind.MONTH, ("on",), "Month in which it was done.", derive=first_of_month),
        ),
    )
)
