"""The short lists of characteristics: ours, each in a file of one shape."""

from collections.abc import Callable
from typing import Any

from .listing import CODE, CONFIDENCE, LABEL, LABEL_EN, SOURCE, Listing
from .models import (
    EntryKind,
    FunctionalDifficulty,
    Listed,
    MobilityProfile,
    Occupation,
    PreregistrationOutcome,
    RegistrySource,
    ReturnType,
    RiskLevel,
)
from .tables import Column, File, Row, Tables, one_of, text, whole, yes_or_no


def _ordered(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"]}


def _occupation(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"], "isco": row["isco_08"]}


def _difficulty(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"], "counts": row["counts"]}


CHANNELS = ["VISIT", "CALL", "MESSAGE", "OFFICE", "VIDEO"]
"""Of `cases.Channel`, which this app cannot see."""


def _risk(row: Row, tables: Tables) -> dict[str, Any]:
    return {name: row[name] for name in ("order", "every_days", "channel", "attempts", "may_close")}


def _short_list(
    name: str, model: type[Listed], *more: Column, fields: Callable[[Row, Tables], dict[str, Any]] = _ordered
) -> Listing:
    columns = (CODE, Column("order", whole(), required=True), LABEL, LABEL_EN, *more, SOURCE, CONFIDENCE)
    return Listing(File(name, columns), model, fields)


SHORT_LISTS = [
    _short_list("occupations.csv", Occupation, Column("isco_08", text(1)), fields=_occupation),
    _short_list("mobility_profiles.csv", MobilityProfile),
    _short_list("registry_sources.csv", RegistrySource),
    _short_list("return_types.csv", ReturnType),
    _short_list("entry_kinds.csv", EntryKind),
    _short_list("preregistration_outcomes.csv", PreregistrationOutcome),
    _short_list(
        "functional_difficulties.csv",
        FunctionalDifficulty,
        Column("counts", yes_or_no, required=True),
        fields=_difficulty,
    ),
    _short_list(
        "risk_levels.csv",
        RiskLevel,
        Column("every_days", whole(1, 365), required=True),
        Column("channel", one_of(CHANNELS), required=True),
        Column("attempts", whole(1, 20), required=True),
        Column("may_close", yes_or_no, required=True),
        fields=_risk,
    ),
]
