from datetime import datetime

from django.db import transaction

from ayni.codelists.actions import Change
from ayni.codelists.tables import Row, Tables

from .. import series
from ..models import Study
from ..reference import STUDIES
from .studies import TEXTS, WrittenStudy, bring_in_study


@transaction.atomic
def load_studies(tables: Tables, *, at: datetime) -> Change:
    """Each document that the published figures name becomes a study, linked to the figures that quote it."""
    made = sum(
        bring_in_study(
            code=row["code"], at=at,
            written=WrittenStudy(**{name: row[name] for name in TEXTS}, figures=_quoting(row)),
        )
        for row in tables[STUDIES.name]
    )  # fmt: skip
    return Change(Study._meta.label, made=made)


def _quoting(row: Row) -> list[str]:
    """Codes of the figures that were read in it, or whose source cites it."""
    return [
        one.code for one in series.all_figures()
        if (one.source == row["source"] if row["source"] else one.cited_source == row["cited_source"])
    ]  # fmt: skip
