"""What the files of the catalogue must look like, and what each row of them becomes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.listing import CODE, CONFIDENCE, LABEL, LABEL_EN, NOTES, SOURCE
from ayni.codelists.reference import INSTITUTIONS, PROFILES, STATUSES
from ayni.codelists.tables import BrokenTables, Column, Expected, File, Problem, Row, Tables, one_of, text, whole
from ayni.codelists.tables import code as a_code
from ayni.codelists.tables import day as a_day
from ayni.governance.reference import Reading

from .models import Applies, Effect, RequirementKind, Silence
from .rules import conditions

PROCEDURES, REQUIREMENTS = "reference/procedures.csv", "reference/procedure_requirements.csv"
REGIMES, EXTRA, KINDS, FEES = "regimes.csv", "procedures_extra.csv", "requirement_kinds.csv", "procedure_fees.csv"
ROUTES = "routes.csv"
COUNTRIES = "countries.csv"
EXEMPTS = re.compile(r"FINE|FEE|[0-9]{1,3}")


def money(cell: str) -> Decimal | None:
    if not cell:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", cell):
        raise Expected(_("an amount in soles, such as 47.30"))
    return Decimal(cell)


def conditions_that_hold(cell: str) -> str:
    """Conditions of the route finder: kept as they are written, once they can be read."""
    if len(cell) > 600:
        raise Expected(_("at most %(longest)s characters") % {"longest": 600})
    conditions.parse(cell)
    return cell


def exempts(cell: str) -> str:
    if cell and not EXEMPTS.fullmatch(cell):
        raise Expected(_("the place of a requirement, FINE or FEE"))
    return cell


PROCEDURE_CODE = Column("procedure_code", a_code(), required=True, refers=PROCEDURES)
LEGAL_BASIS = Column("legal_basis", text(300))

FILES = [
    File(
        REGIMES,
        (
            CODE, LABEL, LABEL_EN, LEGAL_BASIS, Column("opens_on", a_day), Column("closes_on", a_day),
            Column("leads_to", a_code(), refers=PROCEDURES, many=True), Column("note", text(2000)), SOURCE, CONFIDENCE,
        ),
    ),
    File(
        PROCEDURES,
        (
            CODE, LABEL, LABEL_EN, Column("state", one_of(["open", "closed"]), required=True),
            Column("opens", text(60)), Column("closes", text(60)), Column("fee_pen", money),
            Column("fee_as_of", text(10)), Column("payment_code", text(20)), Column("channel", text(60)),
            Column("result", text(24)), Column("validity_days", whole(1, 32767)), LEGAL_BASIS,
            Column("steps_es", text(300), many=True), SOURCE, CONFIDENCE, NOTES,
        ),
    ),
    File(
        EXTRA,
        (
            Column("code", a_code(), required=True, refers=PROCEDURES),
            Column("regime", a_code(), refers=REGIMES),
            Column("authority", a_code(20), required=True, refers=INSTITUTIONS),
            Column("grants_status", a_code(), refers=STATUSES),
            Column("statutory_days", whole(1, 365)),
            Column("silence", one_of(Silence.values), required=True),
            Column("reason", text(2000), required=True),
        ),
    ),
    File(
        REQUIREMENTS,
        (
            PROCEDURE_CODE, Column("order", whole(1, 200), required=True), Column("requirement_es", required=True),
            Column("document_type", a_code()), Column("mandatory", one_of(["yes", "no"]), required=True),
            Column("applies_to", text(60)), Column("vulnerability_exception_es"), CONFIDENCE, SOURCE,
        ),
        key=("procedure_code", "order"),
    ),
    File(
        KINDS,
        (
            PROCEDURE_CODE, Column("order", whole(1, 200), required=True),
            Column("kind", one_of(RequirementKind.values), required=True),
            Column("applies", one_of(Applies.values), required=True),
            Column("accepts", one_of(conditions.FIELDS["documents"].values), many=True), Column("reason", text(2000)),
        ),
        key=("procedure_code", "order"),
    ),
    File(
        FEES,
        (
            PROCEDURE_CODE, Column("applies", one_of(Applies.values), required=True),
            Column("amount", money, required=True), Column("as_of", text(10)), Column("payment_code", text(20)),
            Column("reason", text(2000), required=True), SOURCE, CONFIDENCE,
        ),
        key=("procedure_code", "applies"),
    ),
    File(
        ROUTES,
        (
            CODE, Column("procedure_code", a_code(), refers=PROCEDURES),
            Column("effect", one_of(Effect.values), required=True),
            Column("when", conditions_that_hold, required=True), Column("says_es", required=True),
            Column("exempts", exempts, many=True), LEGAL_BASIS, SOURCE, CONFIDENCE,
        ),
    ),
]  # fmt: skip


def check(tables: Tables) -> None:
    """What only two files together can say wrong. Raises BrokenTables with all of it."""
    if problems := list(_problems(tables)):
        raise BrokenTables(problems)


def _problems(tables: Tables) -> Iterator[Problem]:
    for file, of in ((EXTRA, PROCEDURES), (KINDS, REQUIREMENTS)):
        columns = ("code",) if of == PROCEDURES else ("procedure_code", "order")
        there = {tuple(row[name] for name in columns) for row in tables[file]}
        for row in tables[of]:
            if tuple(row[name] for name in columns) not in there:
                yield tables[of].problem(row, columns[-1], _("a row of its own in %(file)s") % {"file": file})
    lists = {"profiles": (PROFILES, "code"), "nationality": (COUNTRIES, "code")}
    places = {(row["procedure_code"], str(row["order"])) for row in tables[REQUIREMENTS]}
    for row in tables[ROUTES]:
        parsed = conditions.parse(row["when"])
        for name, (file, column) in lists.items():
            if conditions.codes_of(parsed, name) - tables[file].column(column):
                yield tables[ROUTES].problem(row, "when", _("codes of %(file)s") % {"file": file})
        if any(
            place not in {"FINE", "FEE"} and (row["procedure_code"], place) not in places for place in row["exempts"]
        ):
            yield tables[ROUTES].problem(row, "exempts", _("the place of a requirement of this procedure"))
        if (row["procedure_code"] == "") != (row["effect"] == Effect.ADVICE):
            yield tables[ROUTES].problem(row, "procedure_code", _("a procedure, or none for advice"))


@dataclass(frozen=True)
class Written:
    """What the data says of one entry that has parts and links."""

    code: str
    fields: dict[str, Any]
    norms: list[str]
    regime: str = ""
    authority: str = ""
    requirements: list[dict[str, Any]] = field(default_factory=list)
    fees: list[dict[str, Any]] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """All that makes a version."""
        return {name: value for name, value in vars(self).items() if name != "code"}


class Catalogue:
    """The files, ready to be asked. What no reviewed table knows is counted in `unmatched`."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.reading = tables, Reading(tables)
        self.extra = {row["code"]: row for row in tables[EXTRA]}
        self.kinds = {(row["procedure_code"], row["order"]): row for row in tables[KINDS]}

    @property
    def unmatched(self) -> Counter[tuple[str, str, str]]:
        return self.reading.unmatched

    def regimes(self) -> list[Written]:
        return [
            Written(
                row["code"],
                self._common(row) | {
                    "opens_on": row["opens_on"], "closes_on": row["closes_on"], "leads_to": "|".join(row["leads_to"]),
                    "note": row["note"], "legal_basis": self.reading.in_spanish(row["legal_basis"]),
                },
                self.reading.norms(REGIMES, row),
            )
            for row in self.tables[REGIMES]
        ]  # fmt: skip

    def procedures(self) -> list[Written]:
        return [self._procedure(row, self.extra[row["code"]]) for row in self.tables[PROCEDURES]]

    def _procedure(self, row: Row, extra: Row) -> Written:
        said = self.reading.in_spanish
        fields = self._common(row) | {
            "is_open": row["state"] == "open", "opens_on": _day(row["opens"]), "closes_on": _day(row["closes"]),
            "opens_text": "" if _day(row["opens"]) else row["opens"],
            "closes_text": "" if _day(row["closes"]) else said(row["closes"]),
            "channel": row["channel"], "result": row["result"], "validity_days": row["validity_days"],
            "grants_status": extra["grants_status"], "statutory_days": extra["statutory_days"],
            "silence": extra["silence"], "payment_code": row["payment_code"], "legal_basis": said(row["legal_basis"]),
            "steps": [re.sub(r"^[0-9]+ ", "", step) for step in row["steps_es"]], "note": said(row["notes"]),
        }  # fmt: skip
        code = row["code"]
        return Written(
            code, fields, self.reading.norms(PROCEDURES, row), extra["regime"], extra["authority"],
            [self._requirement(one) for one in self.tables[REQUIREMENTS] if one["procedure_code"] == code],
            self._fees(row),
        )  # fmt: skip

    def _requirement(self, row: Row) -> dict[str, Any]:
        kind = self.kinds[row["procedure_code"], row["order"]]
        return {
            "order": row["order"], "label_es": row["requirement_es"], "document_type": row["document_type"],
            "mandatory": row["mandatory"] == "yes", "applies_text": row["applies_to"],
            "exception_es": row["vulnerability_exception_es"], "source": self.reading.in_spanish(row["source"]),
            "confidence": self.reading.confidences.get(row["confidence"], "unknown"), "kind": kind["kind"],
            "applies": kind["applies"], "accepts": "|".join(kind["accepts"]),
        }  # fmt: skip

    def _fees(self, row: Row) -> list[dict[str, Any]]:
        """The amounts of the reviewed table; else the one of the source, if it has any."""
        own = [one for one in self.tables[FEES] if one["procedure_code"] == row["code"]]
        if own:
            return [{name: one[name] for name in FEE_COLUMNS} for one in own]
        if row["fee_pen"] is None:
            return []
        return [
            {
                "applies": Applies.EVERYBODY.value, "amount": row["fee_pen"], "as_of": row["fee_as_of"],
                "payment_code": row["payment_code"],
                "confidence": self.reading.confidences.get(row["confidence"], "unknown"),
            }
        ]  # fmt: skip

    def _common(self, row: Row) -> dict[str, Any]:
        return {
            "label_es": row["label_es"], "label_en": row["label_en"],
            "source": self.reading.in_spanish(row["source"]),
            "confidence": self.reading.confidences.get(row["confidence"], "unknown"),
        }  # fmt: skip


FEE_COLUMNS = ("applies", "amount", "as_of", "payment_code", "confidence")


def _day(written: str) -> date | None:
    """A day, where the source gives one: a year, a month or “120 working days” closes nothing by itself."""
    return date.fromisoformat(written) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else None


def unmatched(tables: Tables) -> Counter[tuple[str, str, str]]:
    """What no reviewed table knows of these files."""
    catalogue = Catalogue(tables)
    catalogue.regimes(), catalogue.procedures()
    return catalogue.unmatched
