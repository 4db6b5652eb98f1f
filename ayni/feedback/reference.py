"""What the list of categories must look like, and what each row of it becomes."""

from typing import Any

from ayni.codelists.listing import CODE, CONFIDENCE, LABEL, LABEL_EN, SOURCE, Listing
from ayni.codelists.tables import Column, File, Row, Tables, one_of, whole
from ayni.governance.models import DeadlineUnit

from .models import Category, Kind, Route

CATEGORIES = "feedback_categories.csv"
_TAKEN = ("order", "route", "answer_amount", "answer_unit", "close_amount", "close_unit")


def _category(row: Row, tables: Tables) -> dict[str, Any]:
    return {name: row[name] for name in _TAKEN} | {"kinds": "|".join(row["kinds"])}


LISTINGS = [
    Listing(
        File(
            CATEGORIES,
            (
                CODE, Column("order", whole(1, 200), required=True), LABEL, LABEL_EN,
                Column("kinds", one_of(Kind.values), required=True, many=True),
                Column("route", one_of(Route.values), required=True),
                Column("answer_amount", whole(1, 200), required=True),
                Column("answer_unit", one_of(DeadlineUnit.values), required=True),
                Column("close_amount", whole(1, 200), required=True),
                Column("close_unit", one_of(DeadlineUnit.values), required=True), SOURCE, CONFIDENCE,
            ),
        ),
        Category,
        _category,
    )
]  # fmt: skip
FILES = [listing.file for listing in LISTINGS]
