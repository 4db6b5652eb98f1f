"""The list of rights: what makes each real, and what stands against it (R104)."""

from typing import Any

from django.utils.translation import gettext as _

from .listing import CODE, CONFIDENCE, LABEL, LABEL_EN, SOURCE, Listing
from .models import HumanRight
from .tables import Column, File, Problem, Row, Table, Tables, text, whole
from .tables import code as a_code

CATEGORIES, BARRIERS = "reference/service_categories.csv", "reference/barriers.csv"


def a_category_makes_one_right_real(table: Table) -> list[Problem]:
    """A denial is counted under one right: that of what was asked for."""
    seen: set[str] = set()
    problems = []
    for row in table:
        if twice := sorted(seen & set(row["categories"])):
            expected = _("categories of no other right; above stand %(codes)s") % {"codes": ", ".join(twice)}
            problems.append(table.problem(row, "categories", expected))
        seen |= set(row["categories"])
    return problems


def _right(row: Row, tables: Tables) -> dict[str, Any]:
    codes = {name: "|".join(row[name]) for name in ("categories", "barriers")}
    return {"order": row["order"], "basis": row["basis"], **codes}


RIGHTS = Listing(
    File(
        "human_rights.csv",
        (
            CODE,
            Column("order", whole(), required=True),
            LABEL,
            LABEL_EN,
            Column("basis", text(200), required=True),
            Column("categories", a_code(), refers=CATEGORIES, many=True),
            Column("barriers", a_code(), refers=BARRIERS, many=True),
            SOURCE,
            CONFIDENCE,
        ),
        checks=(a_category_makes_one_right_real,),
    ),
    HumanRight,
    _right,
)
