"""What may be counted of norms: the changes that were approved (R266). Nobody is in it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Min, Q, QuerySet, Value
from django.utils.timezone import localdate

from ayni.access.models import Organisation
from ayni.codelists.models import LegalNorm, NeedSector, Profile, Territory
from ayni.facts.periods import first_of_month, hours_between, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Kind, of_choices, of_table, register

from .models import (
    Gap,
    GapClosing,
    GapKind,
    GapState,
    Instrument,
    InstrumentKind,
    InstrumentState,
    Level,
    MigrationContent,
    Protocol,
)
from .words import TOPICS, topic_name

PLANS = (InstrumentKind.POLICY, InstrumentKind.PLAN, InstrumentKind.PROGRAMME, InstrumentKind.ORDINANCE)
APPROVED = Q(follow_ups__state__in=[InstrumentState.ENACTED, InstrumentState.PUBLISHED])


def _topics() -> dict[str, str]:
    """Those that have words, and those that a list of norms brought without."""
    found = {*TOPICS, *Instrument.objects.order_by().exclude(topic="").values_list("topic", flat=True)}
    return {topic: topic_name(topic) for topic in sorted(found)}


def _departments() -> dict[str, str]:
    rows = Territory.objects.filter(level=Territory.Level.DEPARTMENT).order_by("pk")
    return dict(rows.values_list("code", "label_es"))


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _changes(at: datetime) -> Iterable[QuerySet[Any]]:
    """Instruments from the day of their first approval, and versions of protocols that two colleagues approved."""
    instruments = Instrument.objects.annotate(approved_on=Min("follow_ups__on", filter=APPROVED))
    versions = Protocol.objects.filter(written_by_hand=True, valid_from__lte=localdate(at))
    return [
        instruments.filter(approved_on__lte=localdate(at)).annotate(
            what=F("kind"), at_level=F("level"), about=F("topic"), place=F("territory__department_code"),
            answers=Q(gap__isnull=False),
        ).order_by("pk"),
        versions.annotate(
            approved_on=F("valid_from"), what=_word(InstrumentKind.PROTOCOL), at_level=_word(Level.INSTITUTION),
            about=_word(""), place=_word(""), answers=Q(draft__gap__isnull=False),
        ).order_by("pk"),
    ]  # fmt: skip


register(
    FactTable(
        name="approved_changes",
        about="One row per norm, policy or plan of ours that was approved, and per protocol version.",
        model="governance.Instrument",
        rows=_changes,
        columns=(
            Column("kind", Kind.CODE, ("what",), "What kind it is.", of_choices("instrument", InstrumentKind)),
            Column("level", Kind.CODE, ("at_level",), "Of the nation, a region, a place.", of_choices("level", Level)),
            Column("topic", Kind.CODE, ("about",), "What it is about.", CodeList("norm_topic", _topics)),
            Column(
                "department", Kind.CODE, ("place",), "Where it holds; empty: in the whole country.",
                CodeList("norm_department", _departments),
            ),
            Column("answers_gap", Kind.FLAG, ("answers",), "Whether it answers a registered gap."),
            Column(
                "month", Kind.MONTH, ("approved_on",), "Month of approval; of a protocol, of its coming into force.",
                derive=first_of_month,
            ),
        ),
    )
)  # fmt: skip


def _plans(at: datetime) -> Iterable[QuerySet[Any]]:
    """Policies, plans, programmes and ordinances of regions and municipalities, as they stand (R149)."""
    rows = Instrument.objects.filter(kind__in=PLANS, level__in=[Level.REGIONAL, Level.LOCAL], registered_at__lte=at)
    over = Value(localdate(at), output_field=DateField())
    return [rows.annotate(today=over).order_by("pk")]


def _is_over(today: date, covers_to: date | None) -> bool:
    return covers_to is not None and covers_to < today


register(
    FactTable(
        name="territorial_plans",
        about="One row per policy, plan, programme or ordinance of a region or a municipality, as it stands.",
        model="governance.Instrument",
        rows=_plans,
        columns=(
            Column("kind", Kind.CODE, ("kind",), "What kind it is.", of_choices("instrument", InstrumentKind)),
            Column("level", Kind.CODE, ("level",), "Of a region, or of a place.", of_choices("level", Level)),
            Column(
                "department", Kind.CODE, ("territory__department_code",), "Where it holds.",
                CodeList("norm_department", _departments),
            ),
            Column(
                "state", Kind.CODE, ("state",), "Where it stands.", of_choices("instrument_state", InstrumentState)
            ),
            Column(
                "mobility", Kind.CODE, ("migration",), "Whether human mobility is in it.",
                of_choices("mobility_in_it", MigrationContent),
            ),
            Column("is_over", Kind.FLAG, ("today", "covers_to"), "Its years are over.", derive=_is_over),
            Column("month", Kind.MONTH, ("registered_at",), "Month in which it was registered.", derive=month_of),
        ),
    )
)  # fmt: skip


def _gaps(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Gap.objects.filter(opened_at__lte=at).order_by("pk")]


register(
    FactTable(
        name="gaps",
        about="One row per gap of norms, protocols or services that was registered, and how it was closed.",
        model="governance.Gap",
        rows=_gaps,
        columns=(
            Column("kind", Kind.CODE, ("kind",), "What fails.", of_choices("gap_kind", GapKind)),
            Column("profile", Kind.CODE, ("profile__code",), "Whom it hits.", of_table("profile", Profile)),
            Column("sector", Kind.CODE, ("need__code",), "Which need.", of_table("need_sector", NeedSector)),
            Column("norm", Kind.CODE, ("norm__code",), "Norm that fails.", of_table("norm", LegalNorm)),
            Column(
                "institution", Kind.CODE, ("institution__code",), "Whose gap it is, if of one.",
                of_table("organisation", Organisation, label="name"),
            ),
            Column(
                "department", Kind.CODE, ("territory__department_code",), "Where; empty: in the whole country.",
                CodeList("norm_department", _departments),
            ),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("gap_state", GapState)),
            Column("closing", Kind.CODE, ("closing",), "How it was closed.", of_choices("gap_closing", GapClosing)),
            Column("month", Kind.MONTH, ("opened_at",), "Month in which it was registered.", derive=month_of),
            Column("month_closed", Kind.MONTH, ("closed_at",), "Month in which it was closed.", derive=month_of),
            Column(
                "hours_open", Kind.HOURS, ("opened_at", "closed_at"), "Hours until it was closed.",
                derive=hours_between,
            ),
        ),
    )
)  # fmt: skip
