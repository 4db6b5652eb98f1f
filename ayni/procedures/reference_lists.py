"""The plain lists of the catalogue: one row, one entry."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.listing import CODE, CONFIDENCE, LABEL, SOURCE, Listing
from ayni.codelists.models import Listed
from ayni.codelists.spanish import Words
from ayni.codelists.tables import Column, Expected, File, Problem, Row, Table, Tables, one_of, text, whole, yes_or_no
from ayni.codelists.tables import code as a_code
from ayni.codelists.tables import day as a_day

from .models import CardSeries, FineKind, FineRule, RightOrDuty, RouteRule, TaxUnit, WorkDocument
from .reference import FILES, LEGAL_BASIS, REGIMES, ROUTES, money

ORDER = Column("order", whole(1, 200), required=True)


def percent(cell: str) -> Decimal | None:
    if not cell:
        return None
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", cell):
        raise Expected(_("a percentage, such as 0.1"))
    return Decimal(cell)


def a_year(cell: str) -> str:
    if not re.fullmatch(r"20[0-9]{2}", cell):
        raise Expected(_("a year, such as 2026"))
    return cell


NEEDS = {
    FineKind.OVERSTAY: ("percent", "per"),
    FineKind.LATE_UPDATE: ("percent", "per"),
    FineKind.INSTALMENTS: ("over", "instalments"),
    FineKind.WAIVER: ("who",),
}


def rules_are_whole(table: Table) -> list[Problem]:
    """Every kind of rule about fines has what it is reckoned by, and ends after it begins."""
    found = [
        table.problem(row, column, _("a value: a rule of kind %(kind)s needs it") % {"kind": row["kind"]})
        for row in table
        for column in NEEDS[row["kind"]]
        if row[column] in (None, "")
    ]
    late = [row for row in table if row["since"] and row["until"] and row["until"] < row["since"]]
    return [*found, *(table.problem(row, "until", _("a day that is not before its first")) for row in late)]


def _take(*names: str) -> Callable[[Row, Tables], dict[str, Any]]:
    """These columns as they are, and the legal basis in Spanish."""

    def fields(row: Row, tables: Tables) -> dict[str, Any]:
        said = {name: "|".join(row[name]) if isinstance(row[name], list) else row[name] for name in names}
        basis = row.cells.get("legal_basis", "")
        return said | ({"legal_basis": Words(tables)(basis)} if "legal_basis" in row.cells else {})

    return fields


def _rule(row: Row, tables: Tables) -> dict[str, Any]:
    return {"label_es": row["says_es"]} | _take("procedure_code", "effect", "when", "exempts")(row, tables)


def _fine(row: Row, tables: Tables) -> dict[str, Any]:
    names = (
        "order", "kind", "since", "until", "percent", "per", "over", "upto", "instalments", "initial", "who",
        "on_request",
    )  # fmt: skip
    return _take(*names)(row, tables)


def _unit(row: Row, tables: Tables) -> dict[str, Any]:
    return {"label_es": f"UIT {row['year']}"} | _take("amount", "decree")(row, tables)


def _listing(
    name: str, model: type[Listed], fields: Callable[[Row, Tables], dict[str, Any]], *columns: Column, **kwargs: Any
) -> Listing:
    return Listing(File(name, (*columns, SOURCE, CONFIDENCE), **kwargs), model, fields)


LISTINGS = [
    Listing(next(file for file in FILES if file.name == ROUTES), RouteRule, _rule),
    _listing(
        "work_documents.csv", WorkDocument, _take("order", "answer", "condition_es", "question_es", "when_expired"),
        CODE, ORDER, LABEL,
        Column("answer", one_of(WorkDocument.Answer.values), required=True), Column("condition_es"),
        Column("question_es", text(200)), Column("when_expired", one_of(WorkDocument.WhenExpired.values)), LEGAL_BASIS,
    ),
    _listing(
        "rights_and_duties.csv", RightOrDuty, _take("order", "kind", "regimes"), CODE, ORDER,
        Column("kind", one_of(RightOrDuty.Kind.values), required=True),
        Column("regimes", a_code(), refers=REGIMES, many=True), LABEL, LEGAL_BASIS,
    ),
    _listing(
        "tax_units.csv", TaxUnit, _unit, Column("year", a_year, required=True),
        Column("amount", money, required=True), Column("decree", text(60), required=True),
    ),
    _listing(
        "fine_rules.csv", FineRule, _fine, CODE, ORDER, Column("kind", one_of(FineKind.values), required=True), LABEL,
        Column("since", a_day), Column("until", a_day), Column("percent", percent),
        Column("per", one_of(FineRule.Per.values)), Column("over", percent), Column("upto", percent),
        Column("instalments", whole(0, 240)), Column("initial", percent), Column("who", one_of(FineRule.Who.values)),
        Column("on_request", yes_or_no, required=True), LEGAL_BASIS,
        checks=(rules_are_whole,),
    ),
]  # fmt: skip

CARD_SERIES = "card_series.csv"
CARD_SERIES_FILE = File(
    CARD_SERIES,
    (
        Column("code", text(24), required=True),
        Column("title", text(120), required=True),
        Column("form", one_of(CardSeries.Form.values), required=True),
        Column("mrz_code", text(2)),
        Column("issuer", text(3), required=True),
        Column("digits", whole(1, 12), required=True),
        Column("first", whole(1), required=True),
        CONFIDENCE,
        Column("note", text(300)),
    ),
)
"""Which documents are printed, and from which number on. Not a list with versions: a series is a counter."""

ALL_FILES = [*FILES, *(listing.file for listing in LISTINGS if listing.file not in FILES), CARD_SERIES_FILE]
