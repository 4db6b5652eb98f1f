"""What may be counted of the directory: services and places, and how fresh they are. Nobody is in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, TextChoices, Value
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists.models import ServiceCategory
from ayni.facts.periods import month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS

from .models import EntryKind, InstitutionEntry, Level, Location, Service
from .models.entries import How
from .queries.freshness import freshness_limits
from .rules import is_stale


class Freshness(TextChoices):
    """Whether what the directory says of somebody was verified lately enough to be believed."""

    FRESH = "FRESH", pgettext_lazy("directory", "Verified in time")
    STALE = "STALE", pgettext_lazy("directory", "Verified too long ago")
    NEVER = "NEVER", pgettext_lazy("directory", "Never verified")


def freshness(at: datetime, verified: datetime | None, kind: str) -> str:
    if verified is None:
        return Freshness.NEVER.value
    stale = is_stale(verified, days=freshness_limits()[kind], at=at)
    return (Freshness.STALE if stale else Freshness.FRESH).value


def _entries(at: datetime) -> Iterable[QuerySet[Any]]:
    of = lambda kind: Value(kind, output_field=CharField())  # noqa: E731
    moment, none = Value(at, output_field=DateTimeField()), of("")
    services = Service.objects.annotate(
        of_kind=of(EntryKind.SERVICE), as_of=moment, about=F("category__code"), place=none
    )
    places = Location.objects.filter(is_closed=False).annotate(
        of_kind=of(EntryKind.LOCATION), as_of=moment, about=none, place=F("district__department_code")
    )
    institutions = InstitutionEntry.objects.annotate(
        of_kind=of(EntryKind.INSTITUTION), as_of=moment, about=none, place=none
    )
    return [rows.order_by("pk") for rows in (services, places, institutions)]


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
                "freshness", Kind.CODE, ("as_of", "verified_at", "of_kind"),
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
