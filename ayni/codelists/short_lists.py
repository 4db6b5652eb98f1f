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
)
from .tables import Column, File, Row, Tables, text, whole, yes_or_no


def _ordered(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"]}


def _occupation(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"], "isco": row["isco_08"]}


def _difficulty(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"], "counts": row["counts"]}


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
]
