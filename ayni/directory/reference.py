"""What the files of institutions and offices must look like, and what each row becomes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.listing import CONFIDENCE, NOTES, SOURCE, Entry, confidences
from ayni.codelists.reference import DEPARTMENTS, DISTRICTS, INSTITUTIONS
from ayni.codelists.rights import CATEGORIES
from ayni.codelists.spanish import Words
from ayni.codelists.tables import Column, File, Problem, Row, Table, Tables, one_of, text, whole, yes_or_no
from ayni.codelists.tables import code as a_code
from ayni.codelists.tables import day as a_day

from .models import EntryKind, Kind, Level, NationalityVariable, PointKind, Strengthening

OFFICES = "reference/zonal_offices.csv"
INSTITUTION_CATEGORY, OFFICE_ORGANISATION = "map_institution_category.csv", "map_office_organisation.csv"
FORMER_NAMES = "institution_names.csv"
FRESHNESS = "freshness.csv"
IOM = "reference/iom_presence.csv"
STRENGTHENED = "strengthened_services.csv"
LEADERS = frozenset({"MIGRACIONES", "RREE"})
"""The leading authorities of migration governance (R17; IOM Peru Country Strategy 2022-2026)."""

OPEN = {"yes": True, "no": False, "unknown": None}


def nobody_is_their_own_parent(table: Table) -> list[Problem]:
    parents = {row["code"]: row["parent_code"] for row in table}
    found = []
    for row in table:
        seen, at = {row["code"]}, row["parent_code"]
        while at:
            if at in seen:
                found.append(table.problem(row, "parent_code", _("an institution that does not stand below this one")))
                break
            seen.add(at)
            at = parents.get(at, "")
    return found


FILES = [
    File(
        INSTITUTIONS,
        (
            Column("code", a_code(20), required=True),
            Column("name_es", text(200), required=True),
            Column("name_en", text(200)),
            Column("type", one_of(Kind.values), required=True),
            Column("sector", text(60), required=True),
            Column("level", one_of(Level.values), required=True),
            Column("parent_code", a_code(20), refers=INSTITUTIONS),
            Column("role_es", text(2000)),
            Column("phone", text(60)),
            SOURCE,
            CONFIDENCE,
            NOTES,
        ),
        checks=(nobody_is_their_own_parent,),
    ),
    File(
        OFFICES,
        (
            Column("code", a_code(20), required=True),
            Column("name", text(120), required=True),
            Column("kind", text(20), required=True, refers=OFFICE_ORGANISATION),
            Column("department_ubigeo", a_code(2), required=True, refers=DEPARTMENTS),
            Column("city", text(80)),
            Column("open", one_of(list(OPEN)), required=True),
            SOURCE,
            CONFIDENCE,
        ),
    ),
    File(
        OFFICE_ORGANISATION,
        (
            Column("kind", text(20), required=True),
            Column("organisation_code", a_code(20), required=True, refers=INSTITUTIONS),
        ),
    ),
    File(
        INSTITUTION_CATEGORY,
        (
            Column("institution_code", a_code(20), required=True, refers=INSTITUTIONS),
            Column("category_code", a_code(), refers=CATEGORIES),
            Column("accepts_referrals", yes_or_no, required=True),
            Column("service_name_es", text(200), required=True),
        ),
    ),
    File(
        IOM,
        (
            Column("code", a_code(20), required=True),
            Column("name", text(120), required=True),
            Column("kind", text(20), required=True),
            Column("department_ubigeo", a_code(2), required=True, refers=DEPARTMENTS),
            SOURCE,
            CONFIDENCE,
            NOTES,
        ),
    ),
    File(
        STRENGTHENED,
        (
            Column("code", a_code(40), required=True),
            Column("institution_code", a_code(20), required=True, refers=INSTITUTIONS),
            Column("service_name_es", text(200), required=True),
            Column("category_code", a_code(), refers=CATEGORIES),
            Column("district_ubigeo", a_code(6), refers=DISTRICTS),
            Column("what_es", text(300), required=True),
            Column("progress", one_of(Strengthening.Progress.values), required=True),
            Column("result_es", text(500)),
            Column("nationality_variable", one_of(NationalityVariable.values), required=True),
            SOURCE,
        ),
    ),
    File(
        FRESHNESS,
        (
            Column("kind", one_of(EntryKind.values), required=True),
            Column("days", whole(1, 3650), required=True),
            Column("note_es", text(300)),
        ),
        key=("kind",),
    ),
    File(
        FORMER_NAMES,
        (
            Column("institution_code", a_code(20), required=True, refers=INSTITUTIONS),
            Column("name_es", text(200), required=True),
            Column("valid_from", a_day, required=True),
            Column("valid_to", a_day, required=True),
            Column("note_es", text(2000)),
            SOURCE,
            CONFIDENCE,
        ),
        key=("institution_code", "valid_from"),
    ),
]


def organisations(tables: Tables) -> list[dict[str, Any]]:
    """What is true now of each institution, parents before their units."""
    known, in_spanish = confidences(tables), Words(tables)
    return [
        {
            "code": row["code"],
            "name": row["name_es"],
            "name_en": row["name_en"],
            "kind": row["type"],
            "sector": row["sector"],
            "level": row["level"],
            "parent": row["parent_code"],
            "mission": row["role_es"],
            "leads_governance": row["code"] in LEADERS,
            "phone": row["phone"],
            "source": in_spanish(row["source"]),
            "confidence": known.get(row["confidence"], row["confidence"]),
            "note": in_spanish(row["notes"]),
        }
        for row in parents_first(tables[INSTITUTIONS])
    ]


def parents_first(table: Table) -> Iterator[Row]:
    waiting = {row["code"]: row for row in table}
    while waiting:
        for code in [code for code, row in waiting.items() if row["parent_code"] not in waiting]:
            yield waiting.pop(code)


def offices(tables: Tables) -> list[dict[str, Any]]:
    known, in_spanish = confidences(tables), Words(tables)
    owners = {row["kind"]: row["organisation_code"] for row in tables[OFFICE_ORGANISATION]}
    return [
        {
            "code": row["code"],
            "organisation": owners[row["kind"]],
            "name": row["name"],
            "kind": row["kind"],
            "department": row["department_ubigeo"],
            "city": row["city"],
            "is_open": OPEN[row["open"]],
            "source": in_spanish(row["source"]),
            "confidence": known.get(row["confidence"], row["confidence"]),
        }
        for row in tables[OFFICES]
    ] + [
        {
            "code": row["code"],
            "organisation": "OIM",
            "name": row["name"],
            "kind": row["kind"],
            "department": row["department_ubigeo"],
            "city": "",
            "is_open": True,
            "source": in_spanish(row["source"]),
            "confidence": known.get(row["confidence"], row["confidence"]),
        }
        for row in tables[IOM]
    ]


POINT_KINDS = {"pao": PointKind.PAO, "mobile": PointKind.MOBILE, "pcm": PointKind.BORDER}
"""What an office of the register is to whoever goes there; the others are offices."""


def strengthened(tables: Tables) -> list[Row]:
    """Municipal and health services, and what was done for them (R141, R142)."""
    return list(tables[STRENGTHENED])


def entry(said: dict[str, Any]) -> Entry:
    """One version of an organisation or an office in the register."""
    details = {
        name: value for name, value in said.items() if name not in {"code", "name", "name_en", "source", "confidence"}
    }
    fields = {
        "label_es": said["name"],
        "label_en": said.get("name_en", ""),
        "source": said["source"],
        "confidence": said["confidence"] or "unknown",
        "details": details,
    }
    return Entry(said["code"], fields)


def services(tables: Tables) -> dict[str, dict[str, Any]]:
    """Of each institution, the service that stands for it as a whole until it describes what it really offers. One that
    our table does not know yet has no category, and takes referrals."""
    known = {row["institution_code"]: row for row in tables[INSTITUTION_CATEGORY]}
    found = {}
    for row in tables[INSTITUTIONS]:
        said = known.get(row["code"])
        found[row["code"]] = {
            "name": said["service_name_es"] if said else "Atención general",
            "category": said["category_code"] if said else "",
            "accepts_referrals": said["accepts_referrals"] if said else True,
        }
    return found


def former_names(tables: Tables) -> list[tuple[Entry, date, date]]:
    """Names that an institution had, each from a day until a day (R2)."""
    known, in_spanish = confidences(tables), Words(tables)
    return [
        (
            Entry(
                row["institution_code"],
                {
                    "label_es": row["name_es"],
                    "source": in_spanish(row["source"]),
                    "confidence": known.get(row["confidence"], row["confidence"]),
                    "details": {"former_name": True, "note": row["note_es"]},
                },
            ),
            row["valid_from"],
            row["valid_to"],
        )
        for row in tables[FORMER_NAMES]
    ]


def freshness(tables: Tables) -> dict[str, tuple[int, str]]:
    """Kind of entry → how many days it is believed, and why so long."""
    return {row["kind"]: (row["days"], row["note_es"]) for row in tables[FRESHNESS]}
